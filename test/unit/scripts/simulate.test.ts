/** `npm run simulate`: what it takes, and the season that it prints. */
import { runSimulate } from '../../../scripts/simulate';
import { simulateOptions } from '../../../scripts/simulate/options';

interface Printed {
  readonly games: number;
  readonly plays: number;
  readonly standings: readonly { readonly games: number; readonly wins: number; readonly losses: number }[];
  readonly leaders: readonly { readonly name: string; readonly leaders: readonly { readonly value: number }[] }[];
}

const silent = { write: () => true, isTTY: false, columns: 80 };
const season = (...more: string[]): Promise<string> =>
  runSimulate(['--teams', '4', '--games', '24', '--leaders', '2', ...more], silent);

test.each([
  ['--league', 'nl'],
  ['--games', '0'],
  ['--games', 'many'],
  ['--teams', '1'],
  ['--dh', 'maybe'],
  ['--leaders', '0'],
])('simulate %s %s → refused by name', (flag, value) => {
  expect(() => simulateOptions([flag, value])).toThrow(flag);
});

test('simulate: card sets that are not there → refused, naming the file', async () => {
  await expect(runSimulate(['no-such-file.json'], silent)).rejects.toThrow('no-such-file.json');
});

test('simulate: the same seed → the same season, another seed another one', async () => {
  const first = await season('--json');
  expect(await season('--json')).toBe(first);
  expect(await season('--json', '--seed', '2')).not.toBe(first);
});

test('simulate --json: every game counts for two teams, one wins it', async () => {
  const { games, plays, standings, leaders } = JSON.parse(await season('--json')) as Printed;
  const sum = (key: 'games' | 'wins' | 'losses'): number => standings.reduce((total, row) => total + row[key], 0);
  expect([games, sum('games'), sum('wins'), sum('losses')]).toEqual([24, 48, 24, 24]);
  expect(plays).toBeGreaterThan(24 * 50);
  expect(leaders.find(({ name }) => name === 'wins')?.leaders).toHaveLength(2);
});

test('simulate: printed → a line a team, leaders and managers below', async () => {
  const printed = await season();
  expect(printed).toContain('Team ');
  for (const heading of ['BATTING', 'PITCHING', 'MANAGERS', 'Home runs', 'Earned run average']) {
    expect(printed).toContain(heading);
  }
});
