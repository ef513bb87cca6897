/**
 * What stands behind a slash: `/G6`, `/BP2F`, `/SH`, `/GDP`, `/TH`, `/L78XD+`.
 *
 * A modifier that says nothing to the rules (reviews, relays, interference marks…) stays in the notation and is
 * otherwise passed over, as are `+` and `-` for hard and soft.
 */
import type { FieldingError, FieldingSequence, PlayModifier, ScoredPlay, Trajectory } from '../../protocol/play';
import { isWalk } from '../play-kinds';
import type { Cursor } from './cursor';
import { isThrow } from './fielding';
import { isLocation } from './locations';

const TRAJECTORIES: ReadonlySet<string> = new Set(['G', 'F', 'L', 'P']);

interface Meaning {
  readonly modifiers?: readonly PlayModifier[];
  readonly trajectory?: Trajectory;
}

const DOUBLE: readonly PlayModifier[] = ['doublePlay'];
const TRIPLE: readonly PlayModifier[] = ['triplePlay'];
const BUNT: readonly PlayModifier[] = ['bunt'];

/** Modifiers with a meaning of their own, for a ball in play. */
const MEANINGS: Readonly<Record<string, Meaning>> = {
  SH: { modifiers: ['sacrificeHit', 'bunt'] },
  SAC: { modifiers: ['sacrificeHit', 'bunt'] },
  SF: { modifiers: ['sacrificeFly'] },
  DP: { modifiers: DOUBLE },
  GDP: { modifiers: ['groundedIntoDoublePlay', 'doublePlay'], trajectory: 'G' },
  LDP: { modifiers: DOUBLE, trajectory: 'L' },
  FDP: { modifiers: DOUBLE, trajectory: 'F' },
  BGDP: { modifiers: ['bunt', 'groundedIntoDoublePlay', 'doublePlay'], trajectory: 'G' },
  BPDP: { modifiers: ['bunt', 'doublePlay'], trajectory: 'P' },
  BFDP: { modifiers: ['bunt', 'doublePlay', 'foul'], trajectory: 'P' },
  TP: { modifiers: TRIPLE },
  GTP: { modifiers: TRIPLE, trajectory: 'G' },
  LTP: { modifiers: TRIPLE, trajectory: 'L' },
  FL: { modifiers: ['foul'] },
  FO: { modifiers: ['force'] },
  B: { modifiers: BUNT },
  BG: { modifiers: BUNT, trajectory: 'G' },
  BP: { modifiers: BUNT, trajectory: 'P' },
  BF: { modifiers: BUNT, trajectory: 'F' },
  BL: { modifiers: BUNT, trajectory: 'L' },
  G: { trajectory: 'G' },
  F: { trajectory: 'F' },
  L: { trajectory: 'L' },
  P: { trajectory: 'P' },
  IF: { trajectory: 'P' },
  BR: { modifiers: ['batterRunning'] },
  INT: { modifiers: ['interference'] },
};

/** The modifiers that mean something when the ball was not put in play. */
const NOT_IN_PLAY: Readonly<Record<string, readonly PlayModifier[]>> = {
  DP: DOUBLE,
  TP: TRIPLE,
  B: BUNT,
  BF: BUNT,
  BG: BUNT,
  BP: BUNT,
  FL: ['foul'],
  INT: ['interference'],
};

export function addModifiers(play: ScoredPlay, modifiers: readonly PlayModifier[]): void {
  const all = (play.modifiers ??= []);
  for (const modifier of modifiers) if (!all.includes(modifier)) all.push(modifier);
}

export function has(play: ScoredPlay, modifier: PlayModifier): boolean {
  return play.modifiers !== undefined && play.modifiers.includes(modifier);
}

/** The words behind the slashes, without their `+` and `-`. */
export function readModifierWords(cursor: Cursor): string[] {
  const words: string[] = [];
  while (!cursor.isAtEnd && cursor.peek() !== '.') {
    const from = cursor.at;
    if (!cursor.take('/') && !cursor.take('+') && !cursor.take('-'))
      cursor.miss('a modifier behind "/", advances behind ".", or the end', from);
    const word = cursor.until('/.+-');
    if (!/^[A-Z0-9?()]*$/.test(word) || word.length > 20) cursor.miss('a modifier of letters and digits', from);
    if (word !== '') words.push(word);
  }
  return words;
}

