/**
 * The calibration in small: few enough games for every run of the tests, held to what so few can show. The whole of it
 * is `npm run calibrate`.
 */
import { compared, isOff, type Row } from '../../../scripts/calibrate/compare';
import { FACTS } from '../../../scripts/calibrate/facts';
import { playSeason } from '../../../scripts/calibrate/season';

/** Every starter of every team in his turn, four times over. */
const GAMES = 840;
/** An allowance is at least three standard errors of what is counted; half as much again makes a false alarm rare. */
const WIDENED = 1.5;

const season = playSeason({ kind: 'pd', games: GAMES, seed: 2019 }, () => undefined);
const rows = compared(season, true, { widened: WIDENED });
const inSections = (...sections: string[]): Row[] => rows.filter(({ section }) => sections.includes(section));

describe(`${GAMES} games of the average league`, () => {
  test('rates per plate appearance and platoon splits → those of 2019, as far as so many games show', () => {
    const hands = ['RvR', 'RvL', 'LvR', 'LvL'].map((each) => `Platoon, ${each}`);
    const held = inSections('Per plate appearance', ...hands);
    expect(held.length).toBeGreaterThan(40);
    expect(held.filter(isOff)).toEqual([]);
  });

  test('runs per team and game → those of 2019 within five standard errors', () => {
    const { mean, sd } = FACTS.runsPerTeamGame;
    const error = sd / Math.sqrt(2 * GAMES);
    expect(Math.abs(season.games.mean(season.games.runs) - mean)).toBeLessThan(0.02 * mean + 5 * error);
    expect(season.games.runsSpread / sd).toBeGreaterThan(0.88);
    expect(season.games.runsSpread / sd).toBeLessThan(1.12);
  });

  test('the hosts win a little more than half, one game in eleven goes on after nine innings', () => {
    const { homeWins, extraInnings, count } = season.games;
    expect(Math.abs(homeWins / count - FACTS.games.homeWins)).toBeLessThan(0.09);
    expect(Math.abs(extraInnings / count - FACTS.games.extraInnings)).toBeLessThan(0.05);
  });

  test('a figure that is off → told', () => {
    const row: Row = { section: 's', name: 'n', real: 1, simulated: 1.03, allowed: 0.02, digits: 2 };
    expect(isOff(row)).toBe(true);
    expect(isOff({ ...row, simulated: NaN })).toBe(true);
    expect(isOff({ ...row, allowed: 0.04 })).toBe(false);
    expect(isOff({ ...row, allowed: null })).toBe(false);
  });
});
