/** The pieces of a play: advances and outs, from the lead runner back, and the checks that decide them. */
import type { FieldingSequence, ScoredAdvance, ScoredPlay } from '../../protocol/play';
import { ofSide, sideBattingIn } from '../state';
import { ADVANCE_STEP, ARM_STEP, DEPTH_ON_ADVANCE, type RunnerCheck } from './charts';
import { FROM_BASE, type Table } from './table';

export type CheckResult = 'safe' | 'out' | 'hold';

/** Ball to glove, glove to glove; a fielder who does it alone is named once. */
export function thrown(...fielders: readonly number[]): FieldingSequence {
  return { fielders: fielders.filter((fielder, i) => i === 0 || fielder !== fielders[i - 1]) };
}

export function safe(from: number, to: number): ScoredAdvance {
  return { from, to };
}

export function out(from: number, to: number, by: FieldingSequence): ScoredAdvance {
  return { from, to, out: true, by: [by] };
}

export interface RunnerTry {
  readonly base: number;
  readonly check: RunnerCheck;
  /** Who has the ball; an outfielder's arm counts. */
  readonly fielder: number;
  readonly what: string;
  /** A head start, in numbers of the d100. */
  readonly start: number;
}

/** A runner tries for a base beyond the one that is his: d100 against his own number. */
export function tryForBase(table: Table, { base, check, fielder, what, start }: RunnerTry): CheckResult {
  const { advance } = table.running(base);
  const isOutfield = fielder >= 7;
  const arm = isOutfield ? table.fielder(fielder).arm * ARM_STEP : 0;
  const depth = isOutfield ? DEPTH_ON_ADVANCE[table.defense.outfieldDepth] : 0;
  const wanted = check.safe + (advance - 10) * ADVANCE_STEP - arm + depth + start;
  const number = Math.max(0, Math.min(100 - check.out, wanted));
  const roll = table.roll(100, what);
  const result = roll <= number ? 'safe' : roll > 100 - check.out ? 'out' : 'hold';
  const column = FROM_BASE[base] ?? '';
  table.write({ card: table.runnerId(base), kind: what, column, row: number, split: roll, result });
  return result;
}

/** Runs that the batting team still needs to win here and now; Infinity when it cannot. */
function neededToWin({ state, batting, fielding }: Table): number {
  const { ruleset, inning, half, score } = state;
  const isLastChance = half === 'bottom' && inning >= ruleset.innings;
  if (!isLastChance || sideBattingIn('bottom', ruleset) !== batting) return Infinity;
  return ofSide(score, fielding) - ofSide(score, batting) + 1;
}

const HIT_BY_BASES = ['single', 'single', 'double', 'triple'] as const;

/** A hit that wins the game counts as many bases as the winning runner had to run, and not more (OBR 9.06(f)). */
function creditedHit(play: ScoredPlay, winner: number): ScoredPlay['kind'] {
  const bases = { single: 1, double: 2, triple: 3 }[play.kind as 'single'];
  if (bases === undefined || bases <= 4 - winner) return play.kind;
  return HIT_BY_BASES[4 - winner] ?? 'single';
}

/** The game ends with the winning run: whoever comes behind it neither scores nor is put out. */
export function endAtWinningRun(table: Table, play: ScoredPlay): ScoredPlay {
  if (play.kind === 'homeRun' || play.advances === undefined) return play;
  let needed = neededToWin(table);
  if (needed === Infinity) return play;
  let winner = -1;
  const advances: ScoredAdvance[] = [];
  for (const advance of play.advances) {
    if (winner < 0) advances.push(advance);
    else if (advance.from > 0) advances.push(safe(advance.from, Math.min(advance.from + 1, 3)));
    if (advance.to === 4 && advance.out !== true && --needed === 0) winner = advance.from;
  }
  if (winner < 0) return play;
  const { modifiers, ...rest } = play;
  const kind = creditedHit(play, winner);
  const kept = kind === 'double' ? modifiers : modifiers?.filter((modifier) => modifier !== 'groundRule');
  return { ...rest, kind, ...(kept === undefined || kept.length === 0 ? {} : { modifiers: kept }), advances };
}
