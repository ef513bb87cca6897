/** Teams that never were: players who differ from each other as much as real ones do. */
import { battingRates, pitchingRates, type CardRates } from '../../../src/baseball/cards/rates';
import { BATTING_SPREAD, PITCHING_SPREAD, stockCardSet } from '../../../src/baseball/cards/stock';
import { parseCardSet, type CardSet } from '../../../src/protocol/cards';

const TEAMS = 24;
const sets = Array.from({ length: TEAMS }, (_, i) => stockCardSet('pd', i + 1));
/** Who starts; those on the bench hit worse by intent. */
const REGULARS = 9;

type Card = CardSet['players'][number];

const regulars = sets.flatMap(({ players }) => (players as Card[]).slice(0, REGULARS));
const pitchers = sets.flatMap(({ players }) => (players as Card[]).filter(({ pitching }) => pitching !== null));

const RIGHT_ARMS = 0.72;
const RIGHT_SIDES = 0.58;

function mixed(right: CardRates, left: CardRates, share: number): CardRates {
  const of = (name: keyof CardRates): [string, number] => [name, right[name] * share + left[name] * (1 - share)];
  return Object.fromEntries((Object.keys(right) as (keyof CardRates)[]).map(of)) as unknown as CardRates;
}

const batting = regulars.map((card) => mixed(battingRates(card, 'R'), battingRates(card, 'L'), RIGHT_ARMS));
const pitching = pitchers.map((card) => mixed(pitchingRates(card, 'R'), pitchingRates(card, 'L'), RIGHT_SIDES));

const meanOf = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;

function spreadOf(values: readonly number[]): number {
  const mean = meanOf(values);
  return Math.sqrt(meanOf(values.map((value) => (value - mean) ** 2)));
}

function correlation(rates: readonly CardRates[], one: keyof CardRates, other: keyof CardRates): number {
  const a = rates.map((rate) => rate[one]);
  const b = rates.map((rate) => rate[other]);
  const product = meanOf(a.map((value, i) => (value - meanOf(a)) * ((b[i] ?? 0) - meanOf(b))));
  return product / (spreadOf(a) * spreadOf(b));
}

describe('stock teams', () => {
  test('a seed → the same team every time, another seed another one', () => {
    expect(stockCardSet('pd', 7)).toEqual(stockCardSet('pd', 7));
    expect(stockCardSet('sba', 7).players[0]?.player.name).not.toBe(stockCardSet('sba', 8).players[0]?.player.name);
  });

  test.each(['pd', 'sba'] as const)('%s → cards that read as a card set', (kind) => {
    for (let seed = 1; seed <= 6; seed++) expect(parseCardSet(stockCardSet(kind, seed))).toMatchObject({ ok: true });
  });

  // A spread over so many players is itself known to about 5 % (216 regulars, 312 pitchers); hands and rounding add.
  test.each(['K', 'BB', '1B', '2B', 'HR'] as const)('regulars: %s → spreads as talent did in 2019', (rate) => {
    const spread = spreadOf(batting.map((rates) => rates[rate]));
    expect(spread / BATTING_SPREAD[rate]).toBeGreaterThan(0.85);
    expect(spread / BATTING_SPREAD[rate]).toBeLessThan(1.15);
  });

  test.each(['K', 'BB', '1B', '2B', 'HR'] as const)('pitchers: %s → spreads as talent did in 2019', (rate) => {
    const spread = spreadOf(pitching.map((rates) => rates[rate]));
    expect(spread / PITCHING_SPREAD[rate]).toBeGreaterThan(0.85);
    expect(spread / PITCHING_SPREAD[rate]).toBeLessThan(1.15);
  });

  test('wOBA: regulars and pitchers → spread and mean as in 2019', () => {
    const hit = batting.map(({ woba }) => woba);
    const allowed = pitching.map(({ woba }) => woba);
    expect(meanOf(hit)).toBeGreaterThan(0.315);
    expect(meanOf(hit)).toBeLessThan(0.335);
    expect(spreadOf(hit)).toBeGreaterThan(0.026);
    expect(spreadOf(hit)).toBeLessThan(0.033);
    expect(spreadOf(allowed)).toBeGreaterThan(0.022);
    expect(spreadOf(allowed)).toBeLessThan(0.032);
  });

  test('who strikes out hits fewer singles, who hits home runs strikes out and walks more → as in 2019', () => {
    expect(correlation(batting, 'K', '1B')).toBeLessThan(-0.35);
    expect(correlation(batting, 'HR', '1B')).toBeLessThan(-0.2);
    expect(correlation(batting, 'K', 'HR')).toBeGreaterThan(0.05);
    expect(correlation(batting, 'BB', 'HR')).toBeGreaterThan(0.1);
    expect(correlation(pitching, 'K', '1B')).toBeLessThan(-0.35);
  });
});
