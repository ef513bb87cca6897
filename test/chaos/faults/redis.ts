/** What befalls Redis: killed, stopped, frozen, emptied, cut short, replaced by a replica that is behind, full. */
import type { FaultClass, Inflicted } from '../fault';
import type { World } from '../world';

const SLOWER_MS = 60;
const LAG_WITHIN_MS = 10_000;
/** A journal's unstored entries, and more. */
const TRUNCATE_BYTES = 64 * 1024;
const ALMOST_NOTHING = '1mb';

const ON_REDIS = { group: 'redis', touches: 'redis' } as const;

export const REDIS_FAULTS: readonly FaultClass[] = [
  {
    ...ON_REDIS,
    name: 'redis-kill',
    what: 'SIGKILL of Redis; it starts again with what is on disk',
    endangers: 'nothing',
    holdMs: { min: 200, max: 1200 },
    calmMs: 4000,
    inflict: (world, holdMs) => replaced(world, holdMs, { stop: () => world.stores.redis.kill() }),
  },
  {
    ...ON_REDIS,
    name: 'redis-restart',
    what: 'Redis is stopped in order, and starts again',
    endangers: 'nothing',
    holdMs: { min: 200, max: 800 },
    calmMs: 4000,
    inflict: (world, holdMs) => replaced(world, holdMs, { stop: () => world.stores.redis.end() }),
  },
  {
    ...ON_REDIS,
    name: 'redis-aof-cut',
    what: 'SIGKILL of Redis; the end of its append-only file is lost',
    endangers: 'journal',
    holdMs: { min: 200, max: 600 },
    calmMs: 4500,
    inflict: (world, holdMs) =>
      replaced(world, holdMs, {
        stop: () => world.stores.redis.kill(),
        meanwhile: () => `${world.stores.truncateAof(TRUNCATE_BYTES)} bytes of its file lost`,
      }),
  },
  {
    ...ON_REDIS,
    name: 'redis-freeze',
    what: 'SIGSTOP of Redis, for longer than every session lives',
    endangers: 'nothing',
    holdMs: { min: 4000, max: 5000 },
    calmMs: 4000,
    async inflict(world, holdMs) {
      const expired = await world.stores.count('stats', 'expired_keys');
      world.stores.redis.freeze();
      await world.pass(holdMs);
      world.stores.redis.thaw();
      const backAt = world.now();
      const isGone = async (): Promise<boolean> => (await world.stores.count('stats', 'expired_keys')) > expired;
      await world.until('sessions expire', isGone);
      return { isFelt: true, evidence: 'sessions expired together', backAt };
    },
  },
  {
    ...ON_REDIS,
    name: 'redis-flush',
    what: 'FLUSHALL: fences, journals and sessions are gone, connections stand',
    endangers: 'journal',
    holdMs: { min: 0, max: 0 },
    calmMs: 4500,
    async inflict(world) {
      const keys = await world.owners.whileRedisChanges(() =>
        world.stores.redis.administer(async (redis) => {
          const count = await redis.dbsize();
          await redis.flushall();
          return count;
        }),
      );
      const now = world.now();
      return { isFelt: keys > 0, evidence: `${keys} keys forgotten`, hitAt: now, backAt: now };
    },
  },
  {
    ...ON_REDIS,
    name: 'redis-promote',
    what: 'the replica falls behind, the primary is killed, and the replica takes its place as it is',
    endangers: 'journal',
    holdMs: { min: 400, max: 900 },
    calmMs: 4500,
    async inflict(world, holdMs) {
      const { stores } = world;
      stores.stopReplication();
      await world.pass(holdMs);
      await world.until('the replica is behind', async () => (await stores.replicationLag()) > 0, LAG_WITHIN_MS);
      const lag = await stores.replicationLag();
      const hitAt = world.now();
      await world.owners.whileRedisChanges(async () => {
        await stores.promote();
        world.followPrimary();
      });
      const backAt = world.now();
      await stores.rejoin();
      return { isFelt: lag > 0, evidence: `${lag} bytes of changes never reached the replica`, hitAt, backAt };
    },
  },
  {
    ...ON_REDIS,
    name: 'redis-full',
    what: 'maxmemory is reached: Redis refuses whatever needs memory',
    endangers: 'nothing',
    holdMs: { min: 1500, max: 2500 },
    calmMs: 2000,
    async inflict(world, holdMs) {
      const { redis } = world.stores;
      const before = await world.stores.count('errorstats', 'errorstat_OOM');
      await redis.administer((admin) => admin.config('SET', 'maxmemory', ALMOST_NOTHING));
      await world.pass(holdMs);
      await redis.administer((admin) => admin.config('SET', 'maxmemory', '0'));
      const refused = (await world.stores.count('errorstats', 'errorstat_OOM')) - before;
      return { isFelt: refused > 0, evidence: `${refused} calls refused: OOM`, backAt: world.now() };
    },
  },
  {
    ...ON_REDIS,
    name: 'redis-client-kill',
    what: 'CLIENT KILL: every connection to Redis is closed at once',
    endangers: 'nothing',
    holdMs: { min: 0, max: 0 },
    calmMs: 2000,
    async inflict(world) {
      const killed = await world.stores.redis.administer(async (redis) => {
        const pubsub = await redis.call('CLIENT', 'KILL', 'TYPE', 'pubsub');
        return Number(pubsub) + Number(await redis.call('CLIENT', 'KILL', 'TYPE', 'normal', 'SKIPME', 'yes'));
      });
      return { isFelt: killed > 0, evidence: `${killed} connections closed` };
    },
  },
  {
    ...ON_REDIS,
    name: 'redis-script-flush',
    what: 'SCRIPT FLUSH: Redis forgets every script',
    endangers: 'nothing',
    holdMs: { min: 0, max: 0 },
    calmMs: 800,
    async inflict(world) {
      const before = await world.stores.count('errorstats', 'errorstat_NOSCRIPT');
      await world.stores.redis.administer((redis) => redis.script('FLUSH'));
      const missed = async (): Promise<number> =>
        (await world.stores.count('errorstats', 'errorstat_NOSCRIPT')) - before;
      await world.until('a script is missed', async () => (await missed()) > 0);
      return { isFelt: true, evidence: `${await missed()} calls met no script` };
    },
  },
  {
    ...ON_REDIS,
    name: 'redis-slow',
    what: 'every answer of Redis takes longer, for every process',
    endangers: 'nothing',
    holdMs: { min: 2500, max: 3500 },
    calmMs: 800,
    async inflict(world, holdMs) {
      const lines = world.members.linesTo('redis');
      for (const line of lines) line.delay(SLOWER_MS);
      await world.pass(holdMs);
      for (const line of lines) line.mend();
      const bytes = lines.reduce((sum, { losses }) => sum + losses.heldBytes, 0);
      return { isFelt: bytes > 0, evidence: `${SLOWER_MS} ms each way` };
    },
  },
  {
    name: 'queue-away',
    group: 'redis',
    touches: 'queue',
    what: 'SIGKILL of the Redis of the queues; it starts again',
    endangers: 'nothing',
    holdMs: { min: 2000, max: 3500 },
    calmMs: 1500,
    async inflict(world, holdMs) {
      await world.stores.queue.kill();
      await world.pass(holdMs);
      await world.stores.queue.start();
      return { isFelt: true, evidence: 'no bell could be rung', backAt: world.now() };
    },
  },
];

/** Redis ends, and another process serves on its port and folder. */
async function replaced(
  world: World,
  holdMs: number,
  act: { readonly stop: () => Promise<void>; readonly meanwhile?: () => string },
): Promise<Inflicted> {
  const hitAt = world.now();
  const evidence = await world.owners.whileRedisChanges(async () => {
    await act.stop();
    const what = act.meanwhile?.() ?? 'another process serves';
    await world.pass(holdMs);
    await world.stores.redis.start();
    return what;
  });
  return { isFelt: true, evidence, hitAt, backAt: world.now() };
}
