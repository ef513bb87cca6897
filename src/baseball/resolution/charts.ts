/**
 * The charts behind the cards: what follows from a result, by situation. Every number is what a die must not exceed.
 *
 * The averages are those of the 2019 season (Retrosheet's play-by-play): with average players and the league's habits
 * of placing fielders, the charts give its advances, double plays and errors back. docs/cards.md shows them.
 */
import type { ResultTrajectory } from '../../protocol/card-cells';

/** An outfielder 7–9; 0 stands for all infielders. */
export type Field = 0 | 7 | 8 | 9;

export const fieldOf = (fielder: number): Field => (fielder >= 7 ? (fielder as Field) : 0);

/** A d100 check of a runner: up to `safe` he gets there, the last `out` numbers he is thrown out, else he holds. */
export interface RunnerCheck {
  readonly safe: number;
  readonly out: number;
}

type ByOuts = readonly [before2: RunnerCheck, with2: RunnerCheck];

/** A runner on second, on a single: home. */
export const SECOND_ON_SINGLE: Readonly<Record<Field, ByOuts>> = {
  7: [
    { safe: 47, out: 2 },
    { safe: 82, out: 5 },
  ],
  8: [
    { safe: 62, out: 2 },
    { safe: 94, out: 3 },
  ],
  9: [
    { safe: 52, out: 2 },
    { safe: 82, out: 4 },
  ],
  0: [
    { safe: 18, out: 1 },
    { safe: 25, out: 6 },
  ],
};

/** A runner on first, on a single with third free: third. */
export const FIRST_ON_SINGLE: Readonly<Record<Field, ByOuts>> = {
  7: [
    { safe: 14, out: 1 },
    { safe: 20, out: 2 },
  ],
  8: [
    { safe: 30, out: 1 },
    { safe: 38, out: 2 },
  ],
  9: [
    { safe: 38, out: 1 },
    { safe: 44, out: 2 },
  ],
  0: [
    { safe: 16, out: 1 },
    { safe: 18, out: 2 },
  ],
};
/** With none out a runner is careful, with one he is not: numbers of the d100, by the outs. */
export const CARE_BY_OUTS = [-4, 2, 0] as const;
/** He has it easier when the throw goes home. */
export const THROW_GOES_HOME = [16, 21] as const;

/** A runner on first, on a double: home. */
export const FIRST_ON_DOUBLE: Readonly<Record<Field, ByOuts>> = {
  7: [
    { safe: 34, out: 2 },
    { safe: 47, out: 4 },
  ],
  8: [
    { safe: 40, out: 4 },
    { safe: 67, out: 5 },
  ],
  9: [
    { safe: 25, out: 1 },
    { safe: 44, out: 6 },
  ],
  0: [
    { safe: 11, out: 3 },
    { safe: 17, out: 3 },
  ],
};

/** A batter, on the throw behind his hit: the last numbers of the d100 an outfielder's misplay, the first an out. */
export const BATTER_OUT_STRETCHING = 1;
export const BATTER_TAKES_BASE = { noThrow: 0, throwHome: 6 } as const;
export const MISPLAYED_HIT_MAX = 4;

/** Tagging up on a ball caught in the outfield, by the base he leaves. */
export const TAGGING: Readonly<Record<'F' | 'L', Readonly<Record<number, Readonly<Record<number, RunnerCheck>>>>>> = {
  F: {
    3: { 7: { safe: 73, out: 2 }, 8: { safe: 83, out: 2 }, 9: { safe: 67, out: 2 } },
    2: { 7: { safe: 12, out: 1 }, 8: { safe: 44, out: 2 }, 9: { safe: 46, out: 1 } },
    1: { 7: { safe: 4, out: 1 }, 8: { safe: 5, out: 1 }, 9: { safe: 3, out: 2 } },
  },
  L: {
    3: { 7: { safe: 83, out: 4 }, 8: { safe: 91, out: 1 }, 9: { safe: 83, out: 2 } },
    2: { 7: { safe: 4, out: 3 }, 8: { safe: 30, out: 3 }, 9: { safe: 43, out: 3 } },
    1: { 7: { safe: 0, out: 2 }, 8: { safe: 1, out: 1 }, 9: { safe: 1, out: 6 } },
  },
};
/** Corrections of those three for the depth of the outfield. */
export const DEPTH_ON_ADVANCE = { normal: 0, in: -15, deep: 8 } as const;

