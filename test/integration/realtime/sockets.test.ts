import { Redis } from 'ioredis';
import { issueToken } from '../../../src/platform/tokens';
import { Identity } from '../../../src/protocol/identity';
import type { GameId } from '../../../src/protocol/ids';
import { AUTH_SECRET, EdgeWorld, startEdge, type EdgeNode } from '../../support/edge';
import { RawSocket } from '../../support/raw-socket';
import { startRedis, type TestRedis } from '../../support/redis';
import { AWAY_MANAGER, homeRun, openGame, SCOREKEEPER } from '../../support/scored-game';
import { until } from '../../support/until';

let redis: TestRedis;
let world: EdgeWorld;
let one: EdgeNode;
let two: EdgeNode;
let gameId: GameId;
const sockets: RawSocket[] = [];

beforeAll(async () => {
  redis = await startRedis();
  world = new EdgeWorld(redis.url);
  [one, two] = await Promise.all([startEdge(world, { limits: { headBeaconMs: 200 } }), startEdge(world)]);
});

beforeEach(async () => {
  gameId = await openGame(one.rest(SCOREKEEPER));
});

afterEach(() => sockets.splice(0).forEach((socket) => socket.close()));

afterAll(async () => {
  await Promise.all([one.stop(), two.stop()]);
  await redis.stop();
});

async function open(edge: EdgeNode, user: string): Promise<RawSocket> {
  const socket = new RawSocket(edge.url, { user });
  sockets.push(socket);
  expect(await socket.opened()).toBeUndefined();
  return socket;
}

const join = (socket: RawSocket, as: string, more: object = {}) => socket.ask('join', { gameId, as, ...more });

let ids = 0;
const play = (turn: number, more: object = {}) => ({
  gameId,
  commandId: `c${(ids += 1)}`,
  seat: 'scorekeeper',
  command: homeRun(turn),
  ...more,
});

describe('connecting', () => {
  const ann = Identity.parse({ user: 'ann', role: 'player' });
  let strict: EdgeNode;

  beforeAll(async () => {
    strict = await startEdge(world, { config: { auth: 'token', socketsMax: 2, corsOrigins: ['https://ok.example'] } });
  });

  afterAll(() => strict.stop());

  const connect = async (auth: Record<string, unknown>, headers: Record<string, string> = {}) => {
    const socket = new RawSocket(strict.url, auth, headers);
    sockets.push(socket);
    return (await socket.opened())?.code ?? 'connected';
  };

  test('a signed token → connected', async () => {
    expect(await connect({ token: await issueToken({ secret: AUTH_SECRET, identity: ann, ttlS: 60 }) })).toBe(
      'connected',
    );
  });

  test.each<[string, () => Promise<Record<string, unknown>> | Record<string, unknown>, string]>([
    ['nothing', () => ({}), 'auth/missing'],
    ['a name, where tokens are asked', () => ({ user: 'ann' }), 'auth/invalid'],
    [
      'a forged token',
      async () => ({ token: await issueToken({ secret: 'x'.repeat(32), identity: ann, ttlS: 60 }) }),
      'auth/invalid',
    ],
    [
      'an old token',
      async () => ({ token: await issueToken({ secret: AUTH_SECRET, identity: ann, ttlS: -60 }) }),
      'auth/expired',
    ],
    ['a token that is an object', () => ({ token: { a: 1 } }), 'auth/missing'],
  ])('%s → connect_error with the typed error', async (_title, auth, code) => {
    expect(await connect(await auth())).toBe(code);
  });

  test('a page of another origin → not even upgraded; a listed one → let in', async () => {
    const auth = { token: await issueToken({ secret: AUTH_SECRET, identity: ann, ttlS: 60 }) };
    expect(await connect(auth, { origin: 'https://evil.example' })).toBe('websocket error');
    expect(await connect(auth, { origin: 'https://ok.example' })).toBe('connected');
  });

  test('more sockets than there is room for → server/overloaded', async () => {
    const auth = { token: await issueToken({ secret: AUTH_SECRET, identity: ann, ttlS: 60 }) };
    const codes = [await connect(auth), await connect(auth), await connect(auth)];
    expect(codes).toEqual(['connected', 'connected', 'server/overloaded']);
  });
});

