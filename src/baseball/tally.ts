/**
 * The tally of a play: what becomes of the batter (0) and the runners (1–3), and who is credited with what, while
 * the parts of a scored play are gone through in the order in which they were written.
 */
import type {
  FieldingError,
  FieldingSequence,
  RunKind,
  ScoredAdvance,
  ScoredAttempt,
  ScoredPlay,
} from '../protocol/play';
import { ATTEMPT_WORDS } from './notation/write';
import { batterTo, endsPlateAppearance } from './play-kinds';
import type { Bases } from './state';

/** What becomes of one runner, as far as the play said so. */
export interface RunnerTally {
  /** 0 out, 1–4; null: nothing was said. */
  to: number | null;
  isOut: boolean;
  run: RunKind | null;
  /** True and false: said outright; null: by rule. */
  rbi: boolean | null;
  /** He scored on an advance that was written as safe. */
  isSafeHome: boolean;
  play: string;
  stolenBase: boolean;
  caughtStealing: boolean;
  pickedOff: boolean;
}

export interface Tally {
  readonly runners: readonly [RunnerTally, RunnerTally, RunnerTally, RunnerTally];
  readonly putouts: number[];
  readonly assists: number[];
  readonly errors: FieldingError[];
  /** Runs of this runner and of those behind him are not driven in: an error let somebody advance. -1: none. */
  noRbiUpTo: number;
  wildPitch: boolean;
  passedBall: boolean;
  outsMade: number;
  /** True when the last out was a force, or the batter's before first base: no run scores with it as the third. */
  isLastOutForce: boolean;
}

/** A part of the play that does not fit the situation. */
export interface Misfit {
  readonly part: string;
  readonly reason: string;
}

const BASE_NAMES = ['the batter', 'first', 'second', 'third', 'home'];

export function baseName(base: number): string {
  return BASE_NAMES[base] ?? `base ${base}`;
}

function newRunner(): RunnerTally {
  return {
    to: null,
    isOut: false,
    run: null,
    rbi: null,
    isSafeHome: false,
    play: '',
    stolenBase: false,
    caughtStealing: false,
    pickedOff: false,
  };
}

export function newTally(): Tally {
  return {
    runners: [newRunner(), newRunner(), newRunner(), newRunner()],
    putouts: [],
    assists: [],
    errors: [],
    noRbiUpTo: -1,
    wildPitch: false,
    passedBall: false,
    outsMade: 0,
    isLastOutForce: false,
  };
}

/** `1361`, `5E3`; fielders who are not known leave no trace. */
export function sequenceText({ fielders, error }: FieldingSequence): string {
  let text = '';
  for (const fielder of fielders) if (fielder > 0) text += String(fielder);
  return error === undefined ? text : `${text}E${error.fielder}`;
}

/** Putout, assists and error of one sequence; a fielder gets one assist an out, however often he had the ball. */
function credit(tally: Tally, sequence: FieldingSequence, creditsError = true): void {
  const { fielders, error } = sequence;
  const last = error === undefined ? fielders.length - 1 : fielders.length;
  for (let i = 0; i < last; i++) {
    const fielder = fielders[i] ?? 0;
    if (fielder > 0 && fielders.indexOf(fielder) === i) tally.assists.push(fielder);
  }
  if (error === undefined) {
    const fielder = fielders[last] ?? 0;
    if (fielder > 0) tally.putouts.push(fielder);
  } else if (creditsError) {
    tally.errors.push({ ...error });
  }
}

function putOut(tally: Tally, runner: RunnerTally, isForce: boolean): void {
  if (!runner.isOut) tally.outsMade += 1;
  runner.isOut = true;
  runner.to = 0;
  tally.isLastOutForce = isForce;
}

function tallyOuts(tally: Tally, play: ScoredPlay): void {
  const outs = play.outs ?? [];
  const isBatterFirst = outs[0]?.runner === 0;
  for (const out of outs) {
    const runner = tally.runners[out.runner as 0 | 1 | 2 | 3];
    credit(tally, out.by);
    runner.play = sequenceText(out.by);
    if (out.by.error === undefined) putOut(tally, runner, out.runner === 0 || !isBatterFirst);
    else runner.to = out.runner + 1;
  }
}

/** OBR 9.09(b)(1): the catcher has the putout of a strikeout, unless the play on the batter is written out. */
function tallyStrikeout(tally: Tally, play: ScoredPlay): void {
  const isWritten = ({ from, out, by }: ScoredAdvance): boolean => from === 0 && (out !== true || by !== undefined);
  if (play.outs !== undefined || play.advances?.some(isWritten) === true) return;
  tally.putouts.push(2);
  tally.runners[0].play = '2';
  putOut(tally, tally.runners[0], true);
}

/** The base from which a runner tries: a pick-off names it, a steal names the next one. */
export function attemptFrom(attempt: ScoredAttempt): number {
  return attempt.kind === 'pickoff' ? attempt.base : attempt.base - 1;
}

function tallyAttempt(tally: Tally, attempt: ScoredAttempt): void {
  const runner = tally.runners[attemptFrom(attempt) as 1 | 2 | 3];
  const { kind, by } = attempt;
  if (kind === 'stolenBase') runner.stolenBase = true;
  if (kind === 'caughtStealing' || kind === 'pickoffCaughtStealing') runner.caughtStealing = true;
  if (kind === 'pickoff' || kind === 'pickoffCaughtStealing') runner.pickedOff = true;
  if (by !== undefined) {
    credit(tally, by);
    runner.play = sequenceText(by);
  }
  if (by !== undefined && by.error === undefined) putOut(tally, runner, false);
  // Of two attempts of one runner, an out stands: he is not safe at a base as well.
  else if (kind !== 'pickoff' && !runner.isOut) runner.to = attempt.base;
  if (attempt.run !== undefined) runner.run = attempt.run;
  if (attempt.rbi !== undefined) runner.rbi = attempt.rbi;
}

