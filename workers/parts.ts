/** What a worker works with, opened in order and closed the other way round. */
import type { Knex } from 'knex';
import type { ArchiveWriter, Fences, Journal, Sessions } from '../src/cluster/ports';
import { PersistBell } from '../src/jobs/bell';
import { createQueues, type Queues } from '../src/jobs/queues';
import { systemClock } from '../src/platform/clock';
import type { WorkerConfig } from '../src/platform/config';
import type { Logger } from '../src/platform/logger';
import { postgresArchiveWriter } from '../src/store/postgres/archive-writer';
import { openDatabase } from '../src/store/postgres/connection';
import { assertPartitions } from '../src/store/postgres/deployment';
import { migrateLatest } from '../src/store/postgres/migrate';
import { connectRedis, type RedisClient, type RedisRole } from '../src/store/redis/connection';
import { RedisFences } from '../src/store/redis/fences';
import { RedisJournal } from '../src/store/redis/journal';
import { RedisSessions } from '../src/store/redis/sessions';

const CONNECT_TIMEOUT_MS = 10_000;
/** A migration may rewrite a large table. */
const MIGRATION_TIMEOUT_MS = 30 * 60_000;

export interface Parts {
  readonly config: WorkerConfig;
  readonly log: Logger;
  readonly db: Knex;
  readonly writer: ArchiveWriter;
  /** Redis A. */
  readonly redis: RedisClient;
  readonly journal: Journal;
  readonly fences: Fences;
  readonly sessions: Sessions;
  /** Redis B. */
  readonly queueRedis: RedisClient;
  readonly queues: Queues;
  readonly bell: PersistBell;
}

/** Brings the database to this version, and checks that it is this deployment's. */
export async function openParts(config: WorkerConfig, log: Logger): Promise<Parts> {
  await migrate(config, log);
  const db = open(config, log, config.pgStatementTimeoutMs);
  await assertPartitions(db, config.partitions);
  const redis = await connect(config, log, 'journal');
  const queueRedis = await connect(config, log, 'queue');
  const queues = createQueues(queueRedis, (error) => log.warn({ err: error }, 'queues'));
  const onRedis = { redis, partitions: config.partitions };
  const onError = (error: unknown): void => log.warn({ err: error }, 'a bell was not heard; the sweep rings it again');
  return {
    config,
    log,
    db,
    writer: postgresArchiveWriter(db),
    redis,
    journal: new RedisJournal(onRedis),
    fences: new RedisFences(onRedis),
    sessions: new RedisSessions({ redis }),
    queueRedis,
    queues,
    bell: new PersistBell({ queue: queues.persist, clock: systemClock, flushMs: config.flushMs, onError }),
  };
}

export async function closeParts({ bell, db, redis, queueRedis, queues }: Parts): Promise<void> {
  await bell.tellNow();
  await queues.close();
  redis.disconnect();
  queueRedis.disconnect();
  await db.destroy();
}

async function migrate(config: WorkerConfig, log: Logger): Promise<void> {
  const db = open(config, log, MIGRATION_TIMEOUT_MS);
  try {
    const migrations = await migrateLatest(db);
    if (migrations.length > 0) log.info({ migrations }, 'the database was brought to this version');
  } finally {
    await db.destroy();
  }
}

function open(config: WorkerConfig, log: Logger, statementTimeoutMs: number): Knex {
  return openDatabase({
    url: config.databaseUrl,
    poolMax: config.pgPoolMax,
    acquireTimeoutMs: config.pgAcquireTimeoutMs,
    statementTimeoutMs,
    applicationName: `dugout ${config.node}`,
    onWarning: (message) => log.warn({ message }, 'PostgreSQL'),
  });
}

function connect(config: WorkerConfig, log: Logger, role: RedisRole): Promise<RedisClient> {
  const options = {
    url: role === 'queue' ? config.queueRedisUrl : config.redisUrl,
    name: `${config.node}:${role}`,
    connectTimeoutMs: CONNECT_TIMEOUT_MS,
    clock: systemClock,
    commandTimeoutMs: config.redisCommandTimeoutMs,
    onError: (error: Error) => log.warn({ err: error, connection: role }, 'Redis'),
  };
  return connectRedis(options, role);
}
