/**
 * A worker that stops in the middle of its transaction, for a test to kill it there: passes over every partition, and
 * at the point named by PAUSE_AT tells its parent and never goes on.
 */
import { persistPartition } from '../../src/cluster/persister';
import { loadWorkerConfig } from '../../src/platform/config';
import { postgresArchiveWriter } from '../../src/store/postgres/archive-writer';
import { openDatabase } from '../../src/store/postgres/connection';
import { connectRedis } from '../../src/store/redis/connection';
import { RedisJournal } from '../../src/store/redis/journal';
import { systemClock } from '../../src/platform/clock';

async function main(): Promise<void> {
  const config = loadWorkerConfig(process.env);
  const pause = async (point: string): Promise<void> => {
    if (point !== process.env['PAUSE_AT']) return;
    process.send?.({ pausedAt: point });
    await new Promise(() => undefined);
  };
  const db = openDatabase({
    url: config.databaseUrl,
    poolMax: 1,
    acquireTimeoutMs: 5000,
    statementTimeoutMs: 5000,
    applicationName: 'paused persister',
  });
  const redis = await connectRedis(
    {
      url: config.redisUrl,
      name: 'paused',
      connectTimeoutMs: 5000,
      clock: systemClock,
      commandTimeoutMs: 5000,
      onError: () => undefined,
    },
    'journal',
  );
  const journal = new RedisJournal({ redis, partitions: config.partitions });
  const settle: typeof journal.settle = async (partition, settlements) => {
    await pause('beforeSettle');
    await journal.settle(partition, settlements);
  };
  const deps = {
    node: 'paused',
    journal: { take: journal.take.bind(journal), settle, quarantine: journal.quarantine.bind(journal) },
    writer: postgresArchiveWriter(db, { onPoint: pause }),
    observer: {
      stored: () => undefined,
      left: () => undefined,
      quarantined: () => undefined,
      batchRefused: () => undefined,
    },
    batchEntriesMax: 100,
    passBatchesMax: 10,
  };
  for (let partition = 0; partition < config.partitions; partition += 1) await persistPartition(deps, partition);
}

void main();
