/** Lists of games for people, from the narrow table: newest first, a page at a time. */
import type { Knex } from 'knex';
import type { Catalog } from '../../cluster/ports';
import { countsOf } from '../../protocol/counts';
import type { GameId } from '../../protocol/ids';
import type { CatalogTotals, GameListItem, GameListPage, ListGamesQuery } from '../../protocol/rest';
import { read } from './connection';
import { readOwnership } from './ownership';
import { cursorOf, readCursor } from './page-cursor';

/** How late a game's clock may be until the sweep has it looked at. */
const OVERDUE_AFTER_S = 5;

export function postgresCatalog(db: Knex): Catalog {
  return {
    listGames: (query) => listGames(db, query),
    gameRow: (gameId) => readGameRow(db, gameId),
    totals: () => countGames(db),
    ownership: (gameId, query) => readOwnership(db, gameId, query),
    quarantined: () => countQuarantined(db),
    ping: async () => {
      await read(db, { name: 'ping', sql: 'SELECT 1' });
    },
  };
}

const GAME_COLUMNS = `id, league, mode, status, away_id, away_name, away_runs, home_id, home_name, home_runs,
  inning, half, outs, last_seq, created_at, updated_at`;

interface GameRow {
  readonly id: GameId;
  readonly league: GameListItem['league'];
  readonly mode: string;
  readonly status: GameListItem['status'];
  readonly away_id: string;
  readonly away_name: string;
  readonly away_runs: number;
  readonly home_id: string;
  readonly home_name: string;
  readonly home_runs: number;
  readonly inning: number;
  readonly half: GameListItem['half'];
  readonly outs: number;
  readonly last_seq: number;
  readonly created_at: Date;
  readonly updated_at: Date;
}

function listItem(row: GameRow): GameListItem {
  return {
    gameId: row.id,
    league: row.league,
    mode: row.mode,
    status: row.status,
    away: { id: row.away_id, name: row.away_name, runs: row.away_runs },
    home: { id: row.home_id, name: row.home_name, runs: row.home_runs },
    inning: row.inning,
    half: row.half,
    outs: row.outs,
    lastSeq: row.last_seq,
    createdAt: row.created_at.toISOString(),
    updatedAt: row.updated_at.toISOString(),
  };
}

/** The page after a game: games that were created before it, or with it and have a lower id. */
async function listGames(db: Knex, query: ListGamesQuery): Promise<GameListPage> {
  const conditions: string[] = [];
  const bindings: (string | number)[] = [];
  const where = (condition: string, ...values: string[]): void => {
    conditions.push(condition);
    bindings.push(...values);
  };
  if (query.status !== undefined) where('status = ?', query.status);
  if (query.league !== undefined) where('league = ?', query.league);
  if (query.user !== undefined) where('id IN (SELECT game_id FROM game_seats WHERE user_id = ?)', query.user);
  if (query.open !== undefined) {
    where(`status = 'scheduled' AND access = 'open' AND managers_wanted > (
      SELECT count(*) FROM game_seats s WHERE s.game_id = games.id AND s.seat IN ('away', 'home'))`);
  }
  if (query.cursor !== undefined) {
    const after = readCursor(query.cursor);
    where('(created_at, id) < (?::timestamptz, ?)', after.at, after.gameId);
  }
  const rows = await read<GameRow>(db, {
    name: 'list games',
    sql: `SELECT ${GAME_COLUMNS} FROM games ${conditions.length > 0 ? `WHERE ${conditions.join(' AND ')}` : ''}
          ORDER BY created_at DESC, id DESC LIMIT ?`,
    bindings: [...bindings, query.limit + 1],
  });
  const games = rows.slice(0, query.limit).map(listItem);
  const last = games.at(-1);
  return {
    games,
    next: rows.length > query.limit && last !== undefined ? cursorOf(last.createdAt, last.gameId) : null,
  };
}

async function readGameRow(db: Knex, gameId: GameId): Promise<GameListItem | undefined> {
  const [row] = await read<GameRow>(db, {
    name: 'read game row',
    sql: `SELECT ${GAME_COLUMNS} FROM games WHERE id = ?`,
    bindings: [gameId],
  });
  return row === undefined ? undefined : listItem(row);
}

async function countGames(db: Knex): Promise<CatalogTotals> {
  const rows = await read<{ league: string; status: string; games: number }>(db, {
    name: 'count games',
    sql: 'SELECT league, status, count(*)::integer AS games FROM games GROUP BY league, status',
  });
  return {
    games: rows.reduce((sum, row) => sum + row.games, 0),
    byLeague: countsOf(rows.map(({ league, games }) => [league, games])),
    byStatus: countsOf(rows.map(({ status, games }) => [status, games])),
  };
}

async function countQuarantined(db: Knex): Promise<number> {
  const [row] = await read<{ games: number }>(db, {
    name: 'count quarantined games',
    sql: 'SELECT count(*)::integer AS games FROM games WHERE quarantined_at IS NOT NULL',
  });
  return row?.games ?? 0;
}

/** Games whose clock should have had its say a while ago, and that nothing has happened in since. @throws Fault */
export async function overdueGames(db: Knex, limit: number): Promise<readonly GameId[]> {
  const rows = await read<{ id: GameId }>(db, {
    name: 'overdue games',
    sql: `SELECT id FROM games WHERE status IN ('live', 'scheduled') AND quarantined_at IS NULL
          AND greatest(due_at, updated_at) < now() - interval '${OVERDUE_AFTER_S} seconds' AND due_at IS NOT NULL
          ORDER BY due_at LIMIT ?`,
    bindings: [limit],
  });
  return rows.map((row) => row.id);
}
