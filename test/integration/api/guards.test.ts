import { Redis } from 'ioredis';
import { SignJWT } from 'jose';
import { issueToken } from '../../../src/platform/tokens';
import { Identity } from '../../../src/protocol/identity';
import { GameId } from '../../../src/protocol/ids';
import { AUTH_SECRET, EdgeWorld, startEdge, type EdgeNode } from '../../support/edge';
import { entry, REFUSED, scheduled } from '../../support/entries';
import { codeOf, send } from '../../support/http';
import { startRedis, type TestRedis } from '../../support/redis';
import { scheduleInput } from '../../support/scored-game';
import { until } from '../../support/until';

let redis: TestRedis;
let world: EdgeWorld;
let edge: EdgeNode;

beforeAll(async () => {
  redis = await startRedis();
  world = new EdgeWorld(redis.url);
  edge = await startEdge(world, { config: { auth: 'token', corsOrigins: ['https://play.example'] } });
});

afterAll(async () => {
  await edge.stop();
  await redis.stop();
});

const ann = Identity.parse({ user: 'ann', role: 'player' });
const bearer = (token: string) => ({ headers: { authorization: `Bearer ${token}` } });

/** A token that our own helper would never sign. */
function odd(
  change: (token: SignJWT) => SignJWT,
  { alg = 'HS256', exp = '1h' }: { alg?: string; exp?: string } = {},
): Promise<string> {
  const token = new SignJWT({ role: 'player' })
    .setProtectedHeader({ alg })
    .setSubject('ann')
    .setIssuer('dugout')
    .setAudience('dugout');
  return change(exp === 'never' ? token : token.setExpirationTime(exp)).sign(new TextEncoder().encode(AUTH_SECRET));
}

describe('identity', () => {
  test('a token that the service signed → let in', async () => {
    const token = await issueToken({ secret: AUTH_SECRET, identity: ann, ttlS: 60 });
    expect((await send(edge.url, '/api/games', bearer(token))).status).toBe(200);
  });

  test('no token → auth/missing', async () => {
    const reply = await send(edge.url, '/api/games');
    expect([reply.status, codeOf(reply)]).toEqual([401, 'auth/missing']);
    expect(reply.headers.get('www-authenticate')).toContain('Bearer');
  });

  test('an expired token → auth/expired', async () => {
    const token = await issueToken({ secret: AUTH_SECRET, identity: ann, ttlS: -60 });
    const reply = await send(edge.url, '/api/games', bearer(token));
    expect([reply.status, codeOf(reply)]).toEqual([401, 'auth/expired']);
  });

  test.each<[string, () => Promise<string> | string]>([
    ['signed by somebody else', () => issueToken({ secret: 'x'.repeat(40), identity: ann, ttlS: 60 })],
    ['for another audience', () => odd((token) => token.setAudience('other'))],
    ['by another issuer', () => odd((token) => token.setIssuer('other'))],
    ['without an end', () => odd((token) => token, { exp: 'never' })],
    ['by another algorithm', () => odd((token) => token, { alg: 'HS512' })],
    ['for a subject that cannot be', () => odd((token) => token.setSubject('a b'))],
    ['without a signature', () => `${btoa('{"alg":"none"}')}.${btoa('{"sub":"ann","exp":9999999999}')}.`],
    ['that is none', () => 'hello'],
    ['that is very long', () => 'x'.repeat(5000)],
    ['of the open mode', () => 'open:ann'],
  ])('a token %s → auth/invalid', async (_title, make) => {
    const reply = await send(edge.url, '/api/games', bearer(await make()));
    expect([reply.status, codeOf(reply)]).toEqual([401, 'auth/invalid']);
  });
});

