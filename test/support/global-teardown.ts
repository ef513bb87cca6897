/** After the projects that need PostgreSQL: the template goes, and the server if it was ours. */
import { rmSync } from 'node:fs';
import { administer, TEMPLATE_VARIABLE } from './postgres';

export default async function teardown(): Promise<void> {
  await administer(`DROP DATABASE IF EXISTS ${process.env[TEMPLATE_VARIABLE]} WITH (FORCE)`);
  const ours = globalThis.dugoutTestPostgres;
  if (ours !== undefined) {
    await ours.server.stop();
    rmSync(ours.folder, { recursive: true, force: true });
  }
}
