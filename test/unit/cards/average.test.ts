import { averageCardSet } from '../../../src/baseball/cards/average';
import { chancesIn, compileCard } from '../../../src/baseball/cards/charts';
import { LEAGUE_RATES, PITCHERS_BATTING } from '../../../src/baseball/cards/league-2019';
import { packPdBatter, packSbaBatter, type Carry } from '../../../src/baseball/cards/packing';
import { battingRates } from '../../../src/baseball/cards/rates';
import { chancesOf } from '../../../src/baseball/cards/results';
import { parseCardSet, type CardSet } from '../../../src/protocol/cards';

const sets = { pd: averageCardSet('pd'), sba: averageCardSet('sba') };

type Card = CardSet['players'][number];

const hitters = (set: CardSet): Card[] => set.players.filter(({ pitching }) => pitching === null);
/** The nine who start: the best and the least of them come to the mean, those on the bench hit less. */
const REGULARS = 9;

/** The mean over the players who bat from a side against right-handers. */
function meanOf(cards: readonly Card[], of: (card: Card) => number): number {
  return cards.reduce((sum, card) => sum + of(card), 0) / cards.length;
}

describe('the average card set', () => {
  test.each(['pd', 'sba'] as const)('%s → reads as a card set', (kind) => {
    expect(parseCardSet(sets[kind])).toMatchObject({ ok: true });
  });

  test.each([
    ['K', 0.02],
    ['BB', 0.03],
    ['HBP', 0.05],
    ['1B', 0.02],
    ['2B', 0.04],
    ['3B', 0.15],
    ['HR', 0.04],
  ] as const)('pd, right-handed regulars against right-handers: %s → about the rate of 2019', (name, tolerance) => {
    const rightHanded = hitters(sets.pd)
      .slice(0, REGULARS)
      .filter(({ player }) => player.bats === 'R');
    const wanted = LEAGUE_RATES.R.R[name];
    const mean = meanOf(rightHanded, (card) => battingRates(card, 'R')[name]);
    expect(Math.abs(mean / wanted - 1)).toBeLessThan(tolerance);
  });

  test('pitchers at bat → theirs alone, however good the opponent', () => {
    const pitchers = sets.pd.players.filter(({ pitching }) => pitching !== null);
    expect(meanOf(pitchers, (card) => battingRates(card, 'R').K)).toBeCloseTo(PITCHERS_BATTING.K, 2);
    expect(meanOf(pitchers, (card) => battingRates(card, 'R').HR)).toBeCloseTo(PITCHERS_BATTING.HR, 3);
  });
});

describe('packing', () => {
  test('many cards with one carry → every result as often as it is owed, rare ones too', () => {
    const chances = chancesOf(LEAGUE_RATES.L.R, 'L');
    const carry: Carry = new Map();
    const cards = 40;
    const found = new Map<string, number>();
    const [template] = hitters(sets.pd);
    for (let i = 0; i < cards; i++) {
      const chart = packPdBatter(chances, carry);
      const { batting } = compileCard({
        ...template,
        batting: { own: false, power: 20, vsL: chart, vsR: chart },
      } as Card);
      for (const [{ word }, chance] of chancesIn(batting.R, 0))
        found.set(word, (found.get(word) ?? 0) + chance / cards);
    }
    for (const [word, chance] of chances) {
      // One chance a card is 1 of 2,160; over 40 cards not even two of them may be wrong.
      expect(Math.abs((found.get(word) ?? 0) - chance)).toBeLessThan((2 * 6) / 2160 / cards);
    }
  });

  test('a compact card of a team → each kind of hit as often as its player is owed, within a chance and a half', () => {
    const carry: Carry = new Map();
    const [template] = hitters(sets.sba);
    for (let i = 0; i < 20; i++) {
      const { HR, ...rates } = LEAGUE_RATES.R.R;
      const chances = chancesOf({ ...rates, HR: HR * (0.5 + i / 20) }, 'R');
      const batting = { own: false, power: 20, chart: packSbaBatter(chances, carry) };
      const found = new Map<string, number>();
      for (const [{ word }, chance] of chancesIn(compileCard({ ...template, batting } as Card).batting.R, 0)) {
        found.set(word, chance);
      }
      for (const kind of [/^HR-[^?]+$/, /^2B-/, /^1B-[^?]+$/, /^K$/, /^BB$/]) {
        const sum = (of: ReadonlyMap<string, number>): number =>
          [...of].reduce((all, [word, chance]) => (kind.test(word) ? all + chance : all), 0);
        expect(Math.abs(sum(found) - sum(chances))).toBeLessThan(1.5 / 200);
      }
    }
  });

  test('a card → adds up, cell by cell', () => {
    const [first] = sets.pd.players;
    const charts = first === undefined ? null : compileCard(first);
    const sum = [...chancesIn(charts?.batting.R ?? new Uint32Array(), 0).values()].reduce((a, b) => a + b, 0);
    expect(sum).toBeCloseTo(1, 9);
  });
});
