/**
 * PostgreSQL as the owner and the router need it: epochs, fences, and a game's whole history. One statement a verb,
 * so that nothing of it can be half done.
 */
import type { Knex } from 'knex';
import type { Archive, Claim, GameRow, Mover, StoredGame } from '../../cluster/ports';
import type { JournalEntry } from '../../protocol/envelope';
import type { CommandId, GameId, LeagueId, SessionId } from '../../protocol/ids';
import type { AcquireReason, ReclaimReason } from '../../protocol/ownership';
import { read, write } from './connection';
import { createGame } from './creation';
import { ENTRY_JSON, readEntry } from './event-rows';
import { noted, noteReleased, readOwnership, setQuarantine } from './ownership';

export function postgresArchive(db: Knex): Archive {
  return {
    create: (event, entry) => createGame(db, event, entry),
    nextEpoch: (gameId) => nextEpoch(db, gameId),
    claim: (claim, by) => claimGame(db, claim, by),
    freshEpoch: () => freshEpoch(db),
    reclaim: (claim, held, by) => reclaimGame(db, claim, { held, by }),
    noteReleased: (releases) => noteReleased(db, releases),
    lastMoves: async (gameId, limit) => (await readOwnership(db, gameId, { limit })).moves,
    setQuarantine: (gameId, quarantine, node) => setQuarantine(db, gameId, { quarantine, node }),
    load: (gameId) => loadGame(db, gameId),
    entries: (gameId, after, limit) => readEntries(db, { gameId, after, limit }),
    entryOf: (gameId, commandId) => entryOfCommand(db, gameId, commandId),
  };
}

interface GameRowJson {
  readonly id: GameId;
  readonly league: LeagueId;
  /** bigint: the driver hands it over as text. */
  readonly fence: string;
  readonly owner_session: SessionId | null;
  readonly last_seq: number;
  readonly quarantined: boolean;
}

/**
 * The sequence is asked once for each row found, so an unknown game spends no epoch. An epoch that was answered is
 * never answered again, not even after a crash: nextval makes the commit wait for its WAL record. One whose answer was
 * lost is a gap in a sequence, no more, so this counts as a read.
 */
async function nextEpoch(db: Knex, gameId: GameId): Promise<{ epoch: number; row: GameRow } | undefined> {
  const [row] = await read<GameRowJson & { epoch: string }>(db, {
    name: 'next epoch',
    sql: `SELECT nextval('game_epochs') AS epoch, id, league, fence, owner_session, last_seq,
            quarantined_at IS NOT NULL AS quarantined FROM games WHERE id = ?`,
    bindings: [gameId],
  });
  if (row === undefined) return undefined;
  return {
    epoch: Number(row.epoch),
    row: {
      gameId: row.id,
      league: row.league,
      fence: Number(row.fence),
      ownerSession: row.owner_session,
      lastSeq: row.last_seq,
      quarantined: row.quarantined,
    },
  };
}

interface StoredRow {
  readonly fence: string;
  readonly last_seq: number;
  readonly snapshot_seq: number | null;
  readonly snapshot_state: string | null;
  readonly entries: readonly unknown[];
}

/** The newest snapshot of the game in `g` (id, fence, last_seq), and the entries above it. */
const STORED_GAME = `
  SELECT g.fence, g.last_seq, s.seq AS snapshot_seq, s.state AS snapshot_state, coalesce(
    (SELECT json_agg(${ENTRY_JSON} ORDER BY e.seq) FROM game_events e
     WHERE e.game_id = g.id AND e.seq > coalesce(s.seq, 0) AND e.seq <= g.last_seq), '[]') AS entries
  FROM g LEFT JOIN game_snapshots s ON s.game_id = g.id AND s.seq <= g.last_seq`;

/**
 * The UPDATE may wait for a worker that is just storing entries of this game. It then raises the fence of the row as
 * the worker left it, and `last_seq` counts those entries; but the rest of the statement reads the database as it was
 * when the statement began (READ COMMITTED), and does not see them. Nobody would lose by that: the journal was read
 * before, and held them. Still `entries` must reach `lastSeq`, so what is missing is read by a second statement; in
 * the meantime nobody can add to the game, the worker's stamp being below the new fence.
 */
