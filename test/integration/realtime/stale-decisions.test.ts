/**
 * A thousand decisions that are not wanted, while the game is played to its end: for answered turns and turns to come,
 * from wrong seats, for wrong games. Each has its own answer, and leaves nothing behind.
 */
import { replay } from '../../../src/baseball/replay';
import { viewFor } from '../../../src/baseball/view';
import type { CommandRequest } from '../../../src/protocol/envelope';
import { GameId, type CommandId } from '../../../src/protocol/ids';
import type { Seat } from '../../../src/protocol/seat';
import { from, plainTurn } from '../../support/dice-game';
import { DiceSeats, seated, startTwoNodes, type TwoNodes } from '../../support/dice-seats';
import type { EdgeNode } from '../../support/edge';
import type { RawSocket } from '../../support/raw-socket';
import { until } from '../../support/until';

const INNINGS = 3;
/** Unwanted decisions that are answered between two turns. */
const BETWEEN_TURNS = 50;
/** As many as may wait in a game's lane, and the one that runs. */
const LANE = 65;

let cluster: TwoNodes;

beforeAll(async () => {
  cluster = await startTwoNodes();
});

afterAll(() => cluster.stop());

/** The defender's decision for a turn, from any seat. */
function decision(gameId: GameId, seat: Seat, turn: number): CommandRequest {
  const [defense] = plainTurn(gameId, { turn, half: 'top' });
  if (defense === undefined) throw new Error('no decision');
  return from(seat, gameId, defense.command);
}

interface Unwanted {
  readonly what: string;
  readonly code: string;
  /** Whether it is the game's own answer: after the end that is `game/over`. */
  readonly isOfGame: boolean;
  readonly make: () => CommandRequest;
}

/** Sends one kind of unwanted decision after the other, each as soon as the one before is answered. */
class Flood {
  readonly codes: string[] = [];
  private isOver = false;
  private readonly running: Promise<void>;

  constructor(
    readonly unwanted: Unwanted,
    private readonly socket: RawSocket,
  ) {
    this.running = this.run();
  }

  async end(): Promise<void> {
    this.isOver = true;
    await this.running;
    this.socket.close();
  }

  private async run(): Promise<void> {
    while (!this.isOver) this.codes.push(await codeOf(this.socket, this.unwanted.make()));
  }
}

async function codeOf(socket: RawSocket, request: CommandRequest): Promise<string> {
  const answer = (await socket.ask('command', request)) as unknown as { ok: boolean; error?: { code: string } };
  return answer.error?.code ?? 'ok';
}

