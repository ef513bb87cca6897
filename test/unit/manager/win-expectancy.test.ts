/** What a lead is worth and how much hangs on a play, against published figures and by what must be so. */
import { homeWinExpectancy, leverageIndex, type Juncture } from '../../../src/baseball/manager/win-expectancy';

const at = (inning: number, half: 'top' | 'bottom', homeLead: number, baseOut = 0): Juncture => ({
  inning,
  innings: 9,
  isTop: half === 'top',
  homeLead,
  baseOut,
});
const LOADED_TWO_OUT = 7 * 3 + 2;

test('win expectancy: a level game at the start → one half', () => {
  expect(homeWinExpectancy(at(1, 'top', 0))).toBeCloseTo(0.5, 2);
});

test('win expectancy: the greater the lead → the nearer to winning, in every half-inning', () => {
  for (let inning = 1; inning <= 9; inning++) {
    for (const half of ['top', 'bottom'] as const) {
      for (let lead = -12; lead < 12; lead++) {
        expect(homeWinExpectancy(at(inning, half, lead + 1))).toBeGreaterThanOrEqual(
          homeWinExpectancy(at(inning, half, lead)),
        );
      }
    }
  }
});

/** Tango's table (The Book, 2006) is of 1999–2002: more runs than 2019's, so the figures are near, not the same. */
test.each<[string, Juncture, number]>([
  ['visitors one behind, top of the ninth', at(9, 'top', 1), 0.83],
  ['visitors three behind, top of the ninth', at(9, 'top', 3), 0.97],
  ['hosts one behind, bottom of the ninth', at(9, 'bottom', -1), 0.2],
  ['hosts one ahead after six', at(7, 'top', 1), 0.69],
])('win expectancy: %s → near the published figure', (_situation, juncture, published) => {
  expect(Math.abs(homeWinExpectancy(juncture) - published)).toBeLessThan(0.03);
});

test.each<[string, Juncture, number]>([
  ['the first plate appearance', at(1, 'top', 0), 0.87],
  ['top of the ninth, one behind', at(9, 'top', 1), 2.9],
  ['bottom of the ninth, one behind, bases loaded, two out', at(9, 'bottom', -1, LOADED_TWO_OUT), 10.9],
  ['bottom of the ninth, level, bases loaded, two out', at(9, 'bottom', 0, LOADED_TWO_OUT), 6.4],
])('leverage: %s → near the published figure', (_situation, juncture, published) => {
  expect(Math.abs(leverageIndex(juncture) / published - 1)).toBeLessThan(0.1);
});

test('leverage: the game is all but decided → next to none', () => {
  expect(leverageIndex(at(9, 'top', 8))).toBeLessThan(0.05);
});

test('junctures: extra innings are like the ninth, the seventh of seven too', () => {
  expect(homeWinExpectancy(at(14, 'bottom', 0, 5))).toBe(homeWinExpectancy(at(9, 'bottom', 0, 5)));
  expect(leverageIndex({ ...at(7, 'top', 1), innings: 7 })).toBe(leverageIndex(at(9, 'top', 1)));
});
