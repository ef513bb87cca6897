/**
 * From chances to a card: whole numbers of dice for each result, laid out in cells.
 *
 * A face of a `pd` card has 3 columns × 36 ways of two d6 × 20 splits = 2,160 equal chances, an `sba` chart 10 × 20.
 * What a result is owed after rounding is carried over to the next card that is packed with the same `Carry`, so that
 * over the cards of a team the totals stay exact (error diffusion), even for results rarer than one chance a card.
 */
import { writeCell, type CellEntry } from '../../protocol/card-cells';
import type { PdBatterChart, PdColumn, PdPitcherChart, SbaBatterChart, SbaPitcherChart } from '../../protocol/cards';
import { assert } from '../assert';
import type { Chances } from './results';

/** What each result is still owed (or had too much of), in chances. */
export type Carry = Map<string, number>;

const SPLITS = 20;
/** Ways of two d6 for the rows 2–12. */
const WAYS = [1, 2, 3, 4, 5, 6, 5, 4, 3, 2, 1];
const ENTRY = /^(.+?)(?: \((\d): (.+)\))?$/;

/** A cell that is being filled: each of its splits counts `ways` chances. */
interface OpenCell {
  readonly ways: number;
  free: number;
  readonly parts: [word: string, splits: number][];
}

/** Rounds `total` chances so that they add up; the rest goes to `carry`. */
function wholeChances(chances: Chances, total: number, carry: Carry): [string, number][] {
  const kinds = new Map<string, Wanted[]>();
  for (const [word, chance] of chances) {
    const words = kinds.get(kindOf(word)) ?? [];
    kinds.set(kindOf(word), words);
    words.push({ word, exact: chance * total + (carry.get(word) ?? 0) });
  }
  const sums = [...kinds].map(([word, words]) => ({ word, exact: words.reduce((sum, { exact }) => sum + exact, 0) }));
  const whole = rounded(sums, total).flatMap(({ word, count }) => rounded(kinds.get(word) ?? [], count));
  for (const { word, exact, count } of whole) carry.set(word, exact - count);
  return whole.filter(({ count }) => count > 0).map(({ word, count }) => [word, count]);
}

/**
 * Results that are worth the same: `1B` of `1B-L7`, `G?` of `G6?`, `K` of `K (2: 1B-L8)`. They are rounded together
 * first and by fielder then, or a dozen roundings would move the home runs of one batter further than his talent does.
 */
function kindOf(word: string): string {
  const [result = ''] = word.split(' ');
  return result.replace(/-[^?]*|\d+(?=\??$)/, '');
}

interface Wanted {
  readonly word: string;
  readonly exact: number;
}

/** Whole numbers that add up to `total`, each as near as can be to what is wanted. */
function rounded(wanted: readonly Wanted[], total: number): (Wanted & { readonly count: number })[] {
  const whole = wanted.map(({ word, exact }) => ({ word, exact, count: Math.max(0, Math.floor(exact)) }));
  let left = total - whole.reduce((sum, { count }) => sum + count, 0);
  whole.sort((a, b) => b.exact - b.count - (a.exact - a.count));
  for (let i = 0; left > 0; i = (i + 1) % whole.length, left--) give(whole[i], 1);
  // Debts of earlier cards can make too many: they are taken where there is most to spare.
  for (let i = whole.length - 1; left < 0; i = (i === 0 ? whole.length : i) - 1) {
    if ((whole[i]?.count ?? 0) === 0) continue;
    give(whole[i], -1);
    left++;
  }
  return whole;
}

function give(to: { count: number } | undefined, chances: number): void {
  assert(to !== undefined, 'a card without results');
  to.count += chances;
}

/** Puts as much of a result into a cell as fits; what is left of `count`. */
function fill(cell: OpenCell, word: string, count: number): number {
  const splits = Math.min(cell.free, Math.floor(count / cell.ways));
  if (splits === 0) return count;
  cell.free -= splits;
  cell.parts.push([word, splits]);
  return count - splits * cell.ways;
}