/** A line drive to an infielder: the runner is doubled off up to this number of the d100, by his base. */
export const DOUBLED_OFF: Readonly<Record<number, number>> = { 1: 33, 2: 18, 3: 8 };

/** A pop-up near the stands, to one of these: on the first number of the d100 he drops it, foul, and the batter goes on. */
export const FOUL_POPS: readonly number[] = [2, 3, 5];
export const DROPPED_FOUL = 1;

/** Ground ball, runner on first, less than two out: double play up to this number of the d100, by the fielder. */
export const DOUBLE_PLAY: Readonly<Record<number, number>> = { 1: 33, 2: 4, 3: 30, 4: 55, 5: 47, 6: 66 };
export const DOUBLE_PLAY_BY_SIDE = { R: 9, L: -4 } as const;
export const DOUBLE_PLAY_BY_DEPTH = { normal: -11, in: -19, cornersIn: -13, doublePlay: 1 } as const;
/** By the runners beside the one on first (2: second, 4: third), with none and with one out. */
export const DOUBLE_PLAY_BY_BASES: Readonly<Record<number, readonly [number, number]>> = {
  0: [0, 1],
  2: [0, -4],
  4: [2, -6],
  6: [22, -30],
};
export const DOUBLE_PLAY_WITH_SHIFT = -6;
/** Of the numbers above it, the parts of a force at second, of a force of the lead runner, and of nobody out. */
export const REST_OF_DOUBLE_PLAY = { force: 0.55, lead: 0.08, nobody: 0.11 } as const;
/** The same with the bases loaded: the throw goes home more often. */
export const REST_WHEN_LOADED = { force: 0.24, lead: 0.58, nobody: 0.02 } as const;
/** First and third, none out: of those numbers, the part in which the one on third is thrown out at home. */
export const OUT_AT_HOME_FROM_THIRD = 0.3;
/** The first numbers of the double play: the relay goes wild. */
export const WILD_RELAY = 5;

/** Two out, runner on first: the infielder takes the force at second up to this number of the d20. */
export const FORCE_WITH_TWO_OUT: Readonly<Record<number, number>> = { 1: 1, 2: 0, 3: 1, 4: 6, 5: 6, 6: 7 };

/** Ground-out, runner on second alone: to third up to this number of the d100; the last `caught` he is out there. */
export const SECOND_ON_GROUNDER: Readonly<Record<number, number>> = { 1: 56, 2: 29, 3: 98, 4: 96, 5: 23, 6: 51 };
export const CAUGHT_AT_THIRD: Readonly<Record<number, number>> = { 1: 6, 2: 2, 3: 1, 4: 1, 5: 6, 6: 6 };

/** Ground-out, runner on third, less than two out: home up to `safe`, out at home the last `out`, by the depth. */
export const THIRD_ON_GROUNDER: Readonly<Record<'back' | 'in', Readonly<Record<number, RunnerCheck>>>> = {
  back: {
    1: { safe: 34, out: 5 },
    2: { safe: 10, out: 2 },
    3: { safe: 53, out: 5 },
    4: { safe: 75, out: 2 },
    5: { safe: 41, out: 7 },
    6: { safe: 63, out: 4 },
  },
  in: {
    1: { safe: 15, out: 20 },
    2: { safe: 0, out: 20 },
    3: { safe: 30, out: 25 },
    4: { safe: 38, out: 30 },
    5: { safe: 25, out: 25 },
    6: { safe: 38, out: 30 },
  },
};
/** One out and a man on second behind him: the infield takes the out at first, and he has it easier. */
export const THIRD_WITH_SECOND = 15;
/** Bases loaded, infield in: home and first, then home only, up to these numbers of the d100. */
export const LOADED_INFIELD_IN = { double: 28, force: 78 } as const;

/** What the place of the fielders is worth to the batter, in numbers of the d20 of a range check. */
export const INFIELD_IN = 5;
export const CORNERS_IN = 4;
export const HOLDING: Readonly<Record<number, number>> = { 3: 5, 4: 2 };
export const AT_DOUBLE_PLAY_DEPTH: Readonly<Record<number, number>> = { 4: 2, 5: 1, 6: 2 };
/** Two out: a man on second keeps the infield deep; with first occupied too there is a force at every base. */
export const TWO_OUT_RANGE = { second: -1, firstAndSecond: -5, loaded: -8 } as const;
/** Less than two out and a man on third (and none on first): the infield plays halfway, when it is not in. */
export const HALFWAY = 3;
export const SHIFT: Readonly<Record<'L' | 'R', Readonly<Record<number, number>>>> = {
  L: { 1: 0, 3: -2, 4: -3, 5: 5, 6: 1 },
  R: { 1: 0, 3: 6, 4: 5, 5: -1, 6: -1 },
};
export const OUTFIELD_DEPTH: Readonly<Record<'normal' | 'in' | 'deep', Readonly<Record<ResultTrajectory, number>>>> = {
  normal: { G: 0, F: 0, L: 0, P: 0 },
  in: { G: 0, F: 4, L: -2, P: -1 },
  deep: { G: 0, F: -2, L: 3, P: 0 },
};