describe('answers', () => {
  test('every answer has a request id, the caller’s own when it is a proper one', async () => {
    expect((await send(edge.url, '/healthz')).headers.get('x-request-id')).toMatch(/^[0-9A-Za-z]{22}$/);
    const mine = await send(edge.url, '/api/games', { headers: { 'x-request-id': 'mine-1' } });
    expect(mine.headers.get('x-request-id')).toBe('mine-1');
    expect(mine.body['error']).toMatchObject({ requestId: 'mine-1' });
    const odd = await send(edge.url, '/healthz', { headers: { 'x-request-id': 'a b' } });
    expect(odd.headers.get('x-request-id')).not.toBe('a b');
  });

  test('every answer, a refusal too → tells browsers to keep strictly to what it is', async () => {
    for (const path of ['/healthz', '/api/games', '/metrics', '/nothing/here']) {
      const { headers } = await send(edge.url, path);
      expect([path, headers.get('x-content-type-options'), headers.get('x-frame-options')]).toEqual([
        path,
        'nosniff',
        'SAMEORIGIN',
      ]);
      expect(headers.get('content-security-policy')).toContain("default-src 'self'");
      expect(headers.get('strict-transport-security')).toContain('max-age=');
      expect(headers.get('x-powered-by')).toBeNull();
    }
  });

  test('a path that is none → request/not_found', async () => {
    const reply = await send(edge.url, '/nothing/here');
    expect([reply.status, codeOf(reply)]).toEqual([404, 'request/not_found']);
  });

  test('a method that a path does not take → request/method_not_allowed', async () => {
    const token = await issueToken({ secret: AUTH_SECRET, identity: ann, ttlS: 60 });
    const reply = await send(edge.url, '/api/games/x', { method: 'DELETE', ...bearer(token) });
    expect([reply.status, codeOf(reply)]).toEqual([405, 'request/method_not_allowed']);
    expect(reply.headers.get('allow')).toBe('GET');
  });

  test('a path that cannot be decoded → request/invalid', async () => {
    const token = await issueToken({ secret: AUTH_SECRET, identity: ann, ttlS: 60 });
    const reply = await send(edge.url, '/api/games/%E0%A4%A', bearer(token));
    expect([reply.status, codeOf(reply)]).toEqual([400, 'request/invalid']);
  });

  test('a page of a listed origin → let in, another → not', async () => {
    const from = (origin: string) => send(edge.url, '/healthz', { headers: { origin } });
    expect((await from('https://play.example')).headers.get('access-control-allow-origin')).toBe(
      'https://play.example',
    );
    expect((await from('https://evil.example')).headers.get('access-control-allow-origin')).toBeNull();
    const preflight = await send(edge.url, '/api/games', {
      method: 'OPTIONS',
      headers: { origin: 'https://play.example', 'access-control-request-method': 'POST' },
    });
    expect(preflight.status).toBe(204);
    expect(preflight.headers.get('access-control-allow-headers')).toContain('Idempotency-Key');
  });
});

describe('health and metrics', () => {
  test('healthz and readyz → ready, with its stores', async () => {
    expect((await send(edge.url, '/healthz')).body).toEqual({ ok: true, node: 'edge' });
    expect((await send(edge.url, '/readyz')).body).toEqual({ ok: true, node: 'edge', checks: { postgres: 'up' } });
  });

  test('metrics → the counters by route pattern, never by path', async () => {
    await send(edge.url, '/api/games/secret-name', bearer('x'));
    const { body } = await send(edge.url, '/metrics');
    expect(body['text']).toContain(
      'dugout_http_requests_total{method="GET",route="/healthz",status="200",node="edge"}',
    );
    expect(body['text']).not.toContain('secret-name');
  });

  test('metrics → how many games are set aside, as PostgreSQL has it', async () => {
    const id = GameId.parse('set-aside');
    await world.archive.create(scheduled(), entry(id, 1));
    await world.archive.setQuarantine(id, REFUSED, 'worker-1');
    const node = await startEdge(world);
    expect((await send(node.url, '/metrics')).body['text']).toContain('dugout_games_quarantined{node="edge"} 1');
    await node.stop();
  });

  test('an answer that an error brought about → counted under its route', async () => {
    const token = await issueToken({ secret: AUTH_SECRET, identity: ann, ttlS: 60 });
    expect((await send(edge.url, '/api/games?cursor=none', bearer(token))).status).toBe(400);
    const { body } = await send(edge.url, '/metrics');
    expect(body['text']).toContain('dugout_http_requests_total{method="GET",route="/api/games",status="400"');
  });

  test('an open node → says so in health, on every answer, and in its log', async () => {
    const open = await startEdge(new EdgeWorld(redis.url));
    const reply = await send(open.url, '/healthz');
    expect(reply.body['warning']).toContain('anybody may be anybody');
    expect(reply.headers.get('x-dugout-open')).toBe('true');
    expect(open.logged()).toContain('anybody may be anybody');
    expect((await send(edge.url, '/healthz')).headers.get('x-dugout-open')).toBeNull();
    await open.stop();
  });

  test('a draining node → is not ready any more', async () => {
    const leaving = await startEdge(world);
    await leaving.node.drain(1000);
    const reply = await send(leaving.url, '/readyz');
    expect([reply.status, codeOf(reply)]).toEqual([503, 'server/draining']);
    expect((await send(leaving.url, '/healthz')).status).toBe(200);
    await leaving.stop();
  });
});

