/** The schema of the local cluster's database, before anything that needs it starts. */
import { openDatabase } from '../../src/store/postgres/connection';
import { migrateLatest } from '../../src/store/postgres/migrate';

/** A migration may rewrite a large table. */
const STATEMENT_TIMEOUT_MS = 30 * 60_000;
const ACQUIRE_TIMEOUT_MS = 10_000;

/** @returns the migrations that were missing, and are done now */
export async function migrateDatabase(url: string): Promise<readonly string[]> {
  const db = openDatabase({
    url,
    poolMax: 2,
    acquireTimeoutMs: ACQUIRE_TIMEOUT_MS,
    statementTimeoutMs: STATEMENT_TIMEOUT_MS,
    applicationName: 'dugout migrate',
  });
  try {
    return await migrateLatest(db);
  } finally {
    await db.destroy();
  }
}
