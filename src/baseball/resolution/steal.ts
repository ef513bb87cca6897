/** Steals: a lead against the pitcher who holds it, then legs against the catcher's arm. */
import type { FieldingSequence, ScoredAdvance, ScoredAttempt, ScoredPlay } from '../../protocol/play';
import type { PlayerCard, RunningRatings } from '../../protocol/cards';
import { ofSide } from '../state';
import { INDIFFERENT, STEAL, STRIKE_OUT_THROW_OUT } from './charts';
import { safe, thrown } from './moves';
import { FROM_BASE, type Table } from './table';

/** What a steal depends on. */
export interface StealTry {
  readonly runner: RunningRatings;
  /** The base that he leaves, 1–3. */
  readonly base: number;
  readonly pitching: PlayerCard['pitching'];
  /** The catcher's arm, −8 to +8. */
  readonly arm: number;
  readonly isHeld: boolean;
  readonly isPitchOut: boolean;
  /** A man on third, whom the catcher must look after before he throws to second. */
  readonly isThirdWatched: boolean;
}

const within = (number: number): number => Math.max(0, Math.min(20, number));

/** The d20 numbers of a good lead, and of being safe after a good one and after a bad one. */
export function stealNumbers(attempt: StealTry): {
  readonly lead: number;
  readonly good: number;
  readonly bad: number;
} {
  const { runner, base, pitching, arm, isHeld, isPitchOut, isThirdWatched } = attempt;
  const lead = runner.lead - (pitching?.hold ?? 0) + (isHeld ? 0 : STEAL.notHeld);
  const there = base === 3 ? -STEAL.home : base === 2 ? STEAL.third : isThirdWatched ? STEAL.thirdWatched : 0;
  const number = runner.steal - arm + there - (isPitchOut ? STEAL.pitchOut : 0);
  return { lead: within(lead), good: within(number), bad: within(number - STEAL.badLead) };
}

/** The chance, 0 to 1, that he is safe; for whoever weighs whether to send him. */
export function stealChance(attempt: StealTry): number {
  const { lead, good, bad } = stealNumbers(attempt);
  return (lead / 20) * (good / 20) + (1 - lead / 20) * (bad / 20);
}

type StealResult = 'safe' | 'out' | 'pickedOff' | 'wildThrow';

function attemptOf(table: Table, base: number): StealTry {
  return {
    runner: table.running(base),
    base,
    pitching: table.pitcherCard.pitching,
    arm: table.fielder(2).arm,
    isHeld: table.isHeld(base),
    isPitchOut: table.defense.pitchOut,
    isThirdWatched: base === 1 && table.isOn(3),
  };
}

/** Two dice: the lead (20: picked off on the way), and the race (1: the throw gets away). */
function race(table: Table, base: number, handicap: number): StealResult {
  const { lead, good, bad } = stealNumbers(attemptOf(table, base));
  const card = table.runnerId(base);
  const column = FROM_BASE[base] ?? '';
  const first = table.roll(20, 'lead');
  const isGood = first <= lead;
  table.write({
    card,
    kind: 'lead',
    column,
    row: lead,
    split: first,
    result: isGood ? 'good' : 'bad',
  });
  if (first === 20 && !isGood && table.isHeld(base)) return 'pickedOff';
  const number = Math.max(0, (isGood ? good : bad) - handicap);
  const second = table.roll(20, 'steal');
  const result = second > number ? 'out' : second === 1 ? 'wildThrow' : 'safe';
  table.write({ card, kind: 'steal', column, row: number, split: second, result });
  return result;
}

/** Who takes the catcher's throw. */
const COVERS: Readonly<Record<number, number>> = { 2: 4, 3: 5, 4: 2 };

function caughtBy(base: number, isPickedOff: boolean): FieldingSequence {
  if (base === 4) return thrown(1, 2);
  const covers = COVERS[base] ?? 4;
  return isPickedOff ? thrown(1, base === 2 ? 3 : base === 3 ? 6 : 5, covers) : thrown(2, covers);
}

/** The play of one runner who goes; those behind him who go too move up while the throw is ahead of them. */
function stealPlay(table: Table, bases: readonly number[], handicap: number): ScoredPlay {
  const [lead = 1] = bases;
  const trailing = bases.slice(1);
  const base = lead + 1;
  const result = race(table, lead, handicap);
  if (result === 'out' || result === 'pickedOff') {
    const isPickedOff = result === 'pickedOff';
    const attempt: ScoredAttempt = {
      kind: isPickedOff ? 'pickoffCaughtStealing' : 'caughtStealing',
      base,
      by: caughtBy(base, isPickedOff),
    };
    if (!isPickedOff && trailing.length === 0 && isStruckOut(table)) {
      return { kind: 'strikeout', attempts: [attempt], modifiers: ['doublePlay'] };
    }
    const advances = table.outs === 2 ? [] : trailing.map((from) => safe(from, from + 1));
    const kind = isPickedOff ? 'pickoff' : 'caughtStealing';
    return { kind, attempts: [attempt], ...(advances.length === 0 ? {} : { advances }) };
  }
  const attempts = bases.map((from): ScoredAttempt => ({ kind: 'stolenBase', base: from + 1 }));
  const advances = result === 'wildThrow' && base < 4 ? wildThrow(table, lead) : [];
  return { kind: 'stolenBase', attempts, ...(advances.length === 0 ? {} : { advances }) };
}

/** Whether the pitch on which the runner was caught was the batter's third strike as well. */
function isStruckOut(table: Table): boolean {
  if (table.outs === 2 || table.offense.hitAndRun) return false;
  const roll = table.roll(20, 'third strike');
  const isOut = roll <= STRIKE_OUT_THROW_OUT;
  const place = { kind: 'third strike', column: 'd20', row: STRIKE_OUT_THROW_OUT, split: roll };
  table.write({ card: table.batter.id, ...place, result: isOut ? 'K' : 'he bats on' });
  return isOut;
}

/** The throw gets away: one more base for the runner who stole, and home for one on third. */
function wildThrow(table: Table, lead: number): ScoredAdvance[] {
  const error = { fielders: [], error: { fielder: 2, kind: 'throwing' as const } };
  if (lead === 1 && table.isOn(3)) return [{ from: 3, to: 4, by: [error] }, safe(1, 3)];
  return [{ from: lead, to: lead + 2, by: [error] }];
}

/** Late, well ahead and nobody held: the defence lets him go (OBR 9.07(g)). */
function isIndifferent(table: Table, bases: readonly number[]): boolean {
  const { state, batting, fielding } = table;
  const isAhead = ofSide(state.score, fielding) - ofSide(state.score, batting) >= INDIFFERENT.lead;
  const isPlain = bases.length === 1 && bases[0] === 1 && !table.isHeld(1) && !table.defense.pitchOut;
  return isPlain && isAhead && state.inning >= INDIFFERENT.inning;
}

export function resolveSteal(table: Table): ScoredPlay {
  const bases = [...table.offense.steal].sort((a, b) => b - a);
  if (isIndifferent(table, bases)) return { kind: 'defensiveIndifference', advances: [safe(1, 2)] };
  return stealPlay(table, bases, 0);
}

/** The batter missed the sign of a hit-and-run: the runner from first is on his own. */
export function resolveMissedHitAndRun(table: Table): ScoredPlay {
  return stealPlay(table, [1], STEAL.hitAndRunMissed);
}
