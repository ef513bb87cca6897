/**
 * Plate appearances of a season with those who met in them, and what each of these adds to the chances: the arithmetic
 * that `season-fit.ts` and `season-parks.ts` share.
 */
import type { ChartRates, Side2 } from './league-2019';
import type { RatesByHand } from './make-card';
import type { Of } from './regression';
import { SHARED } from './results';
import type { Meeting, PlateCounts } from './season-counts';

export type ByHand<T> = Readonly<Record<Side2, T>>;

export const NAMES = ['K', 'BB', 'HBP', '1B', '2B', '3B', 'HR'] as const;
export type Name = (typeof NAMES)[number];
/** What somebody adds to each rate, as a part of it. */
export type Parts = Record<Name, number>;

export function partsBy(of: (name: Name) => number): Parts {
  return { K: of('K'), BB: of('BB'), HBP: of('HBP'), '1B': of('1B'), '2B': of('2B'), '3B': of('3B'), HR: of('HR') };
}

export const noParts = (): Parts => partsBy(() => 0);

/** By the other's hand: what the season's mean is, and what he is drawn to (a reliever to what relievers do). */
export interface Company {
  readonly mean: RatesByHand;
  readonly drawnTo: RatesByHand;
}

/** A batter (by the pitcher's arm) or a pitcher (by the batter's side). */
export interface Party {
  readonly of: Of;
  readonly company: Company;
  readonly seen: ByHand<PlateCounts>;
  readonly met: Met[];
  rates: RatesByHand;
  parts: ByHand<Parts>;
}

/** Numbers of the d20, not yet whole, by the batter's side; 10 is the average. */
export interface ParkNumbers {
  readonly homeRun: ByHand<number>;
  readonly single: ByHand<number>;
}

export interface Ground {
  readonly met: Met[];
  numbers: ParkNumbers;
  parts: ByHand<Parts>;
}

export interface Met {
  readonly meeting: Meeting;
  readonly mean: ChartRates;
  readonly batter: Party;
  readonly pitcher: Party;
  readonly ground: Ground;
}

/** The edge of the hosts, which every card has: more of everything but strikeouts, and for visitors less. */
const EDGE: Parts = partsBy((name) => {
  const edge = SHARED.find(({ word }) => word === 'EDGE');
  const share = name === 'HR' ? 0 : (edge?.is[name] ?? 0);
  return (edge?.chance ?? 0) * share * (name === 'K' ? -1 : 1);
});

export type Bringer = 'batter' | 'pitcher' | 'ground';

/** What everybody but these, and the home edge, add to the chance of a result. */
export function fromOthers({ meeting, mean, batter, pitcher, ground }: Met, name: Name, but: Bringer): number {
  const { side, arm, isHome } = meeting;
  const parts =
    (but === 'batter' ? 0 : batter.parts[arm][name]) +
    (but === 'pitcher' ? 0 : pitcher.parts[side][name]) +
    (but === 'ground' ? 0 : ground.parts[side][name]);
  return mean[name] * parts + (isHome ? EDGE[name] : -EDGE[name]);
}

/** What was seen beyond what was to be expected, what that was, and in how many plate appearances. */
export class Surplus {
  plateAppearances = 0;
  readonly seen = noParts();
  readonly expected = noParts();

  /** @param expected what would be without the one who is asked about */
  add({ meeting: { result } }: Met, expected: ChartRates, others: (name: Name) => number): void {
    this.plateAppearances += 1;
    for (const name of NAMES) {
      this.expected[name] += expected[name];
      this.seen[name] += (result === name ? 1 : 0) - expected[name] - others(name);
    }
  }

  /** As a part of what was expected, drawn to nothing: half of it after so many plate appearances. */
  part(name: Name, halfAfter: number): number {
    if (this.plateAppearances === 0) return 0;
    return this.seen[name] / (this.expected[name] * (1 + halfAfter / this.plateAppearances));
  }
}
