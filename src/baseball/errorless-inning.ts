/**
 * A half-inning as it would have gone without errors and passed balls (OBR 9.16, 2019 ed.).
 *
 * It keeps the outs that would have been made, and for every runner who has reached base the base on which he would
 * stand: the same as in truth, one that he has passed with somebody's help, or none. A run is earned when its runner
 * would have come home before the third out, be it on a later play than the one on which he scored.
 */
import type { PlayRecorded, RunnerOutcome } from '../protocol/events';
import type { ScoredPlay } from '../protocol/play';
import {
  certainBase,
  chosenRunners,
  errorlessAdvance,
  errorlessBatter,
  isOutAtFirst,
  supposedAdvance,
  type Destination,
} from './errorless-play';
import { endsPlateAppearance } from './play-kinds';

/** One who reached base. */
interface Reached {
  /** Names him over all reconstructions of a half-inning. */
  readonly key: number;
  /** Where he is in truth: 1–3, or 0 when he is out or home. */
  actual: number;
  /** Where he would be: 0 nowhere, 1–3, 4 home. */
  base: Destination;
  /** His out is among the outs: he reached base, or stayed on it, because of a misplay. */
  isCountedOut: boolean;
  isEarned: boolean;
}

/** A play that ends the plate appearance. */
interface BattersPlay {
  readonly event: PlayRecorded;
  readonly play: ScoredPlay;
  readonly batterKey: number;
  /** The batter would have been out already. */
  readonly isVoid: boolean;
  /** The runner who was put out in the batter's stead, and would not have been on base. */
  readonly absent: Reached | undefined;
}

/** A misplay, or a steal, gives nobody a base on which another would have stood. */
function mayHoldBack(event: PlayRecorded): boolean {
  if ((event.errors?.length ?? 0) > 0) return true;
  return !endsPlateAppearance(event.kind) && event.wildPitch !== true && event.kind !== 'balk';
}

/** Where a runner would be, and what became of him in truth, if he still was on base then. */
interface Running {
  readonly base: number;
  readonly outcome: RunnerOutcome | undefined;
}

function destination(event: PlayRecorded, play: ScoredPlay, { base, outcome }: Running): Destination {
  if (outcome === undefined) return supposedAdvance(event, play, base);
  if (outcome.to === 0 || outcome.base === base) return errorlessAdvance(event, play, outcome);
  return Math.min(supposedAdvance(event, play, base), outcome.to) as Destination;
}

/** The half-inning as one pitcher, or his team, answers for it. */
export class ErrorlessInning {
  private readonly reached: Reached[] = [];
  private outs: number;
  /** The batter lives on after a foul fly that should have been caught. */
  private isBatterOut = false;

  /** Begins with these outs; `onBase` names the runners on first, second and third, null where there is none. */
  constructor(outs: number, onBase: readonly (number | null)[]) {
    this.outs = outs;
    for (let base = 3; base >= 1; base--) {
      const key = onBase[base - 1] ?? null;
      if (key === null) continue;
      this.reached.push({ key, actual: base, base: base as Destination, isCountedOut: false, isEarned: false });
    }
  }

  /** A runner who was put on base by rule: his run is never earned, and he costs no out (OBR 7.01(b), 9.16). */
  placeAutomaticRunner(key: number, base: number): void {
    this.reached.unshift({ key, actual: base, base: 0, isCountedOut: false, isEarned: false });
  }

  isEarned(key: number): boolean {
    return this.reached.some((runner) => runner.key === key && runner.isEarned);
  }

  /** Goes on by a play; `batterKey` will name the batter. */
  play(event: PlayRecorded, play: ScoredPlay, batterKey: number): void {
    if (play.kind === 'foulError') {
      if (!this.isBatterOut) this.outs += 1;
      this.isBatterOut = true;
      this.followActual(event);
      return;
    }
    const isBattersPlay = endsPlateAppearance(play.kind);
    const isVoid = this.isBatterOut && isBattersPlay;
    const chosen = chosenRunners(event, play);
    const standIns = this.standIns(event, play);
    const absent = chosen.map(({ base }) => this.at(base)).find((runner) => runner?.base === 0);
    const before = this.reached.map((runner) => runner.base);
    const outsOnBases = this.moveRunners(event, play, isVoid);
    for (const runner of standIns) Object.assign(runner, { base: 0, isCountedOut: true });
    const replaced = standIns.length > 0 ? undefined : absent;
    const outsByBatter = isBattersPlay ? this.moveBatter({ event, play, batterKey, isVoid, absent: replaced }) : 0;
    this.keepOrder(event, play, before);
    // Nobody scores on a play on which the batter, or a runner in his stead, would have been the third out.
    const outs = this.outs + outsOnBases + standIns.length + outsByBatter;
    const isOver = this.outs >= 3 || (outs >= 3 && isOutAtFirst(play) && (outsByBatter > 0 || chosen.length > 0));
    if (!isOver) for (const runner of this.reached) if (runner.base === 4) runner.isEarned = true;
    this.outs = outs;
    if (isBattersPlay) this.isBatterOut = false;
    this.followActual(event);
  }

