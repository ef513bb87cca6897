/** Why a play came out as it did, in words: the dice in order, and the lines that they hit. */
import type { DiceLine, DiceRecord } from '../../protocol/dice';

function cardLine({ kind, column, row, split, result }: DiceLine): string {
  const whose = kind.startsWith('pitcher') ? 'the pitcher’s card' : 'the batter’s card';
  const tired = kind.includes('fatigue') ? ` (${kind.slice('pitcher, '.length)})` : '';
  const place = typeof column === 'number' ? `${column}–${row}` : String(row);
  return `rolled ${place} on ${whose}${tired}, split ${split ?? '-'}: ${result}`;
}

function chartLine({ kind, row, split, result }: DiceLine): string {
  return split === undefined ? `${kind} ${row}: ${result}` : `${kind} ${split} against ${row}: ${result}`;
}

/** e.g. `rolled 4–11 on the pitcher’s card, split 7: G6?; range 5 against 6: past him`. */
export function explain({ lines }: DiceRecord): string {
  if (lines.length === 0) return 'no dice: it was ordered';
  return lines
    .map((line) => (line.kind === 'batter' || line.kind.startsWith('pitcher') ? cardLine(line) : chartLine(line)))
    .join('; ');
}
