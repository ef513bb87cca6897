/** Steals, caught stealing and pick-offs: `SB2;SB3`, `CS2(26)`, `PO1(E3)`, `POCS2(1361)`, `CSH(1E2)(UR)`. */
import type { RunKind, ScoredAttempt } from '../../protocol/play';
import type { Cursor } from './cursor';
import { fielderHere, readSequence, readSequenceMarks } from './fielding';

type AttemptKind = ScoredAttempt['kind'];

const ATTEMPTS: Readonly<Record<string, AttemptKind>> = {
  SB: 'stolenBase',
  POSB: 'stolenBase',
  CS: 'caughtStealing',
  PO: 'pickoff',
  POCS: 'pickoffCaughtStealing',
};

/** The attempt that a word begins, and whether home is part of the word (`SBH`); nobody is picked off home. */
export function attemptOf(word: string): { kind: AttemptKind; isHome: boolean } | null {
  const plain = ATTEMPTS[word];
  if (plain !== undefined) return { kind: plain, isHome: false };
  const home = word.endsWith('H') ? ATTEMPTS[word.slice(0, -1)] : undefined;
  return home === undefined || home === 'pickoff' ? null : { kind: home, isHome: true };
}

function readBase(cursor: Cursor, from: number, kind: AttemptKind): number {
  const base = fielderHere(cursor);
  const [lowest, highest] = kind === 'pickoff' ? [1, 3] : [2, 4];
  if (base < lowest || base > highest) {
    cursor.miss(kind === 'pickoff' ? 'a base 1, 2 or 3' : 'a base 2, 3 or H', from);
  }
  cursor.next();
  return base;
}

/** A run that is marked in the attempt itself, as older records do: `SBH(UR)`. */
function runKind(word: string): RunKind | null {
  if (word === 'UR') return 'unearned';
  return word === 'TUR' ? 'teamUnearned' : null;
}

function readParameters(cursor: Cursor, attempt: ScoredAttempt): void {
  while (cursor.peek() === '(') {
    const from = cursor.at;
    cursor.next();
    if (fielderHere(cursor) >= 0 || cursor.peek() === 'E') {
      const read = readSequence(cursor, 'fielding');
      attempt.by = readSequenceMarks(cursor, settled(attempt.kind, read));
    } else {
      const word = cursor.letters();
      const run = runKind(word);
      if (run !== null) attempt.run = run;
      else if (word === 'NR' || word === 'NORBI') attempt.rbi = false;
      else if (word === 'RBI') attempt.rbi = true;
      else cursor.miss('fielders, an error as E2, or one of UR TUR RBI NR', from);
    }
    cursor.expect(')', from);
  }
}

/** An error without a mark: pitchers and catchers throw the ball away, the others drop it. */
function settled(kind: AttemptKind, read: NonNullable<ScoredAttempt['by']>): NonNullable<ScoredAttempt['by']> {
  if (read.error === undefined || read.fielders.length > 0) return read;
  const { fielder } = read.error;
  const throws = kind === 'pickoff' && (fielder === 1 || fielder === 2);
  return { fielders: [], error: { fielder, kind: throws ? 'throwing' : 'dropped' } };
}

/** Reads an attempt whose word was read already, and those that follow it behind `;`. */
export function readAttempts(cursor: Cursor, word: string, from: number): ScoredAttempt[] {
  const attempts: ScoredAttempt[] = [];
  let start = from;
  for (let name = word; ; name = cursor.letters()) {
    const known = attemptOf(name);
    if (known === null) cursor.miss('SB, CS, PO or POCS', start);
    const base = known.isHome ? 4 : readBase(cursor, start, known.kind);
    const attempt: ScoredAttempt = { kind: known.kind, base };
    readParameters(cursor, attempt);
    if (attempt.by === undefined && known.kind !== 'stolenBase') {
      cursor.miss('who handled the ball, e.g. (26)', start);
    }
    attempts.push(attempt);
    start = cursor.at;
    if (!cursor.take(';')) return attempts;
  }
}
