/**
 * The computer over a season: it uses pitchers, pinch hitters, steals, bunts and intentional walks as managers of 2019
 * did, and beats a manager who never decides anything.
 */
import { countManagement, managementFigures, noManagement } from '../../../src/baseball/league/management';
import { playSeason } from '../../../src/baseball/league/season';
import { DICE_RULES } from '../../../src/baseball/dice-table';
import { fixturesOf } from '../../../src/baseball/league/schedule';
import { COMPUTER, IDLE } from '../../../src/baseball/manager/manager';
import { rulesetNamed } from '../../../src/baseball/rulesets';
import { otherSide } from '../../../src/baseball/state';
import type { TeamCards } from '../../../src/baseball/cards/team-cards';
import type { BySide } from '../../../src/protocol/side';
import { played, stockTeams } from './table';

const TEAMS = 10;
const GAMES = 400;
const PAIRS = 500;

/** Half of the games of 2019 were played without the designated hitter. */
function seasonFigures(): ReturnType<typeof managementFigures> {
  const sum = noManagement();
  const teams = stockTeams('pd', TEAMS);
  for (const designatedHitter of [true, false]) {
    const ruleset = { ...rulesetNamed('mlb-2019'), designatedHitter };
    const plan = { teams, games: GAMES, ruleset, seed: 42, resolve: DICE_RULES.resolve };
    for (const { events } of playSeason(plan)) countManagement(sum, events);
  }
  return managementFigures(sum);
}

/** A part of 15 %, and what chance may add to a mean of so many games: three standard errors of a count. */
const PART = 0.15;

test('a season: pitchers, pinch hitters, steals, bunts, intentional walks → within 15 % of 2019', () => {
  const teamGames = 4 * GAMES;
  const figures = seasonFigures();
  const plateAppearances = 38.4 * teamGames;
  const far = figures.filter(({ name, value, in2019 }) => {
    const counted = name.includes('per 1,000') ? (in2019 * plateAppearances) / 1000 : in2019 * teamGames;
    const chance = (3 * Math.sqrt(counted)) / counted;
    return !NOT_PROMISED.includes(name) && Math.abs(value / in2019 - 1) > PART + chance;
  });
  expect(far).toEqual([]);
});

/** Rare and told apart for interest; 2019's figure hangs on injuries and on days off. */
const NOT_PROMISED = ['pinch runners', 'defensive substitutes'];

test('the computer against nobody who decides: the same teams, each side of each game once → wins more than half', () => {
  const teams = stockTeams('pd', TEAMS);
  let wins = 0;
  let games = 0;
  for (const { away: one, home: other } of fixturesOf(TEAMS, PAIRS)) {
    const cards = { away: teams[one], home: teams[other] } as BySide<TeamCards>;
    const ruleset = { ...rulesetNamed('mlb-2019'), designatedHitter: games % 4 === 0 };
    for (const computer of ['away', 'home'] as const) {
      const managers = computer === 'away' ? { away: COMPUTER, home: IDLE } : { away: IDLE, home: COMPUTER };
      const { score } = played({ cards, ruleset, seed: games, managers }).final;
      games += 1;
      if (score[computer] > score[otherSide(computer)]) wins += 1;
    }
  }
  // Were it no better, so many wins would come up once in a thousand times.
  expect(wins).toBeGreaterThan(games / 2 + (3.1 * Math.sqrt(games)) / 2);
});
