/**
 * What a run of simulated games amounts to, counted as the real season's figures were: from the plays, one by one.
 */
import { basesOccupied, battingTeam, type StartedState } from '../../src/baseball/state';
import type { GameEvent, PlayRecorded } from '../../src/protocol/events';
import { HANDS, RATES, type BaseState, type Hands, type Rate } from './facts';

/** Plate appearances, and how many of them were each thing. */
export class Rates {
  plateAppearances = 0;
  readonly counts = Object.fromEntries(RATES.map((rate) => [rate, 0])) as Record<Rate, number>;

  add(kinds: readonly Rate[]): void {
    this.plateAppearances += 1;
    for (const kind of kinds) this.counts[kind] += 1;
  }

  of(rate: Rate): number {
    return this.counts[rate] / this.plateAppearances;
  }
}

const PLAIN: Readonly<Partial<Record<PlayRecorded['kind'], readonly Rate[]>>> = {
  strikeout: ['K'],
  walk: ['BB'],
  intentionalWalk: ['BB', 'IBB'],
  hitByPitch: ['HBP'],
  single: ['1B'],
  double: ['2B'],
  triple: ['3B'],
  homeRun: ['HR'],
  error: ['ROE'],
  fieldersChoice: ['FC'],
  interference: ['XI'],
};

/** What a plate appearance was; a fly that brings a run in is an out and a sacrifice fly. */
function ratesOf(event: PlayRecorded, batterTo: number): Rate[] {
  const kinds = [...(PLAIN[event.kind] ?? [])];
  if (event.kind === 'out' && batterTo > 0) kinds.push('FO');
  if (event.sacrificeFly === true) kinds.push('SF');
  if (event.sacrificeHit === true) kinds.push('SH');
  if (event.groundedIntoDoublePlay === true) kinds.push('GDP');
  return kinds;
}

const HITS = { single: '1B', double: '2B', triple: '3B' } as const;
export type HitKind = (typeof HITS)[keyof typeof HITS];
export type FromRunner = 'B' | 'r1' | 'r2' | 'r3';

/** Of a hit, by runner: how often he was out (0), on a base (1–3), home (4). */
export type Advances = Record<HitKind, Record<FromRunner, number[]>>;

const fresh = (): Record<FromRunner, number[]> => ({
  B: [0, 0, 0, 0, 0],
  r1: [0, 0, 0, 0, 0],
  r2: [0, 0, 0, 0, 0],
  r3: [0, 0, 0, 0, 0],
});
const RUNNERS = ['B', 'r1', 'r2', 'r3'] as const;

const STATES = 24;
const HALF_RUNS_MAX = 6;

/** Innings of which the run expectancy is reckoned: later ones end early. */
const LAST_WHOLE_INNING = 8;

export class PlayTally {
  readonly all = new Rates();
  readonly nonPitchers = new Rates();
  readonly pitchersBatting = new Rates();
  readonly byHands = Object.fromEntries(HANDS.map((hands) => [hands, new Rates()])) as Record<Hands, Rates>;
  readonly advances: Advances = { '1B': fresh(), '2B': fresh(), '3B': fresh() };
  readonly baseOut = new Float64Array(STATES);
  readonly expectedRuns = new Float64Array(STATES);
  readonly expectedCount = new Float64Array(STATES);
  /** Complete half-innings by their runs, the last for all above. */
  readonly halfRuns = new Float64Array(HALF_RUNS_MAX + 1);
  halfRunsSum = 0;
  readonly totals = { SB: 0, CS: 0, E: 0, GDP: 0, DP: 0, WP: 0, PB: 0, BK: 0, H: 0, R: 0 };
  /** Runner on third, less than two out: plate appearances, sacrifice flies, runs of that runner. */
  readonly third = { plateAppearances: 0, sacrificeFlies: 0, scores: 0 };
  /** Runner on first, less than two out. */
  readonly doublePlays = { plateAppearances: 0, grounded: 0 };

  /** The half-inning under way: the states that it went through, with the runs so far. */
  private states: number[] = [];
  private before: number[] = [];
  private runs = 0;

  /** A whole game's events, each with the state before it. @returns how many plays it had */
  game(events: readonly (readonly [GameEvent, StartedState])[]): number {
    let plays = 0;
    events.forEach(([event, before], i) => {
      if (event.type !== 'PlayRecorded') return;
      plays += 1;
      this.play(event, before, events[i + 1]?.[0].type === 'GameEnded');
    });
    return plays;
  }

