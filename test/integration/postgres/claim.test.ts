/** R1 step 3 against R2: a claim that meets a worker in the middle of its transaction, in READ COMMITTED. */
import { postgresArchive } from '../../../src/store/postgres/archive';
import { postgresArchiveWriter, type StorePoint } from '../../../src/store/postgres/archive-writer';
import type { Archive } from '../../../src/cluster/ports';
import { COLD, entry, gameId, run, scheduled, sessionId } from '../../support/entries';
import { freshDatabase, type FreshDatabase } from '../../support/postgres';
import { until } from '../../support/until';

jest.setTimeout(60_000);

const ID = gameId('G1');

describe('a claim while a worker stores', () => {
  let database: FreshDatabase;
  let archive: Archive;
  let epoch: number;

  beforeEach(async () => {
    database = await freshDatabase();
    archive = postgresArchive(database.knex);
    await archive.create(scheduled(), entry(ID, 1));
    epoch = (await archive.nextEpoch(ID))?.epoch ?? 0;
    await archive.claim({ gameId: ID, epoch, session: sessionId('a'), nonce: 'n' }, COLD);
  });
  afterEach(() => database.drop());

  /** A worker that stops at a point of its transaction until it is let go. */
  function pausedStore(at: StorePoint, entries = run(ID, [2, 4])) {
    let reach = (): void => undefined;
    let go = (): void => undefined;
    const reached = new Promise<void>((resolve) => (reach = resolve));
    const gone = new Promise<void>((resolve) => (go = resolve));
    const writer = postgresArchiveWriter(database.knex, {
      onPoint: async (point) => {
        if (point !== at) return;
        reach();
        await gone;
      },
    });
    const stored = writer.store([{ gameId: ID, stamp: epoch, entries }]);
    return { reached, go, stored };
  }

  const isClaimWaiting = async (): Promise<boolean> => {
    const { rows } = await database.knex.raw<{ rows: unknown[] }>(
      `SELECT FROM pg_stat_activity
       WHERE datname = current_database() AND wait_event_type = 'Lock' AND query LIKE '%UPDATE games SET fence%'`,
    );
    return rows.length > 0;
  };

  test('it waits for the worker → has every entry up to its last seq, though it began before they were there', async () => {
    const worker = pausedStore('beforeCommit', [...run(ID, [2, 3], { snapshot: '{}' }), ...run(ID, [4, 5])]);
    await worker.reached;
    const next = (await archive.nextEpoch(ID))?.epoch ?? 0;
    const claimed = archive.claim({ gameId: ID, epoch: next, session: sessionId('b'), nonce: 'm' }, COLD);
    await until('the claim waits for the worker', isClaimWaiting);
    worker.go();
    expect(await worker.stored).toEqual(new Set([ID]));
    expect(await claimed).toEqual({
      gameId: ID,
      fence: next,
      lastSeq: 5,
      snapshot: null,
      entries: [entry(ID, 1), ...run(ID, [2, 5])],
    });
  });

  test('it is first → the entries of the worker do not match, and nothing of them is there', async () => {
    const worker = pausedStore('begun');
    await worker.reached;
    const next = (await archive.nextEpoch(ID))?.epoch ?? 0;
    expect(await archive.claim({ gameId: ID, epoch: next, session: sessionId('b'), nonce: 'm' }, COLD)).toBeDefined();
    worker.go();
    expect(await worker.stored).toEqual(new Set());
    expect(await archive.load(ID)).toMatchObject({ lastSeq: 1, entries: [entry(ID, 1)] });
  });

  test('two claims at once → the lower epoch never wins over the higher', async () => {
    const [low, high] = [(await archive.nextEpoch(ID))?.epoch ?? 0, (await archive.nextEpoch(ID))?.epoch ?? 0];
    const claimAt = (at: number) => archive.claim({ gameId: ID, epoch: at, session: sessionId('b'), nonce: 'm' }, COLD);
    await Promise.all([claimAt(high), claimAt(low)]);
    expect((await archive.load(ID))?.fence).toBe(high);
    expect(await claimAt(low)).toBeUndefined();
  });

  test('two workers with the same entries at once → one stores them', async () => {
    const first = pausedStore('beforeCommit');
    await first.reached;
    const second = postgresArchiveWriter(database.knex).store([{ gameId: ID, stamp: epoch, entries: run(ID, [2, 4]) }]);
    first.go();
    expect(await first.stored).toEqual(new Set([ID]));
    expect(await second).toEqual(new Set());
    expect(await database.knex('game_events').where({ game_id: ID })).toHaveLength(4);
  });

  test('two batches that share games, told in opposite order → both end, each entry once', async () => {
    const ids = Array.from({ length: 20 }, (_, i) => gameId(`M${String(i).padStart(2, '0')}`));
    const epochs = new Map<string, number>();
    for (const id of ids) {
      await archive.create(scheduled(), entry(id, 1));
      const next = (await archive.nextEpoch(id))?.epoch ?? 0;
      await archive.claim({ gameId: id, epoch: next, session: sessionId('a'), nonce: 'n' }, COLD);
      epochs.set(id, next);
    }
    const writer = postgresArchiveWriter(database.knex);
    const batch = ids.map((id) => ({ gameId: id, stamp: epochs.get(id) ?? 0, entries: run(id, [2, 9]) }));
    const [one, other] = await Promise.all([writer.store(batch), writer.store([...batch].reverse())]);
    expect([...one, ...other].sort()).toEqual(ids);
    expect(await database.knex('game_events').whereIn('game_id', ids)).toHaveLength(20 * 9);
  });
});
