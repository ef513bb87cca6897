/** A season's completed dice games, and all that happened in each: for the proof of how their dice fell. */
import type { Knex } from 'knex';
import type { GameEvent } from '../../protocol/events';
import type { GameId, LeagueId } from '../../protocol/ids';
import type { DiceGamesAsked, DiceGamesPage } from '../../protocol/league';
import { readEntries } from './archive';
import { read } from './connection';
import { cursorOf, readCursor } from './page-cursor';

const PAGE_ENTRIES = 500;

/** Newest first by their end. @throws Fault */
export async function diceGamesOf(db: Knex, league: LeagueId, query: DiceGamesAsked): Promise<DiceGamesPage> {
  const after = query.cursor === undefined ? undefined : readCursor(query.cursor);
  const rows = await read<{ game_id: GameId; ended_at: Date }>(db, {
    name: 'dice games of a season',
    sql: `SELECT r.game_id, r.ended_at FROM game_results r JOIN games g ON g.id = r.game_id
          WHERE r.league = ? AND r.season = ? AND g.mode = 'dice'
            ${after === undefined ? '' : 'AND (r.ended_at, r.game_id) < (?::timestamptz, ?)'}
          ORDER BY r.ended_at DESC, r.game_id DESC LIMIT ?`,
    bindings: [league, query.season, ...(after === undefined ? [] : [after.at, after.gameId]), query.limit + 1],
  });
  const games = rows.slice(0, query.limit);
  const last = games.at(-1);
  return {
    games: games.map((row) => row.game_id),
    next: rows.length > query.limit && last !== undefined ? cursorOf(last.ended_at.toISOString(), last.game_id) : null,
  };
}

/** @throws Fault */
export async function eventsOf(db: Knex, gameId: GameId): Promise<readonly GameEvent[]> {
  const events: GameEvent[] = [];
  for (let after: number | undefined = 0; after !== undefined;) {
    const page = await readEntries(db, { gameId, after, limit: PAGE_ENTRIES });
    events.push(...page.flatMap((entry) => entry.events));
    after = page.length < PAGE_ENTRIES ? undefined : page.at(-1)?.seq;
  }
  return events;
}
