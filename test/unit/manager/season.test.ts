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
import { FACTS } from '../../../scripts/calibrate/facts';
import type { TeamCards } from '../../../src/baseball/cards/team-cards';
import type { CardKind } from '../../../src/protocol/cards';
import type { BySide } from '../../../src/protocol/side';
import { played, stockTeams } from './table';

/** A league of them, so that the talent of a few does not tell. */
const LEAGUE = 60;
const GAMES = 300;
const TEAMS = 10;
const PAIRS = 500;

interface Season {
  readonly figures: ReturnType<typeof managementFigures>;
  readonly runs: number;
}

/** Half of the games of 2019 were played without the designated hitter. */
function seasonOf(kind: CardKind): Season {
  const sum = noManagement();
  const teams = stockTeams(kind, LEAGUE);
  let runs = 0;
  for (const designatedHitter of [true, false]) {
    const ruleset = { ...rulesetNamed('mlb-2019'), designatedHitter };
    const plan = { teams, games: GAMES, ruleset, seed: 42, resolve: DICE_RULES.resolve };
    for (const { events, result } of playSeason(plan)) {
      countManagement(sum, events);
      runs += result.away.runs + result.home.runs;
    }
  }
  return { figures: managementFigures(sum), runs: runs / sum.teamGames };
}

/** A part of 15 %, and what chance may add to a mean of so many games: three standard errors of a count. */
const PART = 0.15;
/** What the talent of sixty teams, and so many games, may add to the mean: four standard errors of 0.1 runs. */
const RUNS_APART = 0.4;

describe.each(['pd', 'sba'] as const)('a season of %s stock teams', (kind) => {
  const season = seasonOf(kind);

  test('pitchers, pinch hitters, steals, bunts, intentional walks → within 15 % of 2019', () => {
    const teamGames = 4 * GAMES;
    const plateAppearances = 38.4 * teamGames;
    const far = season.figures.filter(({ name, value, in2019 }) => {
      const counted = name.includes('per 1,000') ? (in2019 * plateAppearances) / 1000 : in2019 * teamGames;
      const chance = (3 * Math.sqrt(counted)) / counted;
      return !NOT_PROMISED.includes(name) && Math.abs(value / in2019 - 1) > PART + chance;
    });
    expect(far).toEqual([]);
  });

  test('runs per team and game → those of 2019', () => {
    expect(Math.abs(season.runs - FACTS.runsPerTeamGame.mean)).toBeLessThan(RUNS_APART);
  });
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
