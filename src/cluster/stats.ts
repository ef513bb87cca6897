/** What a node reports of itself. */
import type { NodeStats } from './ports';
import type { Owner } from './owner';

/** Counts the hot games by league and status, and the lineups they hold. */
export function statsOf(owners: Iterable<Owner>, sockets: number): NodeStats {
  let hotGames = 0;
  let lineups = 0;
  const byLeague: Record<string, number> = {};
  const byStatus: Record<string, number> = {};
  for (const { game } of owners) {
    if (game === undefined) continue;
    const { state } = game;
    hotGames += 1;
    lineups += (state.lineups.away === null ? 0 : 1) + (state.lineups.home === null ? 0 : 1);
    byLeague[state.league] = (byLeague[state.league] ?? 0) + 1;
    byStatus[state.status] = (byStatus[state.status] ?? 0) + 1;
  }
  return { hotGames, lineups, sockets, byLeague, byStatus };
}