  /** @param isOver the game ended with this play */
  private play(event: PlayRecorded, state: StartedState, isOver: boolean): void {
    const bases = basesOccupied(state);
    const cell = bases * 3 + state.outs;
    const runs = event.runners.reduce((sum, { to }) => sum + (to === 4 ? 1 : 0), 0);
    this.states.push(cell);
    this.before.push(this.runs);
    this.runs += runs;
    this.totals.R += runs;
    this.extras(event);
    const [first] = event.runners;
    if (first?.base === 0) this.plateAppearance(event, state, first.to);
    const isWalkOff = isOver && state.outs + event.outsMade < 3;
    if (!isWalkOff) this.hit(event);
    if (state.outs + event.outsMade >= 3) this.endOfHalf(state.inning);
    if (isOver) this.startHalf();
  }

  private extras(event: PlayRecorded): void {
    const { totals } = this;
    for (const runner of event.runners) {
      if (runner.stolenBase === true) totals.SB += 1;
      if (runner.caughtStealing === true) totals.CS += 1;
    }
    totals.E += event.errors?.length ?? 0;
    if (event.wildPitch === true) totals.WP += 1;
    if (event.passedBall === true) totals.PB += 1;
    if (event.kind === 'balk') totals.BK += 1;
    if (event.groundedIntoDoublePlay === true) totals.GDP += 1;
    if (event.doublePlay === true || event.groundedIntoDoublePlay === true) totals.DP += 1;
  }

  private plateAppearance(event: PlayRecorded, state: StartedState, batterTo: number): void {
    const kinds = ratesOf(event, batterTo);
    const bases = basesOccupied(state);
    addOne(this.baseOut, bases * 3 + state.outs);
    this.all.add(kinds);
    const batter = state.lineups[battingTeam(state)].order[event.slot - 1];
    if (batter?.position === 1) {
      this.pitchersBatting.add(kinds);
    } else {
      this.nonPitchers.add(kinds);
      this.byHands[`${event.batterHand ?? 'R'}v${event.pitcherHand ?? 'R'}` as Hands].add(kinds);
    }
    if (state.outs === 2) return;
    if ((bases & 4) !== 0) {
      this.third.plateAppearances += 1;
      if (event.sacrificeFly === true) this.third.sacrificeFlies += 1;
      if (event.runners.some(({ base, to }) => base === 3 && to === 4)) this.third.scores += 1;
    }
    if ((bases & 1) !== 0) {
      this.doublePlays.plateAppearances += 1;
      if (event.groundedIntoDoublePlay === true) this.doublePlays.grounded += 1;
    }
  }

  private hit(event: PlayRecorded): void {
    const isHit = event.kind === 'single' || event.kind === 'double' || event.kind === 'triple';
    if (isHit || event.kind === 'homeRun') this.totals.H += 1;
    if (!isHit) return;
    const table = this.advances[HITS[event.kind as keyof typeof HITS]];
    for (const { base, to } of event.runners) {
      const row = table[RUNNERS[base] ?? 'B'];
      row[to] = (row[to] ?? 0) + 1;
    }
  }

  private endOfHalf(inning: number): void {
    addOne(this.halfRuns, Math.min(this.runs, HALF_RUNS_MAX));
    this.halfRunsSum += this.runs;
    if (inning <= LAST_WHOLE_INNING) {
      this.states.forEach((cell, i) => {
        this.expectedRuns[cell] = (this.expectedRuns[cell] ?? 0) + this.runs - (this.before[i] ?? 0);
        addOne(this.expectedCount, cell);
      });
    }
    this.startHalf();
  }

  private startHalf(): void {
    this.states = [];
    this.before = [];
    this.runs = 0;
  }
}

/** One more in a place of a table. */
export function addOne(counts: Float64Array, place: number): void {
  counts[place] = (counts[place] ?? 0) + 1;
}

/** Index of a base state and outs in `baseOut` and the run expectancy. */
export function cellOf(base: BaseState, outs: number): number {
  const bits = (base[0] === '1' ? 1 : 0) + (base[1] === '2' ? 2 : 0) + (base[2] === '3' ? 4 : 0);
  return bits * 3 + outs;
}
