/**
 * The stores under a chaos run: Redis with a replica, Redis for the queues, PostgreSQL; all of them real servers of the
 * run's own, with their data on disk, and a line between the two Redis servers that can be spoilt.
 */
import { statSync, readdirSync, truncateSync } from 'node:fs';
import { join } from 'node:path';
import type { Knex } from 'knex';
import { openDatabase } from '../../src/store/postgres/connection';
import { migrateLatest } from '../../src/store/postgres/migrate';
import { OwnPostgres } from '../support/own-postgres';
import { RestartableRedis } from '../support/restartable-redis';
import { until } from '../support/until';
import { startWire, type Wire } from '../support/wire';

interface Parts {
  primary: RestartableRedis;
  replica: RestartableRedis;
  readonly queue: RestartableRedis;
  readonly replication: Wire;
  readonly postgres: OwnPostgres;
  readonly knex: Knex;
}

const ON_DISK = { persistence: 'aof' } as const;

export class ChaosStores {
  private constructor(private readonly parts: Parts) {}

  static async start(folder: string): Promise<ChaosStores> {
    const [primary, replica, queue, postgres] = await Promise.all([
      RestartableRedis.start(ON_DISK),
      RestartableRedis.start(ON_DISK),
      RestartableRedis.start(ON_DISK),
      OwnPostgres.start(folder),
    ]);
    const replication = await startWire({ host: '127.0.0.1', port: primary.port });
    const knex = openDatabase({
      url: postgres.url,
      poolMax: 4,
      acquireTimeoutMs: 10_000,
      statementTimeoutMs: 30_000,
      applicationName: 'chaos',
    });
    await migrateLatest(knex);
    const stores = new ChaosStores({ primary, replica, queue, replication, postgres, knex });
    await stores.enslave();
    return stores;
  }

  /** Of the Redis that is the primary now. */
  get redisUrl(): string {
    return this.parts.primary.url;
  }

  get queueRedisUrl(): string {
    return this.parts.queue.url;
  }

  get databaseUrl(): string {
    return this.parts.postgres.url;
  }

  get redis(): RestartableRedis {
    return this.parts.primary;
  }

  get queue(): RestartableRedis {
    return this.parts.queue;
  }

  get postgres(): OwnPostgres {
    return this.parts.postgres;
  }

  get knex(): Knex {
    return this.parts.knex;
  }

  /** The replica hears nothing from now on, and falls behind. */
  stopReplication(): void {
    this.parts.replication.hold('there', 'back');
  }

  /** How many bytes of changes the replica does not have. */
  async replicationLag(): Promise<number> {
    const [ahead, behind] = await Promise.all(
      [this.parts.primary, this.parts.replica].map((server) => numberIn(server, 'replication', 'master_repl_offset')),
    );
    return (ahead ?? 0) - (behind ?? 0);
  }

  /** SIGKILL for the primary; the replica, as it is, takes its place. */
  async promote(): Promise<void> {
    const { parts } = this;
    await parts.primary.kill();
    parts.replication.cut();
    await parts.replica.administer((redis) => redis.replicaof('NO', 'ONE'));
    [parts.primary, parts.replica] = [parts.replica, parts.primary];
  }

  /** The old primary comes back, as a replica of the new one. */
  async rejoin(): Promise<void> {
    const { parts } = this;
    await parts.replica.start();
    parts.replication.aim({ host: '127.0.0.1', port: parts.primary.port });
    parts.replication.mend();
    await this.enslave();
  }

  /** Takes bytes off the end of what a dead primary has on disk. @returns how many */
  truncateAof(bytes: number): number {
    const folder = join(this.parts.primary.folder, 'appendonlydir');
    const [file] = readdirSync(folder).filter((name) => name.endsWith('.incr.aof'));
    if (file === undefined) throw new Error(`there is no append-only file in ${folder}`);
    const path = join(folder, file);
    const { size } = statSync(path);
    const cut = Math.min(bytes, Math.floor(size / 2));
    truncateSync(path, size - cut);
    return cut;
  }

  /** A count from `INFO` of the primary: 0 when it has not happened. */
  count(section: string, name: string): Promise<number> {
    return numberIn(this.parts.primary, section, name);
  }

  async close(): Promise<void> {
    const { primary, replica, queue, postgres, replication, knex } = this.parts;
    await knex.destroy();
    replication.close();
    await Promise.all([primary.close(), replica.close(), queue.close(), postgres.close()]);
  }

  private async enslave(): Promise<void> {
    const { replica, replication } = this.parts;
    await replica.administer((redis) => redis.replicaof('127.0.0.1', replication.port));
    // While it loads what it was sent it answers nothing.
    const isUp = async (): Promise<boolean> => {
      const text = await replica.administer((redis) => redis.info('replication')).catch(() => '');
      return text.includes('master_link_status:up');
    };
    await until('the replica follows', isUp, 60_000);
  }
}

async function numberIn(server: RestartableRedis, section: string, name: string): Promise<number> {
  const text = await server.administer((redis) => redis.info(section));
  const [, value] = new RegExp(`^${name}:(?:count=)?(\\d+)`, 'm').exec(text) ?? [];
  return Number(value ?? 0);
}
