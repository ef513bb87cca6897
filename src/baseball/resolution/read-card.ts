/** The roll on the cards: whose card, which cell, which split; then what the batter was told to look for. */
import { EMERGENCY_PITCHER, pdIndex, resultOf, sbaIndex, type PrintedResult } from '../cards/charts';
import { assert } from '../assert';
import { readResult, type CardResult } from '../../protocol/card-cells';
import { APPROACH, HOME_EDGE, IN_THE_CLUTCH, PITCHED_AROUND, STRIKES, WEAK_GROUNDER } from './charts';
import { fatigueLevel } from './fatigue';
import type { Table } from './table';

function codesOf(table: Table, isBatters: boolean): Uint32Array {
  if (isBatters) return table.chartsOf(table.batting, table.batter.id).batting[table.arm];
  const { pitching } = table.chartsOf(table.fielding, table.pitcher.id);
  return (pitching ?? EMERGENCY_PITCHER[table.kind])[table.side];
}

/** Reads what the dice hit, as the card has it for a pitcher as tired as this one. */
export function readCards(table: Table): PrintedResult {
  const { own } = table.batterCard.batting;
  const isPd = table.kind === 'pd';
  const first = table.roll(isPd ? 6 : 20, isPd ? 'card and column' : 'line');
  const half = isPd ? 3 : 10;
  const isBatters = own || first <= half;
  const column = isPd ? (own && first > half ? first - half : first) : isBatters ? 'batter' : 'pitcher';
  const row = isPd ? table.roll(6, 'row') + table.roll(6, 'row') : isBatters && first > half ? first - half : first;
  const split = table.roll(20, 'split');
  const place = (first - 1) % half;
  const code = codesOf(table, isBatters)[isPd ? pdIndex(place, row, split) : sbaIndex(place, split)];
  assert(code !== undefined, 'a roll beyond the card');
  const fatigue = isBatters ? 0 : fatigueLevel(table.pitcherCard.pitching, table.mound);
  const result = resultOf(code, fatigue);
  const kind = isBatters ? 'batter' : fatigue === 0 ? 'pitcher' : `pitcher, fatigue ${fatigue}`;
  table.write({ card: isBatters ? table.batter.id : table.pitcher.id, kind, column, row, split, result: result.word });
  const { power } = table.batterCard.batting;
  return !isBatters && power < 20 && result.is.kind === 'HR' ? withPower(table, result, power) : result;
}

const words = new Map<string, PrintedResult>();

/** A result that a chart names. */
export function namedResult(word: string): PrintedResult {
  const before = words.get(word);
  if (before !== undefined) return before;
  const is = readResult(word);
  assert(is !== null, 'a chart names a result that cards do not have');
  const result = { word, is };
  words.set(word, result);
  return result;
}

/** A home run on the pitcher's card asks how strong the batter is. */
function withPower(table: Table, result: PrintedResult, power: number): PrintedResult {
  const roll = table.roll(20, 'power');
  const stands = roll <= power;
  const after = stands || !('fielder' in result.is) ? result : namedResult(`F${result.is.fielder}`);
  table.write({ card: table.batter.id, kind: 'power', column: power, row: roll, result: after.word });
  return after;
}

function contact(is: CardResult, roll: () => number): string | null {
  if (is.kind !== 'K' && is.kind !== 'BB' && is.kind !== 'HR') return null;
  const number = roll();
  if (is.kind === 'HR') return number <= APPROACH.contact.homeRun ? `F${is.fielder}` : null;
  const upTo = is.kind === 'K' ? APPROACH.contact.strikeout : APPROACH.contact.walk;
  return number <= upTo ? (WEAK_GROUNDER[number - 1] ?? 'G4?') : null;
}

function power(is: CardResult, roll: () => number): string | null {
  if (is.kind === 'BB') return roll() <= APPROACH.power.walk ? 'K' : null;
  if (is.kind === '1B') return roll() <= APPROACH.power.single ? 'K' : null;
  if (is.kind !== 'ball') return null;
  if (is.trajectory === 'G') return roll() <= APPROACH.power.grounder ? 'K' : null;
  const isDeep = is.trajectory === 'F' && is.fielder >= 7;
  return isDeep && roll() <= APPROACH.power.fly ? `HR-F${is.fielder}` : null;
}

