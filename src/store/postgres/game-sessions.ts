/** Who is connected to which game: copied from what the nodes note, for operators and statistics. */
import type { Knex } from 'knex';
import type { SessionId } from '../../protocol/ids';
import { write } from './connection';
import { columnNames, recordset, recordsOf, type Row } from './recordset';
import { isoTime } from './event-rows';

/** Times in ms since 1970. */
export interface GameSessionRow {
  readonly socket: string;
  readonly user: string;
  readonly gameId: string;
  readonly seat: string;
  readonly address: string;
  readonly connectedAt: number;
  readonly lastActionAt: number;
}

const SESSION_COLUMNS = {
  game_id: 'text',
  socket_id: 'text',
  node_session: 'text',
  user_id: 'text',
  seat: 'text',
  remote_address: 'text',
  connected_at: 'timestamptz',
  last_action_at: 'timestamptz',
} as const;

function sessionRow(session: SessionId, row: GameSessionRow): Row<typeof SESSION_COLUMNS> {
  return {
    game_id: row.gameId,
    socket_id: row.socket,
    node_session: session,
    user_id: row.user,
    seat: row.seat,
    remote_address: row.address,
    connected_at: isoTime(row.connectedAt),
    last_action_at: isoTime(row.lastActionAt),
  };
}

/** Makes the table say of one node session exactly this. Rows that did not change are not written. */
export async function replaceGameSessions(
  db: Knex,
  session: SessionId,
  rows: readonly GameSessionRow[],
): Promise<void> {
  const names = columnNames(SESSION_COLUMNS);
  await write(db, {
    name: 'replace game sessions',
    sql: `WITH seen AS MATERIALIZED (SELECT ${names} FROM ${recordset(SESSION_COLUMNS)}), gone AS (
            DELETE FROM game_sessions g WHERE g.node_session = ? AND NOT EXISTS (
              SELECT FROM seen s WHERE s.game_id = g.game_id AND s.socket_id = g.socket_id)
          )
          INSERT INTO game_sessions AS g (${names}) SELECT ${names} FROM seen
          ON CONFLICT (game_id, socket_id) DO UPDATE
            SET node_session = excluded.node_session, user_id = excluded.user_id, seat = excluded.seat,
                remote_address = excluded.remote_address, last_action_at = excluded.last_action_at
            WHERE (g.node_session, g.user_id, g.seat, g.remote_address, g.last_action_at) IS DISTINCT FROM
              (excluded.node_session, excluded.user_id, excluded.seat, excluded.remote_address, excluded.last_action_at)`,
    bindings: [recordsOf(rows.map((row) => sessionRow(session, row))), session],
  });
}

/** Forgets who was connected through node sessions that are over. @returns how many rows that were */
export async function dropDeadGameSessions(db: Knex, living: readonly SessionId[]): Promise<number> {
  const rows = await write<{ dropped: number }>(db, {
    name: 'drop dead game sessions',
    sql: `WITH dropped AS (DELETE FROM game_sessions WHERE node_session <> ALL(?) RETURNING 1)
          SELECT count(*)::integer AS dropped FROM dropped`,
    bindings: [[...living]],
  });
  return rows[0]?.dropped ?? 0;
}
