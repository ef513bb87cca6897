import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { Knex } from 'knex';
import { assertPartitions } from '../../../src/store/postgres/deployment';
import { migrateLatest, migrationSource } from '../../../src/store/postgres/migrate';
import { freshDatabase, type FreshDatabase } from '../../support/postgres';

jest.setTimeout(60_000);

const ROOT = join(__dirname, '..', '..', '..');
const TABLES = [
  'card_sets',
  'deployment',
  'game_batting',
  'game_events',
  'game_ownership',
  'game_pitching',
  'game_results',
  'game_seats',
  'game_sessions',
  'game_snapshots',
  'games',
  'lineups',
  'players',
  'plays',
  'rosters',
  'teams',
];

async function tablesOf(knex: Knex): Promise<string[]> {
  const { rows } = await knex.raw<{ rows: { name: string }[] }>(
    `SELECT c.relname AS name FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
     WHERE n.nspname = 'public' AND c.relkind IN ('r', 'p') AND NOT c.relispartition AND c.relname NOT LIKE 'knex_%'
     ORDER BY 1`,
  );
  return rows.map((row) => row.name);
}

describe('migrations', () => {
  let database: FreshDatabase;
  beforeEach(async () => {
    database = await freshDatabase({ migrated: false });
  });
  afterEach(() => database.drop());

  test('an empty database → every table; a second run → nothing to do', async () => {
    const names = (await migrationSource.getMigrations([])).map((file) => migrationSource.getMigrationName(file));
    expect(await migrateLatest(database.knex)).toEqual(names);
    expect(await tablesOf(database.knex)).toEqual(TABLES);
    expect(await migrateLatest(database.knex)).toEqual([]);
  });

  test('names: without the file extension, so that .ts and .js are the same migration', async () => {
    for (const file of await migrationSource.getMigrations([])) {
      expect(migrationSource.getMigrationName(file)).toMatch(/^\d{14}_[a-z_]+$/);
    }
  });

  test('an existing database that is some migrations behind → runs the missing ones, keeps its rows', async () => {
    const [first] = await migrationSource.getMigrations([]);
    await database.knex.migrate.up({ migrationSource });
    await database.knex('deployment').insert({ name: 'kept', value: 'yes' });
    const ran = await migrateLatest(database.knex);
    expect(ran).not.toContain(first?.name);
    expect(await tablesOf(database.knex)).toEqual(TABLES);
    expect(await database.knex('deployment').where({ name: 'kept' })).toHaveLength(1);
  });

  test('a database ahead of this version → left as it is', async () => {
    await migrateLatest(database.knex);
    await database.knex('knex_migrations').insert({ name: '29990101000000_from_the_future', batch: 9 });
    expect(await migrateLatest(database.knex)).toEqual([]);
  });

  test('a lock that a dead run of another tool left → does not stop us', async () => {
    await migrateLatest(database.knex);
    await database.knex('knex_migrations_lock').update({ is_locked: 1 });
    expect(await migrateLatest(database.knex)).toEqual([]);
  });

  test('a run that dies in the middle → leaves nothing, and the next one does it all', async () => {
    await expect(
      database.knex.transaction(async (trx) => {
        await migrateLatest(trx);
        throw new Error('killed');
      }),
    ).rejects.toThrow('killed');
    expect(await tablesOf(database.knex)).toEqual([]);
    expect(await migrateLatest(database.knex)).not.toHaveLength(0);
  });

  test('two processes at once → each migration ran once', async () => {
    const script = `
      const { openDatabase } = require('./src/store/postgres/connection');
      const { migrateLatest } = require('./src/store/postgres/migrate');
      const db = openDatabase({ url: process.env.TEST_URL, poolMax: 1, acquireTimeoutMs: 20000,
        statementTimeoutMs: 20000, applicationName: 'migrator' });
      migrateLatest(db).then((names) => { console.log(names.length); return db.destroy(); });`;
    const run = async (): Promise<{ code: number; ran: number }> => {
      const child = spawn(process.execPath, ['--import', 'tsx', '-e', script], {
        cwd: ROOT,
        env: { ...process.env, TEST_URL: database.url },
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      let output = '';
      child.stdout.on('data', (chunk) => (output += String(chunk)));
      const [code] = (await once(child, 'close')) as [number];
      return { code, ran: Number(output) };
    };
    const both = await Promise.all([run(), run()]);
    const all = (await migrationSource.getMigrations([])).length;
    expect(both.map((one) => one.code)).toEqual([0, 0]);
    expect(both.map((one) => one.ran).sort((a, b) => a - b)).toEqual([0, all]);
    expect(await database.knex('knex_migrations')).toHaveLength(all);
  });

  test('knex command line → runs the same migrations by the same names', async () => {
    const knexCli = join(ROOT, 'node_modules', 'knex', 'bin', 'cli.js');
    const child = spawn(process.execPath, [knexCli, '--knexfile', 'knexfile.ts', 'migrate:latest'], {
      cwd: ROOT,
      env: { ...process.env, NODE_OPTIONS: '--import tsx', DATABASE_URL: database.url },
      stdio: 'ignore',
    });
    expect(await once(child, 'close')).toEqual([0, null]);
    expect(await migrateLatest(database.knex)).toEqual([]);
    expect(await tablesOf(database.knex)).toEqual(TABLES);
  });
});

describe('the number of partitions', () => {
  let database: FreshDatabase;
  beforeAll(async () => {
    database = await freshDatabase();
  });
  afterAll(() => database.drop());

  test('the first process sets it, the same again is fine, another is refused with both named', async () => {
    await assertPartitions(database.knex, 16);
    await assertPartitions(database.knex, 16);
    await expect(assertPartitions(database.knex, 8)).rejects.toThrow(/16 partitions.*told 8/);
  });
});