/** A misplay let the runner advance; a throw that somebody dropped does not when he was safe all the same. */
function takesRbi({ out }: ScoredAdvance, { fielders, error }: FieldingSequence): boolean {
  return error !== undefined && (out === true || fielders.length === 0);
}

function tallyAdvance(tally: Tally, play: ScoredPlay, advance: ScoredAdvance): void {
  const runner = tally.runners[advance.from as 0 | 1 | 2 | 3];
  const by = advance.by ?? [];
  // The misplay of an interference is charged once, though it may be named again behind the advance.
  const creditsError = play.kind !== 'interference';
  for (const sequence of by) {
    credit(tally, sequence, creditsError || sequence.fielders.length > 0);
    if (takesRbi(advance, sequence)) tally.noRbiUpTo = Math.max(tally.noRbiUpTo, advance.from);
    if (sequence.fielders.length > 0) runner.play = sequenceText(sequence);
  }
  const putsOut = advance.out === true && (by.length === 0 || by.some((sequence) => sequence.error === undefined));
  if (putsOut) {
    putOut(tally, runner, false);
  } else if (!runner.isOut) {
    runner.to = advance.to;
    if (advance.out !== true && advance.to === 4) runner.isSafeHome = true;
  }
  if (advance.run !== undefined) runner.run = advance.run;
  if (advance.rbi !== undefined) runner.rbi = advance.rbi;
  else if (advance.wildPitch === true || advance.passedBall === true) runner.rbi = false;
  if (advance.wildPitch === true) tally.wildPitch = true;
  if (advance.passedBall === true) tally.passedBall = true;
  if (advance.stolenBase === true) runner.stolenBase = true;
}

/** Nobody to move: a part of the play names a base that is empty, or a batter whose turn goes on. */
function misfitOf(play: ScoredPlay, bases: Bases): Misfit | null {
  const isEmpty = (base: number): boolean => base > 0 && bases[base - 1] === null;
  for (const { runner, by } of play.outs ?? []) {
    if (isEmpty(runner)) return nobodyOn(runner, `${sequenceText(by)}(${runner})`);
  }
  for (const attempt of play.attempts ?? []) {
    if (isEmpty(attemptFrom(attempt))) return nobodyOn(attemptFrom(attempt), attemptText(attempt));
  }
  const goesOn = !endsPlateAppearance(play.kind);
  for (const advance of play.advances ?? []) {
    const part = advanceText(advance);
    if (isEmpty(advance.from)) return nobodyOn(advance.from, part);
    if (advance.from === 0 && goesOn) return { part, reason: 'The batter stays at bat on this play.' };
  }
  return null;
}

function nobodyOn(base: number, part: string): Misfit {
  return { part, reason: `There is no runner on ${baseName(base)}.` };
}

/** `SB2`, `POCSH`. */
function attemptText({ kind, base }: ScoredAttempt): string {
  return `${ATTEMPT_WORDS[kind]}${base === 4 ? 'H' : base}`;
}

export function advanceText({ from, to, out }: ScoredAdvance): string {
  return `${from === 0 ? 'B' : from}${out === true ? 'X' : '-'}${to === 4 ? 'H' : to}`;
}

/**
 * A runner who is out already cannot be safe somewhere later in the same play. Old records say how far one came who was
 * caught or picked off, as `CS2(26).1-2`: he is out all the same.
 */
function contradiction(tally: Tally, play: ScoredPlay): Misfit | null {
  const caught = (play.attempts ?? []).map(attemptFrom);
  for (const advance of play.advances ?? []) {
    const isOut = tally.runners[advance.from as 0 | 1 | 2 | 3].isOut && !caught.includes(advance.from);
    if (advance.out !== true && isOut) {
      return { part: advanceText(advance), reason: `The runner from ${baseName(advance.from)} is out on this play.` };
    }
  }
  return null;
}

/** Goes through a scored play; the bases are those before it. */
export function tallyPlay(play: ScoredPlay, bases: Bases): Tally | Misfit {
  const misfit = misfitOf(play, bases);
  if (misfit !== null) return misfit;
  const tally = newTally();
  tally.runners[0].to = batterTo(play.kind) ?? null;
  if (play.assists !== undefined) tally.assists.push(...play.assists);
  const { error } = play;
  if (error !== undefined && play.kind !== 'strikeout') tally.errors.push({ ...error });
  if (play.kind === 'wildPitch' || play.plus === 'wildPitch') tally.wildPitch = true;
  if (play.kind === 'passedBall' || play.plus === 'passedBall') tally.passedBall = true;
  tallyOuts(tally, play);
  if (play.kind === 'strikeout') {
    tallyStrikeout(tally, play);
    if (error !== undefined) tally.errors.push({ ...error });
  }
  for (const attempt of play.attempts ?? []) tallyAttempt(tally, attempt);
  const contradicted = contradiction(tally, play);
  if (contradicted !== null) return contradicted;
  for (const advance of play.advances ?? []) tallyAdvance(tally, play, advance);
  forgetUnknown(tally);
  return tally;
}

/** `99` stands for fielders nobody wrote down: then the whole play has no putouts and no assists. */
function forgetUnknown(tally: Tally): void {
  if (!tally.runners.some((runner) => runner.play.includes('99'))) return;
  tally.putouts.length = 0;
  tally.assists.length = 0;
}

export function isMisfit(outcome: Tally | Misfit): outcome is Misfit {
  return 'reason' in outcome;
}
