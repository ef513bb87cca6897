/** A season's schedule, and who may pitch on which day of it. */
import { averageCardSet } from '../../../src/baseball/cards/average';
import { teamCards } from '../../../src/baseball/cards/team-cards';
import { fixturesOf, type Fixture } from '../../../src/baseball/league/schedule';
import { PitcherUsage } from '../../../src/baseball/league/usage';
import { PlayerId } from '../../../src/protocol/ids';

function times(fixtures: readonly Fixture[], of: (fixture: Fixture) => string | number): number[] {
  const counts = new Map<string | number, number>();
  for (const fixture of fixtures) counts.set(of(fixture), (counts.get(of(fixture)) ?? 0) + 1);
  return [...counts.values()];
}

test.each([2, 5, 8, 30])(
  'schedule of %i teams: whole cycles → everybody meets everybody as often, once a day',
  (teams) => {
    const rounds = teams + (teams % 2) - 1;
    const perRound = Math.floor(teams / 2);
    const fixtures = [...fixturesOf(teams, 2 * 3 * rounds * perRound)];
    const pair = ({ away, home }: Fixture): string => [away, home].sort((a, b) => a - b).join('-');
    expect(new Set(times(fixtures, pair))).toEqual(new Set([6]));
    expect(times(fixtures, pair)).toHaveLength((teams * (teams - 1)) / 2);
    const playing = fixtures.flatMap(({ day, away, home }) => [`${day} ${away}`, `${day} ${home}`]);
    expect(new Set(playing).size).toBe(playing.length);
  },
);

test('schedule of 30 teams: 2,430 games → 162 each, about half of them at home', () => {
  const fixtures = [...fixturesOf(30, 2430)];
  expect(fixtures).toHaveLength(2430);
  for (let team = 0; team < 30; team++) {
    const home = fixtures.filter((fixture) => fixture.home === team).length;
    const away = fixtures.filter((fixture) => fixture.away === team).length;
    expect(home + away).toBe(162);
    expect(Math.abs(home - away)).toBeLessThanOrEqual(12);
  }
});

test('usage: a starter → rests four days, then may pitch again', () => {
  const usage = new PitcherUsage(teamCards(averageCardSet('pd')));
  const starter = PlayerId.parse('avg-s1');
  usage.pitched(starter, 10, 24);
  expect([11, 12, 13, 14, 15].map((day) => usage.unavailable(day).has(starter))).toEqual([
    true,
    true,
    true,
    true,
    false,
  ]);
});

test('usage: a reliever → two days in a row but not three, and none after a long outing', () => {
  const usage = new PitcherUsage(teamCards(averageCardSet('pd')));
  const [short, long] = [PlayerId.parse('avg-r1'), PlayerId.parse('avg-r2')];
  usage.pitched(short, 1, 3);
  usage.pitched(long, 1, 9);
  expect(usage.unavailable(2)).toEqual(new Set([long]));
  usage.pitched(short, 2, 3);
  expect(usage.unavailable(3)).toEqual(new Set([short]));
  expect(usage.unavailable(4)).toEqual(new Set());
});