describe('decisions that are not wanted, a thousand of them during a game', () => {
  let seats: DiceSeats;
  let floods: Flood[] = [];
  const given = new Set<CommandId>();
  let doubled: string[] = [];
  let fencesBefore: readonly GameId[] = [];
  const moved: string[] = [];

  async function flood(node: EdgeNode, seat: Seat, unwanted: Unwanted): Promise<Flood> {
    return new Flood(unwanted, await seated(node, seat));
  }

  async function startFloods(): Promise<void> {
    const { gameId } = seats;
    const { world, nodes } = cluster;
    const waiting = await DiceSeats.schedule(world, nodes.away, {});
    const nowhere = GameId.parse('nowhere');
    const of = (what: string, code: string, make: () => CommandRequest, isOfGame = true): Unwanted => {
      return { what, code, isOfGame, make };
    };
    floods = await Promise.all([
      flood(
        nodes.away,
        'away',
        of('an answered turn', 'turn/stale', () => decision(gameId, 'away', 1)),
      ),
      flood(
        nodes.home,
        'home',
        of('a turn to come', 'turn/future', () => decision(gameId, 'home', 9_999)),
      ),
      flood(
        nodes.away,
        'away',
        of("the other's seat", 'seat/not_yours', () => decision(gameId, 'home', 2), false),
      ),
      flood(
        nodes.home,
        'commissioner',
        of('no manager', 'seat/wrong_seat', () => decision(gameId, 'commissioner', 2), false),
      ),
      flood(
        nodes.home,
        'home',
        of('no such game', 'game/not_found', () => decision(nowhere, 'home', 2), false),
      ),
      flood(
        nodes.away,
        'home',
        of('not started', 'game/not_started', () => decision(waiting, 'home', 1), false),
      ),
    ]);
    await until('all floods flow', () => floods.every(({ codes }) => codes.length > 0));
    fencesBefore = [...world.redis.fences.keys()];
  }

  const answered = (): number => floods.reduce((sum, { codes }) => sum + codes.length, 0);

  /** Both decide for the open turn; whoever was first decides again, and again. False when the game is over. */
  async function playTurn(): Promise<boolean> {
    const open = await seats.openTurn();
    const [first, second] = open?.decisions ?? [];
    if (first === undefined || second === undefined) return false;
    await seats.accepted(first);
    const again = Array.from({ length: 5 }, () => from(first.seat, seats.gameId, first.command));
    doubled.push(...(await Promise.all(again.map((request) => codeOf(seats.sockets.home, request)))));
    await seats.accepted(second);
    given.add(first.commandId).add(second.commandId);
    return true;
  }

  /** What is not as it was after fifty unwanted decisions and no wanted one. */
  async function movedByFloods(): Promise<string[]> {
    const look = async (): Promise<string> =>
      JSON.stringify([await seats.view(), seats.entries(), cluster.world.redis.fences.get(seats.gameId)]);
    const before = await look();
    const mark = answered() + BETWEEN_TURNS;
    await until('the floods go on', () => answered() >= mark);
    const after = await look();
    return before === after ? [] : [`${before} became ${after}`];
  }

  beforeAll(async () => {
    seats = await DiceSeats.open(cluster, { innings: INNINGS, owner: 'home' });
    for (const { commandId } of seats.entries()) given.add(commandId);
    await playTurn();
    doubled = [];
    await startFloods();
    while (await playTurn()) moved.push(...(await movedByFloods()));
    await Promise.all(floods.map((each) => each.end()));
  }, 120_000);

  afterAll(() => seats.close());

  test('each → its own error, and the end of the game is told to whom it concerns', () => {
    expect(answered()).toBeGreaterThan(1_000);
    for (const { unwanted, codes } of floods) {
      const others = codes.filter((code) => code !== unwanted.code && !(unwanted.isOfGame && code === 'game/over'));
      expect([unwanted.what, others]).toEqual([unwanted.what, []]);
      expect(codes).toContain(unwanted.code);
    }
    expect(new Set(doubled)).toEqual(new Set(['decision/already_in']));
  });

  test('between two turns → nothing of the game moves', () => {
    expect(moved).toEqual([]);
  });

  test('the journal → holds what the managers were acknowledged, and nothing else', () => {
    const entries = seats.entries();
    expect(entries.map(({ seq }) => seq)).toEqual(entries.map((_, i) => i + 1));
    expect(entries.map(({ commandId }) => commandId)).toEqual([...given]);
  });

  test('the game → is what its events replay to', async () => {
    const state = replay(seats.entries().flatMap(({ events }) => events));
    expect(await seats.view()).toEqual(JSON.parse(JSON.stringify(viewFor(state, 'spectator'))));
    expect(state.status).toBe('final');
  });

  test('what a node keeps → a game’s answers alone, no game that is not, and no place in a lane', async () => {
    const last = seats.entries().findLast(({ snapshot }) => snapshot !== undefined);
    const { answers } = JSON.parse(last?.snapshot ?? '{}') as { answers: string };
    expect(Buffer.from(answers, 'base64')).toHaveLength(4 * (last?.seq ?? 0));
    expect([...cluster.world.redis.fences.keys()]).toEqual(fencesBefore);
    expect(fencesBefore).toHaveLength(2);
    const burst = Array.from({ length: LANE }, () => codeOf(seats.sockets.away, decision(seats.gameId, 'away', 1)));
    expect(new Set(await Promise.all(burst))).toEqual(new Set(['game/over']));
  });
});
