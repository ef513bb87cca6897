import { once } from 'node:events';
import { join } from 'node:path';
import { persistPartition } from '../../../src/cluster/persister';
import { postgresArchiveWriter } from '../../../src/store/postgres/archive-writer';
import { until } from '../../support/until';
import { WorkerWorld } from '../../support/worker-world';

jest.setTimeout(60_000);

describe('a worker killed in the middle', () => {
  let world: WorkerWorld;
  beforeAll(async () => {
    world = await WorkerWorld.open();
  });
  afterAll(() => world.close());

  async function pass(partition: number): Promise<void> {
    const none = (): void => undefined;
    await persistPartition(
      {
        node: 'worker-1',
        journal: world.journal,
        writer: postgresArchiveWriter(world.database.knex),
        observer: { stored: none, left: none, quarantined: none, batchRefused: none },
        batchEntriesMax: 100,
        passBatchesMax: 10,
      },
      partition,
    );
  }

  test.each(['begun', 'gamesUpdated', 'eventsInserted', 'beforeCommit', 'beforeSettle'])(
    'at "%s" → the next pass stores everything once',
    async (point) => {
      const claims = [await world.newGame(), await world.newGame()];
      const entries = [];
      for (const claim of claims) entries.push(await world.append(claim, [2, 9], { silently: true }));
      const doomed = world.start(join('test', 'support', 'paused-persister.ts'), { PAUSE_AT: point });
      expect(await once(doomed, 'message')).toEqual([{ pausedAt: point }, undefined]);
      await world.kill(doomed);
      for (let partition = 0; partition < world.journal.partitions; partition += 1) await pass(partition);
      for (const [i, claim] of claims.entries()) expect(await world.stored(claim)).toEqual(entries[i]);
      expect(await world.waiting()).toBe(0);
      expect(await world.database.knex('games').whereNotNull('quarantined_at')).toEqual([]);
    },
  );

  test('in the middle of its job → another takes the partition over', async () => {
    const claim = await world.newGame();
    const first = world.start();
    await world.append(claim, [2, 3]);
    await until('it works', async () => (await world.stored(claim)).length === 2);
    // Entries come all the time, so that it dies while a job of it is active, or nearly so.
    for (let seq = 4; seq < 200; seq += 1) {
      await world.append(claim, [seq, seq]);
      if (seq === 100) await world.kill(first);
    }
    world.start();
    await until('the other has stored everything', async () => (await world.stored(claim)).length === 198, 40_000);
    await until('and settled it', async () => (await world.waiting()) === 0);
  });
});
