/** The people of a run: a scorekeeper of each game, who also looks at it through whichever node he likes. */
import type { CommandRequest } from '../../src/protocol/envelope';
import type { GameId } from '../../src/protocol/ids';
import { History } from '../cluster/history';
import { openingOf, request, SCORER, SPECTATOR } from '../support/game-commands';
import type { MemoryCluster, MemoryNode } from '../support/memory-cluster';
import type { SeededRandom } from './random';

/** A client that heard nothing for this long sends the same command again. */
const PATIENCE_MS = 10_000;
const PAUSE_MS = 100;
const LOOK_EVERY_MS = 400;
/** Of what a look brings, the last ones are held against what is stored. */
const LOOKED_AT = 2;
/** Between two plays. */
const THINK_MAX_MS = 1200;

export interface ClientsOptions {
  readonly cluster: MemoryCluster;
  readonly random: SeededRandom;
  readonly plays: number;
  readonly isOver: () => boolean;
  readonly note: (what: string) => void;
}

export class Clients {
  readonly history = new History();
  private connections = 0;

  constructor(private readonly options: ClientsOptions) {}

  /** Command after command, each with the same id until it is settled. */
  async keepScore(gameId: GameId): Promise<void> {
    const { random, plays } = this.options;
    for (const command of openingOf(gameId)) await this.settle(command);
    for (let turn = 1; turn <= plays; turn++) {
      const notation = random.pick(['K', 'HR', 'W', 'K']);
      await this.think();
      await this.settle(request(gameId, `play-${turn}`, { type: 'RecordPlay', turn, notation }));
    }
  }

  /** Looks at the game again and again, each time with new eyes. */
  watch(gameId: GameId): void {
    this.options.cluster.clock.every(LOOK_EVERY_MS, () => void this.look(gameId));
  }

  private async look(gameId: GameId): Promise<void> {
    const { history } = this;
    const node = this.pick();
    if (node === undefined) return;
    const askedAt = history.next();
    const since = this.options.random.between(0, 20);
    const answer = await node.node.catchup({ gameId, viewer: 'spectator', since }, { user: SPECTATOR });
    if (!answer.ok) return;
    const { catchup } = answer;
    history.read('scorer', { askedAt, gameId, seq: catchup.seq });
    if (catchup.kind !== 'run') return;
    this.connections += 1;
    for (const update of catchup.updates.slice(-LOOKED_AT)) history.saw('scorer', `look-${this.connections}`, update);
  }

  private async settle(command: CommandRequest): Promise<void> {
    const { cluster, note, isOver } = this.options;
    const { history } = this;
    while (!isOver()) {
      const node = this.pick();
      if (node !== undefined) {
        const call = history.sent('scorer', command);
        const answer = await this.patiently(node.node.submit(command, { user: SCORER }));
        if (answer !== undefined) history.answered(call, answer);
        if (answer?.ok === true) return;
        note(`${command.gameId} ${command.commandId}: ${answer?.error.code ?? 'no answer'} from ${node.name}`);
        if (answer?.error.retry === 'never' || answer?.error.retry === 'resync') return;
      }
      await new Promise<void>((resolve) => void cluster.clock.after(PAUSE_MS, resolve));
    }
  }

  private think(): Promise<void> {
    const { cluster, random } = this.options;
    return new Promise((resolve) => void cluster.clock.after(random.between(0, THINK_MAX_MS), resolve));
  }

  private patiently<A>(answer: Promise<A>): Promise<A | undefined> {
    return new Promise((resolve, reject) => {
      const silence = this.options.cluster.clock.after(PATIENCE_MS, () => resolve(undefined));
      answer.then(resolve, reject).finally(() => silence.cancel());
    });
  }

  private pick(): MemoryNode | undefined {
    const there = this.options.cluster.nodes.filter((node) => node.state !== 'crashed');
    return there.length === 0 ? undefined : this.options.random.pick(there);
  }
}
