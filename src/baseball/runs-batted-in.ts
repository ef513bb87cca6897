/**
 * Who is driven in (OBR 9.04).
 *
 * A run that scores on a batter's play is his, unless it scores on a double play on the ground, on an error (but a
 * runner from third who would have scored anyway, with less than two out), on a strikeout, or behind a misplay.
 * What the record says outright, (RBI) or (NR), stands.
 */
import type { ScoredPlay } from '../protocol/play';
import { endsPlateAppearance, isWalk } from './play-kinds';
import type { Tally } from './tally';

export interface DrivenIn {
  readonly play: ScoredPlay;
  readonly tally: Tally;
  readonly outs: number;
  /** Runners on all three bases before the play. */
  readonly isLoaded: boolean;
}

/** True when the runner from `base` (0: the batter) scored and the batter is credited with it. */
export function isBattedIn({ play, tally, outs, isLoaded }: DrivenIn, base: number): boolean {
  const runner = tally.runners[base as 0 | 1 | 2 | 3];
  if (runner.to !== 4) return false;
  if (isWalk(play.kind)) return base === 3 && isLoaded && (runner.rbi ?? tally.noRbiUpTo < base);
  if (runner.rbi !== null) return runner.rbi;
  if (!endsPlateAppearance(play.kind) || play.kind === 'strikeout') return false;
  if (play.modifiers?.includes('groundedIntoDoublePlay') === true) return false;
  if (play.kind === 'error' && (base !== 3 || outs === 2)) return false;
  if (tally.noRbiUpTo >= base) return false;
  return runner.isSafeHome;
}