describe('joining', () => {
  test('as a spectator → the whole view, then the updates above it', async () => {
    const [fan, scorer] = [await open(one, 'fan'), await open(one, SCOREKEEPER)];
    expect(await join(fan, 'spectator')).toMatchObject({
      ok: true,
      catchup: { kind: 'view', seq: 4, view: { status: 'live', turn: 1 } },
    });
    expect(await scorer.ask('command', play(1))).toMatchObject({ ok: true, seq: 5, update: { seq: 5 } });
    await until('the fan heard of it', () => fan.seqs().length > 0);
    expect(fan.heard.find(({ event }) => event === 'update')?.payload).toMatchObject({
      gameId,
      seq: 5,
      actor: { user: SCOREKEEPER, seat: 'scorekeeper' },
      events: [{ type: 'PlayRecorded', notation: 'HR9' }],
    });
  });

  test('with since → the exact run', async () => {
    const fan = await open(two, 'fan');
    const { catchup } = (await join(fan, 'spectator', { since: 2 })) as unknown as {
      catchup: { updates: { seq: number }[] };
    };
    expect(catchup.updates.map(({ seq }) => seq)).toEqual([3, 4]);
  });

  test('a seat that is yours → its eyes; that is not → seat/not_yours', async () => {
    const anton = await open(two, AWAY_MANAGER);
    expect(await join(anton, 'away')).toMatchObject({ ok: true });
    expect(await join(anton, 'home')).toMatchObject({ ok: false, error: { code: 'seat/not_yours', applied: 'no' } });
  });

  test('an unknown game → game/not_found, and nothing is heard of it', async () => {
    const fan = await open(one, 'fan');
    expect(await fan.ask('join', { gameId: 'nope', as: 'spectator' })).toMatchObject({
      error: { code: 'game/not_found' },
    });
  });

  test('left → hears nothing more', async () => {
    const [fan, other, scorer] = [await open(two, 'fan'), await open(two, 'other'), await open(one, SCOREKEEPER)];
    await join(fan, 'spectator');
    await join(other, 'spectator');
    expect(await fan.ask('leave', { gameId })).toEqual({ ok: true });
    await scorer.ask('command', play(1));
    await until('the other heard of it', () => other.seqs().length > 0);
    expect(fan.seqs()).toEqual([]);
  });
});

