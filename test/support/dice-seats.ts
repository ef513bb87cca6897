/**
 * A dice game on two real nodes, and its managers, each on a bare socket at a node of his own: what the service itself
 * says to each, answers and updates alike, in the order in which it came.
 */
import type { CommandAnswer, CommandRequest, GameUpdate, JournalEntry } from '../../src/protocol/envelope';
import type { GameId } from '../../src/protocol/ids';
import type { Seat } from '../../src/protocol/seat';
import type { BySide, Side } from '../../src/protocol/side';
import type { GameView } from '../../src/protocol/view';
import { COMMISSIONER, diceOpening, diceSchedule, holderOf, plainTurn, storeCards } from './dice-game';
import { EdgeWorld, startEdge, type EdgeNode } from './edge';
import { RawSocket } from './raw-socket';
import { startRedis } from './redis';

export interface TwoNodes {
  readonly world: EdgeWorld;
  /** The node at which each manager is. */
  readonly nodes: BySide<EdgeNode>;
  stop(): Promise<void>;
}

/** Neither node is lost here, and one that a busy machine holds up for a second must not refuse what is asked of it. */
const LIMITS = { sessionTtlMs: 60_000 };

export async function startTwoNodes(): Promise<TwoNodes> {
  const redis = await startRedis();
  const world = new EdgeWorld(redis.url);
  const start = (): Promise<EdgeNode> => startEdge(world, { limits: LIMITS });
  const nodes = { away: await start(), home: await start() };
  return {
    world,
    nodes,
    async stop() {
      await nodes.away.stop();
      await nodes.home.stop();
      await redis.stop();
    },
  };
}

export class DiceSeats {
  /** What each manager was told, in its order. */
  readonly told: BySide<GameUpdate[]> = { away: [], home: [] };

  private constructor(
    readonly gameId: GameId,
    readonly sockets: BySide<RawSocket>,
    private readonly at: { readonly world: EdgeWorld; readonly node: EdgeNode },
  ) {}

  /** A scheduled game between both managers; nobody has joined it. */
  static async schedule(
    world: EdgeWorld,
    node: EdgeNode,
    ruleset: Parameters<typeof diceSchedule>[1],
  ): Promise<GameId> {
    await storeCards(world.cardSets);
    const created = await node.rest(COMMISSIONER).create(diceSchedule({}, ruleset));
    if (!created.ok) throw new Error(created.error.message);
    return created.gameId;
  }

  /**
   * A game whose first turn is open, with both managers at it.
   * @param options.owner whose node takes the game: it is the one that hears its first command
   */
  static async open(
    { world, nodes }: TwoNodes,
    options: { readonly innings: number; readonly owner: Side },
  ): Promise<DiceSeats> {
    const ruleset = { innings: options.innings, tieAfterInning: options.innings };
    const gameId = await DiceSeats.schedule(world, nodes.home, ruleset);
    const [away, home] = await Promise.all([seated(nodes.away, 'away'), seated(nodes.home, 'home')]);
    const seats = new DiceSeats(gameId, { away, home }, { world, node: nodes.away });
    for (const side of ['away', 'home'] as const) {
      seats.sockets[side].socket.on('update', (update: GameUpdate) => seats.told[side].push(update));
      await seats.sockets[side].ask('join', { gameId, as: side });
    }
    const isFirst = ({ seat }: CommandRequest): number => (seat === options.owner ? 0 : 1);
    const [one, other, ...rest] = diceOpening(gameId);
    if (one === undefined || other === undefined) throw new Error('a game opens with two lineups');
    const lineups = [one, other].sort((a, b) => isFirst(a) - isFirst(b));
    for (const request of [...lineups, ...rest]) await seats.accepted(request);
    return seats;
  }

  /** A manager's command over his own socket. */
  async give(request: CommandRequest): Promise<CommandAnswer> {
    const side = request.seat === 'home' ? 'home' : 'away';
    const answer = (await this.sockets[side].ask('command', request)) as unknown as CommandAnswer;
    if (answer.ok) this.told[side].push(answer.update);
    return answer;
  }

  /** @throws Error when it is refused */
  async accepted(request: CommandRequest): Promise<GameUpdate> {
    const answer = await this.give(request);
    if (!answer.ok) throw new Error(`${request.seat} ${request.command.type}: ${answer.error.code}`);
    return answer.update;
  }

  async view(): Promise<GameView> {
    const answer = await this.at.node.rest('fan').game(this.gameId);
    if (!answer.ok) throw new Error(answer.error.code);
    return answer.view;
  }

  /** The plainest decisions for the open turn, the home side's first; undefined when the game is over. */
  async openTurn(): Promise<{ readonly turn: number; readonly decisions: readonly CommandRequest[] } | undefined> {
    const { status, turn, situation } = await this.view();
    if (status !== 'live' || situation === null) return undefined;
    return { turn, decisions: plainTurn(this.gameId, { turn, half: situation.half }) };
  }

  /** Every entry of the game: what is stored of it, and what the journal holds. */
  entries(): readonly JournalEntry[] {
    const stored = this.at.world.archive.games.get(this.gameId)?.entries ?? [];
    const journaled = this.at.world.redis.streams.flat().filter(({ gameId }) => gameId === this.gameId);
    return [...stored, ...journaled.map(({ body }) => body)].map((body) => JSON.parse(body) as JournalEntry);
  }

  close(): void {
    this.sockets.away.close();
    this.sockets.home.close();
  }
}

/** A connected socket of whoever holds the seat. */
export async function seated(node: EdgeNode, seat: Seat): Promise<RawSocket> {
  const socket = new RawSocket(node.url, { user: holderOf(seat) });
  const refusal = await socket.opened();
  if (refusal !== undefined) throw new Error(refusal.code);
  return socket;
}
