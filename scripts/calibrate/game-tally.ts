/** Figures of whole games: runs and their spread, who won and how, who pitched how long. */
import { fieldingTeam, type FinalState, type LiveState, type StartedState } from '../../src/baseball/state';
import type { GameEvent } from '../../src/protocol/events';
import type { Side } from '../../src/protocol/side';
import { addOne } from './tally';

const RUNS_MAX = 12;
const SIDES = ['away', 'home'] as const;

interface Work {
  batters: number;
  outs: number;
}

export class GameTally {
  count = 0;
  homeWins = 0;
  extraInnings = 0;
  walkOffs = 0;
  oneRun = 0;
  shutOuts = 0;
  pinchHitters = 0;
  pitchers = 0;
  starterBatters = 0;
  starterOuts = 0;
  relieverBatters = 0;
  relievers = 0;
  runs = 0;
  runsSquared = 0;
  readonly runsBySide = { away: 0, home: 0 };
  /** Teams by their runs, the last for all above. */
  readonly byRuns = new Float64Array(RUNS_MAX + 1);

  game(start: LiveState, events: readonly (readonly [GameEvent, StartedState])[], end: FinalState): void {
    this.count += 1;
    const { away, home } = end.score;
    if (home > away) this.homeWins += 1;
    if (end.inning > end.ruleset.innings) this.extraInnings += 1;
    if (end.endReason === 'walkOff') this.walkOffs += 1;
    if (Math.abs(home - away) === 1) this.oneRun += 1;
    for (const side of SIDES) this.side(side, end.score[side]);
    this.work(start, events);
  }

  private side(side: Side, runs: number): void {
    this.runs += runs;
    this.runsSquared += runs * runs;
    this.runsBySide[side] += runs;
    addOne(this.byRuns, Math.min(runs, RUNS_MAX));
    if (runs === 0) this.shutOuts += 1;
  }

  private work(start: LiveState, events: readonly (readonly [GameEvent, StartedState])[]): void {
    const works: Record<Side, Map<string, Work>> = { away: new Map(), home: new Map() };
    for (const side of SIDES) works[side].set(start.lineups[side].lastPitcher, { batters: 0, outs: 0 });
    for (const [event, before] of events) {
      if (event.type === 'PlayerSubstituted' && event.position === 11) this.pinchHitters += 1;
      if (event.type !== 'PlayRecorded') continue;
      const pitchers = works[fieldingTeam(before)];
      const work = pitchers.get(event.pitcher) ?? { batters: 0, outs: 0 };
      pitchers.set(event.pitcher, work);
      work.outs += event.outsMade;
      if (event.runners[0]?.base === 0) work.batters += 1;
    }
    for (const side of SIDES) {
      const [starter, ...relievers] = works[side].values();
      this.pitchers += works[side].size;
      this.starterBatters += starter?.batters ?? 0;
      this.starterOuts += starter?.outs ?? 0;
      this.relievers += relievers.length;
      for (const { batters } of relievers) this.relieverBatters += batters;
    }
  }

  /** Per team and game. */
  mean(sum: number): number {
    return sum / (2 * this.count);
  }

  get runsSpread(): number {
    const mean = this.mean(this.runs);
    return Math.sqrt(this.mean(this.runsSquared) - mean * mean);
  }
}