describe('commands', () => {
  test('over a node that does not own the game → routed, and answered once', async () => {
    const scorer = await open(two, SCOREKEEPER);
    expect(await scorer.ask('command', play(1))).toMatchObject({ ok: true, seq: 5 });
  });

  test('the actor has the update by its answer → no second copy; its other sockets hear it', async () => {
    const [scorer, phone] = [await open(two, SCOREKEEPER), await open(two, SCOREKEEPER)];
    await join(scorer, 'scorekeeper');
    await join(phone, 'scorekeeper');
    await scorer.ask('command', play(1));
    await until('the phone heard of it', () => phone.seqs().length > 0);
    expect([scorer.seqs(), phone.seqs()]).toEqual([[], [5]]);
  });

  test('the same id again → the first answer again', async () => {
    const scorer = await open(one, SCOREKEEPER);
    const command = play(1);
    const first = await scorer.ask('command', command);
    expect(await scorer.ask('command', command)).toEqual({ ...first, duplicate: true });
  });

  test.each<[string, (socket: RawSocket) => Promise<unknown>, string]>([
    ['an unknown message', (socket) => socket.ask('dance', {}), 'request/not_found'],
    ['nothing', (socket) => socket.ask('command'), 'request/invalid'],
    ['a text', (socket) => socket.ask('command', 'go'), 'request/invalid'],
    ['an unknown field', (socket) => socket.ask('command', play(1, { cheat: 1 })), 'request/invalid'],
    [
      'a stale turn',
      async (socket) => (await socket.ask('command', play(1)), socket.ask('command', play(1))),
      'turn/stale',
    ],
    ['a turn to come', (socket) => socket.ask('command', play(7)), 'turn/future'],
    ['an unknown game', (socket) => socket.ask('command', play(1, { gameId: 'nope' })), 'game/not_found'],
    ['another’s seat', (socket) => socket.ask('command', play(1, { seat: 'home' })), 'seat/not_yours'],
    ['a binary attachment', (socket) => socket.ask('command', play(1, { blob: Buffer.from('x') })), 'request/binary'],
    ['two attachments', (socket) => socket.ask('command', Buffer.from('x'), new Uint8Array(9)), 'request/binary'],
    ['1 MB of JSON', (socket) => socket.ask('command', play(1, { pad: 'x'.repeat(1_000_000) })), 'request/too_large'],
    ['a word of our own', (socket) => socket.ask('$refused', { code: 'game/over' }), 'request/not_found'],
    ['updates of a game not joined', (socket) => socket.ask('updates', { gameId, since: 0 }), 'request/invalid'],
  ])('%s → refused by its own code, and the socket lives on', async (_title, ask, code) => {
    const scorer = await open(one, SCOREKEEPER);
    expect(await ask(scorer)).toMatchObject({ ok: false, error: { code, message: expect.any(String) as string } });
    expect(await scorer.ask('leave', { gameId })).toEqual({ ok: true });
  });

  test('more than anybody may send → the connection ends, the others go on', async () => {
    const [flood, fan] = [await open(one, 'flood'), await open(one, 'fan')];
    flood.socket.emit('command', 'x'.repeat(2_000_000));
    await until('the flood is cut off', () => flood.socket.disconnected);
    expect(await fan.ask('leave', { gameId })).toEqual({ ok: true });
  });

  test('a user over his limit → request/rate_limited with retryAfterMs', async () => {
    const strict = await startEdge(world, { config: { rateUserPerS: 3 } });
    const socket = await open(strict, 'eager');
    const answers = await Promise.all(Array.from({ length: 12 }, () => socket.ask('leave', { gameId })));
    const refused = answers.filter((answer) => 'error' in answer);
    expect(refused.length).toBeGreaterThan(0);
    expect(refused[0]).toMatchObject({
      error: {
        code: 'request/rate_limited',
        retry: 'afterMs',
        details: { retryAfterMs: expect.any(Number) as number },
      },
    });
    await strict.stop();
  });
});

describe('order', () => {
  const PLAYS = 60;
  const EVERY = 4;

  test('sockets that join in the middle of the play → rising seq, no gap, no double', async () => {
    const scorer = await open(one, SCOREKEEPER);
    const fans = await Promise.all(Array.from({ length: 12 }, (_, n) => open(n % 2 === 0 ? one : two, `fan${n}`)));
    const joining: Promise<unknown>[] = [];
    for (let turn = 1; turn <= PLAYS; turn += 1) {
      const played = scorer.ask('command', play(turn));
      if (turn % EVERY === 0)
        joining.push(...fans.slice(joining.length, turn / EVERY).map((fan) => join(fan, 'spectator')));
      await played;
    }
    const joins = (await Promise.all(joining)) as { catchup: { seq: number } }[];
    expect(joins).toHaveLength(fans.length);
    const head = 4 + PLAYS;
    await until('everybody is at the head', () =>
      fans.every((fan, n) => joins[n]!.catchup.seq === head || fan.seqs().at(-1) === head),
    );
    fans.forEach((fan, n) => {
      const from = joins[n]!.catchup.seq;
      expect(fan.seqs()).toEqual(Array.from({ length: head - from }, (_, k) => from + k + 1));
    });
  });
});

