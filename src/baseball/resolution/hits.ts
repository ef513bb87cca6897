/** Hits: how far the runners get, who is thrown out, who misplays the ball. */
import type { ResultTrajectory } from '../../protocol/card-cells';
import type { FieldingError, ScoredAdvance, ScoredPlay } from '../../protocol/play';
import {
  BATTER_OUT_STRETCHING,
  BATTER_TAKES_BASE,
  CARE_BY_OUTS,
  fieldOf,
  FIRST_ON_DOUBLE,
  FIRST_ON_SINGLE,
  MISPLAYED_HIT_MAX,
  SECOND_ON_SINGLE,
  THROW_GOES_HOME,
} from './charts';
import { out, safe, thrown, tryForBase, type CheckResult } from './moves';
import type { Table } from './table';

export interface Hit {
  readonly kind: 'single' | 'double' | 'triple' | 'homeRun';
  readonly trajectory: ResultTrajectory;
  readonly fielder: number;
  /** The runners went with the pitch. */
  readonly isRunning: boolean;
}

const RUNNING_START = 45;

/** A hit under way: its advances so far, from the lead runner back. */
interface Course {
  readonly table: Table;
  readonly hit: Hit;
  readonly advances: ScoredAdvance[];
  /** Outs that the inning still has. */
  outsLeft: number;
  throwsHome: boolean;
}

const twoOut = (table: Table): 0 | 1 => (table.outs === 2 ? 1 : 0);

function headStart({ table, hit }: Course): number {
  return (CARE_BY_OUTS[table.outs as 0] ?? 0) + (hit.isRunning ? RUNNING_START : 0);
}

/** Two out and gone already: nobody is put out any more. */
function allowed(course: Course, result: CheckResult): CheckResult {
  if (result !== 'out') return result;
  if (course.outsLeft === 0) return 'hold';
  course.outsLeft -= 1;
  return result;
}

/** The runner on second, on a single: true when third is free behind him. */
function secondOnSingle(course: Course): boolean {
  const { table, hit, advances } = course;
  if (!table.isOn(2)) return true;
  const field = fieldOf(hit.fielder);
  const check = SECOND_ON_SINGLE[field][twoOut(table)];
  const start = headStart(course);
  const tried = tryForBase(table, { base: 2, check, fielder: hit.fielder, what: 'home on the single', start });
  const result = allowed(course, tried);
  course.throwsHome = field !== 0 && result !== 'hold';
  if (result === 'safe') advances.push(safe(2, 4));
  else if (result === 'out') advances.push(out(2, 4, thrown(hit.fielder, 2)));
  else advances.push(safe(2, 3));
  return result !== 'hold';
}

function firstOnSingle(course: Course, isThirdFree: boolean): void {
  const { table, hit, advances } = course;
  if (!table.isOn(1)) return;
  if (!isThirdFree || course.outsLeft === 0) {
    advances.push(safe(1, 2));
    return;
  }
  const check = FIRST_ON_SINGLE[fieldOf(hit.fielder)][twoOut(table)];
  const start = (course.throwsHome ? THROW_GOES_HOME[twoOut(table)] : 0) + headStart(course);
  const tried = tryForBase(table, { base: 1, check, fielder: hit.fielder, what: 'third on the single', start });
  const result = allowed(course, tried);
  if (result === 'safe') advances.push(safe(1, 3));
  else if (result === 'out') advances.push(out(1, 3, thrown(hit.fielder, 5)));
  else advances.push(safe(1, 2));
}

function firstOnDouble(course: Course): void {
  const { table, hit, advances } = course;
  if (!table.isOn(1)) return;
  const check = FIRST_ON_DOUBLE[fieldOf(hit.fielder)][twoOut(table)];
  const start = headStart(course);
  const tried = tryForBase(table, { base: 1, check, fielder: hit.fielder, what: 'home on the double', start });
  const result = allowed(course, tried);
  course.throwsHome = result !== 'hold';
  if (result === 'safe') advances.push(safe(1, 4));
  else if (result === 'out') advances.push(out(1, 4, thrown(hit.fielder, 6, 2)));
  else advances.push(safe(1, 3));
}

