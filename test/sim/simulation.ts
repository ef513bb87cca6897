/**
 * A whole cluster in one process, under a virtual clock, with the faults that a seed chooses: nodes, workers, the
 * scorekeepers of some games, and at the end the checker over all that they did and saw.
 *
 * Nothing here is random but the seed, and nothing waits for real time, so a seed that fails fails again.
 */
import { persistPartition, type PersisterDeps } from '../../src/cluster/persister';
import type { CommandRequest, JournalEntry } from '../../src/protocol/envelope';
import type { GameId } from '../../src/protocol/ids';
import { MemoryJournal } from '../../src/store/memory/journal';
import { canonical, contentOf } from '../checker/canonical';
import { check } from '../checker/check';
import type { OwnerSighting, ShownState } from '../checker/evidence';
import { gameModel } from '../checker/game-model';
import { History } from '../cluster/history';
import { gameIdOf, openingOf, request, scheduledGame, SCORER, SPECTATOR } from '../support/game-commands';
import { MemoryCluster, type MemoryNode } from '../support/memory-cluster';
import { planOf, type Plan, weatherOf } from './plan';
import { SeededRandom } from './random';

/** A client that heard nothing for this long sends the same command again. */
const CLIENT_PATIENCE_MS = 10_000;
const CLIENT_PAUSE_MS = 100;
const WORKER_PERIOD_MS = 250;
const PAUSE_MAX_MS = 8000;
/** How long a scorekeeper tries, in virtual time: long against any trouble that a plan can make. */
const RUN_MAX_MS = 300_000;
/** After the faults have stopped, everything must be stored within this long. */
const DRAIN_MS = 30_000;

export interface Outcome {
  readonly seed: number;
  readonly plan: Plan;
  /** What was broken, in words; empty when the run kept every promise. */
  readonly problems: readonly string[];
  /** What befell whom, in order, for whoever reads a failure. */
  readonly trace: readonly string[];
  readonly acked: number;
  readonly takeovers: number;
}

/** A failure as a person reads it: the seed, what was broken, and what befell whom. */
export function tell({ seed, plan, problems, trace }: Outcome): string {
  return [`seed ${seed}: ${JSON.stringify(plan)}`, ...problems, ...trace].join('\n');
}

export async function simulate(seed: number): Promise<Outcome> {
  const simulation = new Simulation(seed);
  return await simulation.run();
}

class Simulation {
  private readonly random: SeededRandom;
  private readonly plan: Plan;
  private readonly cluster: MemoryCluster;
  private readonly history = new History();
  private readonly owners: OwnerSighting[] = [];
  private readonly trace: string[] = [];
  private readonly gameIds: readonly GameId[];
  private isOver = false;
  private played = 0;

  constructor(private readonly seed: number) {
    this.random = new SeededRandom(seed);
    this.plan = planOf(this.random);
    this.cluster = new MemoryCluster(
      {},
      weatherOf(this.plan, this.random, () => this.isOver),
    );
    this.gameIds = Array.from({ length: this.plan.games }, (_, i) => gameIdOf(`game-${i + 1}`));
  }

  async run(): Promise<Outcome> {
    const { cluster, plan } = this;
    for (let i = 0; i < plan.nodes; i++) await cluster.clock.until(this.startNode());
    for (const gameId of this.gameIds) await this.create(gameId);
    cluster.clock.every(WORKER_PERIOD_MS, () => void this.persist());
    cluster.clock.every(CLIENT_PAUSE_MS, () => this.lookAtOwners());
    for (const gameId of this.gameIds) void this.keepScore(gameId).then(() => (this.played += 1));
    await this.strike();
    for (let passed = 0; this.played < plan.games && passed < RUN_MAX_MS; passed += 1000)
      await cluster.clock.advance(1000);
    this.isOver = true;
    await cluster.clock.advance(DRAIN_MS);
    return await this.judged();
  }

  private async startNode(): Promise<MemoryNode> {
    const { plan, cluster } = this;
    // The store may refuse the session; a process that cannot start is started again.
    for (;;) {
      try {
        return await cluster.start();
      } catch {
        this.note(`a node of ${plan.nodes} could not start`);
        cluster.crash(cluster.nodes.at(-1) as MemoryNode);
      }
    }
  }

  private async create(gameId: GameId): Promise<void> {
    const event = scheduledGame();
    const { cluster } = this;
    for (;;) {
      const { node } = this.random.pick(cluster.nodes.filter(({ state }) => state === 'running'));
      const created = await cluster.clock.until(node.create(gameId, event, { user: SCORER }));
      if (created.ok) break;
    }
    this.history.created('commissioner', gameId, event);
  }

  /** The blows of the plan, one after the other. */
  private async strike(): Promise<void> {
    const { plan, cluster, random } = this;
    for (let blow = 0; blow < plan.blows; blow++) {
      await cluster.clock.advance(random.between(plan.calmMs.min, plan.calmMs.max));
      if (plan.trouble === 'nodes') await this.strikeNode();
      if (plan.trouble === 'redis') this.strikeRedis();
    }
  }

  private async strikeNode(): Promise<void> {
    const { cluster, random } = this;
    const running = cluster.nodes.filter((node) => node.state === 'running');
    if (running.length === 0) return;
    const victim = random.pick(running);
    if (random.chance(0.5) || running.length < 2) {
      this.note(`${victim.name} stands still`);
      cluster.freeze(victim);
      const thawMs = random.between(100, PAUSE_MAX_MS);
      cluster.clock.after(thawMs, () => {
        this.note(`${victim.name} goes on after ${thawMs} ms`);
        if (victim.state === 'frozen') cluster.thaw(victim);
      });
    } else {
      this.note(`${victim.name} crashes`);
      cluster.crash(victim);
      await cluster.clock.until(this.startNode());
    }
  }

