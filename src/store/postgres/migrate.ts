/**
 * Migrations: forward only, all of a run in one transaction, one run at a time.
 *
 * The runs are put in line by an advisory lock that ends with the transaction. Knex's own lock is a row in a table: a
 * run that dies leaves nothing behind in it either, since it is written in the same transaction; but a second run
 * may find the table itself half-made, and a lock that an older tool committed would stop everybody for ever, so it
 * is freed once ours is held.
 *
 * A migration's name is its file's name without the extension: the same for `.ts` under tsx and `.js` in dist/.
 */
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Knex } from 'knex';

const FOLDER = join(__dirname, '..', '..', '..', 'migrations');
const MIGRATION_FILE = /^(\d{14}_[a-z0-9_]+)\.(?:js|ts)$/;
/** Any number that no other use of the database takes. */
const ADVISORY_LOCK = 4_861_904_120_163;

interface MigrationFile {
  readonly name: string;
  readonly path: string;
}

/** Where Knex finds the migrations; for the knexfile as well. */
export const migrationSource: Knex.MigrationSource<MigrationFile> = {
  async getMigrations() {
    const files = await readdir(FOLDER);
    return files
      .map((file) => ({ name: MIGRATION_FILE.exec(file)?.[1] ?? '', path: join(FOLDER, file) }))
      .filter((file) => file.name !== '')
      .sort((a, b) => (a.name < b.name ? -1 : 1));
  },
  getMigrationName: (file) => file.name,
  async getMigration(file) {
    const { up } = (await import(file.path)) as Pick<Knex.Migration, 'up'>;
    return { up, down: refuseDown };
  },
};

/**
 * A process of an older version may start while the database is ahead of it: migrations that it does not know are
 * no error, because a newer version only adds what the older one does without.
 */
export const migrationConfig: Knex.MigratorConfig = { migrationSource, disableMigrationsListValidation: true };

/**
 * Brings the database to this version. Harmless when it is there already, and when others do the same at once.
 * @returns the names of the migrations that this call ran
 */
export async function migrateLatest(db: Knex): Promise<readonly string[]> {
  return db.transaction(async (trx) => {
    await trx.raw('SELECT pg_advisory_xact_lock(?)', [ADVISORY_LOCK]);
    await trx.migrate.forceFreeMigrationsLock(migrationConfig);
    const [, names] = (await trx.migrate.latest(migrationConfig)) as [number, readonly string[]];
    return names;
  });
}

function refuseDown(): Promise<never> {
  return Promise.reject(new Error('Migrations only go forward: write one that takes back what this one did.'));
}
