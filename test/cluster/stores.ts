/**
 * Redis and PostgreSQL under a cluster, each of which a story may take away and give back.
 *
 * `shared`: a database of its own on the run's one PostgreSQL, and a Redis that keeps nothing: quick, for stories in
 * which the stores live. `own`: both servers are the story's, on ports that stay, with their data on disk.
 */
import { mkdirSync } from 'node:fs';
import { Redis } from 'ioredis';
import type { Knex } from 'knex';
import { openDatabase } from '../../src/store/postgres/connection';
import { migrateLatest } from '../../src/store/postgres/migrate';
import { OwnPostgres } from '../support/own-postgres';
import { freshDatabase } from '../support/postgres';
import { RestartableRedis } from '../support/restartable-redis';

export type StoresKind = 'shared' | 'own';

export class Stores {
  private constructor(
    private readonly parts: Parts,
    readonly redisUrl: string,
    readonly databaseUrl: string,
  ) {}

  get knex(): Knex {
    return this.parts.knex;
  }

  /** @param folder where `own` stores keep their data; whoever gave it takes it away */
  static async start(kind: StoresKind, folder: string): Promise<Stores> {
    const parts = kind === 'own' ? await ownParts(folder) : await sharedParts();
    return new Stores(parts, parts.redis.url, parts.databaseUrl);
  }

  /** SIGKILL; what is started again has what the append-only file holds. */
  killRedis(): Promise<void> {
    return this.parts.redis.kill();
  }

  startRedis(): Promise<void> {
    return this.parts.redis.start();
  }

  /** FLUSHALL: as an empty replica that was promoted. */
  async flushRedis(): Promise<void> {
    const redis = new Redis(this.redisUrl);
    await redis.flushall().finally(() => redis.disconnect());
  }

  /** In order. */
  stopPostgres(): Promise<void> {
    return this.parts.postgres.stop();
  }

  startPostgres(): Promise<void> {
    return this.parts.postgres.start();
  }

  async close(): Promise<void> {
    await this.knex.destroy();
    await Promise.all([this.parts.redis.close(), this.parts.postgres.close()]);
  }
}

interface Parts {
  readonly redis: RestartableRedis;
  readonly postgres: RestartablePostgres;
  readonly databaseUrl: string;
  readonly knex: Knex;
}

interface RestartablePostgres {
  stop(): Promise<void>;
  start(): Promise<void>;
  close(): Promise<void>;
}

async function sharedParts(): Promise<Parts> {
  const [redis, database] = await Promise.all([RestartableRedis.start({ persistence: 'none' }), freshDatabase()]);
  const refuse = (): Promise<never> => Promise.reject(new Error('the PostgreSQL of the whole run is not ours to stop'));
  const postgres = { stop: refuse, start: refuse, close: () => database.drop() };
  return { redis, postgres, databaseUrl: database.url, knex: database.knex };
}

async function ownParts(folder: string): Promise<Parts> {
  mkdirSync(folder, { recursive: true });
  const [redis, postgres] = await Promise.all([
    RestartableRedis.start({ persistence: 'aof' }),
    OwnPostgres.start(folder),
  ]);
  const knex = openDatabase({
    url: postgres.url,
    poolMax: 4,
    acquireTimeoutMs: 10_000,
    statementTimeoutMs: 10_000,
    applicationName: 'cluster test',
  });
  await migrateLatest(knex);
  return { redis, postgres, databaseUrl: postgres.url, knex };
}
