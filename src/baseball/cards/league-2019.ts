/**
 * What the 2019 major leagues were, as far as cards need it: rates per plate appearance by the hands of batter and
 * pitcher, and where batted balls went. Counted from Retrosheet's play-by-play of the 2,429 games of that season.
 *
 * Intentional walks and bunts are left out: they are decided, not rolled. The information used here was obtained free
 * of charge from and is copyrighted by Retrosheet. Interested parties may contact Retrosheet at www.retrosheet.org.
 */
import type { HitWord, ResultTrajectory } from '../../protocol/card-cells';

/** The side from which a batter bats, or the arm that a pitcher throws with. */
export type Side2 = 'L' | 'R';

/** Chances per plate appearance (without intentional walks and bunts), and the shares of the batted balls. */
export interface ChartRates {
  readonly K: number;
  readonly BB: number;
  readonly HBP: number;
  readonly CI: number;
  readonly '1B': number;
  readonly '2B': number;
  readonly '3B': number;
  readonly HR: number;
  /** Shares of the balls in play and home runs: grounders, flies, line drives, pop-ups; together 1. */
  readonly G: number;
  readonly F: number;
  readonly L: number;
  readonly P: number;
}

export type RateName = keyof ChartRates;

export function ratesBy(of: (name: RateName) => number): ChartRates {
  return {
    K: of('K'),
    BB: of('BB'),
    HBP: of('HBP'),
    CI: of('CI'),
    '1B': of('1B'),
    '2B': of('2B'),
    '3B': of('3B'),
    HR: of('HR'),
    G: of('G'),
    F: of('F'),
    L: of('L'),
    P: of('P'),
  };
}

/** By the batter's side, then the pitcher's arm; batters who are pitchers left out. */
export const LEAGUE_RATES: Readonly<Record<Side2, Readonly<Record<Side2, ChartRates>>>> = {
  R: {
    R: {
      K: 0.23242,
      BB: 0.07555,
      HBP: 0.01253,
      CI: 0.00029,
      '1B': 0.14065,
      '2B': 0.04514,
      '3B': 0.00369,
      HR: 0.03758,
      G: 0.4367,
      F: 0.2362,
      L: 0.2482,
      P: 0.0789,
    },
    L: {
      K: 0.22029,
      BB: 0.08572,
      HBP: 0.00869,
      CI: 0.00045,
      '1B': 0.14443,
      '2B': 0.04922,
      '3B': 0.00382,
      HR: 0.04058,
      G: 0.4227,
      F: 0.2471,
      L: 0.2573,
      P: 0.0729,
    },
  },
  L: {
    R: {
      K: 0.22036,
      BB: 0.09215,
      HBP: 0.00966,
      CI: 0.0003,
      '1B': 0.13535,
      '2B': 0.04888,
      '3B': 0.00567,
      HR: 0.03722,
      G: 0.4141,
      F: 0.2533,
      L: 0.2633,
      P: 0.0693,
    },
    L: {
      K: 0.23374,
      BB: 0.08032,
      HBP: 0.01458,
      CI: 0.00042,
      '1B': 0.14343,
      '2B': 0.04394,
      '3B': 0.00336,
      HR: 0.03175,
      G: 0.4665,
      F: 0.2202,
      L: 0.2509,
      P: 0.0624,
    },
  },
};

/** Pitchers at bat. */
export const PITCHERS_BATTING: ChartRates = {
  K: 0.49321,
  BB: 0.03472,
  HBP: 0.00267,
  CI: 0,
  '1B': 0.10016,
  '2B': 0.01647,
  '3B': 0.00089,
  HR: 0.00556,
  G: 0.6139,
  F: 0.1327,
  L: 0.2102,
  P: 0.0432,
};

/** The share of plate appearances in which a batter of a side meets a right-hander. */
export const SHARE_AGAINST_RIGHT: Readonly<Record<Side2, number>> = { R: 0.6624, L: 0.807 };
/** The share of plate appearances in which a pitcher of an arm meets a right-handed batter. */
export const SHARE_OF_RIGHT: Readonly<Record<Side2, number>> = { R: 0.5393, L: 0.7138 };

