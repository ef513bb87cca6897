/** Who sits where, for a manager's list of games and for the lobby: rows of `game_seats`, and what changes them. */
import type { JournalEntry } from '../../protocol/envelope';
import type { GameId, UserId } from '../../protocol/ids';
import type { Seat, Seats } from '../../protocol/seat';
import type { Statement } from './connection';
import { columnNames, gamesOf, recordset, recordsOf, type Row } from './recordset';

export const SEAT_COLUMNS = { game_id: 'text', seat: 'text', user_id: 'text' } as const;

interface SeatChange {
  readonly gameId: GameId;
  readonly seat: Seat;
  /** Null: nobody sits there any more. */
  readonly user: UserId | null;
}

export function seatRows(gameId: GameId, seats: Seats): Row<typeof SEAT_COLUMNS>[] {
  const taken = Object.entries(seats).filter(([, user]) => user !== undefined);
  return taken.map(([seat, user]) => ({ game_id: gameId, seat, user_id: user }));
}

/** The last change of each seat. */
function lastChanges(entries: readonly JournalEntry[]): SeatChange[] {
  const changes = new Map<string, SeatChange>();
  for (const { gameId, events } of entries) {
    for (const event of events) {
      if (event.type !== 'SeatTaken' && event.type !== 'SeatLeft') continue;
      const user = event.type === 'SeatTaken' ? event.user : null;
      changes.set(`${gameId} ${event.seat}`, { gameId, seat: event.seat, user });
    }
  }
  return [...changes.values()];
}

/** What the entries change in the table; nothing, as a rule. */
export function seatChanges(entries: readonly JournalEntry[]): Statement[] {
  const rows = lastChanges(entries).map(({ gameId, seat, user }) => ({ game_id: gameId, seat, user_id: user }));
  if (rows.length === 0) return [];
  const names = columnNames(SEAT_COLUMNS);
  return [
    {
      name: 'leave seats',
      sql: `DELETE FROM game_seats s USING ${recordset(SEAT_COLUMNS)}
            WHERE s.game_id = ANY(?) AND s.game_id = r.game_id AND s.seat = r.seat`,
      bindings: [recordsOf(rows), gamesOf(rows)],
    },
    {
      name: 'take seats',
      sql: `INSERT INTO game_seats (${names}) SELECT ${names} FROM ${recordset(SEAT_COLUMNS)} WHERE r.user_id IS NOT NULL`,
      bindings: [recordsOf(rows)],
    },
  ];
}
