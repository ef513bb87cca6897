/**
 * A whole cluster in one process, under a virtual clock, with the faults that a seed chooses: nodes, workers, the
 * scorekeepers of some games, and at the end the checker over all that they did and saw.
 *
 * Nothing here is random but the seed, and nothing waits for real time, so a seed that fails fails again.
 */
import type { PersisterDeps } from '../../src/cluster/persister';
import { PersistBell } from '../../src/jobs/bell';
import type { JournalEntry } from '../../src/protocol/envelope';
import type { GameId } from '../../src/protocol/ids';
import { canonical, contentOf } from '../checker/canonical';
import { check } from '../checker/check';
import type { Invariant, OwnerSighting, ShownState } from '../checker/evidence';
import { gameModel } from '../checker/game-model';
import { gameIdOf, scheduledGame, SCORER, SPECTATOR } from '../support/game-commands';
import { MemoryCluster, type Variation } from '../support/memory-cluster';
import { Blows } from './blows';
import { Clients } from './clients';
import { JobQueue } from './job-queue';
import { followAfterOf, type Plan, planOf, type Trouble } from './plan';
import { SeededRandom } from './random';
import { Sky } from './sky';
import { Workers } from './workers';

const FLUSH_MS = 250;
const SUPERVISE_EVERY_MS = 500;
const SEE_OWNERS_EVERY_MS = 100;
const WORKERS = 2;
/** How long a scorekeeper tries, in virtual time: long against any trouble that a plan can make. */
const RUN_MAX_MS = 300_000;
/** After the faults have stopped, everything must be stored within this long. */
const DRAIN_MS = 30_000;

/** What a run has beside its seed. */
export interface Circumstances {
  /** The kind of trouble, where it is not for the seed to choose. */
  readonly trouble?: Trouble;
  /** Parts of the plan that are not for the seed to choose. */
  readonly plan?: Partial<Plan>;
  /** Parts in whose place something else stands. */
  readonly variation?: Variation & {
    readonly persister?: (deps: PersisterDeps) => PersisterDeps;
    readonly bell?: (queue: JobQueue) => Pick<JobQueue, 'addBulk'>;
  };
}

export interface Problem {
  readonly invariant: Invariant;
  readonly what: string;
}

export interface Outcome {
  readonly seed: number;
  readonly plan: Plan;
  /** What was broken; empty when the run kept every promise. */
  readonly problems: readonly Problem[];
  /** What befell whom, in order, for whoever reads a failure. */
  readonly trace: readonly string[];
  readonly acked: number;
  readonly takeovers: number;
}

/** A failure as a person reads it: the seed, what was broken, and what befell whom. */
export function tell({ seed, plan, problems, trace }: Outcome): string {
  const broken = new Set(problems.map(({ invariant, what }) => `${invariant} ${what}`));
  return [`seed ${seed}: ${JSON.stringify(plan)}`, ...broken, ...trace].join('\n');
}

export async function simulate(seed: number, circumstances: Circumstances = {}): Promise<Outcome> {
  return await new Simulation(seed, circumstances).run();
}

class Simulation {
  private readonly random: SeededRandom;
  private readonly plan: Plan;
  private readonly sky: Sky;
  private readonly cluster: MemoryCluster;
  private readonly workers: Workers;
  private readonly clients: Clients;
  private readonly blows: Blows;
  private readonly owners: OwnerSighting[] = [];
  private readonly trace: string[] = [];
  private readonly gameIds: readonly GameId[];
  private played = 0;

  constructor(
    private readonly seed: number,
    { trouble, plan: given, variation = {} }: Circumstances,
  ) {
    const random = new SeededRandom(seed);
    this.random = random;
    const plan = { ...planOf(random, trouble), followAfter: followAfterOf(seed), ...given };
    this.plan = plan;
    this.sky = new Sky(plan, random, () => this.cluster.clock.monotonic());
    const bell = { ring: (partition: number): void => this.bell.ring(partition) };
    const { hotGamesMax, idleEvictMs, followAfter } = plan;
    this.cluster = new MemoryCluster({
      limits: { hotGamesMax, idleEvictMs, followAfter },
      weather: this.sky.journey,
      link: this.sky.link,
      wallOffsetMs: this.sky.wallOffsetMs,
      bell,
      onFact: (node, fact) => {
        if (!fact.startsWith(' batch')) this.note(`${node}: ${fact}`);
      },
      variation,
    });
    const note = (what: string): void => this.note(what);
    const { cluster, sky } = this;
    const vary = variation.persister ?? ((deps: PersisterDeps) => deps);
    this.workers = new Workers({ cluster, random, count: WORKERS, bell, note, vary });
    const queue = new JobQueue(cluster.clock, ({ partition }) => this.workers.pass(partition));
    this.bell = new PersistBell({
      queue: (variation.bell?.(queue) ?? queue) as never,
      clock: cluster.clock,
      flushMs: FLUSH_MS,
      onError: () => undefined,
    });
    this.clients = new Clients({ cluster, random, plays: plan.plays, isOver: () => sky.isOver, note });
    const spellMaxMs = plan.trouble === 'redis' ? 2000 : 8000;
    this.blows = new Blows({ cluster, workers: this.workers, sky, random, spellMaxMs, note });
    this.gameIds = Array.from({ length: plan.games }, (_, i) => gameIdOf(`game-${i + 1}`));
  }

