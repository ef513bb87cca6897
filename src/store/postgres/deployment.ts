/** What is fixed for the life of a deployment, and would scatter its games if a process came up with another value. */
import type { Knex } from 'knex';
import { write } from './connection';

/**
 * The first process writes the number of the journal's partitions; every later one must have the same.
 * @throws Error naming both numbers
 */
export async function assertPartitions(db: Knex, partitions: number): Promise<void> {
  const [row] = await write<{ value: string }>(db, {
    name: 'assert partitions',
    sql: `INSERT INTO deployment (name, value) VALUES ('partitions', ?)
          ON CONFLICT (name) DO UPDATE SET value = deployment.value RETURNING value`,
    bindings: [String(partitions)],
  });
  if (row?.value !== String(partitions)) {
    throw new Error(
      `This deployment has ${row?.value} partitions, and this process was told ${partitions}: ` +
        'set PARTITIONS as it was when the deployment began; it cannot be changed.',
    );
  }
}