describe('rate limits', () => {
  test('an address over its limit, over all nodes → request/rate_limited, and when to come back', async () => {
    const fresh = await startRedis();
    const shared = new EdgeWorld(fresh.url);
    const nodes = await Promise.all([1, 2].map(() => startEdge(shared, { config: { rateAddressPerS: 6 } })));
    const replies = await Promise.all(
      Array.from({ length: 20 }, (_, n) => send(nodes[n % 2]!.url, '/api/games', { user: 'ann' })),
    );
    const refused = replies.filter(({ status }) => status === 429);
    expect(refused.length).toBeGreaterThan(0);
    expect(codeOf(refused[0]!)).toBe('request/rate_limited');
    expect(Number(refused[0]!.headers.get('retry-after'))).toBe(1);
    await Promise.all(nodes.map((node) => node.stop()));
    await fresh.stop();
  });

  test.each([
    ['user', { rateUserPerS: 8 }],
    ['game', { rateGamePerS: 8 }],
  ] as const)('more commands than a %s may send → counted in Redis, over all nodes', async (subject, config) => {
    const fresh = await startRedis();
    const shared = new EdgeWorld(fresh.url);
    const nodes = await Promise.all([1, 2].map(() => startEdge(shared, { config })));
    const look = new Redis(fresh.url);
    let sent = 0;
    const command = (n: number) =>
      send(nodes[n % 2]!.url, '/api/games/none/commands', {
        method: 'POST',
        user: 'ann',
        json: { type: 'StartGame' },
        headers: { 'Idempotency-Key': `k${(sent += 1)}` },
      });
    const key = `dg:rate:${subject}:${subject === 'user' ? 'ann' : 'none'}`;
    await until('those of a second are counted together', async () => {
      await Promise.all(Array.from({ length: 12 }, (_, n) => command(n)));
      return Number(await look.get(key)) > 8;
    });
    look.disconnect();
    await Promise.all(nodes.map((node) => node.stop()));
    await fresh.stop();
  });

  test('Redis is away → the node counts alone: requests go on, up to the limit', async () => {
    const fresh = await startRedis();
    const node = await startEdge(new EdgeWorld(fresh.url), { config: { rateAddressPerS: 4 } });
    await fresh.stop();
    const ask = () => send(node.url, '/api/games', { user: 'ann' });
    expect((await ask()).status).toBe(200);
    const replies = await Promise.all(Array.from({ length: 20 }, ask));
    expect(replies.filter(({ status }) => status === 429).map(codeOf)).toContain('request/rate_limited');
    expect((await node.metrics.rateCountedAlone.get()).values[0]?.value).toBe(21);
    await node.stop();
  });

  test('a user’s commands over the limit → request/rate_limited with retryAfterMs', async () => {
    const node = await startEdge(new EdgeWorld(redis.url), { config: { rateGamePerS: 2 } });
    const rest = (n: number) =>
      send(node.url, '/api/games/none/commands', {
        method: 'POST',
        user: 'ann',
        json: { type: 'StartGame' },
        headers: { 'Idempotency-Key': `k${n}` },
      });
    const replies = await Promise.all([1, 2, 3, 4, 5, 6].map(rest));
    const last = replies.filter((reply) => codeOf(reply) === 'request/rate_limited');
    expect(last.length).toBeGreaterThan(0);
    expect(last[0]!.body).toMatchObject({ error: { retry: 'afterMs' } });
    expect(Number(last[0]!.headers.get('retry-after'))).toBe(1);
    await node.stop();
  });
});

test('the log: tokens, names of the open mode and bodies never appear in it', async () => {
  const canary = await issueToken({ secret: AUTH_SECRET, identity: ann, ttlS: 60 });
  const forged = `${canary.slice(0, -4)}AAAA`;
  const body = { ...scheduleInput(), info: { note: 'canary-in-a-body' } };
  await send(edge.url, '/api/games', { method: 'POST', json: body, ...bearer(canary) });
  await send(edge.url, '/api/games', bearer(forged));
  await send(edge.url, `/api/games?token=${canary}`, { headers: { cookie: `token=${canary}` } });
  const client = edge.client('ann', { credential: { token: forged }, deadlineMs: 500 });
  expect(await client.connect()).toMatchObject({ error: { code: 'auth/invalid' } });
  client.close();
  const log = edge.logged();
  expect(log).not.toContain(canary.split('.')[2]!.slice(0, -4));
  expect(log).not.toContain('canary-in-a-body');
});
