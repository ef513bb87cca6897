/** What each player of a completed game adds to his season, from the game's box score. */
import type { BoxScore, PitchingLine, TeamBoxScore } from '../../protocol/box-score';
import type { GameEvent } from '../../protocol/events';
import type { GameId } from '../../protocol/ids';
import type { GameResult, PitchingTotals, PlayerTotals } from '../../protocol/league';
import type { Side } from '../../protocol/side';
import { newBattingLine, newPitchingLine } from '../box-score/lines';

/** Adds numbers of the same names. Both have the same keys. */
function plus<T extends { readonly [K in keyof T]: number }>(a: T, b: T): T {
  const sum = { ...a } as Record<keyof T, number>;
  for (const key of Object.keys(b) as (keyof T)[]) sum[key] += b[key];
  return sum as T;
}

export function noPitching(): PitchingTotals {
  const { id: _id, name: _name, decision: _decision, facedWithoutOut: _faced, ...counts } = newPitchingLine(NOBODY);
  return { ...counts, games: 0, starts: 0, completeGames: 0, shutouts: 0, wins: 0, losses: 0, saves: 0 };
}

const NOBODY = { id: '' as PitchingLine['id'], name: '' };

function pitchedBy(line: PitchingLine, { pitchers }: TeamBoxScore, isFirstStay: boolean): PitchingTotals {
  const { id: _id, name: _name, decision, facedWithoutOut: _faced, ...counts } = line;
  const isAlone = pitchers.length === 1;
  const runs = pitchers.reduce((sum, each) => sum + each.runs, 0);
  return {
    ...counts,
    games: isFirstStay ? 1 : 0,
    starts: pitchers[0] === line ? 1 : 0,
    completeGames: isAlone ? 1 : 0,
    shutouts: isAlone && runs === 0 ? 1 : 0,
    wins: decision === 'win' ? 1 : 0,
    losses: decision === 'loss' ? 1 : 0,
    saves: decision === 'save' ? 1 : 0,
  };
}

function totalsOfTeam(box: TeamBoxScore): PlayerTotals[] {
  const byPlayer = new Map<string, PlayerTotals>();
  const of = ({ id, name }: Pick<PitchingLine, 'id' | 'name'>): PlayerTotals =>
    byPlayer.get(id) ?? {
      player: { id, name },
      team: box.team.id,
      batting: { ...newBattingLine(), games: 0 },
      pitching: noPitching(),
    };
  for (const player of box.players) {
    const before = of(player);
    byPlayer.set(player.id, { ...before, batting: plus(before.batting, { ...player.batting, games: 1 }) });
  }
  for (const line of box.pitchers) {
    const before = of(line);
    const pitched = pitchedBy(line, box, before.pitching.games === 0);
    byPlayer.set(line.id, { ...before, pitching: plus(before.pitching, pitched) });
  }
  return [...byPlayer.values()];
}

/** The totals of everybody who was in the game, a player and team once each. */
export function totalsOf(box: Pick<BoxScore, 'away' | 'home'>): PlayerTotals[] {
  return [...totalsOfTeam(box.away), ...totalsOfTeam(box.home)];
}

/** Totals of the same players for the same teams, added up. */
export function seasonTotals(games: Iterable<readonly PlayerTotals[]>): PlayerTotals[] {
  const sums = new Map<string, PlayerTotals>();
  for (const players of games) {
    for (const totals of players) {
      const key = `${totals.team} ${totals.player.id}`;
      const before = sums.get(key);
      sums.set(key, before === undefined ? totals : withAdded(before, totals));
    }
  }
  return [...sums.values()];
}

function withAdded(before: PlayerTotals, more: PlayerTotals): PlayerTotals {
  return {
    ...before,
    batting: plus(before.batting, more.batting),
    pitching: plus(before.pitching, more.pitching),
  };
}

/** Who won; null for a tie. A forfeit says it, otherwise the score does. */
function winnerOf(runs: Readonly<Record<Side, number>>, reason: string): Side | null {
  if (reason === 'forfeitedToHome') return 'home';
  if (reason === 'forfeitedToAway') return 'away';
  if (runs.away === runs.home) return null;
  return runs.home > runs.away ? 'home' : 'away';
}

/** A game's result; null while it has none. @param events those that count */
export function resultOf(gameId: GameId, events: readonly GameEvent[]): GameResult | null {
  const [scheduled] = events;
  const ended = events.findLast((event) => event.type === 'GameEnded');
  if (scheduled?.type !== 'GameScheduled' || ended === undefined) return null;
  const { away, home } = scheduled.teams;
  const { score, reason } = ended;
  return {
    gameId,
    away: { ...away, runs: score.away },
    home: { ...home, runs: score.home },
    winner: winnerOf(score, reason),
  };
}
