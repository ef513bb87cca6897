/**
 * `npm run migrate`: brings the database that `DATABASE_URL` names to this version. Nodes and workers do the same when
 * they start; this is for whoever wants it done before.
 */
import { migrateDatabase } from './cluster/migrate';

async function main(url: string | undefined): Promise<number> {
  if (!url) {
    process.stderr.write(
      'DATABASE_URL names no database: DATABASE_URL=postgres://user:password@host/dugout npm run migrate\n',
    );
    return 2;
  }
  const done = await migrateDatabase(url);
  process.stdout.write(done.length === 0 ? 'The schema is up to date.\n' : `Migrated: ${done.join(', ')}\n`);
  return 0;
}

void main(process.env['DATABASE_URL']).then(
  (status) => (process.exitCode = status),
  (error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 1;
  },
);