describe('beside the play', () => {
  test('presence: seats and spectators of all nodes, as they come and go', async () => {
    const [anton, fan, late] = [await open(one, AWAY_MANAGER), await open(two, 'fan'), await open(two, 'late')];
    const presenceOf = (socket: RawSocket) => socket.heard.filter(({ event }) => event === 'presence').at(-1)?.payload;
    await join(anton, 'away');
    await join(fan, 'spectator');
    const seats = [{ seat: 'away', user: AWAY_MANAGER }];
    for (const socket of [anton, fan]) {
      await until('both are seen by both', () => {
        const presence = presenceOf(socket);
        return presence?.['spectators'] === 1 && (presence['seats'] as unknown[]).length === 1;
      });
      expect(presenceOf(socket)).toEqual({ gameId, seats, spectators: 1 });
    }
    await join(late, 'spectator');
    await until('the late one is seen from the other node', () => presenceOf(anton)?.['spectators'] === 2);
    anton.close();
    await until('the seat is empty', () => (presenceOf(fan)?.['seats'] as unknown[]).length === 0);
    expect(presenceOf(fan)).toEqual({ gameId, seats: [], spectators: 2 });
  });

  test('the head beacon → heard on every node', async () => {
    const [fan, scorer] = [await open(two, 'fan'), await open(one, SCOREKEEPER)];
    await join(fan, 'spectator');
    await scorer.ask('command', play(1));
    await until('a beacon came', () =>
      fan.heard.some(({ event, payload }) => event === 'head' && payload['seq'] === 5),
    );
  });

  test('nodes that could not hear for a while → the head is said again, long before its next beacon is due', async () => {
    const owner = await startEdge(world, { limits: { headBeaconMs: 30_000 } });
    gameId = await openGame(owner.rest(SCOREKEEPER));
    const [fan, scorer] = [await open(two, 'fan'), await open(owner, SCOREKEEPER)];
    await join(fan, 'spectator');
    await scorer.ask('command', play(1));
    const heads = (): number => fan.heard.filter(({ event }) => event === 'head').length;
    await until('the beacon after a command came', () => heads() === 1);
    const admin = new Redis(redis.url);
    expect(Number(await admin.call('CLIENT', 'KILL', 'TYPE', 'pubsub'))).toBeGreaterThanOrEqual(2);
    admin.disconnect();
    await until('another came', () => heads() === 2);
    await owner.stop();
  });

  test('updates on demand → the exact run', async () => {
    const fan = await open(two, 'fan');
    await join(fan, 'spectator');
    expect(await fan.ask('updates', { gameId, since: 1 })).toMatchObject({
      ok: true,
      catchup: { kind: 'run', seq: 4, updates: [{ seq: 2 }, { seq: 3 }, { seq: 4 }] },
    });
  });

  test('the board → notes who is connected, at which game, until he goes', async () => {
    const fan = await open(one, 'fan');
    await join(fan, 'spectator');
    const id = fan.socket.id ?? '';
    expect(one.board.get(id)).toMatchObject({ user: 'fan', gameId, seat: 'spectator', address: '127.0.0.1' });
    fan.close();
    await until('he is gone', () => !one.board.has(id));
  });

  test('draining → those inside are told, those outside are not let in', async () => {
    const leaving = await startEdge(world);
    const fan = await open(leaving, 'fan');
    leaving.realtime.drain({ reconnectWithinMs: 500 });
    await until('the notice came', () => fan.heard.some(({ event }) => event === 'draining'));
    const late = new RawSocket(leaving.url, { user: 'late' });
    sockets.push(late);
    expect(await late.opened()).toMatchObject({ code: 'server/draining', retry: 'sameCommandId' });
    await leaving.stop();
  });
});
