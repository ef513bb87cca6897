/**
 * From what was seen to what is so: rates, drawn back to the season's mean by how little was seen.
 *
 * A rate is (seen + k × mean) / (chances + k). k is how many plate appearances it takes until half of what is seen is
 * the player's own: few for strikeouts, many for triples. Platoon splits take far longer, so each hand's rate is drawn
 * to what the player's whole season makes of the mean of that hand.
 */
import { LEAGUE_RATES, type ChartRates, type RateName, type Side2 } from './league-2019';
import type { PlateCounts } from './season-counts';

export type Of = 'batting' | 'pitching';
type ByHand<T> = Readonly<Record<Side2, T>>;

const PLATE: readonly RateName[] = ['K', 'BB', 'HBP', 'CI', '1B', '2B', '3B', 'HR'];
const SHAPE: readonly RateName[] = ['G', 'F', 'L', 'P'];

/** Chances until half of what is seen is the player's own. */
const HALF_OWN: Readonly<Record<Of, Readonly<Record<RateName, number>>>> = {
  batting: {
    K: 60,
    BB: 120,
    HBP: 240,
    CI: 5000,
    '1B': 250,
    '2B': 900,
    '3B': 600,
    HR: 170,
    G: 80,
    F: 100,
    L: 600,
    P: 200,
  },
  pitching: {
    K: 70,
    BB: 170,
    HBP: 640,
    CI: 5000,
    '1B': 600,
    '2B': 1500,
    '3B': 5000,
    HR: 700,
    G: 70,
    F: 100,
    L: 1000,
    P: 300,
  },
};
/** The same for what sets one hand apart from the player's whole. */
const HALF_OWN_SPLIT = 1000;
/** A season of less than this is drawn to 2019. */
const HALF_OWN_SEASON = 2000;

const chancesFor = (name: RateName, counts: PlateCounts): number => (SHAPE.includes(name) ? counts.inPlay : counts.PA);

function built(of: (name: RateName) => number): ChartRates {
  const rates = Object.fromEntries([...PLATE, ...SHAPE].map((name) => [name, of(name)])) as Record<RateName, number>;
  const shape = SHAPE.reduce((sum, name) => sum + rates[name], 0);
  for (const name of SHAPE) rates[name] /= shape;
  return rates;
}

/** The mean of a season, of batters of a side against pitchers of an arm. */
export function seasonMean(counts: PlateCounts, side: Side2, arm: Side2): ChartRates {
  const usual = LEAGUE_RATES[side][arm];
  return built((name) => (counts[name] + HALF_OWN_SEASON * usual[name]) / (chancesFor(name, counts) + HALF_OWN_SEASON));
}

/**
 * A player's rates by the opponent's hand, given what he did and what the season's mean is against either. Counts from
 * which others' parts were taken off may be below nothing; rates are not.
 */
export function regressed(of: Of, counts: ByHand<PlateCounts>, means: ByHand<ChartRates>): ByHand<ChartRates> {
  const against = (hand: Side2): ChartRates =>
    built((name) => {
      const chances = { L: chancesFor(name, counts.L), R: chancesFor(name, counts.R) };
      const all = chances.L + chances.R;
      const expected = chances.L * means.L[name] + chances.R * means.R[name];
      const mean = all === 0 ? means[hand][name] : expected / all;
      const k = HALF_OWN[of][name];
      const factor = mean === 0 ? 1 : (counts.L[name] + counts.R[name] + k * mean) / ((all + k) * mean);
      const own = counts[hand][name] + HALF_OWN_SPLIT * means[hand][name] * factor;
      return Math.max(0, own / (chances[hand] + HALF_OWN_SPLIT));
    });
  return { L: against('L'), R: against('R') };
}

/**
 * The rates that a profile must state. Cards are made against the mean of 2019: half of it is taken off each of two
 * cards. In a season with a mean of its own both cards would add what sets it apart, so each brings half of that. `usual`
 * is the mean of 2019, of the same hands.
 */
export function asOf2019(rates: ChartRates, mean: ChartRates, usual: ChartRates): ChartRates {
  return built((name) => Math.max(0, rates[name] + (usual[name] - mean[name]) / 2));
}
