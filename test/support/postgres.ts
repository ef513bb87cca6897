/** A database of its own for a test file, cloned from the migrated template in some tens of milliseconds. */
import { randomBytes } from 'node:crypto';
import type { Knex } from 'knex';
import { Client } from 'pg';
import { openDatabase } from '../../src/store/postgres/connection';

/** The URL of the server, as a role that may create databases; set by the global setup. */
export const ADMIN_URL_VARIABLE = 'DUGOUT_TEST_POSTGRES';
export const TEMPLATE_VARIABLE = 'DUGOUT_TEST_TEMPLATE';

export interface FreshDatabase {
  readonly url: string;
  readonly knex: Knex;
  /** Closes `knex` and takes the database away, whoever is still connected. */
  drop(): Promise<void>;
}

/** @param options.migrated false: an empty database, for tests of the migrations themselves. */
export async function freshDatabase(
  options: { readonly migrated: boolean } = { migrated: true },
): Promise<FreshDatabase> {
  const name = `dugout_test_${randomBytes(8).toString('hex')}`;
  const template = options.migrated ? ` TEMPLATE ${process.env[TEMPLATE_VARIABLE]}` : '';
  await administer(`CREATE DATABASE ${name}${template}`);
  const url = databaseUrl(adminUrl(), name);
  const knex = openDatabase({
    url,
    poolMax: 10,
    acquireTimeoutMs: 10_000,
    statementTimeoutMs: 10_000,
    applicationName: 'test',
  });
  return {
    url,
    knex,
    async drop() {
      await knex.destroy();
      await administer(`DROP DATABASE ${name} WITH (FORCE)`);
    },
  };
}

export function databaseUrl(adminUrl: string, database: string): string {
  const url = new URL(adminUrl);
  url.pathname = `/${database}`;
  return url.href;
}

export async function administer(sql: string): Promise<void> {
  const client = new Client({ connectionString: adminUrl() });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}

function adminUrl(): string {
  const url = process.env[ADMIN_URL_VARIABLE];
  if (url === undefined) throw new Error(`${ADMIN_URL_VARIABLE} is not set: this project has no global setup`);
  return url;
}
