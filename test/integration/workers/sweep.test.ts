import { PresenceBoard } from '../../../src/jobs/presence-board';
import { hearAsks } from '../../../src/jobs/ask-node';
import type { AskNode } from '../../../src/protocol/jobs';
import type { SessionId, UserId } from '../../../src/protocol/ids';
import { systemClock } from '../../../src/platform/clock';
import { connectRedis, type RedisClient } from '../../../src/store/redis/connection';
import { RedisSessions } from '../../../src/store/redis/sessions';
import { sessionId } from '../../support/entries';
import { until } from '../../support/until';
import { WorkerWorld } from '../../support/worker-world';

jest.setTimeout(60_000);

const LONG_AGO_MS = 60_000;
const SESSION_TTL_MS = 60_000;

describe('the sweep of a worker', () => {
  let world: WorkerWorld;
  let sessions: RedisSessions;
  beforeAll(async () => {
    world = await WorkerWorld.open();
    sessions = new RedisSessions({ redis: world.redis });
    world.start();
  });
  afterAll(() => world.close());

  async function startSession(text: string): Promise<SessionId> {
    const id = sessionId(text);
    const record = { id, node: 'node-1', address: 'http://127.0.0.1:1', startedAt: systemClock.now() };
    expect(await sessions.start(record, SESSION_TTL_MS)).toBe(true);
    return id;
  }

  test('a game whose acquire stopped half-way → one living node is asked to acquire it; then it goes on', async () => {
    const node = await startSession('asked');
    const subscriber: RedisClient = await connectRedis(
      {
        url: world.redisServer.url,
        name: 'sub',
        connectTimeoutMs: 5000,
        clock: systemClock,
        commandTimeoutMs: 5000,
        onError: () => undefined,
      },
      'pubsub',
    );
    const heard: AskNode[] = [];
    await hearAsks(subscriber, (ask) => heard.push(ask));

    const claim = await world.newGame();
    await world.append(claim, [2, 3], { at: systemClock.now() - LONG_AGO_MS });
    const half = await world.fence(claim.gameId);
    await world.append(half, [4, 4], { at: systemClock.now() - LONG_AGO_MS });
    await until('a node is asked', () => heard.length > 0);
    expect(heard[0]).toEqual({ ask: 'acquire', gameId: claim.gameId, session: node });
    await world.acquire(claim.gameId);
    await until('it goes on', async () => (await world.stored(claim)).length === 3);
    subscriber.disconnect();
    await sessions.end(node);
  });

  test('what a node notes of its sockets → in game_sessions; gone with the socket, and with the node session', async () => {
    const session = await startSession('noting');
    const board = new PresenceBoard({
      redis: world.redis,
      queue: world.queues.presence,
      clock: systemClock,
      session: () => session,
      onError: (error) => {
        throw error;
      },
    });
    const { gameId } = await world.newGame();
    const row = (socket: string) => ({
      socket,
      user: 'ann' as UserId,
      gameId,
      seat: 'home' as const,
      address: '10.0.0.1',
      connectedAt: Date.UTC(2026, 3, 1),
      lastActionAt: Date.UTC(2026, 3, 2),
    });
    board.seen(row('s1'));
    board.seen(row('s2'));
    const rows = () => world.database.knex('game_sessions').orderBy('socket_id');
    await until('both are there', async () => (await rows()).length === 2);
    expect((await rows())[0]).toEqual({
      game_id: gameId,
      socket_id: 's1',
      node_session: session,
      user_id: 'ann',
      seat: 'home',
      remote_address: '10.0.0.1',
      connected_at: new Date('2026-04-01T00:00:00Z'),
      last_action_at: new Date('2026-04-02T00:00:00Z'),
    });
    board.seen({ ...row('s1'), lastActionAt: Date.UTC(2026, 3, 3) });
    board.gone('s2');
    await until('one is gone', async () => (await rows()).length === 1);
    expect((await rows())[0]).toMatchObject({ last_action_at: new Date('2026-04-03T00:00:00Z') });
    await sessions.end(session);
    await until('all are gone', async () => (await rows()).length === 0);
  });
});
