/**
 * The ports' two homes behind one face, so that one file of claims runs over both: the reference in memory, and Redis.
 */
import type { Fences, Journal, SessionRecord, Sessions } from '../../src/cluster/ports';
import type { SessionId } from '../../src/protocol/ids';
import { MemoryFences } from '../../src/store/memory/fences';
import { MemoryJournal } from '../../src/store/memory/journal';
import { MemoryRedis } from '../../src/store/memory/memory-redis';
import { MemorySessions } from '../../src/store/memory/sessions';
import { RedisFences } from '../../src/store/redis/fences';
import { RedisJournal } from '../../src/store/redis/journal';
import { sessionKey } from '../../src/store/redis/keys';
import { RedisSessions } from '../../src/store/redis/sessions';
import { flush, testClient } from './each-redis';
import { startRedis } from './redis';
import { VirtualClock } from './virtual-clock';

export interface Stores {
  readonly fences: Fences;
  readonly journal: Journal;
  readonly sessions: Sessions;
  /** Everything is lost. */
  clear(): Promise<void>;
  /** Ages a session by `ms`: in Redis by as much less to live. */
  age(record: SessionRecord, ms: number): Promise<void>;
  stop(): Promise<void>;
}

const PARTITIONS = 16;

export async function memoryStores(): Promise<Stores> {
  const clock = new VirtualClock();
  const world = new MemoryRedis({ clock, partitions: PARTITIONS });
  return {
    fences: new MemoryFences({ world }),
    journal: new MemoryJournal({ world }),
    sessions: new MemorySessions({ world }),
    clear: async () => world.clear(),
    age: (_record, ms) => clock.advance(ms),
    stop: async () => undefined,
  };
}

export async function redisStores(): Promise<Stores> {
  const server = await startRedis();
  const redis = await testClient(server.url);
  const left = (id: SessionId): Promise<number> => redis.pttl(sessionKey(id));
  return {
    fences: new RedisFences({ redis, partitions: PARTITIONS }),
    journal: new RedisJournal({ redis, partitions: PARTITIONS }),
    sessions: new RedisSessions({ redis }),
    clear: () => flush(redis),
    age: async ({ id }, ms) => {
      await redis.pexpire(sessionKey(id), (await left(id)) - ms);
    },
    stop: async () => {
      redis.disconnect();
      await server.stop();
    },
  };
}

const KINDS = [
  ['memory', memoryStores],
  ['redis', redisStores],
] as const;

/** Runs the claims over each; every test begins with nothing stored. */
export function onBothStores(claims: (stores: Stores) => void): void {
  describe.each(KINDS)('%s', (_kind, start) => {
    // Filled before the first test; claims hold on to the object, not to what is in it.
    const stores = {} as Stores;

    beforeAll(async () => {
      Object.assign(stores, await start());
    });
    beforeEach(() => stores.clear());
    afterAll(() => stores.stop());

    claims(stores);
  });
}
