/**
 * Which pitcher answers for which runner (OBR 9.16(g)).
 *
 * A pitcher is charged with as many runners as he left, not with these persons: when a fielder's choice or a force
 * puts out a runner of his, the next runner behind takes that place, and passes his own on to the one behind him.
 */
import type { PlayerId } from '../protocol/ids';
import type { ScoredPlay } from '../protocol/play';
import type { Bases } from './state';
import type { Tally } from './tally';

/** A caught fly forces nobody: then the outs that follow are not made by choice. */
function isForcePlay(play: ScoredPlay): boolean {
  if (play.kind !== 'out') return false;
  return play.outs?.[0]?.runner !== 0 || play.modifiers?.includes('groundedIntoDoublePlay') === true;
}

/** True when the runner from `base` was put out by a choice that the batter's ball gave the fielders. */
function isByChoice(play: ScoredPlay, tally: Tally, base: number): boolean {
  if (!tally.runners[base as 1 | 2 | 3].isOut) return false;
  if (play.kind === 'fieldersChoice') {
    return play.advances?.some((advance) => advance.from === base && advance.out === true) === true;
  }
  return isForcePlay(play) && play.outs?.some((out) => out.runner === base) === true;
}

export interface Responsibility {
  readonly play: ScoredPlay;
  readonly tally: Tally;
  /** Before the play. */
  readonly bases: Bases;
  /** Who answers for the batter if nothing shifts. */
  readonly batterPitcher: PlayerId;
}

/** The pitcher responsible for the batter (0) and each runner (1–3) after the play; null for an empty base. */
export function responsibleAfter({ play, tally, bases, batterPitcher }: Responsibility): readonly (PlayerId | null)[] {
  const charged: (PlayerId | null)[] = [batterPitcher, ...bases.map((runner) => runner?.pitcher ?? null)];
  const isOn = [true, ...bases.map((runner) => runner !== null)];
  const pushFrom = (base: number): void => {
    let behind = base - 1;
    while (behind > 0 && isOn[behind] !== true) behind -= 1;
    if (behind > 0) pushFrom(behind);
    charged[behind] = charged[base] ?? null;
  };
  for (let base = 3; base >= 1; base--) {
    if (isOn[base] !== true) continue;
    if (isByChoice(play, tally, base)) pushFrom(base);
    const to = tally.runners[base as 1 | 2 | 3].to ?? base;
    if (to !== base) isOn[base] = false;
  }
  return charged;
}
