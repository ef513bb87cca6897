/**
 * When a half-inning ends, and when the game does (OBR 7.01, 7.02).
 *
 * The team that bats second need not bat when it leads after its opponents' last turn, and wins the moment it takes
 * the lead in the last inning or a later one.
 */
import type { EndReason, GameEnded, HalfInningEnded } from '../protocol/events';
import type { Ruleset } from '../protocol/ruleset';
import type { Half, Score } from '../protocol/side';
import { ofSide, sideBattingIn } from './state';

/** The situation just after a play, before anybody changes sides. */
export interface AfterPlay {
  readonly ruleset: Ruleset;
  readonly inning: number;
  readonly half: Half;
  readonly outs: number;
  readonly score: Score;
}

/** Why the game is over after this play; null when it goes on. */
export function endAfter({ ruleset, inning, half, outs, score }: AfterPlay): EndReason | null {
  const second = sideBattingIn('bottom', ruleset);
  const first = sideBattingIn('top', ruleset);
  const lead = ofSide(score, second) - ofSide(score, first);
  const isLast = inning >= ruleset.innings;
  const isOut = outs >= 3;
  if (half === 'top') {
    if (isOut && isLast && lead > 0) return 'regulation';
    return isOut && isMercy(ruleset, inning, lead) ? 'mercy' : null;
  }
  if (isLast && lead > 0) return 'walkOff';
  if (isOut && isLast && lead < 0) return 'regulation';
  if (isMercy(ruleset, inning, lead) || (isOut && isMercy(ruleset, inning, -lead))) return 'mercy';
  return isOut && lead === 0 && ruleset.tieAfterInning !== null && inning >= ruleset.tieAfterInning ? 'tie' : null;
}

function isMercy({ mercy }: Ruleset, inning: number, lead: number): boolean {
  return mercy !== null && inning >= mercy.afterInning && lead >= mercy.runs;
}

/** What follows a play: nothing, the end of the half-inning, or the end of the game. */
export function endingsAfter(after: AfterPlay): (HalfInningEnded | GameEnded)[] {
  const reason = endAfter(after);
  if (reason !== null) return [{ type: 'GameEnded', reason, score: after.score }];
  if (after.outs < 3) return [];
  return [{ type: 'HalfInningEnded', inning: after.inning, half: after.half }];
}
