import { EdgeWorld, startEdge, type EdgeNode } from '../../support/edge';
import { codeOf, send } from '../../support/http';
import { startRedis, type TestRedis } from '../../support/redis';
import { openGame, SCOREKEEPER } from '../../support/scored-game';

let redis: TestRedis;
let edge: EdgeNode;
let gameId: string;

beforeAll(async () => {
  redis = await startRedis();
  edge = await startEdge(new EdgeWorld(redis.url));
  gameId = await openGame(edge.rest(SCOREKEEPER));
});

afterAll(async () => {
  await edge.stop();
  await redis.stop();
});

const read = (path: string) => send(edge.url, path, { user: 'fan' });

test('ownership: of a game that is played → who took it, when and why; no address', async () => {
  const { status, body } = await read(`/api/games/${gameId}/ownership`);
  expect(status).toBe(200);
  expect(body).toEqual({
    ok: true,
    gameId,
    moves: [
      {
        at: expect.any(String) as string,
        kind: 'acquired',
        reason: 'cold',
        epoch: expect.any(Number) as number,
        session: edge.node.sessionId(),
        node: 'edge',
      },
    ],
    next: null,
  });
});

test('ownership: of a game that there is not → game/not_found', async () => {
  for (const id of ['nowhere', 'no such id']) {
    const reply = await read(`/api/games/${encodeURIComponent(id)}/ownership`);
    expect([reply.status, codeOf(reply)]).toEqual([404, 'game/not_found']);
  }
});

test('ownership: what the query does not take → request/invalid', async () => {
  for (const query of ['limit=0', 'limit=201', 'cursor=', 'cursor=bm9uZQ', 'as=home']) {
    const reply = await read(`/api/games/${gameId}/ownership?${query}`);
    expect([query, reply.status, codeOf(reply)]).toEqual([query, 400, 'request/invalid']);
  }
});

test('ownership: without an identity → auth/missing; another method → refused', async () => {
  expect(codeOf(await send(edge.url, `/api/games/${gameId}/ownership`))).toBe('auth/missing');
  const reply = await send(edge.url, `/api/games/${gameId}/ownership`, { user: 'fan', method: 'DELETE' });
  expect([reply.status, reply.headers.get('allow')]).toEqual([405, 'GET']);
});
