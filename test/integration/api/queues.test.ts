import { Queue } from 'bullmq';
import { issueToken } from '../../../src/platform/tokens';
import { Identity } from '../../../src/protocol/identity';
import { AUTH_SECRET, EdgeWorld, OPERATOR_TOKEN, startEdge, type EdgeNode } from '../../support/edge';
import { codeOf, send } from '../../support/http';
import { startRedis, type TestRedis } from '../../support/redis';

let redis: TestRedis;
let queue: Queue;
let edge: EdgeNode;

beforeAll(async () => {
  redis = await startRedis();
  queue = new Queue('persist', { connection: { host: redis.host, port: redis.port } });
  edge = await startEdge(new EdgeWorld(redis.url), { queues: [queue], config: { auth: 'token' } });
});

afterAll(async () => {
  await queue.close();
  await edge.stop();
  await redis.stop();
});

const board = (headers: Record<string, string> = {}) => send(edge.url, '/admin/queues', { headers });
const asOperator = { authorization: `Bearer ${OPERATOR_TOKEN}` };
const login = (token: string) =>
  send(edge.url, '/admin/login', {
    method: 'POST',
    raw: new URLSearchParams({ token }).toString(),
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
  });

describe('the queue dashboard', () => {
  test('the operator’s token → the page, with the queues behind it', async () => {
    expect((await board(asOperator)).body['text']).toContain('<title>Bull Dashboard</title>');
    const list = await send(edge.url, '/admin/queues/api/queues', { headers: asOperator });
    expect(list.body).toMatchObject({ queues: [{ name: 'persist' }] });
  });

  test('a signed token of an operator → let in; of a player → auth/forbidden', async () => {
    const tokenOf = (role: string) =>
      issueToken({ secret: AUTH_SECRET, identity: Identity.parse({ user: 'olga', role }), ttlS: 60 });
    expect((await board({ authorization: `Bearer ${await tokenOf('operator')}` })).status).toBe(200);
    const player = await board({ authorization: `Bearer ${await tokenOf('player')}` });
    expect([player.status, codeOf(player)]).toEqual([403, 'auth/forbidden']);
  });

  test('nobody → a program is refused, a browser is sent to the form', async () => {
    const program = await board({ accept: 'application/json' });
    expect([program.status, codeOf(program)]).toEqual([401, 'auth/missing']);
    const browser = await board({ accept: 'text/html' });
    expect([browser.status, browser.headers.get('location')]).toEqual([303, '/admin/login']);
    expect((await send(edge.url, '/admin/queues/api/queues')).status).toBe(401);
  });

  test('the form → a cookie that opens the page and does not hold the token', async () => {
    expect((await send(edge.url, '/admin/login')).body['text']).toContain('<form');
    const reply = await login(OPERATOR_TOKEN);
    const cookie = reply.headers.get('set-cookie') ?? '';
    expect(reply.headers.get('location')).toBe('/admin/queues');
    expect(cookie).toMatch(/HttpOnly/);
    expect(cookie).toMatch(/SameSite=Strict/);
    expect(cookie).not.toContain(OPERATOR_TOKEN);
    expect((await board({ cookie: cookie.split(';')[0]! })).status).toBe(200);
  });

  test.each(['wrong', ''])('the form with %j → 401', async (token) => {
    expect((await login(token)).status).toBe(401);
  });

  test.each(['dugout_operator=9999999999999.forged', 'dugout_operator=', 'dugout_operator=x'])(
    'the cookie %s → refused',
    async (cookie) => {
      expect((await board({ cookie, accept: 'application/json' })).status).toBe(401);
    },
  );

  test('no operator’s token in the settings → there is no dashboard', async () => {
    const without = await startEdge(new EdgeWorld(redis.url), { config: { operatorToken: undefined } });
    expect((await send(without.url, '/admin/queues', { headers: asOperator })).status).toBe(404);
    await without.stop();
  });
});
