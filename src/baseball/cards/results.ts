/**
 * From rates to results: how often each result must stand on a card so that a player does what his rates say.
 *
 * Some balls in play are *checks* (`?`): the fielder's range, or the park, decides. An average fielder and an average
 * park turn a known part of them into hits; that part is taken off the hits that stand on the card outright, so the
 * rates hold in average company and move with better or worse company.
 */
import type { HitWord, ResultTrajectory } from '../../protocol/card-cells';
import { HANDLED, HITS, type ChartRates, type Side2 } from './league-2019';

/** Chances per plate appearance by result, as printed on a card, e.g. `G6?` or `K (2: 1B-L8)`. */
export type Chances = Map<string, number>;

/** Of the balls in play that are no hits, the part that an average fielder must make a play on. */
const CHECKED: Readonly<Record<ResultTrajectory, number>> = { G: 0.35, F: 0.25, L: 0.25, P: 0 };
/** What an average fielder (range 3) lets through, of 20; the charts of the resolution are built on these. */
export const CHECK_HITS: Readonly<Record<ResultTrajectory, number>> = { G: 6, F: 5, L: 5, P: 1 };
/** The same as the league's managers place their fielders: with men held and the infield at double-play depth. */
export const PLACED_HITS: Readonly<Record<ResultTrajectory, number>> = { ...CHECK_HITS, G: 6.4 };
/** The first numbers of a check that are doubles instead of singles. */
export const CHECK_DOUBLES: Readonly<Record<ResultTrajectory, number>> = { G: 0, F: 3, L: 1, P: 0 };

/** Half of these fall in or leave an average park. */
export const PARK_SHARE = { '1B': 0.2, '2B': 0, '3B': 0, HR: 0.4 } as const satisfies Record<HitWord, number>;

/** A result that every card has as often, and what it is in the mean. */
export interface Shared {
  readonly word: 'EDGE' | 'CLUTCH';
  readonly chance: number;
  readonly is: Readonly<Partial<Record<'K' | 'BB' | 'HBP' | '1B' | '2B' | '3B', number>>>;
}

/** The home edge: half of the batters are at home. The pinch: 27 of 100 plate appearances come in a pinch. */
export const SHARED: readonly Shared[] = [
  { word: 'EDGE', chance: 0.0125, is: { K: 0.5, BB: 0.3, HBP: 0.05, '1B': 0.05, '2B': 0.075, '3B': 0.025 } },
  { word: 'CLUTCH', chance: 0.012, is: { K: 0.735, '1B': 0.052, '2B': 0.02 } },
];

/** The outfielder who gets a grounder that went past an infielder, for an odd and for an even number. */
export const BEHIND: Readonly<Record<number, readonly [number, number]>> = {
  1: [8, 8],
  3: [9, 9],
  4: [8, 9],
  5: [7, 7],
  6: [8, 7],
};

function add(chances: Chances, word: string, chance: number): void {
  chances.set(word, (chances.get(word) ?? 0) + chance);
}

/** Takes off what is there; what a card would have to owe is let go. */
function takeOff(chances: Chances, word: string, chance: number): void {
  chances.set(word, Math.max(0, (chances.get(word) ?? 0) - chance));
}

/** What stands on the card outright: the rates without the part that comes by way of the shared results. */
function withoutShared(rates: ChartRates): ChartRates {
  const mine = (name: keyof Shared['is']): number =>
    Math.max(0, rates[name] - SHARED.reduce((sum, { chance, is }) => sum + chance * (is[name] ?? 0), 0));
  return {
    ...rates,
    K: mine('K'),
    BB: mine('BB'),
    HBP: mine('HBP'),
    '1B': mine('1B'),
    '2B': mine('2B'),
    '3B': mine('3B'),
  };
}

function addHits(chances: Chances, rates: ChartRates, side: Side2): Record<ResultTrajectory, number> {
  const byTrajectory = { G: 0, F: 0, L: 0, P: 0 };
  for (const kind of ['1B', '2B', '3B', 'HR'] as const) {
    for (const [where, share] of Object.entries(HITS[side][kind])) {
      const chance = rates[kind] * share;
      const trajectory = where === 'GR' ? 'L' : (where[0] as ResultTrajectory);
      const parkShare = trajectory === 'G' ? 0 : PARK_SHARE[kind];
      byTrajectory[trajectory] += chance;
      add(chances, `${kind}-${where}`, chance * (1 - parkShare));
      if (parkShare > 0) add(chances, `${kind}-${where}?`, chance * parkShare * 2);
    }
  }
  return byTrajectory;
}