/**
 * First base occupied: the pitcher throws strikes; up to this number of the d20 a walk is hit instead. With more than
 * first occupied he does so with less than two out only.
 */
export const STRIKES = { first: 3, firstAndSecond: 3, third: 5 } as const;
/** First base open and a run near: up to this number of the d20 what would be put in play is a walk instead. */
export const PITCHED_AROUND = 1;

/** A batter whom the pitch hits or the catcher's mitt: the mitt up to this number of the d100. */
export const MITT = 3;

/** A d20 for a batter at home whom the edge helps; a visiting one strikes out. */
export const HOME_EDGE: readonly (readonly [upTo: number, result: string])[] = [
  [12, 'BB'],
  [14, 'HBP'],
  [16, '1B-L8'],
  [19, '2B-L7'],
  [20, '3B-L9'],
];

/** A d20 for a batter in the pinch, with men on and less than two out; else he strikes out. */
export const IN_THE_CLUTCH: readonly (readonly [upTo: number, result: string])[] = [
  [5, 'G6'],
  [9, 'G4?'],
  [12, 'F8'],
  [15, 'F9?'],
  [17, 'L7?'],
  [19, '1B-L8'],
  [20, '2B-L9'],
];

/** An order to the batter: what becomes of a result on the first numbers of a d20. */
export const APPROACH = {
  contact: { strikeout: 5, walk: 2, homeRun: 4 },
  power: { fly: 2, single: 3, grounder: 1, walk: 1 },
  patient: { walk: 1, strikeout: 2 },
} as const;
/** The infielder of a weak grounder, by the number of the d20. */
export const WEAK_GROUNDER = ['G4?', 'G6?', 'G5?', 'G3?', 'G1?'] as const;

/** Each step of a runner's `advance`, and of an outfielder's `arm`, in numbers of the d100. */
export const ADVANCE_STEP = 2;
export const ARM_STEP = 3;
/** What a fast batter takes off the double play, for each step. */
export const DOUBLE_PLAY_STEP = 1.5;

/** Steals: corrections of the d20 number. */
export const STEAL = {
  badLead: 7,
  notHeld: 5,
  pitchOut: 8,
  third: 1,
  home: 10,
  thirdWatched: 4,
  hitAndRunMissed: 4,
} as const;
/** A runner is caught, with less than two out: up to this number of the d20 the batter had struck out on the pitch. */
export const STRIKE_OUT_THROW_OUT = 8;
/** Trailing by this much or less late in the game, nobody plays on an unheld runner: indifference. */
export const INDIFFERENT = { inning: 9, lead: 2 } as const;

/** Runners on base: on this number of the d20 there is a battery check. */
export const BATTERY_CHECK = 1;
/** The pitcher's number of wild pitches is a mean: with third occupied (and not just first besides) he is careful. */
export const WILD_PITCHES = { third: 0.5, others: 1.08 } as const;
/** Wild pitches with runners on first and third: up to this part of the numbers the one from third scores too. */
export const THIRD_SCORES_TOO = 0.62;

/** Bunts: corrections of the d20 number. */
/** Of the hands of whoever fields a good bunt, the part that counts. */
export const BUNT_ERROR_PART = 0.17;
export const BUNT = { cornersIn: -4, infieldIn: -3, shift: 2, squeeze: -2 } as const;
/** A bunt that was not a good one, d20: lead runner out, double play, batter out, single, else foul for strike three. */
export const BAD_BUNT = { leadOut: 5, double: 7, batterOut: 15, single: 17 } as const;
/** A squeeze that was not a good one, d20: out at home, batter out on a pop-up, else a single. */
export const BAD_SQUEEZE = { outAtHome: 11, popUp: 17 } as const;
/** A pitch-out with nobody going is a ball: up to this number of the d20 the batter walks. */
export const PITCH_OUT_WALK = 1;
/** What the infield gives away when the man who covers leaves his place for the hit-and-run. */
export const HIT_AND_RUN_HOLE = 2;
