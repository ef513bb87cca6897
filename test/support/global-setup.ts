/**
 * Before the projects that need PostgreSQL: one server for the whole run (or that of `DATABASE_URL`), and in it a
 * migrated database, from which `freshDatabase` clones one for each test file.
 */
import { chmodSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '../../scripts/cluster/ports';
import { startPostgres, type RunningPostgres } from '../../scripts/services/postgres';
import { openDatabase } from '../../src/store/postgres/connection';
import { migrateLatest } from '../../src/store/postgres/migrate';
import { administer, ADMIN_URL_VARIABLE, databaseUrl, TEMPLATE_VARIABLE } from './postgres';

declare global {
  var dugoutTestPostgres: { readonly server: RunningPostgres; readonly folder: string } | undefined;
}

export default async function setup(): Promise<void> {
  let adminUrl = process.env['DATABASE_URL'];
  if (!adminUrl) {
    const folder = mkdtempSync(join(tmpdir(), 'dugout-test-'));
    // As root the server runs as another user, who must be able to enter; its own folder stays closed.
    chmodSync(folder, 0o755);
    const server = await startPostgres({ dataDir: join(folder, 'postgres'), port: await freePort(), fast: true });
    globalThis.dugoutTestPostgres = { server, folder };
    adminUrl = server.url;
  }
  const template = `dugout_template_${process.pid}`;
  process.env[ADMIN_URL_VARIABLE] = adminUrl;
  process.env[TEMPLATE_VARIABLE] = template;
  await administer(`DROP DATABASE IF EXISTS ${template} WITH (FORCE)`);
  await administer(`CREATE DATABASE ${template}`);
  const db = openDatabase({
    url: databaseUrl(adminUrl, template),
    poolMax: 1,
    acquireTimeoutMs: 10_000,
    statementTimeoutMs: 60_000,
    applicationName: 'test template',
  });
  await migrateLatest(db);
  await db.destroy();
}