  private at(base: number): Reached | undefined {
    return this.reached.find((runner) => runner.actual === base);
  }

  /**
   * Who would have been put out in place of a runner who would not have been there: whoever would have stood on that
   * base instead, on a ball with which the fielders went for it.
   */
  private standIns(event: PlayRecorded, play: ScoredPlay): Reached[] {
    if (play.kind !== 'out' && play.kind !== 'fieldersChoice') return [];
    return event.runners.flatMap(({ base, to }) => {
      const absent = base > 0 && to === 0 && this.at(base)?.base === 0;
      const standIn = absent
        ? this.reached.find((runner) => runner.base === base && runner.actual !== base)
        : undefined;
      return standIn === undefined ? [] : [standIn];
    });
  }

  /** Moves those who were on base before the play; answers how many of them it would have put out. */
  private moveRunners(event: PlayRecorded, play: ScoredPlay, isVoid: boolean): number {
    let outs = 0;
    for (const runner of this.reached) {
      const outcome = event.runners.find((each) => each.base > 0 && each.base === runner.actual);
      const from = runner.base;
      if (from === 0 || from === 4) {
        if (outcome?.to === 0 && from === 0 && !runner.isCountedOut) outs += 1;
        continue;
      }
      const to = isVoid ? (outcome?.to === 0 ? 0 : from) : destination(event, play, { base: runner.base, outcome });
      if (to === 0) {
        outs += 1;
        runner.isCountedOut = true;
      }
      runner.base = to;
    }
    return outs;
  }

  /** Enters the batter; answers 1 when he would have been out, and his out is not among the outs yet. */
  private moveBatter({ event, play, batterKey, isVoid, absent }: BattersPlay): number {
    const outcome = event.runners.find((runner) => runner.base === 0);
    if (outcome === undefined) return 0;
    const to = isVoid ? 0 : errorlessBatter(event, play, outcome);
    // He took the place of one who would not have been there: with nobody else to choose he would have been out.
    const isOut = to === 0 || (absent !== undefined && absent.isCountedOut);
    const base = to === null || absent !== undefined ? 0 : to;
    this.reached.push({ key: batterKey, actual: 0, base, isCountedOut: isOut, isEarned: false });
    return isOut && !isVoid ? 1 : 0;
  }

  /** Nobody is helped past the runner ahead of him; who must make room for the one behind goes on to the next base. */
  private keepOrder(event: PlayRecorded, play: ScoredPlay, before: readonly number[]): void {
    let ahead = 5;
    const isHeldBack = mayHoldBack(event);
    this.reached.forEach((runner, i) => {
      if (runner.base === 0 || runner.base === 4) return;
      const least = certainBase(play, before[i] ?? 0);
      if (runner.base >= ahead && isHeldBack) runner.base = Math.max(least, ahead - 1) as Destination;
      ahead = runner.base;
    });
    let behind = 0;
    for (const runner of this.reached.toReversed()) {
      if (runner.base === 0 || runner.base === 4) continue;
      if (runner.base <= behind) runner.base = Math.min(behind + 1, 4) as Destination;
      behind = runner.base;
    }
  }

  private followActual(event: PlayRecorded): void {
    const batter = event.runners[0]?.base === 0 ? this.reached.at(-1) : undefined;
    const next = event.runners.map(({ base, to }) => ({
      runner: base === 0 ? batter : this.at(base),
      actual: to === 4 ? 0 : to,
    }));
    for (const { runner, actual } of next) if (runner !== undefined) runner.actual = actual;
  }
}
