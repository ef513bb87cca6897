/** What batters, pitchers and parks of a season bring is told apart, and nobody's deeds count twice. */
import { LEAGUE_RATES } from '../../../src/baseball/cards/league-2019';
import { fitSeason, type SeasonFit } from '../../../src/baseball/cards/season-fit';
import type { Meeting } from '../../../src/baseball/cards/season-counts';
import type { PlayerId, TeamId } from '../../../src/protocol/ids';

interface Series {
  readonly batter: string;
  readonly pitcher: string;
  readonly park?: string;
  readonly times: number;
  readonly homers: number;
}

/** So many plate appearances of two right-handers, home runs and outs, half of them at home. */
function meetings({ batter, pitcher, park = 'park', times, homers }: Series): Meeting[] {
  return Array.from({ length: times }, (_, i) => ({
    batter: batter as PlayerId,
    pitcher: pitcher as PlayerId,
    park: park as TeamId,
    isHome: i % 2 === 0,
    side: 'R',
    arm: 'R',
    result: i < homers ? 'HR' : null,
    trajectory: 'F',
  }));
}

/** Everybody is of a team of his own, and drawn to 2019. */
function fitted(series: readonly Series[]): SeasonFit {
  const drawnTo = { L: LEAGUE_RATES.R.R, R: LEAGUE_RATES.R.R };
  return fitSeason({
    meetings: series.flatMap(meetings),
    means: LEAGUE_RATES,
    companyOf: () => ({ mean: drawnTo, drawnTo }),
    teamOf: (player) => `team of ${player}` as TeamId,
  });
}

const MEAN = LEAGUE_RATES.R.R.HR;
const batted = ({ batting }: SeasonFit, batter: string): number => batting.get(batter as PlayerId)?.R.HR ?? 0;
const pitched = ({ pitching }: SeasonFit, pitcher: string): number => pitching.get(pitcher as PlayerId)?.R.HR ?? 0;

test('a batter and a pitcher who met each other alone: together they come to what happened, and no further', () => {
  const fit = fitted([{ batter: 'a', pitcher: 'b', times: 5000, homers: 400 }]);
  const together = batted(fit, 'a') + pitched(fit, 'b') - MEAN;
  expect(together).toBeGreaterThan(0.065);
  expect(together).toBeLessThan(0.08);
});

test('the same home runs against a pitcher whom all hit, and against one whom nobody does: the latter are worth more', () => {
  const others = Array.from({ length: 20 }, (_, i) => i);
  const fit = fitted([
    { batter: 'easy', pitcher: 'poor', times: 300, homers: 15 },
    { batter: 'hard', pitcher: 'good', times: 300, homers: 15 },
    ...others.map((i) => ({ batter: `x${i}`, pitcher: 'poor', times: 100, homers: 7 })),
    ...others.map((i) => ({ batter: `x${i}`, pitcher: 'good', times: 100, homers: 1 })),
  ]);
  expect(pitched(fit, 'poor')).toBeGreaterThan(1.2 * pitched(fit, 'good'));
  expect(batted(fit, 'hard')).toBeGreaterThan(1.1 * batted(fit, 'easy'));
});

test('a park in which all hit more than elsewhere: its number says so, and their cards do not', () => {
  const players = Array.from({ length: 30 }, (_, i) => i);
  const fit = fitted(
    players.flatMap((i) => [
      { batter: `b${i}`, pitcher: `p${i}`, park: 'small', times: 200, homers: 10 },
      { batter: `b${i}`, pitcher: `p${(i + 7) % 30}`, park: 'big', times: 200, homers: 5 },
    ]),
  );
  const [small, big] = ['small', 'big'].map((park) => fit.parks.get(park as TeamId)?.homeRun.R ?? 0);
  expect(small).toBeGreaterThan(14);
  expect(big).toBeLessThan(6);
  for (const i of players) expect(Math.abs(batted(fit, `b${i}`) / MEAN - 1)).toBeLessThan(0.03);
});

test('the home edge is every card’s: who was only seen at home is not given it twice', () => {
  const walks = (isHome: boolean): Meeting[] =>
    meetings({ batter: isHome ? 'host' : 'visitor', pitcher: 'p', times: 4000, homers: 0 }).map((meeting, i) => ({
      ...meeting,
      isHome,
      result: i < 4000 * (LEAGUE_RATES.R.R.BB + (isHome ? 0.00375 : -0.00375)) ? 'BB' : null,
    }));
  const drawnTo = { L: LEAGUE_RATES.R.R, R: LEAGUE_RATES.R.R };
  const { batting } = fitSeason({
    meetings: [...walks(true), ...walks(false)],
    means: LEAGUE_RATES,
    companyOf: () => ({ mean: drawnTo, drawnTo }),
    teamOf: (player) => player as string as TeamId,
  });
  const of = (player: string): number => batting.get(player as PlayerId)?.R.BB ?? 0;
  expect(of('host')).toBeCloseTo(of('visitor'), 3);
});