async function claimGame(
  db: Knex,
  claim: Claim,
  { node, reason }: Mover<AcquireReason>,
): Promise<StoredGame | undefined> {
  const [row] = await write<StoredRow>(db, {
    name: 'claim game',
    sql: `WITH g AS (
            UPDATE games SET fence = ?, owner_session = ? WHERE id = ? AND fence < ? RETURNING id, fence, last_seq
          ), ${noted('acquired')} ${STORED_GAME}`,
    bindings: [claim.epoch, claim.session, claim.gameId, claim.epoch, reason, claim.session, node],
  });
  if (row === undefined) return undefined;
  const stored = storedGame(claim.gameId, row);
  const reached = stored.entries.at(-1)?.seq ?? stored.snapshot?.seq ?? 0;
  if (reached === stored.lastSeq) return stored;
  const missing = { gameId: claim.gameId, after: reached, limit: stored.lastSeq - reached };
  return { ...stored, entries: [...stored.entries, ...(await readEntries(db, missing))] };
}

async function loadGame(db: Knex, gameId: GameId): Promise<StoredGame | undefined> {
  const [row] = await read<StoredRow>(db, {
    name: 'load game',
    sql: `WITH g AS (SELECT id, fence, last_seq FROM games WHERE id = ?) ${STORED_GAME}`,
    bindings: [gameId],
  });
  return row === undefined ? undefined : storedGame(gameId, row);
}

function storedGame(gameId: GameId, row: StoredRow): StoredGame {
  return {
    gameId,
    fence: Number(row.fence),
    lastSeq: row.last_seq,
    snapshot:
      row.snapshot_seq === null || row.snapshot_state === null
        ? null
        : { seq: row.snapshot_seq, state: row.snapshot_state },
    entries: row.entries.map(readEntry),
  };
}

async function freshEpoch(db: Knex): Promise<number> {
  const [row] = await write<{ epoch: string }>(db, {
    name: 'fresh epoch',
    sql: `SELECT nextval('game_epochs') AS epoch`,
  });
  if (row === undefined) throw new Error('a sequence always has a next value');
  return Number(row.epoch);
}

async function reclaimGame(
  db: Knex,
  { gameId, epoch, session }: Claim,
  { held, by }: { readonly held: readonly number[]; readonly by: Mover<ReclaimReason> },
): Promise<{ lastSeq: number } | undefined> {
  const [row] = await write<{ last_seq: number }>(db, {
    name: 'reclaim game',
    sql: `WITH g AS (
            UPDATE games SET fence = ?, owner_session = ? WHERE id = ? AND fence = ANY (?::bigint[])
            RETURNING id, fence, last_seq
          ), ${noted('reclaimed')} SELECT last_seq FROM g`,
    bindings: [epoch, session, gameId, [...held], by.reason, session, by.node],
  });
  return row === undefined ? undefined : { lastSeq: row.last_seq };
}

/** Entries with after < seq, in rising seq. */
export async function readEntries(
  db: Knex,
  range: { readonly gameId: GameId; readonly after: number; readonly limit: number },
): Promise<readonly JournalEntry[]> {
  const rows = await read<{ entry: unknown }>(db, {
    name: 'read entries',
    sql: `SELECT ${ENTRY_JSON} AS entry FROM game_events e WHERE e.game_id = ? AND e.seq > ? ORDER BY e.seq LIMIT ?`,
    bindings: [range.gameId, range.after, range.limit],
  });
  return rows.map((row) => readEntry(row.entry));
}

async function entryOfCommand(db: Knex, gameId: GameId, commandId: CommandId): Promise<JournalEntry | undefined> {
  const [row] = await read<{ entry: unknown }>(db, {
    name: 'read entry of command',
    sql: `SELECT ${ENTRY_JSON} AS entry FROM game_events e WHERE e.game_id = ? AND e.command_id = ?`,
    bindings: [gameId, commandId],
  });
  return row === undefined ? undefined : readEntry(row.entry);
}
