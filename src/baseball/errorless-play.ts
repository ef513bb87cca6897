/**
 * What a play would have come to without its misplays (OBR 9.16, 2019 ed.): how far each runner would have gone, and
 * who would have been out. Where the record does not say, the pitcher has the benefit of the doubt (9.16(f)).
 */
import type { PlayRecorded, RunnerOutcome } from '../protocol/events';
import type { FieldingSequence, ScoredAdvance, ScoredPlay } from '../protocol/play';
import { hitValue, isWalk } from './play-kinds';
import { attemptFrom } from './tally';

/** What somebody would have done: 0 out, 1–3 on that base, 4 home. */
export type Destination = 0 | 1 | 2 | 3 | 4;

function hasError(sequences: readonly FieldingSequence[]): boolean {
  return sequences.some((sequence) => sequence.error !== undefined);
}

function advanceOf(play: ScoredPlay, base: number): ScoredAdvance | undefined {
  return play.advances?.find((advance) => advance.from === base);
}

/** A throw that somebody dropped, or a misplay of a runner who was as good as out. */
function isMuffedOut(play: ScoredPlay, base: number): boolean {
  if (play.outs?.some((out) => out.runner === base && out.by.error !== undefined) === true) return true;
  const attempt = play.attempts?.find((each) => attemptFrom(each) === base);
  if (attempt?.by?.error !== undefined) {
    return attempt.kind !== 'pickoff' || attempt.by.fielders.length > 0;
  }
  const advance = advanceOf(play, base);
  return advance?.out === true && hasError(advance.by ?? []);
}

/** The pitch got past the catcher, who should have held it. */
function isPassedBall(play: ScoredPlay): boolean {
  return play.kind === 'passedBall' || play.plus === 'passedBall';
}

/** A runner from `base` went on because of a misplay. */
function isAided(play: ScoredPlay, base: number): boolean {
  if (play.kind === 'error' || play.kind === 'interference' || play.plus === 'error') return true;
  const attempt = play.attempts?.find((each) => attemptFrom(each) === base);
  if (attempt?.by?.error !== undefined) return true;
  const advance = advanceOf(play, base);
  if (advance?.passedBall === true || hasError(advance?.by ?? [])) return true;
  return isPassedBall(play) && attempt === undefined;
}

/** How far a runner would at least have gone on a play whose misplay then took him farther. */
function unaidedBase(event: PlayRecorded, play: ScoredPlay, runner: RunnerOutcome): number {
  const { base } = runner;
  const attempt = play.attempts?.find((each) => attemptFrom(each) === base);
  if (attempt?.kind === 'stolenBase') return attempt.base;
  if (play.kind === 'error') {
    if (runner.rbi === true) return 4;
    return event.sacrificeHit === true || event.sacrificeFly === true ? base + 1 : base;
  }
  if (play.kind === 'wildPitch' || play.plus === 'wildPitch' || play.kind === 'balk') return base + 1;
  return base + hitValue(play.kind);
}

/** Where a runner who stood on his base without anybody's misplay would have got to. */
export function errorlessAdvance(event: PlayRecorded, play: ScoredPlay, runner: RunnerOutcome): Destination {
  if (runner.to === 0 || isMuffedOut(play, runner.base)) return 0;
  if (!isAided(play, runner.base)) return runner.to as Destination;
  return Math.min(runner.to, unaidedBase(event, play, runner)) as Destination;
}

/**
 * Where a runner would have got to who stands on `base` only in the inning without misplays: as far as the play itself
 * moves everybody, or as far as somebody went who did stand there.
 */
export function supposedAdvance(event: PlayRecorded, play: ScoredPlay, base: number): Destination {
  const there = event.runners.find((runner) => runner.base === base);
  const like = there === undefined || there.to === 0 ? base : errorlessAdvance(event, play, there);
  const moved = play.kind === 'balk' ? base + 1 : base + hitValue(play.kind);
  const isBroughtHome = event.sacrificeFly === true && base === 3;
  return Math.min(4, Math.max(like, isBroughtHome ? 4 : moved)) as Destination;
}

/** What the batter would have done; null when he reached base by interference, of which nobody can say. */
export function errorlessBatter(event: PlayRecorded, play: ScoredPlay, batter: RunnerOutcome): Destination | null {
  if (play.kind === 'interference') return null;
  if (batter.to === 0 || play.kind === 'error' || isMuffedOut(play, 0)) return 0;
  if (play.kind === 'strikeout') return isMisplayedStrike(event, play) ? 0 : errorlessReach(play, batter, 1);
  if (isWalk(play.kind) || play.kind === 'hitByPitch') return errorlessReach(play, batter, 1);
  return errorlessReach(play, batter, Math.max(hitValue(play.kind), 1));
}

/** A third strike that the catcher, or the one who took his throw, let go. */
function isMisplayedStrike(event: PlayRecorded, play: ScoredPlay): boolean {
  return event.wildPitch !== true && (event.passedBall === true || (event.errors?.length ?? 0) > 0 || isPassedBall(play));
}

function errorlessReach(play: ScoredPlay, batter: RunnerOutcome, base: number): Destination {
  const isTaken = hasError(advanceOf(play, 0)?.by ?? []) || play.plus === 'passedBall' || play.plus === 'error';
  return (isTaken ? Math.min(batter.to, base) : batter.to) as Destination;
}

/** The runners who were put out because the fielders chose them instead of the batter. */
export function chosenRunners(event: PlayRecorded, play: ScoredPlay): readonly RunnerOutcome[] {
  if (play.kind !== 'out' && play.kind !== 'fieldersChoice') return [];
  if (event.runners[0]?.to === 0) return [];
  return event.runners.filter((runner) => runner.base > 0 && runner.to === 0);
}
