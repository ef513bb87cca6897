/** The tables that are made of entries, and always written in the transaction that stores them: plays, lineups, seats. */
import type { JournalEntry } from '../../protocol/envelope';
import type { Statement } from './connection';
import { LEFT_COLUMNS, LINEUP_COLUMNS, lineupChanges } from './lineup-rows';
import { PLAY_COLUMNS, playRows } from './play-rows';
import { gamesOf, insertRows, recordset, recordsOf, type Row } from './recordset';
import { seatChanges } from './seat-rows';

/** What can be made again from the events at any time, and is kept so that nobody has to. */
export function derivedRows(entries: readonly JournalEntry[]): Statement[] {
  const statements: Statement[] = [];
  const plays = entries.flatMap(playRows);
  if (plays.length > 0) statements.push(insertRows('plays', PLAY_COLUMNS, plays));
  const { taken, left } = lineupChanges(entries);
  if (left.length > 0) statements.push(leaveLineups(left));
  if (taken.length > 0) statements.push(takeLineups(taken));
  statements.push(...seatChanges(entries));
  return statements;
}

function leaveLineups(left: readonly Row<typeof LEFT_COLUMNS>[]): Statement {
  return {
    name: 'leave lineups',
    sql: `DELETE FROM lineups l USING ${recordset(LEFT_COLUMNS)}
          WHERE l.game_id = ANY(?) AND l.game_id = r.game_id AND l.side = r.side
            AND CASE WHEN r.player_id IS NULL THEN l.slot = r.slot ELSE l.player_id = r.player_id AND l.slot <> r.slot END`,
    bindings: [recordsOf(left), gamesOf(left)],
  };
}

function takeLineups(taken: readonly Row<typeof LINEUP_COLUMNS>[]): Statement {
  const insert = insertRows('lineups', LINEUP_COLUMNS, taken);
  return {
    ...insert,
    name: 'take lineups',
    sql: `${insert.sql} ON CONFLICT (game_id, side, slot) DO UPDATE SET position = excluded.position,
            player_id = excluded.player_id, player_name = excluded.player_name, entered_seq = excluded.entered_seq`,
  };
}
