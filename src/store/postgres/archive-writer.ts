/**
 * R2: a worker's batch of many games, in one transaction of one statement a table.
 *
 * The first statement is the judge: a game takes its entries only if its fence is the stamp they were taken with, and
 * they follow its last one. It locks the rows of the games that match, so the inserts after it cannot meet anybody
 * else's; a duplicate there is an error that fails the batch, never something to pass over.
 */
import type { Knex } from 'knex';
import type { ArchiveWriter, StoreRequest } from '../../cluster/ports';
import type { JournalEntry } from '../../protocol/envelope';
import type { GameId } from '../../protocol/ids';
import { readEntries } from './archive';
import { read, step, transaction, type Statement } from './connection';
import { derivedRows } from './derived-rows';
import { EVENT_COLUMNS, eventRow, isoTime } from './event-rows';
import { setQuarantine } from './ownership';
import { columnNames, gamesOf, insertRows, recordset, recordsOf, type Row } from './recordset';
import { entriesThatCount } from './revised-games';

/** Told before each statement of a batch and before its COMMIT; a test stops the process there. */
export type StorePoint = 'begun' | 'gamesUpdated' | 'eventsInserted' | 'beforeCommit';

export interface ArchiveWriterOptions {
  readonly onPoint?: (point: StorePoint) => Promise<void>;
}

export function postgresArchiveWriter(db: Knex, options: ArchiveWriterOptions = {}): ArchiveWriter {
  return {
    store: (batch) => storeBatch(db, batch, options),
    heads: (gameIds) => readHeads(db, gameIds),
    entries: (gameId, after, limit) => readEntries(db, { gameId, after, limit }),
    setQuarantine: (gameId, quarantine, node) => setQuarantine(db, gameId, { quarantine, node }),
  };
}

/** Games that are set aside, oldest first. */
export async function quarantinedGames(db: Knex, limit: number): Promise<readonly GameId[]> {
  const rows = await read<{ id: GameId }>(db, {
    name: 'list quarantined games',
    sql: 'SELECT id FROM games WHERE quarantined_at IS NOT NULL ORDER BY quarantined_at, id LIMIT ?',
    bindings: [limit],
  });
  return rows.map((row) => row.id);
}

async function storeBatch(
  db: Knex,
  batch: readonly StoreRequest[],
  { onPoint = () => Promise.resolve() }: ArchiveWriterOptions,
): Promise<ReadonlySet<GameId>> {
  if (batch.length === 0) return new Set();
  if (new Set(batch.map((request) => request.gameId)).size < batch.length) throw new Error('a game twice in a batch');
  return transaction(db, 'store batch', async (trx) => {
    await onPoint('begun');
    const rows = await step<{ id: GameId }>(trx, updateGames(batch));
    const matched = new Set(rows.map((row) => row.id));
    const entries = batch.filter((request) => matched.has(request.gameId)).flatMap((request) => request.entries);
    if (entries.length === 0) return matched;
    await onPoint('gamesUpdated');
    await step(trx, insertRows('game_events', EVENT_COLUMNS, entries.map(eventRow)));
    await onPoint('eventsInserted');
    for (const statement of derivedRows(await entriesThatCount(trx, entries))) await step(trx, statement);
    const snapshots = newestSnapshots(entries);
    if (snapshots.length > 0) await step(trx, keepSnapshots(snapshots));
    await onPoint('beforeCommit');
    return matched;
  });
}

const ADVANCE_COLUMNS = {
  id: 'text',
  stamp: 'bigint',
  from_seq: 'integer',
  to_seq: 'integer',
  status: 'text',
  inning: 'integer',
  half: 'text',
  outs: 'smallint',
  away_runs: 'integer',
  home_runs: 'integer',
  due_at: 'timestamptz',
  updated_at: 'timestamptz',
} as const;

/** In the order of their ids, so that two batches that share games seldom lock them crosswise. */
function updateGames(batch: readonly StoreRequest[]): Statement {
  const rows = [...batch].sort((a, b) => (a.gameId < b.gameId ? -1 : 1)).map(advanceRow);
  return {
    name: 'update games',
    sql: `UPDATE games g SET last_seq = r.to_seq, status = r.status, inning = r.inning, half = r.half, outs = r.outs,
            away_runs = r.away_runs, home_runs = r.home_runs, due_at = r.due_at, updated_at = r.updated_at
          FROM ${recordset(ADVANCE_COLUMNS)}
          WHERE g.id = ANY(?) AND g.id = r.id AND g.fence = r.stamp AND g.last_seq = r.from_seq RETURNING g.id`,
    bindings: [recordsOf(rows), batch.map(({ gameId }) => gameId)],
  };
}

function advanceRow({ gameId, stamp, entries }: StoreRequest): Row<typeof ADVANCE_COLUMNS> {
  const [first] = entries;
  const last = entries.at(-1);
  if (first === undefined || last === undefined) throw new Error(`a request without entries for game ${gameId}`);
  const { status, inning, half, outs, score, dueAt } = last.after;
  return {
    id: gameId,
    stamp,
    from_seq: first.seq - 1,
    to_seq: last.seq,
    status,
    inning,
    half,
    outs,
    away_runs: score.away,
    home_runs: score.home,
    due_at: dueAt === undefined ? null : isoTime(dueAt),
    updated_at: isoTime(last.at),
  };
}

const SNAPSHOT_COLUMNS = { game_id: 'text', seq: 'integer', state: 'text' } as const;

function newestSnapshots(entries: readonly JournalEntry[]): Row<typeof SNAPSHOT_COLUMNS>[] {
  const newest = new Map<GameId, Row<typeof SNAPSHOT_COLUMNS>>();
  for (const { gameId, seq, snapshot } of entries) {
    if (snapshot !== undefined) newest.set(gameId, { game_id: gameId, seq, state: snapshot });
  }
  return [...newest.values()];
}

/** One a game: a newer one takes the place of the older. */
function keepSnapshots(snapshots: readonly Row<typeof SNAPSHOT_COLUMNS>[]): Statement {
  const names = columnNames(SNAPSHOT_COLUMNS);
  return {
    name: 'keep snapshots',
    sql: `INSERT INTO game_snapshots (${names}, rules_version)
          SELECT r.game_id, r.seq, r.state, g.rules_version FROM ${recordset(SNAPSHOT_COLUMNS)}
          JOIN games g ON g.id = r.game_id WHERE g.id = ANY(?)
          ON CONFLICT (game_id) DO UPDATE
            SET seq = excluded.seq, state = excluded.state, rules_version = excluded.rules_version
            WHERE game_snapshots.seq < excluded.seq`,
    bindings: [recordsOf(snapshots), gamesOf(snapshots)],
  };
}

async function readHeads(
  db: Knex,
  gameIds: readonly GameId[],
): Promise<ReadonlyMap<GameId, { readonly fence: number; readonly lastSeq: number }>> {
  const rows = await read<{ id: GameId; fence: string; last_seq: number }>(db, {
    name: 'read heads',
    sql: 'SELECT id, fence, last_seq FROM games WHERE id = ANY(?)',
    bindings: [[...gameIds]],
  });
  return new Map(rows.map((row) => [row.id, { fence: Number(row.fence), lastSeq: row.last_seq }]));
}