/** Who handles the balls in play that are no hits, by the batter's side; for each trajectory together 1. */
export const HANDLED: Readonly<Record<Side2, Readonly<Record<ResultTrajectory, Readonly<Record<number, number>>>>>> = {
  R: {
    G: { 1: 0.0854, 2: 0.0082, 3: 0.0551, 4: 0.1724, 5: 0.3196, 6: 0.3593 },
    F: { 7: 0.2018, 8: 0.3788, 9: 0.4194 },
    L: { 1: 0.0155, 3: 0.03, 4: 0.0739, 5: 0.0662, 6: 0.0818, 7: 0.2266, 8: 0.3006, 9: 0.2054 },
    P: { 1: 0.0097, 2: 0.0721, 3: 0.3485, 4: 0.3127, 5: 0.0949, 6: 0.1621 },
  },
  L: {
    G: { 1: 0.0908, 2: 0.0086, 3: 0.2629, 4: 0.3581, 5: 0.092, 6: 0.1876 },
    F: { 7: 0.4256, 8: 0.3798, 9: 0.1946 },
    L: { 1: 0.0167, 3: 0.061, 4: 0.0745, 5: 0.0443, 6: 0.072, 7: 0.1696, 8: 0.2903, 9: 0.2716 },
    P: { 1: 0.0065, 2: 0.0736, 3: 0.074, 4: 0.1314, 5: 0.4025, 6: 0.312 },
  },
};

/** Where the hits go, by the batter's side: trajectory and the fielder who gets to the ball (`GR`: over the fence). */
export const HITS: Readonly<Record<Side2, Readonly<Record<HitWord, Readonly<Record<string, number>>>>>> = {
  R: {
    '1B': {
      G1: 0.016,
      G3: 0.0039,
      G4: 0.02,
      G5: 0.0557,
      G6: 0.0541,
      G7: 0.1264,
      G8: 0.1151,
      G9: 0.074,
      L7: 0.1809,
      L8: 0.1654,
      L9: 0.1363,
      F7: 0.0128,
      F8: 0.0163,
      F9: 0.0231,
    },
    '2B': {
      G7: 0.0973,
      G8: 0.0072,
      G9: 0.0288,
      L7: 0.2972,
      L8: 0.1909,
      L9: 0.1929,
      F7: 0.0333,
      F8: 0.0567,
      F9: 0.0463,
      GR: 0.0494,
    },
    '3B': { L7: 0.1005, L8: 0.2104, L9: 0.2742, F7: 0.0399, F8: 0.1723, F9: 0.2027 },
    HR: { F7: 0.44, F8: 0.2, F9: 0.24, L7: 0.07, L9: 0.05 },
  },
  L: {
    '1B': {
      G1: 0.0179,
      G3: 0.0195,
      G4: 0.0438,
      G5: 0.0169,
      G6: 0.0298,
      G7: 0.0727,
      G8: 0.1074,
      G9: 0.1414,
      L7: 0.1409,
      L8: 0.1665,
      L9: 0.1878,
      F7: 0.0277,
      F8: 0.0167,
      F9: 0.011,
    },
    '2B': {
      G7: 0.0555,
      G8: 0.0066,
      G9: 0.0544,
      L7: 0.2291,
      L8: 0.1901,
      L9: 0.2629,
      F7: 0.0713,
      F8: 0.0578,
      F9: 0.0219,
      GR: 0.0504,
    },
    '3B': { L7: 0.0761, L8: 0.2059, L9: 0.3673, F7: 0.0841, F8: 0.1726, F9: 0.094 },
    HR: { F7: 0.24, F8: 0.2, F9: 0.44, L7: 0.05, L9: 0.07 },
  },
};

/** What a fresh starter (first time through the order), and a reliever, give up against the league's mean. */
export const ROLE_FACTORS: Readonly<Record<'starter' | 'reliever', Readonly<Record<RateName, number>>>> = {
  starter: {
    K: 1.031,
    BB: 0.985,
    HBP: 0.97,
    CI: 1,
    '1B': 1,
    '2B': 0.995,
    '3B': 1.15,
    HR: 0.981,
    G: 0.993,
    F: 1.004,
    L: 1.009,
    P: 0.996,
  },
  reliever: {
    K: 1.05,
    BB: 1.04,
    HBP: 1.04,
    CI: 1,
    '1B': 0.9656,
    '2B': 0.945,
    '3B': 0.9,
    HR: 0.9429,
    G: 1.0099,
    F: 0.9943,
    L: 0.9871,
    P: 1.0056,
  },
};

/** Misplays per hundred balls that must be made a play on, by position. */
export const ERRORS: Readonly<Record<number, number>> = { 1: 12, 2: 15, 3: 13, 4: 10, 5: 20, 6: 15, 7: 3, 8: 3, 9: 3 };