function patient(is: CardResult, roll: () => number): string | null {
  if (is.kind === 'K' || is.kind === 'BB' || is.kind === 'HBP' || is.kind === 'CI') return null;
  const number = roll();
  if (number <= APPROACH.patient.walk) return 'BB';
  return number <= APPROACH.patient.strikeout ? 'K' : null;
}

const APPROACHES = { contact, power, patient } as const;

/** What the batter's approach makes of the result; a die is rolled only where it can make something of it. */
export function withApproach(table: Table, result: PrintedResult): PrintedResult {
  const { approach } = table.offense;
  if (approach === 'normal') return result;
  let rolled = 0;
  const word = APPROACHES[approach](result.is, () => (rolled = table.roll(20, 'approach')));
  if (rolled === 0) return result;
  const after = word === null ? result : namedResult(word);
  table.write({ card: table.batter.id, kind: 'approach', column: approach, row: rolled, result: after.word });
  return after;
}

type SharedChart = readonly (readonly [upTo: number, result: string])[];

function onChart(table: Table, kind: string, chart: SharedChart): PrintedResult {
  const roll = table.roll(20, kind);
  const [, word] = chart.find(([upTo]) => roll <= upTo) ?? [20, 'K'];
  table.write({ card: table.batter.id, kind, column: 'd20', row: roll, result: word });
  return namedResult(word);
}

function struckOut(table: Table, kind: string, why: string): PrintedResult {
  table.write({ card: table.batter.id, kind, column: why, row: '-', result: 'K' });
  return namedResult('K');
}

/** Men on and less than two out, but not all bases full. */
function isPinch(table: Table): boolean {
  return table.hasRunners && !(table.isOn(1) && table.isOn(2) && table.isOn(3)) && table.outs < 2;
}

/** The number of the d20 up to which a walk is hit instead, because first base is occupied. */
function strikesNumber(table: Table): number {
  if (!table.isOn(1)) return 0;
  if (!table.isOn(2) && !table.isOn(3)) return STRIKES.first;
  if (table.outs === 2) return 0;
  return table.isOn(3) ? STRIKES.third : STRIKES.firstAndSecond;
}

/** A walk with first base occupied: up to a number the batter swings at a strike. */
function withStrikes(table: Table, walk: PrintedResult): PrintedResult {
  const number = strikesNumber(table);
  if (number === 0) return walk;
  const roll = table.roll(20, 'first occupied');
  const isHit = roll <= number;
  const result = isHit ? 'a strike to hit' : 'BB';
  table.write({ card: table.pitcher.id, kind: 'first occupied', column: 'd20', row: number, split: roll, result });
  return isHit ? onChart(table, 'clutch', IN_THE_CLUTCH) : walk;
}

const isPutInPlay = ({ kind }: CardResult): boolean =>
  kind !== 'K' && kind !== 'BB' && kind !== 'HBP' && kind !== 'CI' && kind !== 'EDGE' && kind !== 'CLUTCH';

/** First base open, and two out with a run near, or one out and a man on second alone. */
function isPitchedAround(table: Table): boolean {
  if (table.isOn(1)) return false;
  if (table.outs === 2) return table.isOn(2) || table.isOn(3);
  return table.outs === 1 && table.isOn(2) && !table.isOn(3);
}

/** First base open and a run near: the batter sees few strikes, and may walk where he would have hit. */
function withCare(table: Table, result: PrintedResult): PrintedResult {
  if (!isPitchedAround(table) || !isPutInPlay(result.is)) return result;
  const roll = table.roll(20, 'first open');
  const after = roll <= PITCHED_AROUND ? namedResult('BB') : result;
  const place = { kind: 'first open', column: 'd20', row: PITCHED_AROUND, split: roll };
  table.write({ card: table.pitcher.id, ...place, result: after.word });
  return after;
}

/** The home edge and the pinch, where the card asks for them. */
export function withSituation(table: Table, result: PrintedResult): PrintedResult {
  if (result.is.kind === 'EDGE') {
    return table.isHomeBatting ? onChart(table, 'home edge', HOME_EDGE) : struckOut(table, 'home edge', 'visitor');
  }
  if (result.is.kind === 'CLUTCH') {
    return isPinch(table) ? onChart(table, 'clutch', IN_THE_CLUTCH) : struckOut(table, 'clutch', 'no pinch');
  }
  return result.is.kind === 'BB' ? withStrikes(table, result) : withCare(table, result);
}
