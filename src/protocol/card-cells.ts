/**
 * What is printed in a cell of a card: named results, and the numbers of the d20 (the split) that lead to each.
 *
 * A cell covers 1 to 20, each number once. `K` alone is the whole cell; `1-7 K, 8-20 G6?` splits it. A result may be
 * followed by another one for a tired pitcher: `K (2: 1B-L8)` is a strikeout, and from fatigue 2 on a single.
 *
 * | result            | what it is                                                                              |
 * | ----------------- | --------------------------------------------------------------------------------------- |
 * | `K` `BB` `HBP`    | strikeout, walk, hit by pitch                                                           |
 * | `CI`              | the catcher interferes                                                                  |
 * | `EDGE`            | the home edge: a visiting batter strikes out, a home batter rolls on the edge chart     |
 * | `CLUTCH` | in a pinch a ball in play (roll on the clutch chart), else a strikeout |
 * | `G6` `F8` `L5` `P3` | ground ball, fly, line drive, pop-up: out, unless the play asks for more (runners, fatigue) |
 * | `G6?` `F8?` `L7?` | the same, but the fielder must make it: roll against his range, then his error          |
 * | `1B-L8` `1B-L8?`  | single, line drive to the centre fielder; with `?` the park decides                     |
 * | `2B-F7` `2B-GR`   | double; ground-rule double                                                              |
 * | `3B-L9`           | triple                                                                                  |
 * | `HR-F7` `HR-F7?`  | home run to left, a fly (`F`) or a liner (`L`) over 7–9; with `?` the park decides      |
 */

export type HitWord = '1B' | '2B' | '3B' | 'HR';
export type ResultTrajectory = 'G' | 'F' | 'L' | 'P';

/** A result of a card, taken apart. `isCheck`: the fielder (of a ball in play) or the park (of a hit) has a say. */
export type CardResult =
  | { readonly kind: 'K' | 'BB' | 'HBP' | 'CI' | 'EDGE' | 'CLUTCH' }
  | { readonly kind: 'groundRule' }
  | {
      readonly kind: 'ball';
      readonly trajectory: ResultTrajectory;
      readonly fielder: number;
      readonly isCheck: boolean;
    }
  | {
      readonly kind: HitWord;
      readonly trajectory: ResultTrajectory;
      readonly fielder: number;
      readonly isCheck: boolean;
    };

/** A run of split numbers of a cell, `from` to `to`, 1–20, and what they lead to. */
export interface CellEntry {
  readonly from: number;
  readonly to: number;
  readonly result: string;
  /** What it is instead once the pitcher's fatigue is `level` (1–4) or more. */
  readonly tired: { readonly level: number; readonly result: string } | null;
}

export type CellReading = { readonly ok: true; readonly entries: readonly CellEntry[] } | WrongCell;

/** `result`: a word that no card has; `chances`: split numbers that are not 1–20, each once. */
export interface WrongCell {
  readonly ok: false;
  readonly problem: 'result' | 'chances';
  readonly reason: string;
}

export const CELL_MAX = 400;
const SPLITS = 20;
const PLAIN = new Set(['K', 'BB', 'HBP', 'CI', 'EDGE', 'CLUTCH']);
const BALL = /^([GFLP])([1-9])(\?)?$/;
const HIT = /^(1B|2B|3B|HR)-([GFLP])([1-9])(\?)?$/;
/** A ball leaves the park in the air, over an outfielder. */
const LEAVES = /^HR-[FL][7-9]/;
const ENTRY = /^(?:(\d{1,2})(?:-(\d{1,2}))? )?([A-Z0-9?-]+)(?: \(([1-4]): ([A-Z0-9?-]+)\))?$/;

/** The result that a word of a card names; null when it names none. */
export function readResult(word: string): CardResult | null {
  if (PLAIN.has(word)) return { kind: word as 'K' };
  if (word === '2B-GR') return { kind: 'groundRule' };
  const ball = BALL.exec(word);
  if (ball !== null) {
    const [, trajectory, fielder, check] = ball;
    return {
      kind: 'ball',
      trajectory: trajectory as ResultTrajectory,
      fielder: Number(fielder),
      isCheck: check !== undefined,
    };
  }
  const hit = HIT.exec(word);
  if (hit === null) return null;
  const [, kind, trajectory, fielder, check] = hit;
  if (kind === 'HR' && !LEAVES.test(word)) return null;
  return {
    kind: kind as HitWord,
    trajectory: trajectory as ResultTrajectory,
    fielder: Number(fielder),
    isCheck: check !== undefined,
  };
}

function readEntry(text: string): CellEntry | string {
  const match = ENTRY.exec(text);
  if (match === null) return `"${text}" is not a result like "K", "1-7 G6?" or "8 K (2: 1B-L8)"`;
  const [, first, last, result = '', level, tiredResult] = match;
  for (const word of [result, tiredResult]) {
    if (word !== undefined && readResult(word) === null) return `"${word}" is not a result of a card`;
  }
  const from = first === undefined ? 1 : Number(first);
  const to = last === undefined ? (first === undefined ? SPLITS : from) : Number(last);
  const tired = level === undefined || tiredResult === undefined ? null : { level: Number(level), result: tiredResult };
  return { from, to, result, tired };
}

/** The entries of a cell, in order; or what is wrong with it. */
export function readCell(text: string): CellReading {
  const entries: CellEntry[] = [];
  let next = 1;
  for (const part of text.split(', ')) {
    const entry = readEntry(part);
    if (typeof entry === 'string') return { ok: false, problem: 'result', reason: entry };
    if (entry.from !== next || entry.to < entry.from) {
      const reason = `"${part}": the split numbers must go on with ${next}, without a gap or an overlap`;
      return { ok: false, problem: 'chances', reason };
    }
    entries.push(entry);
    next = entry.to + 1;
  }
  if (next !== SPLITS + 1) {
    const reason = `the chances do not add up: the split numbers end at ${next - 1}, not at ${SPLITS}`;
    return { ok: false, problem: 'chances', reason };
  }
  return { ok: true, entries };
}

/** A cell's text from its entries. */
export function writeCell(entries: readonly CellEntry[]): string {
  const isWhole = entries.length === 1;
  return entries
    .map(({ from, to, result, tired }) => {
      const numbers = isWhole ? '' : from === to ? `${from} ` : `${from}-${to} `;
      return `${numbers}${result}${tired === null ? '' : ` (${tired.level}: ${tired.result})`}`;
    })
    .join(', ');
}
