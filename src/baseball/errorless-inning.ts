/**
 * A half-inning as it would have gone without errors and passed balls (OBR 9.16, 2019 ed.).
 *
 * It keeps the outs that would have been made, and for every runner who has reached base the base on which he would
 * stand: the same as in truth, one that he has passed with somebody's help, or none. A run is earned when its runner
 * would have come home before the third out, be it on a later play than the one on which he scored.
 */
import type { PlayRecorded, RunnerOutcome } from '../protocol/events';
import type { ScoredPlay } from '../protocol/play';
import { chosenRunners, errorlessAdvance, errorlessBatter, supposedAdvance, type Destination } from './errorless-play';
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
      return;
    }
    const isBattersPlay = endsPlateAppearance(play.kind);
    const isVoid = this.isBatterOut && isBattersPlay;
    const outsOnBases = this.moveRunners(event, play, isVoid);
    const outsByBatter = isBattersPlay ? this.moveBatter(event, play, batterKey, isVoid) : 0;
    this.makeRoom();
    // Nobody scores on a play on which the batter, or a runner in his stead, would have been the third out.
    const isOver = this.outs + outsByBatter >= 3 || (outsByBatter > 0 && this.outs + outsByBatter + outsOnBases >= 3);
    if (!isOver) for (const runner of this.reached) if (runner.base === 4) runner.isEarned = true;
    this.outs += outsOnBases + outsByBatter;
    if (isBattersPlay) this.isBatterOut = false;
    this.followActual(event);
  }

  private at(base: number): Reached | undefined {
    return this.reached.find((runner) => runner.actual === base);
  }

  /** Moves those who were on base before the play; answers how many of them it would have put out. */
  private moveRunners(event: PlayRecorded, play: ScoredPlay, isVoid: boolean): number {
    let outs = 0;
    const before = this.reached.map((runner) => runner.base);
    this.reached.forEach((runner, i) => {
      const outcome = event.runners.find((each) => each.base > 0 && each.base === runner.actual);
      const from = before[i] ?? 0;
      if (from === 0 || from === 4) {
        if (outcome?.to === 0 && from === 0 && !runner.isCountedOut) outs += 1;
        return;
      }
      const to = isVoid ? (outcome?.to === 0 ? 0 : from) : this.destination(event, play, runner, outcome);
      if (to === 0) {
        outs += 1;
        runner.isCountedOut = true;
      }
      runner.base = to;
    });
    return outs;
  }

  private destination(
    event: PlayRecorded,
    play: ScoredPlay,
    runner: Reached,
    outcome: RunnerOutcome | undefined,
  ): Destination {
    if (outcome === undefined) return supposedAdvance(event, play, runner.base);
    if (outcome.to === 0 || outcome.base === runner.base) return errorlessAdvance(event, play, outcome);
    return Math.min(supposedAdvance(event, play, runner.base), outcome.to) as Destination;
  }

  /** Enters the batter; answers 1 when he would have been out, and his out is not among the outs yet. */
  private moveBatter(event: PlayRecorded, play: ScoredPlay, key: number, isVoid: boolean): number {
    const outcome = event.runners.find((runner) => runner.base === 0);
    if (outcome === undefined) return 0;
    const enter = (base: Destination, isCountedOut: boolean): void => {
      this.reached.push({ key, actual: 0, base, isCountedOut, isEarned: false });
    };
    if (isVoid) {
      enter(0, true);
      return 0;
    }
    const to = errorlessBatter(event, play, outcome);
    if (to === null || to === 0) {
      enter(0, to === 0);
      return to === 0 ? 1 : 0;
    }
    const chosen = chosenRunners(event, play).map((runner) => this.at(runner.base));
    const absent = chosen.find((runner) => runner !== undefined && runner.base === 0 && !this.wasPutOut(runner, event));
    if (absent === undefined) {
      enter(to, false);
      return 0;
    }
    // He took the place of one who would not have been there: with nobody else to choose he would have been out.
    enter(0, absent.isCountedOut);
    return absent.isCountedOut ? 1 : 0;
  }

  /** True when the runner would have been on base until this play put him out. */
  private wasPutOut(runner: Reached, event: PlayRecorded): boolean {
    return this.putOutNow.has(runner.key) && event.outsMade > 0;
  }

  private readonly putOutNow = new Set<number>();

  /** A runner whose base is taken by the one behind him goes on to the next. */
  private makeRoom(): void {
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
