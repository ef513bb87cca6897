/**
 * Earned runs by rule (OBR 9.16, 2019 ed.), for games whose official scorer has not said: every half-inning is played
 * again without errors and passed balls.
 *
 * A reliever who comes in during an inning answers for it as if it had begun with him: chances that were missed
 * before he came do not help him (9.16(i)). So a run may be earned against the pitcher and not against his team, and
 * each pitcher of a half-inning has a reconstruction of his own, beside the team's.
 */
import type { GameEvent, PlayRecorded, RunnerOutcome } from '../protocol/events';
import type { PlayerId } from '../protocol/ids';
import type { RunKind, ScoredPlay } from '../protocol/play';
import { assert } from './assert';
import { chargedWithRun } from './box-score/charged';
import { ErrorlessInning } from './errorless-inning';
import { readNotation } from './notation/read';

/** A run, by the play and the base from which its runner came home. */
export interface ReconstructedRun {
  readonly turn: number;
  readonly base: number;
  readonly pitcher: PlayerId;
  readonly kind: RunKind;
}

interface Scored {
  readonly turn: number;
  readonly base: number;
  readonly pitcher: PlayerId;
  readonly key: number;
}

/** One half-inning in truth, and its reconstructions. */
class HalfInning {
  private readonly team = new ErrorlessInning(0, []);
  private readonly ofPitchers = new Map<PlayerId, ErrorlessInning>();
  private readonly scored: Scored[] = [];
  /** Who is on first, second and third, by the number under which he reached base. */
  private onBase: (number | null)[] = [null, null, null];
  private pitcher: PlayerId | null = null;
  private nextKey = 0;

  placeAutomaticRunner(base: number): void {
    const key = this.nextKey++;
    this.onBase[base - 1] = key;
    this.team.placeAutomaticRunner(key, base);
  }

  play(event: PlayRecorded): void {
    const play = scoredPlay(event);
    const batterKey = this.nextKey++;
    this.relieve(event);
    for (const inning of new Set([this.team, ...this.ofPitchers.values()])) inning.play(event, play, batterKey);
    const next: (number | null)[] = [null, null, null];
    for (const runner of event.runners.toReversed()) {
      const key = runner.base === 0 ? batterKey : (this.onBase[runner.base - 1] ?? batterKey);
      if (runner.to >= 1 && runner.to <= 3) next[runner.to - 1] = key;
      if (runner.to === 4) this.score(event, runner, key);
    }
    this.onBase = next;
  }

  /** The pitcher who begins has the team's reconstruction; one who comes in later begins his own. */
  private relieve({ pitcher, outs }: PlayRecorded): void {
    if (pitcher === this.pitcher) return;
    const isFirst = this.pitcher === null;
    this.pitcher = pitcher;
    if (this.ofPitchers.has(pitcher)) return;
    this.ofPitchers.set(pitcher, isFirst ? this.team : new ErrorlessInning(outs, this.onBase));
  }

  private score(event: PlayRecorded, runner: RunnerOutcome, key: number): void {
    this.scored.push({ turn: event.turn, base: runner.base, pitcher: chargedWithRun(event, runner), key });
  }

  runs(): ReconstructedRun[] {
    return this.scored.map(({ turn, base, pitcher, key }) => {
      const isEarned = (this.ofPitchers.get(pitcher) ?? this.team).isEarned(key);
      const kind = !isEarned ? 'unearned' : this.team.isEarned(key) ? 'earned' : 'teamUnearned';
      return { turn, base, pitcher, kind };
    });
  }
}

function scoredPlay(event: PlayRecorded): ScoredPlay {
  const read = readNotation(event.notation);
  assert(read.ok, `an accepted play can be read: ${event.notation}`);
  return read.play;
}

/** Judges every run of a game by its plays alone, whatever the scorer said of it; in the order of the game. */
export function reconstructRuns(events: Iterable<GameEvent>): ReconstructedRun[] {
  const runs: ReconstructedRun[] = [];
  let half = new HalfInning();
  for (const event of events) {
    switch (event.type) {
      case 'PlayRecorded':
        half.play(event);
        break;
      case 'AutomaticRunnerPlaced':
        half.placeAutomaticRunner(event.base);
        break;
      case 'HalfInningEnded':
        runs.push(...half.runs());
        half = new HalfInning();
        break;
      default:
        break;
    }
  }
  return [...runs, ...half.runs()];
}
