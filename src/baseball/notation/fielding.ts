/**
 * Fielding sequences: `63`, `1361`, `2E6`, `E5`.
 *
 * The last fielder has the putout and those before him assists. An `E` in the sequence says that the man after it
 * dropped the ball (`5E3`), or, when it comes first, that he misplayed or threw it away (`E5`, `E5/TH`).
 */
import type { ErrorKind, FieldingSequence } from '../../protocol/play';
import type { Cursor } from './cursor';

const ZERO = 48;

/** 1–9, 0 for a fielder who is not known (`?`, `0`, and the U of `8U3` in old records), or -1 when no fielder stands here. */
export function fielderHere(cursor: Cursor): number {
  const char = cursor.peek();
  if (char === '?') return 0;
  if (char === 'U' && /\d/.test(cursor.text.charAt(cursor.at + 1))) return 0;
  return char >= '0' && char <= '9' ? char.charCodeAt(0) - ZERO : -1;
}

export function readFielder(cursor: Cursor, from: number): number {
  const fielder = fielderHere(cursor);
  if (fielder < 0) cursor.miss('a fielder 1 to 9', from);
  cursor.next();
  return fielder;
}

/** `6-3` would else be read as a soft fly to the shortstop, near first base. */
function refuseHyphen(cursor: Cursor, from: number): void {
  if (cursor.peek() === '-' && /\d/.test(cursor.text.charAt(cursor.at + 1)))
    cursor.miss('fielders without hyphens, e.g. 63', from);
}

/**
 * Reads a sequence. `relay` is the fielder who made the out before it (`64(1)3`: 4 threw on to 3), or -1.
 * A misplay that comes first is of the kind `misplay`.
 */
export function readSequence(cursor: Cursor, misplay: ErrorKind, relay = -1): FieldingSequence {
  const from = cursor.at;
  const fielders: number[] = [];
  const first = fielderHere(cursor);
  if (relay >= 0 && first >= 0 && first !== relay) fielders.push(relay);
  for (let fielder = first; fielder >= 0; fielder = fielderHere(cursor)) {
    fielders.push(fielder);
    cursor.next();
    if (fielders.length > 20) cursor.fail('too many fielders', from);
  }
  refuseHyphen(cursor, from);
  if (!cursor.take('E')) {
    if (fielders.length === 0) cursor.miss('a fielder 1 to 9', from);
    return { fielders };
  }
  const error = { fielder: readFielder(cursor, from), kind: fielders.length === 0 ? misplay : ('dropped' as const) };
  return { fielders, error };
}

/** Reads `/TH`, `/INT` and the like behind a sequence in parentheses; a throw changes the kind of its error. */
export function readSequenceMarks(cursor: Cursor, sequence: FieldingSequence): FieldingSequence {
  let marked = sequence;
  // A few old records carry a letter behind the fielders, e.g. (9S); it says nothing to the rules.
  cursor.letters();
  while (cursor.take('/')) {
    const mark = cursor.until('/)');
    if (isThrow(mark) && marked.error !== undefined) {
      marked = { fielders: marked.fielders, error: { fielder: marked.error.fielder, kind: 'throwing' } };
    }
  }
  return marked;
}

export function isThrow(mark: string): boolean {
  return mark === 'TH' || mark === 'TH1' || mark === 'TH2' || mark === 'TH3' || mark === 'THH';
}
