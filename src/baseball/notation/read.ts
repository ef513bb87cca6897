/**
 * The reader of play notation: text in, a structured play out, or the part that cannot be read.
 *
 * The notation is Retrosheet's ("The Event File", www.retrosheet.org/eventfile.htm): a basic play, modifiers behind
 * slashes, advances behind a point. The reader knows no situation: whether the play can happen is judged elsewhere.
 */
import type { PlayKind, ScoredPlay } from '../../protocol/play';
import { readAdvances } from './advances';
import { attemptOf, readAttempts } from './attempts';
import { Cursor, NotationFault } from './cursor';
import { fielderHere, readFielder, readSequence } from './fielding';
import { addModifiers, has, readInPlayModifiers, readInterferenceModifiers, readOtherModifiers } from './modifiers';
import { readOuts } from './outs';

export interface UnreadableNotation {
  readonly ok: false;
  readonly part: string;
  readonly position: number;
  readonly reason: string;
  /** What could stand there, where that can be said. */
  readonly expected?: string;
}

export type ReadNotation = { readonly ok: true; readonly play: ScoredPlay } | UnreadableNotation;

type Reader = (cursor: Cursor, play: ScoredPlay) => void;

/** `S7`, `D`, `HR9`: the first fielder handled the ball; the others say nothing. */
const readHit: Reader = (cursor, play) => {
  const fielder = fielderHere(cursor);
  if (fielder > 0) play.fieldedBy = fielder;
  while (fielderHere(cursor) >= 0) cursor.next();
  readInPlayModifiers(cursor, play);
  if (play.kind === 'single' && has(play, 'bunt')) play.trajectory ??= 'G';
};

const readGroundRuleDouble: Reader = (cursor, play) => {
  while (fielderHere(cursor) >= 0) cursor.next();
  addModifiers(play, ['groundRule']);
  readInPlayModifiers(cursor, play);
};

const readReachedOnError: Reader = (cursor, play) => {
  const fielder = readFielder(cursor, 0);
  play.error = { fielder, kind: 'fielding' };
  play.fieldedBy = fielder;
  play.trajectory = fielder <= 6 ? 'G' : 'F';
  cursor.take('?');
  readInPlayModifiers(cursor, play);
};

const readFieldersChoice: Reader = (cursor, play) => {
  play.trajectory = 'G';
  const fielder = fielderHere(cursor);
  if (fielder > 0) play.fieldedBy = fielder;
  if (fielder >= 0) cursor.next();
  readInPlayModifiers(cursor, play);
};

/** Foul by nature; outfielders let flies fall, the others pop-ups. */
const readFoulError: Reader = (cursor, play) => {
  const fielder = readFielder(cursor, 0);
  play.error = { fielder, kind: 'fielding' };
  play.fieldedBy = fielder;
  readInPlayModifiers(cursor, play);
  addModifiers(play, ['foul']);
  play.trajectory ??= fielder >= 7 ? 'F' : 'P';
};

/** The runner's half of a strikeout or walk: `+SB2`, `+WP`, `+E2`. */
function readPlus(cursor: Cursor, play: ScoredPlay): void {
  if (!cursor.take('+')) return;
  const from = cursor.at;
  const word = cursor.letters();
  if (attemptOf(word) !== null) {
    play.attempts = readAttempts(cursor, word, from);
    return;
  }
  switch (word) {
    case 'WP':
      play.plus = 'wildPitch';
      return;
    case 'PB':
      play.plus = 'passedBall';
      return;
    case 'DI':
      play.plus = 'defensiveIndifference';
      return;
    case 'OA':
    case 'OBA':
      play.plus = 'otherAdvance';
      return;
    case 'E':
      play.plus = 'error';
      play.error = { fielder: readFielder(cursor, from), kind: 'fielding' };
      return;
    default:
      cursor.miss('WP, PB, DI, OA, E and a fielder, or an attempt as SB2', from);
  }
}

const readStrikeout: Reader = (cursor, play) => {
  if (fielderHere(cursor) >= 0) play.outs = [{ runner: 0, by: readSequence(cursor, 'fielding') }];
  readPlus(cursor, play);
  readOtherModifiers(cursor, play);
};

const readWalk: Reader = (cursor, play) => {
  readPlus(cursor, play);
  readOtherModifiers(cursor, play);
};

const BASIC_PLAYS: Readonly<Record<string, readonly [PlayKind, Reader]>> = {
  S: ['single', readHit],
  D: ['double', readHit],
  DGR: ['double', readGroundRuleDouble],
  T: ['triple', readHit],
  H: ['homeRun', readHit],
  HR: ['homeRun', readHit],
  E: ['error', readReachedOnError],
  FC: ['fieldersChoice', readFieldersChoice],
  FLE: ['foulError', readFoulError],
  K: ['strikeout', readStrikeout],
  W: ['walk', readWalk],
  I: ['intentionalWalk', readWalk],
  IW: ['intentionalWalk', readWalk],
  HP: ['hitByPitch', readOtherModifiers],
  HBP: ['hitByPitch', readOtherModifiers],
  C: ['interference', readInterferenceModifiers],
  BK: ['balk', readOtherModifiers],
  WP: ['wildPitch', readOtherModifiers],
  PB: ['passedBall', readOtherModifiers],
  DI: ['defensiveIndifference', readOtherModifiers],
  OA: ['otherAdvance', readOtherModifiers],
  OBA: ['otherAdvance', readOtherModifiers],
};

const A_PLAY = 'fielders, e.g. 63, or a word for a play, e.g. S8, K, W, SB2';

const ATTEMPT_KINDS = {
  stolenBase: 'stolenBase',
  caughtStealing: 'caughtStealing',
  pickoff: 'pickoff',
  pickoffCaughtStealing: 'pickoff',
} as const;

function readBasicPlay(cursor: Cursor): ScoredPlay {
  const word = cursor.letters();
  if (word === '') {
    if (fielderHere(cursor) < 0) cursor.miss(A_PLAY, 0);
    const play: ScoredPlay = { kind: 'out' };
    readOuts(cursor, play);
    return play;
  }
  const attempt = attemptOf(word);
  if (attempt !== null) {
    const play: ScoredPlay = { kind: ATTEMPT_KINDS[attempt.kind] };
    play.attempts = readAttempts(cursor, word, 0);
    readOtherModifiers(cursor, play);
    return play;
  }
  const basic = BASIC_PLAYS[word];
  if (basic === undefined) cursor.miss(A_PLAY, 0);
  const play: ScoredPlay = { kind: basic[0] };
  basic[1](cursor, play);
  return play;
}

function readWhole(cursor: Cursor): ScoredPlay {
  const play = readBasicPlay(cursor);
  const advances = readAdvances(cursor, play.kind);
  if (advances.length > 0) play.advances = advances;
  while (cursor.peek() === '+' || cursor.peek() === '-' || cursor.peek() === '?') cursor.next();
  if (!cursor.isAtEnd) cursor.miss('the end', cursor.at);
  return play;
}

/** Reads a play; small letters are taken for capitals. */
export function readNotation(text: string): ReadNotation {
  try {
    return { ok: true, play: readWhole(new Cursor(text.toUpperCase())) };
  } catch (fault) {
    if (!(fault instanceof NotationFault)) throw fault;
    const { part, position, message: reason, expected } = fault;
    const where = { part: text.slice(position, position + part.length), position };
    return { ok: false, ...where, reason, ...(expected === undefined ? {} : { expected }) };
  }
}