/** The biggest results first, each in the biggest cells that it still fills; so a card has few small entries. */
function layOut(cells: readonly OpenCell[], counts: readonly (readonly [string, number])[]): [string, number][] {
  const bySize = [...counts].sort((a, b) => b[1] - a[1]);
  const over: [string, number][] = [];
  for (const [word, count] of bySize) {
    let left = count;
    for (const cell of cells) {
      if (left === 0) break;
      // A cell that is all but taken by one result is left to it; a result starts in fresh cells where it can.
      if (cell.free === SPLITS || left < cell.ways * SPLITS) left = fill(cell, word, left);
    }
    for (const cell of cells) left = left === 0 ? 0 : fill(cell, word, left);
    if (left > 0) over.push([word, left]);
  }
  return over;
}

/** Splits that nothing fits exactly go to whoever is owed most; `carry` remembers what that was too much or too little. */
function settle(cells: readonly OpenCell[], over: readonly [string, number][], carry: Carry): void {
  const owed = new Map(over);
  for (const cell of cells) {
    for (; cell.free > 0; cell.free--) {
      const [word] = [...owed].reduce((most, each) => (each[1] > most[1] ? each : most), ['', -Infinity]);
      assert(word !== '', 'a free split, and nothing owed');
      owed.set(word, (owed.get(word) ?? 0) - cell.ways);
      cell.parts.push([word, 1]);
    }
  }
  for (const [word, left] of owed) carry.set(word, (carry.get(word) ?? 0) + left);
}

function cellText({ parts }: OpenCell): string {
  const merged = new Map<string, number>();
  for (const [word, splits] of parts) merged.set(word, (merged.get(word) ?? 0) + splits);
  const entries: CellEntry[] = [];
  let from = 1;
  for (const [word, splits] of merged) {
    const [, result = '', level, tired] = ENTRY.exec(word) ?? [];
    const later = level === undefined || tired === undefined ? null : { level: Number(level), result: tired };
    entries.push({ from, to: from + splits - 1, result, tired: later });
    from += splits;
  }
  return writeCell(entries);
}

/** Packs chances into cells of these ways; the texts of the cells, in the order of `ways`. */
function packCells(ways: readonly number[], chances: Chances, carry: Carry): string[] {
  const total = ways.reduce((sum, each) => sum + each * SPLITS, 0);
  const cells = ways.map((each): OpenCell => ({ ways: each, free: SPLITS, parts: [] }));
  const bySize = [...cells].sort((a, b) => b.ways - a.ways);
  settle(bySize, layOut(bySize, wholeChances(chances, total, carry)), carry);
  return cells.map(cellText);
}

function pdColumn(cells: readonly string[], column: number): PdColumn {
  const at = (row: number): string => cells[column * WAYS.length + row - 2] ?? '';
  return {
    2: at(2),
    3: at(3),
    4: at(4),
    5: at(5),
    6: at(6),
    7: at(7),
    8: at(8),
    9: at(9),
    10: at(10),
    11: at(11),
    12: at(12),
  };
}

function pdCells(chances: Chances, carry: Carry): string[] {
  return packCells([...WAYS, ...WAYS, ...WAYS], chances, carry);
}

export function packPdBatter(chances: Chances, carry: Carry): PdBatterChart {
  const cells = pdCells(chances, carry);
  return { 1: pdColumn(cells, 0), 2: pdColumn(cells, 1), 3: pdColumn(cells, 2) };
}

export function packPdPitcher(chances: Chances, carry: Carry): PdPitcherChart {
  const cells = pdCells(chances, carry);
  return { 4: pdColumn(cells, 0), 5: pdColumn(cells, 1), 6: pdColumn(cells, 2) };
}

const LINES = new Array<number>(10).fill(1);

export function packSbaBatter(chances: Chances, carry: Carry): SbaBatterChart {
  const [a = '', b = '', c = '', d = '', e = '', f = '', g = '', h = '', i = '', j = ''] = packCells(
    LINES,
    chances,
    carry,
  );
  return { 1: a, 2: b, 3: c, 4: d, 5: e, 6: f, 7: g, 8: h, 9: i, 10: j };
}

export function packSbaPitcher(chances: Chances, carry: Carry): SbaPitcherChart {
  const [a = '', b = '', c = '', d = '', e = '', f = '', g = '', h = '', i = '', j = ''] = packCells(
    LINES,
    chances,
    carry,
  );
  return { 11: a, 12: b, 13: c, 14: d, 15: e, 16: f, 17: g, 18: h, 19: i, 20: j };
}
