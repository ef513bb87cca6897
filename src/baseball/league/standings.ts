/** The standings of a league: a fold of its completed games, in the order in which they ended. */
import type { GameResult, StandingsRow, WinsAndLosses } from '../../protocol/league';
import type { Side } from '../../protocol/side';
import { otherSide } from '../state';

const LAST_GAMES = 10;

type Outcome = StandingsRow['streak']['result'];

/** A team's season while it is counted up. */
interface Tally {
  team: StandingsRow['team'];
  runsScored: number;
  runsAllowed: number;
  readonly outcomes: Outcome[];
  readonly at: Record<Side, { wins: number; losses: number }>;
}

function outcomeFor(side: Side, winner: Side | null): Outcome {
  if (winner === null) return 'tie';
  return winner === side ? 'win' : 'loss';
}

function count(tallies: Map<string, Tally>, result: GameResult, side: Side): void {
  const { id, name, runs } = result[side];
  const tally = tallies.get(id) ?? newTally();
  tallies.set(id, tally);
  const outcome = outcomeFor(side, result.winner);
  tally.team = { id, name };
  tally.runsScored += runs;
  tally.runsAllowed += result[otherSide(side)].runs;
  tally.outcomes.push(outcome);
  if (outcome === 'win') tally.at[side].wins += 1;
  if (outcome === 'loss') tally.at[side].losses += 1;
}

function newTally(): Tally {
  const at = { away: { wins: 0, losses: 0 }, home: { wins: 0, losses: 0 } };
  return { team: { id: '', name: '' } as Tally['team'], runsScored: 0, runsAllowed: 0, outcomes: [], at };
}

function winsAndLosses(outcomes: readonly Outcome[]): WinsAndLosses {
  const wins = outcomes.filter((outcome) => outcome === 'win').length;
  const losses = outcomes.filter((outcome) => outcome === 'loss').length;
  return { wins, losses };
}

function streakOf(outcomes: readonly Outcome[]): StandingsRow['streak'] {
  const result = outcomes.at(-1) ?? 'tie';
  const before = outcomes.findLastIndex((outcome) => outcome !== result);
  return { result, games: outcomes.length - 1 - before };
}

/** The share of the decided games that were won; 0 without one. */
export function winningPercentage({ wins, losses }: WinsAndLosses): number {
  return wins + losses === 0 ? 0 : wins / (wins + losses);
}

function rowOf({ team, runsScored, runsAllowed, outcomes, at }: Tally): Omit<StandingsRow, 'gamesBehind'> {
  const total = winsAndLosses(outcomes);
  return {
    team,
    games: outcomes.length,
    ...total,
    ties: outcomes.length - total.wins - total.losses,
    winningPercentage: winningPercentage(total),
    runsScored,
    runsAllowed,
    home: at.home,
    away: at.away,
    lastTen: winsAndLosses(outcomes.slice(-LAST_GAMES)),
    streak: streakOf(outcomes),
  };
}

/** Best first; of equals the one with the better run difference, then by id. @param results in the order of their ends */
export function standingsOf(results: Iterable<GameResult>): StandingsRow[] {
  const tallies = new Map<string, Tally>();
  for (const result of results) for (const side of ['away', 'home'] as const) count(tallies, result, side);
  const rows = [...tallies.values()]
    .map(rowOf)
    .sort(
      (a, b) =>
        b.winningPercentage - a.winningPercentage ||
        b.wins - b.losses - (a.wins - a.losses) ||
        b.runsScored - b.runsAllowed - (a.runsScored - a.runsAllowed) ||
        (a.team.id < b.team.id ? -1 : 1),
    );
  const [first] = rows;
  return rows.map((row) => ({
    ...row,
    gamesBehind: first === undefined ? 0 : (first.wins - row.wins + row.losses - first.losses) / 2,
  }));
}