/** How many of the last numbers of the d100 are a misplay of this fielder. */
function misplays(table: Table, fielder: number, hitBases: number): number {
  const { error } = table.fielder(fielder);
  return Math.min(MISPLAYED_HIT_MAX, fielder >= 7 ? Math.max(0, error - hitBases) : Math.round(error / 7));
}

/** Everybody takes one more base on a misplay, who was not home or out already. */
function misplay(course: Course, hitBases: number): void {
  const error: FieldingError = { fielder: course.hit.fielder, kind: 'fielding' };
  const moved = course.advances.map(({ from, to, out: isOut }) =>
    isOut === true ? safe(from, to) : safe(from, Math.min(4, to + 1)),
  );
  course.advances.splice(0, course.advances.length, ...moved);
  course.advances.push({ from: 0, to: hitBases + 1, by: [{ fielders: [], error }] });
}

/** The batter looks behind his hit: out, one more base, a misplay, or nothing. */
function batterOnHit(course: Course, hitBases: number): void {
  const { table, hit, advances, throwsHome } = course;
  if (course.outsLeft === 0) return;
  const roll = table.roll(100, 'batter behind the hit');
  const takes = throwsHome ? BATTER_TAKES_BASE.throwHome : BATTER_TAKES_BASE.noThrow;
  const written = { card: table.batter.id, kind: 'batter behind the hit', column: hit.kind, row: roll };
  const runnerAhead = advances[advances.length - 1];
  const isFree = runnerAhead === undefined || runnerAhead.out === true || runnerAhead.to > hitBases + 1;
  if (roll > 100 - misplays(table, hit.fielder, hitBases)) {
    misplay(course, hitBases);
    table.write({ ...written, card: table.fielderId(hit.fielder), result: `misplayed by ${hit.fielder}` });
  } else if (roll <= BATTER_OUT_STRETCHING && isFree) {
    advances.push(out(0, hitBases + 1, thrown(hit.fielder, hitBases === 1 ? 4 : 5)));
    table.write({ ...written, result: 'out for one base too many' });
  } else if (roll <= BATTER_OUT_STRETCHING + takes && roll > BATTER_OUT_STRETCHING && isFree) {
    advances.push(safe(0, hitBases + 1));
    table.write({ ...written, result: 'one more base on the throw' });
  }
}

function scoreAll(course: Course, from: readonly number[]): void {
  for (const base of from) if (course.table.isOn(base)) course.advances.push(safe(base, 4));
}

export function resolveHit(table: Table, hit: Hit): ScoredPlay {
  const advances: ScoredAdvance[] = [];
  const course: Course = { table, hit, advances, outsLeft: 3 - table.outs, throwsHome: false };
  switch (hit.kind) {
    case 'single':
      scoreAll(course, [3]);
      firstOnSingle(course, secondOnSingle(course));
      batterOnHit(course, 1);
      break;
    case 'double':
      scoreAll(course, [3, 2]);
      firstOnDouble(course);
      batterOnHit(course, 2);
      break;
    case 'triple':
    case 'homeRun':
      scoreAll(course, [3, 2, 1]);
      break;
  }
  const { kind, trajectory, fielder } = hit;
  return { kind, fieldedBy: fielder, trajectory, ...(advances.length === 0 ? {} : { advances }) };
}

/** Over the fence on one hop: two bases for everybody (OBR 5.05(a)(6)). */
export function groundRuleDouble(table: Table): ScoredPlay {
  const advances: ScoredAdvance[] = [];
  for (const base of [3, 2, 1]) if (table.isOn(base)) advances.push(safe(base, Math.min(4, base + 2)));
  return { kind: 'double', modifiers: ['groundRule'], ...(advances.length === 0 ? {} : { advances }) };
}
