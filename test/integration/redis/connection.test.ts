/**
 * What a failure of Redis looks like to whoever asked: `notApplied` only where it certainly is, each cause brought
 * about on a real server.
 */
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { Redis } from 'ioredis';
import { freePort } from '../../../scripts/cluster/ports';
import { Fault } from '../../../src/cluster/ports';
import { connectRedis, type RedisClient, type RedisConfig } from '../../../src/store/redis/connection';
import { RedisFences } from '../../../src/store/redis/fences';
import { RedisJournal } from '../../../src/store/redis/journal';
import { journalKey } from '../../../src/store/redis/keys';
import { RedisSessions } from '../../../src/store/redis/sessions';
import { claimOf, flush, newSession } from '../../support/each-redis';
import { requestOf } from '../../support/journal-entries';
import { startRedis, startRedisCluster, type TestRedis } from '../../support/redis';
import { until } from '../../support/until';
import { systemClock } from '../../../src/platform/clock';

const COMMAND_TIMEOUT_MS = 150;
const APPENDED = 'appended: [{"status":"OK","persisted":0}]';
const LONG_MS = '60000';
const CLAIM = claimOf(1);

const configOf = (url: string, more: Partial<RedisConfig> = {}): RedisConfig => ({
  url,
  name: 'under-test',
  connectTimeoutMs: 3_000,
  clock: systemClock,
  commandTimeoutMs: COMMAND_TIMEOUT_MS,
  onError: () => undefined,
  ...more,
});

/** A journal in which `claimOf(1)` owns a game that stands at seq 0. */
class Bench {
  readonly journal: RedisJournal;
  readonly partition: number;

  constructor(readonly client: RedisClient) {
    this.journal = new RedisJournal({ redis: client, partitions: 16 });
    this.partition = this.journal.partitionOf(CLAIM.gameId);
  }

  async open(): Promise<void> {
    const fences = new RedisFences({ redis: this.client, partitions: 16 });
    await fences.acquire(CLAIM, null);
    await fences.open(CLAIM, 0);
  }

  append(seq = 1): Promise<unknown> {
    return this.journal.append(this.partition, [requestOf(CLAIM, seq)]);
  }

  /** The fault of an append that must fail, as `outcome: message`. */
  async fault(): Promise<string> {
    try {
      return `appended: ${JSON.stringify(await this.append())}`;
    } catch (error) {
      if (!(error instanceof Fault)) throw error;
      return `${error.outcome} ${error.code}: ${error.message}`;
    }
  }
}