/** The balls in play that are no hits, a part of them as checks, whose hits are taken off those of the card. */
function addBalls(chances: Chances, balls: Readonly<Record<ResultTrajectory, number>>, side: Side2): void {
  for (const trajectory of ['G', 'F', 'L', 'P'] as const) {
    for (const [position, share] of Object.entries(HANDLED[side][trajectory])) {
      const ball = `${trajectory}${position}`;
      const isChecked = trajectory === 'G' ? position !== '2' : Number(position) >= 7;
      const outs = balls[trajectory] * share;
      const lost = (chances.get(`1B-${ball}?`) ?? 0) / 2 + (chances.get(`HR-${ball}?`) ?? 0) / 2;
      const checks = isChecked ? outs * CHECKED[trajectory] : 0;
      const caught = checks * (1 - PLACED_HITS[trajectory] / 20);
      add(chances, ball, Math.max(0, outs - caught - lost));
      if (checks === 0) continue;
      add(chances, `${ball}?`, checks);
      const doubles = (checks * CHECK_DOUBLES[trajectory]) / 20;
      const singles = (checks * PLACED_HITS[trajectory]) / 20 - doubles;
      const [odd, even] = BEHIND[Number(position)] ?? [Number(position), Number(position)];
      takeOff(chances, `1B-${trajectory}${odd}`, singles / 2);
      takeOff(chances, `1B-${trajectory}${even}`, singles / 2);
      takeOff(chances, `2B-${ball}`, doubles);
    }
  }
}

function scaledTo1(chances: Chances): Chances {
  let sum = 0;
  for (const chance of chances.values()) sum += chance;
  return new Map([...chances].map(([word, chance]) => [word, chance / sum]));
}

/** The chances of every result for a batter of a side; together 1. */
export function chancesOf(rates: ChartRates, side: Side2): Chances {
  const chances: Chances = new Map();
  const own = withoutShared(rates);
  for (const { word, chance } of SHARED) add(chances, word, chance);
  for (const word of ['K', 'BB'] as const) add(chances, word, own[word]);
  // Interference is too rare for a number of its own: it is read off the hit batters.
  add(chances, 'HBP', own.HBP + own.CI);
  const hits = addHits(chances, own, side);
  const shared = SHARED.reduce((sum, { chance }) => sum + chance, 0);
  const inPlay = 1 - shared - own.K - own.BB - own.HBP - own.CI;
  const balls = { G: 0, F: 0, L: 0, P: 0 };
  for (const trajectory of ['G', 'F', 'L', 'P'] as const) {
    balls[trajectory] = Math.max(0.002, inPlay * rates[trajectory] - hits[trajectory]);
  }
  // What single trajectories lack (a batter of many line-drive hits) the others make up for.
  const outs = inPlay - hits.G - hits.F - hits.L - hits.P;
  const sum = balls.G + balls.F + balls.L + balls.P;
  for (const trajectory of ['G', 'F', 'L', 'P'] as const) balls[trajectory] *= outs / sum;
  addBalls(chances, balls, side);
  return scaledTo1(chances);
}

/**
 * What must stand on one player's card so that, half of the time read from his and half from an average opponent's,
 * `wanted` comes out: twice what is wanted, less what the opponent brings. Never below nothing.
 */
export function ownHalf(wanted: ChartRates, opponents: ChartRates): ChartRates {
  const half = (name: keyof ChartRates): number => Math.max(0, 2 * wanted[name] - opponents[name]);
  const shape = { G: half('G'), F: half('F'), L: half('L'), P: half('P') };
  const sum = shape.G + shape.F + shape.L + shape.P;
  return {
    K: half('K'),
    BB: half('BB'),
    HBP: half('HBP'),
    CI: half('CI'),
    '1B': half('1B'),
    '2B': half('2B'),
    '3B': half('3B'),
    HR: half('HR'),
    G: shape.G / sum,
    F: shape.F / sum,
    L: shape.L / sum,
    P: shape.P / sum,
  };
}

/** Results of a fresh pitcher that turn into others at a level of fatigue, per plate appearance on his half. */
const TIRING: readonly (readonly [from: string, level: number, to: string, chance: number])[] = [
  ['K', 1, 'HR-F7', 0.003],
  ['K', 1, 'HR-F9', 0.003],
  ['K', 1, '2B-L7', 0.003],
  ['K', 1, '2B-L9', 0.003],
  ['K', 1, '1B-L8', 0.005],
  ['K', 1, '1B-G7', 0.004],
  ['K', 1, '1B-G9', 0.003],
  ['K', 1, 'G6', 0.008],
  ['K', 1, 'G4', 0.008],
  ['K', 1, 'F8', 0.006],
  ['BB', 1, 'F7', 0.003],
  ['K', 2, 'HR-F8', 0.003],
  ['K', 2, '2B-L8', 0.002],
  ['K', 2, '1B-L7', 0.003],
  ['K', 2, 'G5', 0.004],
  ['BB', 2, 'F9', 0.004],
  ['K', 3, 'BB', 0.03],
  ['G6', 3, '1B-G7', 0.012],
  ['F8', 3, 'HR-F8', 0.008],
  ['F7', 3, '2B-F7', 0.008],
  ['K', 4, 'BB', 0.02],
  ['G4', 4, '1B-G9', 0.012],
  ['F9', 4, 'HR-F9', 0.008],
];

/** The results of the times through the order mark starters; those of exhaustion mark everybody. */
export function withTiring(chances: Chances, isStarter: boolean): Chances {
  const marked: Chances = new Map(chances);
  for (const [from, level, to, chance] of TIRING) {
    if (level <= 2 && !isStarter) continue;
    const there = Math.min(chance, (marked.get(from) ?? 0) * 0.5);
    marked.set(from, (marked.get(from) ?? 0) - there);
    add(marked, `${from} (${level}: ${to})`, there);
  }
  return marked;
}
