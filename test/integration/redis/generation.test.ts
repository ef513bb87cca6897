import { once } from 'node:events';
import { connectRedis, type RedisClient } from '../../../src/store/redis/connection';
import { RedisGeneration } from '../../../src/store/redis/generation';
import { GameId } from '../../../src/protocol/ids';
import { startRedis, type TestRedis } from '../../support/redis';
import { until } from '../../support/until';
import { systemClock } from '../../../src/platform/clock';

const GRACE_MS = 60_000;
const GAME = GameId.parse('game-1');

describe('RedisGeneration', () => {
  let server: TestRedis;
  let redis: RedisClient;
  let generation: RedisGeneration;

  const connected = (): Promise<RedisClient> =>
    connectRedis(
      {
        url: server.url,
        name: 'test',
        connectTimeoutMs: 5000,
        clock: systemClock,
        commandTimeoutMs: 2000,
        onError: () => undefined,
      },
      'journal',
    );

  beforeEach(async () => {
    server = await startRedis();
    redis = await connected();
    generation = new RedisGeneration({ redis, partitions: 1, graceMs: GRACE_MS });
  });

  afterEach(async () => {
    redis.disconnect();
    await server.stop();
  });

  /** All of it but the moments that the test itself took. */
  const expectWholeGrace = async (): Promise<void> => {
    expect(await generation.graceLeftMs(GAME)).toBeGreaterThan(GRACE_MS - 10_000);
  };

  /** As if Redis had been this one for long. */
  const age = (): Promise<number> => redis.hset('dg:{p00}:generation', 'since', 1);

  test('a Redis that nobody marked → the whole grace, then less and less, then none', async () => {
    await expectWholeGrace();
    expect(await generation.graceLeftMs(GAME)).toBeLessThanOrEqual(GRACE_MS);
    await age();
    expect(await generation.graceLeftMs(GAME)).toBe(0);
  });

  test('Redis is reached → it is marked at once, before anybody takes a game', async () => {
    const isMarked = async (): Promise<boolean> => (await redis.exists('dg:{p00}:generation')) === 1;
    await until('the partition is marked', isMarked);
    await redis.del('dg:{p00}:generation');
    const isBack = once(redis, 'ready');
    await redis.call('CLIENT', 'KILL', 'TYPE', 'normal', 'SKIPME', 'no').catch(() => undefined);
    await isBack;
    await until('it is marked again after a connection that broke', isMarked);
  });

  test('everything is flushed under an open connection → grace again', async () => {
    await generation.graceLeftMs(GAME);
    await age();
    await redis.flushall();
    await expectWholeGrace();
  });

  test('everything is flushed, and an owner sees that its game is forgotten → grace begins, before anybody takes a game', async () => {
    await generation.graceLeftMs(GAME);
    await redis.flushall();
    generation.forgot();
    generation.forgot();
    await until('it is marked again', async () => (await redis.exists('dg:{p00}:generation')) === 1);
    await age();
    expect(await generation.graceLeftMs(GAME)).toBe(0);
  });

  test('a replica is promoted: same data, another server → grace again', async () => {
    await generation.graceLeftMs(GAME);
    await age();
    expect(await generation.graceLeftMs(GAME)).toBe(0);
    // What a failover does to a server's replication id.
    await redis.call('REPLICAOF', '127.0.0.1', '1');
    await redis.call('REPLICAOF', 'NO', 'ONE');
    const isBack = once(redis, 'ready');
    await redis.call('CLIENT', 'KILL', 'TYPE', 'normal', 'SKIPME', 'no').catch(() => undefined);
    await isBack;
    await expectWholeGrace();
  });

  test('the connection breaks and is made anew → what Redis said before is under suspicion', async () => {
    await redis.ping();
    const before = generation.suspicions();
    const isBack = once(redis, 'ready');
    await redis.call('CLIENT', 'KILL', 'TYPE', 'normal', 'SKIPME', 'no').catch(() => undefined);
    await isBack;
    expect(generation.suspicions()).toBeGreaterThan(before);
    const after = generation.suspicions();
    await generation.graceLeftMs(GAME);
    expect(generation.suspicions()).toBe(after);
  });

  test('a first replica changes the replication id under open connections → two nodes agree, and the grace ends', async () => {
    await generation.graceLeftMs(GAME);
    const replica = await startRedis({ settings: { replicaof: `127.0.0.1 ${server.port}` } });
    const another = await connected();
    try {
      await until('the replica is there', async () => (await redis.info('replication')).includes('state=online'));
      const newcomer = new RedisGeneration({ redis: another, partitions: 1, graceMs: GRACE_MS });
      expect(await newcomer.graceLeftMs(GAME)).toBeGreaterThan(GRACE_MS - 10_000);
      await age();
      const looks = [generation, newcomer, generation, newcomer].map((node) => () => node.graceLeftMs(GAME));
      const left: number[] = [];
      for (const look of looks) left.push(await look());
      expect(left).toEqual([0, 0, 0, 0]);
    } finally {
      another.disconnect();
      await replica.stop();
    }
  });
});
