/** What a node reports of itself. */
import { countsOf } from '../protocol/counts';
import type { NodeStats } from './ports';
import type { Owner } from './owner';

/** Counts the hot games by league and status, and the lineups they hold. */
export function statsOf(owners: Iterable<Owner>, sockets: number): NodeStats {
  let hotGames = 0;
  let lineups = 0;
  const leagues: [string, number][] = [];
  const statuses: [string, number][] = [];
  for (const { game } of owners) {
    if (game === undefined) continue;
    const { state } = game;
    hotGames += 1;
    lineups += (state.lineups.away === null ? 0 : 1) + (state.lineups.home === null ? 0 : 1);
    leagues.push([state.league, 1]);
    statuses.push([state.status, 1]);
  }
  return { hotGames, lineups, sockets, byLeague: countsOf(leagues), byStatus: countsOf(statuses) };
}