/** A trajectory and a place, e.g. `BG25`, `L78XD`, `F7`, `78`; passed over when it is no place. */
function applyPlace(play: ScoredPlay, word: string): void {
  const isBunt = word.startsWith('B');
  const rest = isBunt ? word.slice(1) : word;
  const trajectory = rest.charAt(0);
  const hasTrajectory = TRAJECTORIES.has(trajectory);
  const location = hasTrajectory ? rest.slice(1) : rest;
  if (!isLocation(location)) return;
  if (hasTrajectory) play.trajectory = trajectory as Trajectory;
  play.location = location;
  if (location.endsWith('F')) addModifiers(play, ['foul']);
  if (isBunt) addModifiers(play, BUNT);
}

/** OBR 9.08: a sacrifice fly is a fly unless the record says otherwise; an error that spoils one is no grounder. */
function applySacrificeFly(play: ScoredPlay): void {
  if (play.trajectory === undefined || (play.kind === 'error' && play.trajectory === 'G')) play.trajectory = 'F';
}

function applyInPlay(play: ScoredPlay, word: string): void {
  if (isThrow(word)) {
    if (play.kind === 'error' && play.error !== undefined) play.error.kind = 'throwing';
    return;
  }
  const meaning = MEANINGS[word];
  if (meaning === undefined) return applyPlace(play, word);
  if (meaning.modifiers !== undefined) addModifiers(play, meaning.modifiers);
  if (meaning.trajectory !== undefined) play.trajectory = meaning.trajectory;
  if (word === 'SF') applySacrificeFly(play);
  if (word === 'FO') play.trajectory ??= 'G';
}

/** Reads the modifiers of a ball that was put in play. */
export function readInPlayModifiers(cursor: Cursor, play: ScoredPlay): void {
  for (const word of readModifierWords(cursor)) applyInPlay(play, word);
  if (has(play, 'sacrificeHit')) play.trajectory = 'G';
}

function applyNotInPlay(play: ScoredPlay, word: string): void {
  // Nobody is out on a steal: what stands behind it (an interference, a relay) says nothing to the rules.
  if (play.kind === 'stolenBase') return;
  const modifiers = NOT_IN_PLAY[word];
  if (modifiers !== undefined) addModifiers(play, modifiers);
  // Of plays on the bases alone the mark belongs into the parentheses: CS2(2E4/TH).
  if (!isThrow(word) || !(play.kind === 'strikeout' || isWalk(play.kind))) return;
  const error = firstError(play);
  if (error !== undefined) error.kind = 'throwing';
}

function firstError({ outs = [], error, attempts = [] }: ScoredPlay): FieldingError | undefined {
  const handled = (sequences: readonly (FieldingSequence | undefined)[]): FieldingError | undefined =>
    sequences.find((sequence) => sequence?.error !== undefined)?.error;
  return handled(outs.map(({ by }) => by)) ?? error ?? handled(attempts.map(({ by }) => by));
}

/** Reads the modifiers of a strikeout, a walk, or a play on the bases. */
export function readOtherModifiers(cursor: Cursor, play: ScoredPlay): void {
  for (const word of readModifierWords(cursor)) applyNotInPlay(play, word);
}

/** Reads the modifiers of an interference, which name the offender (`/E2`, `/4E1`) and may tell of a batted ball. */
export function readInterferenceModifiers(cursor: Cursor, play: ScoredPlay): void {
  for (const word of readModifierWords(cursor)) {
    const offender = /^([1-9]*)E([1-9])$/.exec(word);
    if (offender?.[2] !== undefined) {
      play.error = { fielder: Number(offender[2]), kind: 'fielding' };
      if (offender[1]) play.assists = Array.from(offender[1], Number);
    } else if (word !== 'INT') {
      applyInPlay(play, word);
    }
  }
  play.error ??= { fielder: 2, kind: 'fielding' };
}