describe('a single Redis', () => {
  let server: TestRedis;
  let admin: Redis;
  let bench: Bench;

  beforeAll(async () => {
    server = await startRedis({ settings: { 'loading-process-events-interval-bytes': '1024' } });
    admin = new Redis(server.port, server.host);
    bench = new Bench(await connectRedis(configOf(server.url), 'journal'));
  });
  beforeEach(async () => {
    await flush(admin);
    await until('it is connected, whatever the test before did', () => bench.client.status === 'ready');
    await bench.open();
  });
  afterAll(async () => {
    bench.client.disconnect();
    admin.disconnect();
    await server.stop();
  });

  const REFUSALS: readonly [word: string, cause: () => Promise<unknown>, cure: () => Promise<unknown>][] = [
    ['OOM', () => admin.config('SET', 'maxmemory', '1'), () => admin.config('SET', 'maxmemory', '0')],
    ['READONLY', () => admin.replicaof('127.0.0.1', 1), () => admin.replicaof('NO', 'ONE')],
    [
      'MASTERDOWN',
      async () => {
        await admin.config('SET', 'replica-serve-stale-data', 'no');
        await admin.replicaof('127.0.0.1', 1);
      },
      () => admin.replicaof('NO', 'ONE'),
    ],
    [
      'NOREPLICAS',
      () => admin.config('SET', 'min-replicas-to-write', '1'),
      () => admin.config('SET', 'min-replicas-to-write', '0'),
    ],
    [
      'NOPERM',
      () => admin.acl('SETUSER', 'default', '-evalsha', '-eval'),
      () => admin.acl('SETUSER', 'default', '+@all'),
    ],
  ];

  test('append: the server was demoted → connects anew, where another may answer by then', async () => {
    const before = await clientIds(admin);
    await admin.replicaof('127.0.0.1', 1);
    expect(await bench.fault()).toMatch(/READONLY/);
    await admin.replicaof('NO', 'ONE');
    await until('the old connection is gone', async () => {
      const left = (await clientIds(admin)).filter((id) => before.includes(id));
      return left.length === before.length - 1 && bench.client.status === 'ready';
    });
    expect(await bench.append()).toEqual([{ status: 'OK', persisted: 0 }]);
  });

  test('out of memory → a node has its session all the same, and puts back what Redis has forgotten', async () => {
    await flush(admin);
    await admin.config('SET', 'maxmemory', '1');
    const sessions = new RedisSessions({ redis: bench.client });
    const record = { id: newSession(), node: 'node-1', address: 'http://127.0.0.1:3001', startedAt: 0 };
    const started = await sessions.start(record, 60_000);
    const { entry } = requestOf(CLAIM, 1);
    const back = await new RedisFences({ redis: bench.client, partitions: 16 }).reassert(CLAIM, 0, [entry]);
    await admin.config('SET', 'maxmemory', '0');
    expect([started, back]).toEqual([true, { status: 'REASSERTED', head: 1, backfilled: 1 }]);
    expect(await admin.xlen(journalKey(bench.partition))).toBe(1);
  });

  test.each(REFUSALS)('append: Redis says %s → notApplied, and nothing was', async (word, cause, cure) => {
    await cause();
    const fault = await bench.fault();
    await cure();
    expect(fault).toMatch(new RegExp(`^notApplied server/storage: Redis: ${word} `));
    expect(await admin.xlen(journalKey(bench.partition))).toBe(0);
    // A server that was read-only is left, and found again.
    await until('it takes entries', async () => (await bench.fault()) === APPENDED);
  });

  test('append: Redis is loading its data → notApplied', async () => {
    for (let i = 0; i < 20; i += 1) await admin.set(`filler-${i}`, 'x'.repeat(2_000));
    await admin.config('SET', 'rdbcompression', 'no');
    await admin.config('SET', 'key-load-delay', '20000');
    const reloaded = admin.call('DEBUG', 'RELOAD');
    let fault = '';
    await until('Redis says LOADING', async () => (fault = await bench.fault()).includes('LOADING'));
    await reloaded;
    await admin.config('SET', 'key-load-delay', '0');
    expect(fault).toMatch(/^notApplied server\/storage: Redis: LOADING /);
  });

  test("append: Redis is busy with somebody else's script → notApplied", async () => {
    await admin.config('SET', 'lua-time-limit', '10');
    const looping = new Redis(server.port, server.host);
    const endless = looping.eval('while true do end', 0).catch(String);
    let fault = '';
    await until('Redis says BUSY', async () => (fault = await bench.fault()).includes('BUSY'));
    await admin.script('KILL');
    expect(await endless).toContain('Script killed');
    looping.disconnect();
    expect(fault).toMatch(/^notApplied server\/storage: Redis: BUSY /);
  });

  test('append: a script that stops in the middle → unknown', async () => {
    await admin.set(journalKey(bench.partition), 'not a stream');
    expect(await bench.fault()).toMatch(/^unknown command\/unknown: Redis: WRONGTYPE /);
  });

  test('append: Redis has forgotten the scripts → it is sent again whole, and appended', async () => {
    await bench.append();
    await admin.script('FLUSH');
    expect(await bench.append(2)).toEqual([{ status: 'OK', persisted: 0 }]);
  });

  test('append: no answer in time → unknown; it may be done later, and is done once', async () => {
    await admin.client('PAUSE', LONG_MS, 'WRITE');
    expect(await bench.fault()).toBe('unknown command/unknown: Redis: Command timed out');
    await admin.client('UNPAUSE');
    await until('it was done', async () => (await admin.xlen(journalKey(bench.partition))) === 1);
    expect(await bench.append()).toEqual([{ status: 'ALREADY', persisted: 0 }]);
  });

  test('append: the event loop is held up past the time for an answer that has come → it is read, and counts', async () => {
    const appended = bench.append();
    await new Promise((resolve) => setImmediate(resolve));
    const end = systemClock.monotonic() + 1.5 * COMMAND_TIMEOUT_MS;
    while (systemClock.monotonic() < end) continue;
    expect(await appended).toEqual([{ status: 'OK', persisted: 0 }]);
  });

  test('append: the connection breaks before the answer → unknown, and it is not sent again', async () => {
    await admin.client('PAUSE', LONG_MS, 'WRITE');
    const fault = bench.fault();
    await untilBlocked(admin);
    await admin.call('CLIENT', 'KILL', 'TYPE', 'normal');
    expect(await fault).toMatch(/^unknown command\/unknown: Redis: Reached the max retries per request limit/);
    await admin.client('UNPAUSE');
    await until('the client is back', () => bench.client.status === 'ready');
    expect(await admin.xlen(journalKey(bench.partition))).toBe(0);
    expect(await bench.append()).toEqual([{ status: 'OK', persisted: 0 }]);
  });

  test('read: no answer → notApplied, for a question changes nothing', async () => {
    await admin.client('PAUSE', LONG_MS, 'WRITE');
    const fault = await bench.journal.take(bench.partition, '', 1).catch((error: unknown) => error);
    await admin.client('UNPAUSE');
    expect(fault).toMatchObject({ code: 'server/storage', outcome: 'notApplied' });
  });
});

/** Until a command of the client under test is held back by the pause. */
/** The connections of the journal's kind that the server has open. */
async function clientIds(admin: Redis): Promise<string[]> {
  const list = String(await admin.client('LIST'));
  return [...list.matchAll(/^id=(\d+) /gm)].map(([, id]) => id ?? '');
}

