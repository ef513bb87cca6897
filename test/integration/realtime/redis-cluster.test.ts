import type { GameId } from '../../../src/protocol/ids';
import { EdgeWorld, startEdge, type EdgeNode } from '../../support/edge';
import { codeOf, send } from '../../support/http';
import { RawSocket } from '../../support/raw-socket';
import { startRedisCluster, type TestCluster } from '../../support/redis';
import { homeRun, openGame, SCOREKEEPER } from '../../support/scored-game';
import { until } from '../../support/until';

let cluster: TestCluster;
let world: EdgeWorld;
let one: EdgeNode;
let two: EdgeNode;
const sockets: RawSocket[] = [];

beforeAll(async () => {
  cluster = await startRedisCluster();
  world = new EdgeWorld(cluster.url);
  [one, two] = await Promise.all([startEdge(world), startEdge(world)]);
}, 30_000);

afterAll(async () => {
  sockets.forEach((socket) => socket.close());
  await Promise.all([one.stop(), two.stop()]);
  await cluster.stop();
});

async function watch(edge: EdgeNode, gameId: GameId): Promise<RawSocket> {
  const socket = new RawSocket(edge.url, { user: 'fan' });
  sockets.push(socket);
  expect(await socket.opened()).toBeUndefined();
  expect(await socket.ask('join', { gameId, as: 'spectator' })).toMatchObject({ ok: true });
  return socket;
}

describe('on a Redis Cluster of three', () => {
  test('games of many slots → updates and presence reach the viewers of the other node', async () => {
    const rest = one.rest(SCOREKEEPER);
    const games = await Promise.all(Array.from({ length: 9 }, () => openGame(rest)));
    const fans = await Promise.all(games.map((gameId, n) => watch(n % 2 === 0 ? one : two, gameId)));
    const others = await Promise.all(games.map((gameId, n) => watch(n % 2 === 0 ? two : one, gameId)));
    await Promise.all(games.map((gameId) => rest.command(gameId, { seat: 'scorekeeper', command: homeRun(1) })));
    await until('everybody heard of his game', () => [...fans, ...others].every((fan) => fan.seqs().at(-1) === 5));
    await until('everybody sees two spectators', () =>
      [...fans, ...others].every((fan) =>
        fan.heard.some(({ event, payload }) => event === 'presence' && payload['spectators'] === 2),
      ),
    );
  });

  test('the rate is counted there as well', async () => {
    const strict = await startEdge(world, { config: { rateUserPerS: 3 } });
    const replies = await Promise.all(
      Array.from({ length: 12 }, () => send(strict.url, '/api/stats', { user: 'eager' })),
    );
    const refused = replies.filter(({ status }) => status === 429);
    expect(refused.length).toBeGreaterThan(0);
    expect(codeOf(refused[0]!)).toBe('request/rate_limited');
    await strict.stop();
  });
});
