/**
 * Games whose past a batch revises. `plays` and `lineups` show what counts, so what they hold of such a game is made
 * again, from all of its entries, in the transaction that brings the revision in.
 */
import type { Knex } from 'knex';
import type { JournalEntry } from '../../protocol/envelope';
import { effectiveEntries } from '../../protocol/history';
import type { GameId } from '../../protocol/ids';
import { step } from './connection';
import { ENTRY_JSON, readEntry } from './event-rows';

const DERIVED = ['plays', 'lineups'] as const;

/**
 * The entries from which the batch's derived rows are made: its own, and of revised games all that count. What was
 * derived of those before is gone.
 * @param entries the batch's, in `game_events` already
 */
export async function entriesThatCount(
  trx: Knex.Transaction,
  entries: readonly JournalEntry[],
): Promise<readonly JournalEntry[]> {
  const revised = [...new Set(entries.filter(isRevision).map((entry) => entry.gameId))];
  if (revised.length === 0) return entries;
  for (const table of DERIVED) {
    await step(trx, {
      name: `forget ${table}`,
      sql: `DELETE FROM ${table} WHERE game_id = ANY(?)`,
      bindings: [revised],
    });
  }
  const others = entries.filter((entry) => !revised.includes(entry.gameId));
  const told: JournalEntry[] = [];
  for (const gameId of revised) told.push(...effectiveEntries(await wholeGame(trx, gameId)));
  return [...others, ...told];
}

function isRevision({ events }: JournalEntry): boolean {
  return events.some((event) => event.type === 'HistoryRevised');
}

async function wholeGame(trx: Knex.Transaction, gameId: GameId): Promise<readonly JournalEntry[]> {
  const rows = await step<{ entry: unknown }>(trx, {
    name: 'read revised game',
    sql: `SELECT ${ENTRY_JSON} AS entry FROM game_events e WHERE e.game_id = ? ORDER BY e.seq`,
    bindings: [gameId],
  });
  return rows.map((row) => readEntry(row.entry));
}