function untilBlocked(admin: Redis): Promise<void> {
  return until('the command is held back', async () => {
    const clients = String(await admin.client('LIST'));
    return clients.split('\n').some((line) => /name=under-test .* flags=b /.test(line));
  });
}

describe('a Redis that is killed', () => {
  test('append: killed before the answer → unknown; while it is away → notApplied; back → as if nothing had been', async () => {
    const first = await startRedis({ persistence: 'aof' });
    const bench = new Bench(await connectRedis(configOf(first.url), 'journal'));
    await bench.open();
    const admin = new Redis(first.port, first.host, { retryStrategy: () => null });
    admin.on('error', () => undefined);
    await admin.client('PAUSE', LONG_MS, 'WRITE');
    const inFlight = bench.fault();
    await untilBlocked(admin);
    await first.kill();
    admin.disconnect();
    expect(await inFlight).toMatch(/^unknown /);
    expect(await bench.fault()).toMatch(/^notApplied server\/storage: Redis: not connected \(/);

    const second = await startRedis({ persistence: 'aof', folder: first.folder, port: first.port });
    await until('the client is back', () => bench.client.status === 'ready');
    expect(await bench.journal.depths()).toEqual(Array(16).fill(0));
    expect(await bench.append()).toEqual([{ status: 'OK', persisted: 0 }]);
    bench.client.disconnect();
    await second.stop();
  });

  test('pubsub: asked while Redis is away → answered when it is back', async () => {
    const first = await startRedis();
    const client = await connectRedis(configOf(first.url), 'pubsub');
    await first.kill();
    await until('the client has noticed', () => client.status !== 'ready');
    const answer = client.ping();
    const second = await startRedis({ folder: first.folder, port: first.port });
    expect(await answer).toBe('PONG');
    client.disconnect();
    await second.stop();
  });
});

describe('a Redis Cluster', () => {
  test('append: CLUSTERDOWN → notApplied; the connection breaks before the answer → unknown, and not sent again', async () => {
    const cluster = await startRedisCluster();
    const bench = new Bench(await connectRedis(configOf(cluster.url), 'journal'));
    await bench.open();
    const admins = cluster.nodes.map(({ host, port }) => new Redis(port, host));

    await Promise.all(admins.map((admin) => admin.client('PAUSE', LONG_MS, 'WRITE')));
    const fault = bench.fault();
    await Promise.any(admins.map(untilBlocked));
    await Promise.all(admins.map((admin) => admin.call('CLIENT', 'KILL', 'TYPE', 'normal')));
    expect(await fault).toMatch(/^unknown /);
    await Promise.all(admins.map((admin) => admin.client('UNPAUSE')));
    await until('the cluster is reached again', async () => (await bench.fault()).startsWith('appended'));
    expect((await bench.journal.take(bench.partition, '', 10)).entries).toHaveLength(1);

    const [from, to] = [0, 16_383];
    for (const admin of admins) await admin.call('CLUSTER', 'DELSLOTSRANGE', String(from), String(to)).catch(() => 0);
    await until('the cluster is down', async () => (await bench.fault()).includes('CLUSTERDOWN'));
    expect(await bench.fault()).toMatch(/^notApplied server\/storage: Redis: CLUSTERDOWN /);

    for (const admin of admins) admin.disconnect();
    bench.client.disconnect();
    await cluster.stop();
  }, 30_000);
});

describe('connectRedis', () => {
  test('nobody is there → Fault, notApplied, that says what was tried', async () => {
    const config = configOf(`redis://127.0.0.1:${await freePort()}`, { connectTimeoutMs: 200 });
    const fault = await connectRedis(config, 'journal').catch((error: unknown) => error);
    expect(fault).toMatchObject({ code: 'server/storage', outcome: 'notApplied' });
    expect(String(fault)).toMatch(/Redis \(journal\) cannot be reached: .*ECONNREFUSED/);
  });

  test('a password is needed → refused without it, ready with it', async () => {
    const server = await startRedis({ settings: { requirepass: 'secret' } });
    const fault = await connectRedis(configOf(server.url, { connectTimeoutMs: 200 }), 'journal').catch(String);
    expect(fault).toContain('NOAUTH');
    const client = await connectRedis(configOf(`redis://:secret@${server.host}:${server.port}`), 'journal');
    expect(await client.ping()).toBe('PONG');
    client.disconnect();
    await server.stop();
  });

  test('a Sentinel → the master that it watches', async () => {
    const master = await startRedis();
    const sentinelFile = path.join(master.folder, 'sentinel.conf');
    writeFileSync(sentinelFile, `sentinel monitor mymaster ${master.host} ${master.port} 1\n`);
    const sentinel = await startRedis({ sentinelFile });
    const url = `redis+sentinel://${sentinel.host}:${sentinel.port}/mymaster`;
    const client = await connectRedis(configOf(url), 'journal');
    await client.set('key', 'value');
    const direct = new Redis(master.port, master.host);
    expect(await direct.get('key')).toBe('value');
    direct.disconnect();
    client.disconnect();
    await sentinel.stop();
    await master.stop();
  });
});