  private readonly bell: PersistBell;

  async run(): Promise<Outcome> {
    const { cluster, plan, clients, sky } = this;
    for (let i = 0; i < plan.nodes; i++) await cluster.clock.until(this.startNode());
    for (const gameId of this.gameIds) await cluster.clock.until(this.create(gameId));
    cluster.clock.every(SUPERVISE_EVERY_MS, () => void this.supervise());
    cluster.clock.every(SEE_OWNERS_EVERY_MS, () => this.seeOwners());
    for (const gameId of this.gameIds) {
      void clients.keepScore(gameId).then(() => (this.played += 1));
      clients.watch(gameId);
    }
    for (const blow of plan.blows) await this.blows.strike(blow);
    for (let passed = 0; this.played < plan.games && passed < RUN_MAX_MS; passed += 1000)
      await cluster.clock.advance(1000);
    sky.isOver = true;
    await cluster.clock.advance(DRAIN_MS);
    return await this.judged();
  }

  /** A process that crashed, or could not start, is started again. */
  private async supervise(): Promise<void> {
    const living = this.cluster.nodes.filter(({ state }) => state !== 'crashed').length;
    if (living < this.plan.nodes) await this.startNode();
  }

  private async startNode(): Promise<void> {
    const { cluster } = this;
    await cluster.start().catch(() => {
      const node = cluster.nodes.at(-1);
      if (node === undefined) return;
      this.note(`${node.name} could not start`);
      cluster.crash(node);
    });
  }

  private async create(gameId: GameId): Promise<void> {
    const event = scheduledGame();
    for (;;) {
      const running = this.cluster.nodes.filter(({ state }) => state === 'running');
      if (running.length === 0) await this.startNode();
      else {
        const created = await this.random.pick(running).node.create(gameId, event, { user: SCORER });
        if (created.ok) break;
      }
    }
    this.clients.history.created('commissioner', gameId, event);
  }

  private seeOwners(): void {
    for (const [gameId, { epoch, session }] of this.cluster.redis.fences) {
      const before = this.owners.findLast((owner) => owner.gameId === gameId);
      // One that PostgreSQL is past writes nothing that could be stored.
      const isPast = epoch < (this.cluster.archive.games.get(gameId)?.fence ?? 0);
      if (session === null || isPast || (before?.epoch === epoch && before.session === session)) continue;
      this.owners.push({ at: this.clients.history.next(), gameId, epoch, session, by: 'redis' });
    }
  }

  private async judged(): Promise<Outcome> {
    const { cluster, seed, plan, trace } = this;
    const { history } = this.clients;
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
      heads: [...cluster.redis.fences].map(([gameId, { head }]) => ({ gameId, head: head ?? 0 })),
      states: await this.shownStates(),
      // A Redis that rolled back shows older epochs again: it is PostgreSQL whose epochs never fall.
      owners: plan.trouble === 'redis' ? [] : this.owners,
      model: gameModel,
    });
    const facts = cluster.nodes.flatMap((node) => node.facts);
    return {
      seed,
      plan,
      problems: [
        ...violations.map(({ invariant, gameId, what }) => ({ invariant, what: `${gameId}: ${what}` })),
        ...this.unfinished(),
      ],
      trace,
      acked: history.events.filter((event) => event.kind === 'acked').length,
      takeovers: facts.filter((fact) => fact === 'acquired takeover').length,
    };
  }

  /** I8: after the faults have stopped, everything drains. And no journal ever contradicts itself. */
  private unfinished(): Problem[] {
    const { cluster, workers, played, plan } = this;
    const waiting = cluster.redis.streams.flat().length;
    const aside = [...cluster.archive.games].filter(([, { quarantine }]) => quarantine !== null);
    const problems: Problem[] = workers.setAside.map((what) => ({ invariant: 'I2', what: `set aside: ${what}` }));
    for (const [gameId, { quarantine }] of aside) {
      problems.push({ invariant: 'I2', what: `${gameId} is set aside: ${quarantine}` });
    }
    const calmSince = new Date(cluster.clock.now() - DRAIN_MS / 2).toISOString();
    for (const [gameId, { ownership }] of cluster.archive.games) {
      const moves = ownership.filter(({ kind, at }) => kind === 'acquired' && at > calmSince);
      if (moves.length > 0) problems.push({ invariant: 'I8', what: `${gameId} still goes from node to node` });
    }
    if (played < plan.games) problems.push({ invariant: 'I8', what: 'a scorekeeper never finished' });
    if (waiting > 0) problems.push({ invariant: 'I8', what: `${waiting} entries never reached PostgreSQL` });
    return problems;
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
