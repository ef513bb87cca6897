import type { Knex } from 'knex';
import { postgresArchive } from '../../../src/store/postgres/archive';
import { postgresArchiveWriter, type StorePoint } from '../../../src/store/postgres/archive-writer';
import { openDatabase, read, step, transaction } from '../../../src/store/postgres/connection';
import { startCutProxy, type CutProxy } from '../../support/cut-proxy';
import { COLD, DOUBT, entry, gameId, run, scheduled, sessionId } from '../../support/entries';
import { freshDatabase, type FreshDatabase } from '../../support/postgres';

jest.setTimeout(60_000);

const ID = gameId('G1');
const OTHER = gameId('G2');

describe('faults of PostgreSQL', () => {
  let database: FreshDatabase;
  let proxy: CutProxy;
  let db: Knex;
  let epoch: number;

  const open = (url: string): Knex =>
    openDatabase({ url, poolMax: 2, acquireTimeoutMs: 1000, statementTimeoutMs: 1000, applicationName: 'fault test' });
  const throughProxy = (): string => {
    const url = new URL(database.url);
    url.port = String(proxy.port);
    return url.href;
  };
  const lastSeq = async (): Promise<number> => (await postgresArchive(database.knex).load(ID))?.lastSeq ?? -1;

  beforeEach(async () => {
    database = await freshDatabase();
    const target = new URL(database.url);
    proxy = await startCutProxy({ host: target.hostname, port: Number(target.port) });
    db = open(throughProxy());
    const archive = postgresArchive(database.knex);
    await archive.create(scheduled(), entry(ID, 1));
    epoch = (await archive.nextEpoch(ID))?.epoch ?? 0;
    await archive.claim({ gameId: ID, epoch, session: sessionId('s'), nonce: 'n' }, COLD);
  });
  afterEach(async () => {
    await db.destroy();
    await proxy.close();
    await database.drop();
  });

  const store = (): Promise<unknown> =>
    postgresArchiveWriter(db).store([{ gameId: ID, stamp: epoch, entries: run(ID, [2, 3]) }]);

  /** The claim of an owner that asks for its game again. */
  const again = () => ({ gameId: ID, epoch: epoch + 1, session: sessionId('s'), nonce: 'n' });

  test('nobody listens → notApplied', async () => {
    await proxy.close();
    await expect(postgresArchive(db).reclaim(again(), [epoch], DOUBT)).rejects.toMatchObject({
      name: 'Fault',
      code: 'server/storage',
      outcome: 'notApplied',
    });
    await expect(store()).rejects.toMatchObject({ outcome: 'notApplied' });
  });

  test('the answer of a COMMIT is lost → unknown, and it was stored', async () => {
    proxy.cutAfter('COMMIT');
    await expect(store()).rejects.toMatchObject({ name: 'Fault', code: 'command/unknown', outcome: 'unknown' });
    expect(await lastSeq()).toBe(3);
  });

  test('the wire breaks before the COMMIT → notApplied, and nothing was stored', async () => {
    proxy.cutAfter('INSERT INTO game_events');
    await expect(store()).rejects.toMatchObject({ code: 'server/storage', outcome: 'notApplied' });
    expect(await lastSeq()).toBe(1);
  });

  test('the answer of a statement that commits by itself is lost → unknown', async () => {
    proxy.cutAfter('UPDATE games');
    await expect(postgresArchive(db).reclaim(again(), [epoch], DOUBT)).rejects.toMatchObject({ outcome: 'unknown' });
    expect(await postgresArchive(database.knex).reclaim(again(), [epoch], DOUBT)).toBeUndefined();
  });

  test('a read without an answer → notApplied', async () => {
    proxy.cutAfter('json_agg');
    await expect(postgresArchive(db).load(ID)).rejects.toMatchObject({ code: 'server/storage', outcome: 'notApplied' });
  });

  test('a silent server → given up after the time limit, and the pool goes on with a fresh connection', async () => {
    proxy.muteAfter('INSERT INTO game_events');
    await expect(store()).rejects.toMatchObject({ code: 'server/storage', outcome: 'notApplied' });
    proxy.muteAfter('COMMIT');
    await expect(store()).rejects.toMatchObject({ code: 'command/unknown', outcome: 'unknown' });
    expect(await store()).toEqual(new Set());
    expect(await lastSeq()).toBe(3);
  });

  test('a serialization failure → notApplied, and worth another try', async () => {
    const failing = transaction(db, 'fails', (trx) => trx.raw(`DO $$ BEGIN RAISE SQLSTATE '40001'; END $$`));
    await expect(failing).rejects.toMatchObject({ code: 'server/storage', outcome: 'notApplied' });
  });

  test('no connection gets free in time → notApplied, for writes too', async () => {
    let finish = (): void => undefined;
    const finished = new Promise<void>((resolve) => (finish = resolve));
    const busy: Promise<void>[] = [];
    for (let i = 0; i < 2; i += 1) {
      await new Promise<void>((started) => {
        const work = (): Promise<void> => (started(), finished);
        busy.push(transaction(db, 'busy', work));
      });
    }
    await expect(postgresArchive(db).reclaim(again(), [epoch], DOUBT)).rejects.toMatchObject({
      outcome: 'notApplied',
    });
    finish();
    await Promise.all(busy);
  });

  test('a table that is missing → a fault that passes, not one of the data', async () => {
    await expect(read(db, { name: 'lost', sql: 'SELECT * FROM no_such_table' })).rejects.toMatchObject({
      code: 'server/storage',
    });
  });

  test('a worker stands still in its transaction → its rows are free within a moment, and nothing of it is stored', async () => {
    const [reached, reach] = signal();
    const [gone, go] = signal();
    const paused = async (point: StorePoint): Promise<void> => {
      if (point !== 'eventsInserted') return;
      reach();
      await gone;
    };
    const writer = postgresArchiveWriter(database.knex, { onPoint: paused });
    const storing = writer.store([{ gameId: ID, stamp: epoch, entries: run(ID, [2, 3]) }]);
    storing.catch(() => undefined);
    await reached;
    expect(await postgresArchive(database.knex).claim(again(), COLD)).toMatchObject({ lastSeq: 1 });
    go();
    await expect(storing).rejects.toMatchObject({ code: 'server/storage' });
    expect(await lastSeq()).toBe(1);
  });

  test('two transactions meet crosswise → both take effect, one of them at a further try', async () => {
    await postgresArchive(database.knex).create(scheduled(), entry(OTHER, 1));
    const [met, meet] = signal();
    let attempts = 0;
    const lock = (trx: Knex.Transaction, id: string) =>
      step(trx, { name: 'lock', sql: 'SELECT FROM games WHERE id = ? FOR UPDATE', bindings: [id] });
    const cross = (first: string, second: string) =>
      transaction(database.knex, 'cross', async (trx) => {
        await lock(trx, first);
        attempts += 1;
        if (attempts === 2) meet();
        await met;
        await lock(trx, second);
        return second;
      });
    expect(await Promise.all([cross(ID, OTHER), cross(OTHER, ID)])).toEqual([OTHER, ID]);
    expect(attempts).toBeGreaterThan(2);
  });

  test('the disk is full → a fault that passes: no game is to blame, and the next try stores', async () => {
    await database.knex.raw(`CREATE FUNCTION no_space() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN RAISE EXCEPTION 'could not extend file' USING ERRCODE = 'disk_full'; END $$`);
    await database.knex.raw(
      'CREATE TRIGGER full_disk BEFORE INSERT ON game_events FOR EACH ROW EXECUTE FUNCTION no_space()',
    );
    await expect(store()).rejects.toMatchObject({ code: 'server/storage', outcome: 'notApplied' });
    expect(await lastSeq()).toBe(1);
    await database.knex.raw('DROP TRIGGER full_disk ON game_events');
    await store();
    expect(await lastSeq()).toBe(3);
  });

  test('the server was demoted → what it refuses is not applied, and the next try finds one that writes', async () => {
    await database.knex.raw('SELECT 1');
    const isReadOnly = (value: 'on' | 'off') =>
      database.knex.raw(`DO $$ BEGIN EXECUTE format(
        'ALTER DATABASE %I SET default_transaction_read_only = ${value}', current_database()); END $$`);
    await isReadOnly('on');
    await expect(postgresArchive(db).reclaim(again(), [epoch], DOUBT)).rejects.toMatchObject({
      code: 'server/storage',
      outcome: 'notApplied',
    });
    await database.knex.raw('SET SESSION CHARACTERISTICS AS TRANSACTION READ WRITE');
    await isReadOnly('off');
    expect(await postgresArchive(db).reclaim(again(), [epoch], DOUBT)).toEqual({ lastSeq: 1 });
  });
});

function signal(): [awaited: Promise<void>, give: () => void] {
  let give = (): void => undefined;
  const awaited = new Promise<void>((resolve) => (give = resolve));
  return [awaited, give];
}
