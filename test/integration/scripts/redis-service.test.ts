/** The Redis that the local cluster runs: what it keeps, and who it is when its starter has died. */
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import { freePort } from '../../../scripts/cluster/ports';
import { findRedisServer, startRedis, type RunningRedis } from '../../../scripts/services/redis';

let folder: string;
let running: RunningRedis | undefined;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'dugout-redis-'))));
afterEach(async () => {
  await running?.stop();
  rmSync(folder, { recursive: true, force: true });
});

async function start(): Promise<RunningRedis> {
  const { server } = await findRedisServer(process.env, folder);
  running = await startRedis({
    server: server?.path ?? '',
    port: await freePort(),
    dataDir: join(folder, 'data'),
    logFile: join(folder, 'redis.log'),
  });
  return running;
}

async function withRedis<T>(url: string, use: (redis: Redis) => Promise<T>): Promise<T> {
  const redis = new Redis(url, { retryStrategy: () => null });
  try {
    return await use(redis);
  } finally {
    redis.disconnect();
  }
}

test('stop and start: what it was told is there again, on another port', async () => {
  const first = await start();
  await withRedis(first.url, (redis) => redis.set('game', 'on'));
  await first.stop();
  const second = await start();
  expect(second.url).not.toBe(first.url);
  expect(await withRedis(second.url, (redis) => redis.get('game'))).toBe('on');
});

test('it never drops a key to make room', async () => {
  const { url } = await start();
  expect(await withRedis(url, (redis) => redis.config('GET', 'maxmemory-policy'))).toContain('noeviction');
});

test('start while one still runs on the folder: taken over, not started twice', async () => {
  const first = await start();
  const second = await start();
  expect(second.url).toBe(first.url);
  await second.stop();
  await first.ended;
});

test('it ends unasked: whoever holds it is told', async () => {
  const { url, ended } = await start();
  const redis = new Redis(url, { retryStrategy: () => null });
  const closed = once(redis, 'end');
  await Promise.all([closed, redis.shutdown('NOSAVE').catch(() => undefined)]);
  await expect(ended).resolves.toBeUndefined();
});

test('it cannot start: the error names its log', async () => {
  const options = { port: await freePort(), dataDir: join(folder, 'data'), logFile: join(folder, 'redis.log') };
  await expect(startRedis({ server: '/bin/false', ...options })).rejects.toThrow(options.logFile);
});