  private strikeRedis(): void {
    const { cluster, random } = this;
    if (random.chance(0.5)) {
      this.note('Redis loses everything');
      cluster.loseRedis();
      return;
    }
    const replica = cluster.copyOfRedis();
    const lagMs = random.between(20, 1500);
    cluster.clock.after(lagMs, () => {
      this.note(`Redis is replaced by a replica that is ${lagMs} ms behind`);
      cluster.promote(replica);
    });
  }

  /** One scorekeeper: command after command, each with the same id until it is settled. */
  private async keepScore(gameId: GameId): Promise<void> {
    for (const command of openingOf(gameId)) await this.settle(command);
    for (let turn = 1; turn <= this.plan.plays; turn++) {
      const notation = this.random.pick(['K', 'HR', 'W', 'K']);
      await this.settle(request(gameId, `play-${turn}`, { type: 'RecordPlay', turn, notation }));
    }
  }

  private async settle(command: CommandRequest): Promise<void> {
    const { cluster, random, history } = this;
    while (!this.isOver) {
      const running = cluster.nodes.filter((node) => node.state !== 'crashed');
      const { node } = random.pick(running);
      const call = history.sent('scorer', command);
      const silence = new Promise<undefined>((resolve) =>
        cluster.clock.after(CLIENT_PATIENCE_MS, () => resolve(undefined)),
      );
      const answer = await Promise.race([node.submit(command, { user: SCORER }), silence]);
      if (answer !== undefined) history.answered(call, answer);
      if (answer?.ok === true) return;
      if (answer !== undefined) this.note(`${command.commandId}: ${answer.error.code}`);
      if (answer?.error.retry === 'never' || answer?.error.retry === 'resync') return;
      await new Promise<void>((resolve) => void cluster.clock.after(CLIENT_PAUSE_MS, resolve));
    }
  }

  /** A worker's pass over every partition; what fails is repeated by the next. */
  private async persist(): Promise<void> {
    const { cluster } = this;
    const clock = cluster.clock.gatedBy(() => 'running');
    const deps: PersisterDeps = {
      node: 'worker',
      journal: cluster.wire('redis', new MemoryJournal({ world: cluster.redis }), clock),
      writer: cluster.wire('postgres', cluster.archive, clock),
      observer: {
        stored: () => undefined,
        left: () => undefined,
        quarantined: ({ gameId, reason }) => this.note(`${gameId} is set aside: ${reason}`),
        batchRefused: () => undefined,
      },
      batchEntriesMax: this.random.between(1, 20),
      passBatchesMax: 20,
    };
    for (let partition = 0; partition < cluster.redis.partitions; partition++) {
      await persistPartition(deps, partition).catch(() => undefined);
    }
  }

  private lookAtOwners(): void {
    for (const [gameId, fence] of this.cluster.redis.fences) {
      if (fence.session === null) continue;
      this.owners.push({ at: this.history.next(), gameId, epoch: fence.epoch, session: fence.session, by: 'redis' });
    }
  }

  private async judged(): Promise<Outcome> {
    const { cluster, history, seed, plan, trace } = this;
    for (const { node, entry } of cluster.told) {
      const { gameId, commandId, seq, epoch, events } = entry;
      const seen = { client: 'fan', connection: `${node} ${gameId}`, gameId, commandId, seq, epoch };
      history.events.push({ kind: 'saw', at: history.next(), ...seen, content: contentOf(events) });
    }
    const stored = this.gameIds.map((gameId) => ({ gameId, game: cluster.archive.games.get(gameId) }));
    const violations = check({
      history: history.events,
      entries: stored.flatMap(({ game }) => (game?.entries ?? []).map((body) => JSON.parse(body) as JournalEntry)),
      games: stored.map(({ gameId, game }) => ({
        gameId,
        lastSeq: game?.entries.length ?? 0,
        fence: game?.fence ?? 0,
      })),
      states: await this.shownStates(),
      // A Redis that rolled back shows older epochs again: it is PostgreSQL whose epochs never fall.
      owners: plan.trouble === 'redis' ? [] : this.owners,
      model: gameModel,
    });
    const waiting = cluster.redis.streams.flat().length;
    const problems = violations.map(({ invariant, gameId, what }) => `${invariant} ${gameId}: ${what}`);
    if (this.played < plan.games) problems.push('I8: a scorekeeper never finished');
    if (waiting > 0) problems.push(`I8: ${waiting} entries never reached PostgreSQL`);
    const facts = cluster.nodes.flatMap((node) => node.facts);
    return {
      seed,
      plan,
      problems,
      trace,
      acked: history.events.filter((event) => event.kind === 'acked').length,
      takeovers: facts.filter((fact) => fact === 'acquired takeover').length,
    };
  }

  /** What each living node shows of each game at the end. */
  private async shownStates(): Promise<ShownState[]> {
    const states: ShownState[] = [];
    for (const { name, node, state } of this.cluster.nodes) {
      if (state === 'crashed') continue;
      for (const gameId of this.gameIds) {
        const reading = node.catchup({ gameId, viewer: 'spectator' }, { user: SPECTATOR });
        const answer = await this.cluster.clock.until(reading);
        if (!answer.ok || answer.catchup.kind !== 'view') continue;
        const { seq, view } = answer.catchup;
        states.push({ gameId, seq, by: name, rendering: 'view', text: canonical(view) });
      }
    }
    return states;
  }

  private note(what: string): void {
    this.trace.push(`${String(this.cluster.clock.monotonic()).padStart(7)} ms  ${what}`);
  }
}
