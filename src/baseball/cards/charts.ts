/**
 * A card's charts as flat arrays: a roll is one look-up. Compiled once when a card set is loaded.
 *
 * An element is a code: the result (10 bits), the fatigue from which it is another one (3 bits), and that one
 * (10 bits). A `pd` face has 3 columns × 11 rows × 20 splits, an `sba` chart 10 lines × 20 splits.
 */
import { readCell, readResult, type CardResult } from '../../protocol/card-cells';
import type { CardKind, PlayerCard } from '../../protocol/cards';
import { assert } from '../assert';
import type { Side2 } from './league-2019';

const RESULT_BITS = 10;
const RESULT_MASK = (1 << RESULT_BITS) - 1;
const LEVEL_BITS = 3;
const LEVEL_MASK = (1 << LEVEL_BITS) - 1;
const SPLITS = 20;
const ROWS = 11;
/** The ways in which two d6 show 2–12. */
const WAYS = [1, 2, 3, 4, 5, 6, 5, 4, 3, 2, 1];

/** A result with the word that stands on the card. */
export interface PrintedResult {
  readonly word: string;
  readonly is: CardResult;
}

const printed: PrintedResult[] = [];
const indexOf = new Map<string, number>();

function resultIndex(word: string): number {
  const known = indexOf.get(word);
  if (known !== undefined) return known;
  const is = readResult(word);
  assert(is !== null && printed.length <= RESULT_MASK, 'a card was compiled before it was read');
  indexOf.set(word, printed.length);
  printed.push({ word, is });
  return printed.length - 1;
}

/** What a code means for a pitcher of this fatigue (0–4). */
export function resultOf(code: number, fatigue: number): PrintedResult {
  const level = (code >> RESULT_BITS) & LEVEL_MASK;
  const index = level > 0 && fatigue >= level ? code >> (RESULT_BITS + LEVEL_BITS) : code & RESULT_MASK;
  const result = printed[index];
  assert(result !== undefined, 'a code that no card has');
  return result;
}

/** By the hand of the other: a batter's by the pitcher's arm, a pitcher's by the batter's side. */
export interface Charts {
  readonly batting: Readonly<Record<Side2, Uint32Array>>;
  readonly pitching: Readonly<Record<Side2, Uint32Array>> | null;
}

function compile(cells: readonly string[]): Uint32Array {
  const codes = new Uint32Array(cells.length * SPLITS);
  cells.forEach((cell, i) => {
    const reading = readCell(cell);
    assert(reading.ok, 'a card was compiled before it was read');
    for (const { from, to, result, tired } of reading.entries) {
      const later = tired === null ? 0 : (resultIndex(tired.result) << LEVEL_BITS) | tired.level;
      codes.fill(resultIndex(result) | (later << RESULT_BITS), i * SPLITS + from - 1, i * SPLITS + to);
    }
  });
  return codes;
}

/** The cells of a chart in order: integer keys of an object are always ascending. */
const cellsOf = (chart: Readonly<Record<string, string>>): string[] => Object.values(chart);

const face = (columns: Readonly<Record<string, Readonly<Record<string, string>>>>): Uint32Array =>
  compile(Object.values(columns).flatMap(cellsOf));

const both = (codes: Uint32Array): Record<Side2, Uint32Array> => ({ L: codes, R: codes });

export function compileCard({ batting, pitching }: PlayerCard): Charts {
  const bats =
    'chart' in batting ? both(compile(cellsOf(batting.chart))) : { L: face(batting.vsL), R: face(batting.vsR) };
  if (pitching === null) return { batting: bats, pitching: null };
  const pitches =
    'chart' in pitching ? both(compile(cellsOf(pitching.chart))) : { L: face(pitching.vsL), R: face(pitching.vsR) };
  return { batting: bats, pitching: pitches };
}

/** Where a `pd` roll stands: column 0–2 of a face, two d6 together, and the split. */
export function pdIndex(column: number, row: number, split: number): number {
  return (column * ROWS + row - 2) * SPLITS + split - 1;
}

/** Where an `sba` roll stands: line 0–9 of a chart, and the split. */
export function sbaIndex(line: number, split: number): number {
  return line * SPLITS + split - 1;
}

/** How probable each result of a chart is, for a pitcher of this fatigue; together 1. */
export function chancesIn(codes: Uint32Array, fatigue: number): Map<PrintedResult, number> {
  const isPd = codes.length === 3 * ROWS * SPLITS;
  const chances = new Map<PrintedResult, number>();
  const total = isPd ? 3 * 36 * SPLITS : codes.length;
  codes.forEach((code, i) => {
    const ways = isPd ? (WAYS[Math.floor(i / SPLITS) % ROWS] ?? 0) : 1;
    const result = resultOf(code, fatigue);
    chances.set(result, (chances.get(result) ?? 0) + ways / total);
  });
  return chances;
}

/** Ten lines for whoever must pitch and has no chart for it; a `pd` column takes the line of its row. */
const EMERGENCY_LINES = [
  '1-12 K, 13-20 BB',
  '1-16 BB, 17-20 HBP',
  '1-14 1B-L8, 15-20 G6',
  '1-14 1B-L7, 15-20 G4',
  '1-14 2B-L9, 15-20 F9',
  '1-12 HR-F7, 13-20 F8',
  'G5?',
  'F8?',
  'L9',
  'P4',
];

/** The pitcher's half of a player who takes the mound and does not pitch. */
export const EMERGENCY_PITCHER: Readonly<Record<CardKind, Record<Side2, Uint32Array>>> = {
  sba: both(compile(EMERGENCY_LINES)),
  pd: both(compile([...Array(3 * ROWS).keys()].map((cell) => EMERGENCY_LINES[cell % EMERGENCY_LINES.length] ?? ''))),
};
