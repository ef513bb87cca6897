/**
 * What a play would have come to without its misplays (OBR 9.16, 2019 ed.): how far each runner would have gone, and
 * who would have been out. Where the record does not say, the pitcher has the benefit of the doubt (9.16(f)).
 */
import type { PlayRecorded, RunnerOutcome } from '../protocol/events';
import type { FieldingSequence, ScoredAdvance, ScoredPlay } from '../protocol/play';
import { endsPlateAppearance, hitValue, isWalk } from './play-kinds';
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

/** A runner went on because of a misplay. */
function isAided(play: ScoredPlay, { base, to, rbi }: RunnerOutcome): boolean {
  if (play.kind === 'error' || play.kind === 'interference' || play.plus === 'error') return true;
  const attempt = play.attempts?.find((each) => attemptFrom(each) === base);
  if (attempt?.by?.error !== undefined) return true;
  const advance = advanceOf(play, base);
  if (advance?.passedBall === true || hasError(advance?.by ?? [])) return true;
  if (isPassedBall(play) && attempt === undefined) return true;
  return (
    isThrownAway(play) && (play.kind === 'pickoff' || (to === 4 && rbi !== true && endsPlateAppearance(play.kind)))
  );
}

/** Somebody was let go on by a misplay: then a pick-off moves all, and who comes home undriven has it to thank. */
function isThrownAway(play: ScoredPlay): boolean {
  const isLetGo = play.advances?.some((advance) => advance.out !== true && hasError(advance.by ?? [])) === true;
  return isLetGo || play.attempts?.some((attempt) => attempt.by?.error !== undefined) === true;
}

/**
 * The base whose runner would have been out but for a misplay, on a ball with which the fielders went for a runner: an
 * error on a force play, or a choice that got nobody because of an error. 0: none.
 */
function missedRunner(event: PlayRecorded, play: ScoredPlay): number {
  if (play.kind === 'fieldersChoice' && event.outsMade === 0) {
    return play.advances?.find((advance) => advance.out !== true && hasError(advance.by ?? []))?.from ?? 0;
  }
  if (play.kind !== 'error' || play.modifiers?.includes('force') !== true) return 0;
  const isOn = (base: number): boolean => event.runners.some((runner) => runner.base === base);
  if (!isOn(1)) return 0;
  const fielder = play.error?.kind === 'throwing' ? 0 : play.error?.fielder;
  if (fielder === 2 && isOn(2) && isOn(3)) return 3;
  return fielder === 5 && isOn(2) ? 2 : 1;
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
  if (runner.to === 0 || isMuffedOut(play, runner.base) || missedRunner(event, play) === runner.base) return 0;
  if (!isAided(play, runner)) return runner.to as Destination;
  return Math.min(runner.to, unaidedBase(event, play, runner)) as Destination;
}

/**
 * Where a runner would have got to who stands on `base` only in the inning without misplays: as far as the play itself
 * moves everybody, or as far as somebody went who did stand there.
 */
export function supposedAdvance(event: PlayRecorded, play: ScoredPlay, base: number): Destination {
  const there = event.runners.find((runner) => runner.base === base);
  const like = there === undefined || there.to === 0 ? base : errorlessAdvance(event, play, there);
  if (isBroughtHome(event, base)) return 4;
  const moved = base + (movesEverybody(event, play, base) ? 1 : hitValue(play.kind));
  return Math.min(4, Math.max(like, moved)) as Destination;
}

/** A fly that is deep enough scores a runner from third, a single to the outfield one from second. */
function isBroughtHome(event: PlayRecorded, base: number): boolean {
  if (base === 3) return event.sacrificeFly === true;
  return base === 2 && event.kind === 'single' && (event.fieldedBy ?? 0) >= 7;
}

/** A balk moves all runners; a wild pitch, or a fly long enough for one of those behind, those ahead of him too. */
function movesEverybody(event: PlayRecorded, play: ScoredPlay, base: number): boolean {
  if (play.kind === 'balk') return true;
  const isLong = play.kind === 'out' && (event.trajectory === 'F' || event.trajectory === 'L');
  if (!isLong && event.wildPitch !== true) return false;
  return event.runners.some(
    (runner) => runner.base > 0 && runner.base < base && errorlessAdvance(event, play, runner) > runner.base,
  );
}

/** The base that a runner from `base` (0: the batter) cannot be kept from: by his own hit, or the batter's. */
export function certainBase(play: ScoredPlay, base: number): number {
  return Math.min(4, base + Math.max(hitValue(play.kind), base === 0 ? 1 : 0));
}

/** What the batter would have done; null when he reached base by interference, of which nobody can say. */
export function errorlessBatter(event: PlayRecorded, play: ScoredPlay, batter: RunnerOutcome): Destination | null {
  if (play.kind === 'interference') return null;
  if (batter.to === 0 || isMuffedOut(play, 0)) return 0;
  if (play.kind === 'error') return missedRunner(event, play) > 0 ? 1 : 0;
  if (play.kind === 'strikeout') return isMisplayedStrike(event, play) ? 0 : errorlessReach(play, batter, 1);
  if (isWalk(play.kind) || play.kind === 'hitByPitch') return errorlessReach(play, batter, 1);
  return errorlessReach(play, batter, Math.max(hitValue(play.kind), 1));
}

/** A third strike that the catcher, or the one who took his throw, let go. */
function isMisplayedStrike(event: PlayRecorded, play: ScoredPlay): boolean {
  return (
    event.wildPitch !== true && (event.passedBall === true || (event.errors?.length ?? 0) > 0 || isPassedBall(play))
  );
}

function errorlessReach(play: ScoredPlay, batter: RunnerOutcome, base: number): Destination {
  const isTaken = isThrownAway(play) || play.plus === 'passedBall' || play.plus === 'error';
  return (isTaken ? Math.min(batter.to, base) : batter.to) as Destination;
}

/** The runners who were put out because the fielders chose them instead of the batter. */
export function chosenRunners(event: PlayRecorded, play: ScoredPlay): readonly RunnerOutcome[] {
  if (play.kind !== 'out' && play.kind !== 'fieldersChoice') return [];
  if (event.runners[0]?.to === 0) return [];
  return event.runners.filter((runner) => runner.base > 0 && runner.to === 0);
}

/** True when the out of this batter leaves no time for a run: he was out before first base, or on a choice. */
export function isOutAtFirst(play: ScoredPlay): boolean {
  return hitValue(play.kind) === 0;
}
