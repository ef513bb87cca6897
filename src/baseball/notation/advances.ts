/** Advances: `2-H;1-3(E5/TH)`, `BX2(84)`, `3-H(UR)(NR)`, `1X3(5E4)`. */
import type { ErrorKind, PlayKind, ScoredAdvance } from '../../protocol/play';
import { endsPlateAppearance } from '../play-kinds';
import type { Cursor } from './cursor';
import { fielderHere, readSequence, readSequenceMarks } from './fielding';

/** On a play on the bases alone, a misplay is a dropped ball unless it is marked. */
function unmarkedMisplay(kind: PlayKind): ErrorKind {
  return endsPlateAppearance(kind) || kind === 'foulError' ? 'fielding' : 'dropped';
}

function readFrom(cursor: Cursor, from: number): number {
  const base = cursor.peek() === 'B' ? 0 : fielderHere(cursor);
  if (base < 0 || base > 3 || '0?U'.includes(cursor.peek())) {
    cursor.miss('B, 1, 2 or 3: where the runner was', from);
  }
  cursor.next();
  return base;
}

function readTo(cursor: Cursor, from: number): number {
  const base = cursor.peek() === 'H' ? 4 : fielderHere(cursor);
  if (base < 1 || base > 4) cursor.miss('1, 2, 3 or H: where the runner went', from);
  cursor.next();
  return base;
}

/** The words that may stand in the parentheses behind an advance. */
function applyWord(advance: ScoredAdvance, word: string): boolean {
  switch (word) {
    case 'UR':
      advance.run = 'unearned';
      return true;
    case 'TUR':
      advance.run = 'teamUnearned';
      return true;
    case 'RBI':
      advance.rbi = true;
      return true;
    case 'NR':
    case 'NORBI':
      advance.rbi = false;
      return true;
    case 'WP':
      advance.wildPitch = true;
      return true;
    case 'PB':
      advance.passedBall = true;
      return true;
    case 'SB':
    case 'SBH':
      advance.stolenBase = true;
      return true;
    // On a throw, by interference or obstruction, on appeal: nothing that changes the advance.
    case 'TH':
    case 'THH':
    case 'INT':
    case 'OBS':
    case 'AP':
      return true;
    default:
      return false;
  }
}

function readParameter(cursor: Cursor, advance: ScoredAdvance, misplay: ErrorKind): void {
  const from = cursor.at;
  cursor.next();
  if (fielderHere(cursor) >= 0 || cursor.peek() === 'E') {
    const sequence = readSequenceMarks(cursor, readSequence(cursor, misplay));
    (advance.by ??= []).push(sequence);
  } else if (!applyWord(advance, cursor.letters())) {
    cursor.miss('fielders, an error as E5, or one of UR TUR RBI NR WP PB SB2 TH INT OBS', from);
  } else if (fielderHere(cursor) >= 0) {
    cursor.next(); // The base of (TH2) and (SB2).
  }
  cursor.expect(')', from);
}

function readAdvance(cursor: Cursor, misplay: ErrorKind): ScoredAdvance {
  const from = cursor.at;
  const base = readFrom(cursor, from);
  const isOut = cursor.peek() === 'X';
  if (!isOut && cursor.peek() !== '-') cursor.miss('"-" or "X" after the base', from);
  cursor.next();
  const advance: ScoredAdvance = { from: base, to: readTo(cursor, from) };
  if (isOut) advance.out = true;
  while (cursor.peek() === '(') readParameter(cursor, advance, misplay);
  const putsOut = advance.by?.some((sequence) => sequence.error === undefined) === true;
  if (!isOut && putsOut) cursor.fail('a runner who is safe has no putout: write X, or the error', from);
  return advance;
}

/** Reads the advances behind the point, if there are any. */
export function readAdvances(cursor: Cursor, kind: PlayKind): ScoredAdvance[] {
  const advances: ScoredAdvance[] = [];
  if (!cursor.take('.')) return advances;
  const misplay = unmarkedMisplay(kind);
  do {
    advances.push(readAdvance(cursor, misplay));
    if (advances.length > 8) cursor.fail('too many advances', cursor.at);
  } while (cursor.take(';'));
  return advances;
}
