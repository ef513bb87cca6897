/** Redis, PostgreSQL and worker processes, with games that a test owns and appends to as a node would. */
import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { Archive, Claim } from '../../src/cluster/ports';
import { PersistBell } from '../../src/jobs/bell';
import { createQueues, type Queues } from '../../src/jobs/queues';
import { systemClock } from '../../src/platform/clock';
import type { JournalEntry } from '../../src/protocol/envelope';
import type { GameId } from '../../src/protocol/ids';
import { postgresArchive } from '../../src/store/postgres/archive';
import { connectRedis, type RedisClient } from '../../src/store/redis/connection';
import { RedisFences } from '../../src/store/redis/fences';
import { RedisJournal } from '../../src/store/redis/journal';
import { COLD, entry, gameId, run, scheduled, sessionId, withoutSnapshot, type EntryOptions } from './entries';
import { freshDatabase, type FreshDatabase } from './postgres';
import { startRedis, type TestRedis } from './redis';

const ROOT = join(__dirname, '..', '..');
const FLUSH_MS = 50;
const PARTITIONS = 4;

interface Opened {
  readonly database: FreshDatabase;
  readonly redisServer: TestRedis;
  readonly redis: RedisClient;
  readonly queueRedis: RedisClient;
}

export class WorkerWorld {
  readonly archive: Archive;
  readonly fences: RedisFences;
  readonly journal: RedisJournal;
  readonly queues: Queues;
  readonly bell: PersistBell;
  #games = 0;
  readonly #workers: ChildProcess[] = [];

  readonly database: FreshDatabase;
  readonly redisServer: TestRedis;
  readonly redis: RedisClient;
  readonly #queueRedis: RedisClient;

  private constructor(opened: Opened) {
    this.database = opened.database;
    this.redisServer = opened.redisServer;
    this.redis = opened.redis;
    this.#queueRedis = opened.queueRedis;
    const onRedis = { redis: this.redis, partitions: PARTITIONS };
    this.archive = postgresArchive(this.database.knex);
    this.fences = new RedisFences(onRedis);
    this.journal = new RedisJournal(onRedis);
    this.queues = createQueues(this.#queueRedis);
    this.bell = new PersistBell({
      queue: this.queues.persist,
      clock: systemClock,
      flushMs: FLUSH_MS,
      onError: () => undefined,
    });
  }

  static async open(): Promise<WorkerWorld> {
    const [database, redisServer] = await Promise.all([freshDatabase(), startRedis()]);
    const connect = (role: 'journal' | 'queue'): Promise<RedisClient> =>
      connectRedis(
        {
          url: redisServer.url,
          name: 'test',
          connectTimeoutMs: 5000,
          clock: systemClock,
          commandTimeoutMs: 5000,
          onError: () => undefined,
        },
        role,
      );
    const [redis, queueRedis] = await Promise.all([connect('journal'), connect('queue')]);
    return new WorkerWorld({ database, redisServer, redis, queueRedis });
  }

  async close(): Promise<void> {
    for (const worker of this.#workers) await this.kill(worker);
    await this.queues.close();
    this.redis.disconnect();
    this.#queueRedis.disconnect();
    await this.redisServer.stop();
    await this.database.drop();
  }

  /** The environment of a worker of this world. */
  get env(): NodeJS.ProcessEnv {
    return {
      ...process.env,
      DUGOUT_NODE: 'worker-under-test',
      REDIS_URL: this.redisServer.url,
      DATABASE_URL: this.database.url,
      PARTITIONS: String(PARTITIONS),
      FLUSH_MS: String(FLUSH_MS),
      LOG_LEVEL: 'fatal',
    };
  }

  /** A worker process: the real one, or a script of the tests. */
  start(program = join('workers', 'main.ts'), env: NodeJS.ProcessEnv = {}): ChildProcess {
    const worker = fork(join(ROOT, program), [], {
      cwd: ROOT,
      env: { ...this.env, ...env },
      execArgv: ['--import', 'tsx'],
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    });
    this.#workers.push(worker);
    return worker;
  }

  /** SIGKILL, and waits until it has gone. */
  async kill(worker: ChildProcess): Promise<void> {
    if (worker.exitCode !== null || worker.signalCode !== null) return;
    const exit = once(worker, 'exit');
    worker.kill('SIGKILL');
    await exit;
  }

  /** A game with its first entry in PostgreSQL, and a session that owns it. */
  async newGame(): Promise<Claim> {
    this.#games += 1;
    const id = gameId(`W${this.#games}`);
    await this.archive.create(scheduled(), entry(id, 1));
    return this.acquire(id);
  }

  async acquire(id: GameId): Promise<Claim> {
    const claim = await this.fence(id);
    await this.archive.claim(claim, COLD);
    return claim;
  }

  /** An acquire that stops half-way: PostgreSQL has not heard of it. */
  async fence(id: GameId): Promise<Claim> {
    const next = await this.archive.nextEpoch(id);
    if (next === undefined) throw new Error(`no game ${id}`);
    const claim = { gameId: id, epoch: next.epoch, session: sessionId('owner'), nonce: `n${next.epoch}` };
    const reply = await this.fences.acquire(claim, null);
    if (reply.status !== 'ACQUIRED') throw new Error(reply.status);
    if (reply.head === null) await this.fences.open(claim, next.row.lastSeq);
    return claim;
  }

  /** The owner's appends; rings the bell unless told not to. */
  async append(
    claim: Claim,
    [from, to]: readonly [number, number],
    options: EntryOptions & { readonly silently?: boolean } = {},
  ): Promise<JournalEntry[]> {
    const entries = run(claim.gameId, [from, to], { epoch: claim.epoch, at: systemClock.now(), ...options });
    const partition = this.journal.partitionOf(claim.gameId);
    for (const one of entries) {
      const [reply] = await this.journal.append(partition, [{ claim, entry: one }]);
      if (reply?.status !== 'OK') throw new Error(reply?.status);
    }
    if (options.silently !== true) this.bell.ring(partition);
    return entries.map(withoutSnapshot);
  }

  stored(claim: Claim): Promise<readonly JournalEntry[]> {
    return this.archive.entries(claim.gameId, 1, 1000);
  }

  async waiting(): Promise<number> {
    return (await this.journal.depths()).reduce((sum, depth) => sum + depth, 0);
  }
}
