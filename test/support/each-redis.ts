/**
 * Runs the same tests on a single Redis and on a Redis Cluster of three, and says what is in them in few words: an
 * item of a stream is written `game seq command`, and its body is derived from those.
 */
import { randomBytes } from 'node:crypto';
import { Cluster } from 'ioredis';
import { connectRedis, type RedisClient } from '../../src/store/redis/connection';
import { gameKeys, type GameKeys } from '../../src/store/redis/keys';
import { loadScripts, type Scripts } from '../../src/store/redis/scripts';
import { GameId, SessionId } from '../../src/protocol/ids';
import type { Claim } from '../../src/cluster/ports';
import { startRedis, startRedisCluster } from './redis';
import { systemClock } from '../../src/platform/clock';

const COMMAND_TIMEOUT_MS = 5_000;
const CONNECT_TIMEOUT_MS = 5_000;

/** What stands in Redis about one game before a test or after it. */
export interface Found {
  /** Null: there is no fence. */
  readonly fence: Readonly<Record<string, string>> | null;
  readonly journal: readonly string[];
  readonly quarantine: readonly string[];
}

export interface RedisUnderTest {
  readonly client: RedisClient;
  readonly scripts: Scripts;
}

const KINDS = [
  ['a single Redis', startRedis],
  ['a Redis Cluster of three', startRedisCluster],
] as const;

export function onEachRedis(define: (under: RedisUnderTest) => void): void {
  describe.each(KINDS)('on %s', (_kind, start) => {
    // Filled before the first test; tests hold on to the object, not to what is in it.
    const under = {} as { client: RedisClient; scripts: Scripts };
    let server: { readonly url: string; stop(): Promise<void> };

    beforeAll(async () => {
      server = await start();
      under.client = await testClient(server.url);
      under.scripts = loadScripts(under.client);
    }, 30_000);
    beforeEach(() => flush(under.client));
    afterAll(async () => {
      under.client.disconnect();
      await server.stop();
    });

    define(under);
  });
}

export function testClient(url: string): Promise<RedisClient> {
  return connectRedis(
    {
      url,
      name: 'test',
      connectTimeoutMs: CONNECT_TIMEOUT_MS,
      clock: systemClock,
      commandTimeoutMs: COMMAND_TIMEOUT_MS,
      onError: () => undefined,
    },
    'journal',
  );
}

export async function flush(client: RedisClient): Promise<void> {
  const nodes = client instanceof Cluster ? client.nodes('master') : [client];
  await Promise.all(nodes.map((node) => node.flushall()));
}

/** The game that most tests play, and its neighbour in the same partition. */
export const GAME = GameId.parse('G1');
export const NEIGHBOUR = GameId.parse('G2');
export const PARTITION = 7;
export const KEYS: GameKeys = gameKeys(PARTITION, GAME);
export const NEIGHBOUR_KEYS: GameKeys = gameKeys(PARTITION, NEIGHBOUR);

/** A claim of session `S<n>` with nonce `N<n>`. */
export function claimOf(epoch: number, n = 1, gameId: GameId = GAME): Claim {
  return { gameId, epoch, session: SessionId.parse(`S${n}`), nonce: `N${n}` };
}

/** The fields of a fence that `claimOf(epoch, n)` holds. */
export const heldBy = (epoch: number, n = 1): Record<string, string> => ({
  epoch: String(epoch),
  session: `S${n}`,
  nonce: `N${n}`,
});

export const bodyOf = (item: string): string => JSON.stringify({ item });

/** Puts it there. Returns the positions of the journal's items. */
export async function put(client: RedisClient, state: Partial<Found>, keys: GameKeys = KEYS): Promise<string[]> {
  if (state.fence !== undefined && state.fence !== null) await client.hset(keys.fence, state.fence);
  for (const item of state.quarantine ?? []) await add(client, keys.quarantine, item);
  const positions: string[] = [];
  for (const item of state.journal ?? []) positions.push(await add(client, keys.journal, item));
  return positions;
}

async function add(client: RedisClient, stream: string, item: string): Promise<string> {
  const [game = '', seq = '', command = ''] = item.split(' ');
  const fields = ['game', game, 'seq', seq, 'epoch', '1', 'command', command, 'body', bodyOf(item)];
  return String(await client.xadd(stream, '*', ...fields));
}

/** What is there now; every body must still be its item's. */
export async function look(client: RedisClient, keys: GameKeys = KEYS): Promise<Found> {
  const fence = await client.hgetall(keys.fence);
  return {
    fence: Object.keys(fence).length === 0 ? null : fence,
    journal: await itemsOf(client, keys.journal),
    quarantine: await itemsOf(client, keys.quarantine),
  };
}

async function itemsOf(client: RedisClient, stream: string): Promise<string[]> {
  const items = await client.xrange(stream, '-', '+');
  return items.map(([, [, game, , seq, , , , command, , body]]) => {
    const item = `${game} ${seq} ${command}`;
    expect(body).toBe(bodyOf(item));
    return item;
  });
}

/** A session id that no other test has used. */
export const newSession = (): SessionId => SessionId.parse(`S${randomBytes(8).toString('hex')}`);
