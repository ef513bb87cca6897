/** `npm run import`: what it takes, what it writes, and what it says of games that it cannot read or play. */
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { serveControl } from '../../../scripts/cluster/control';
import { layoutOf } from '../../../scripts/cluster/layout';
import { databaseFor, runImport } from '../../../scripts/import';
import { importOptions } from '../../../scripts/import/options';
import { runSimulate } from '../../../scripts/simulate';

const EXAMPLES = join(__dirname, '../../../examples');
const silent = { write: () => true, isTTY: false, columns: 80 };

let folder = '';
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'dugout-import-'))));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

test.each([
  [['--season', '2024', '--out', 'x'], 'event file'],
  [['games', '--out', 'x'], '--season'],
  [['games', '--season', '24', '--out', 'x'], '--season'],
  [['games', '--season', '2024', '--league', 'nl', '--out', 'x'], '--league'],
  [['games', '--season', '2024', '--out', 'x', '--min-pa', '100'], '--prove'],
  [['games', '--season', '2024', '--out', 'x', '--prove', '--min-pa', '0'], '--min-pa'],
  [['games', '--season', '2024', '--out', 'x', '--prove', '--times', 'often'], '--times'],
])('import %j → refused, naming %s', (argv, named) => {
  expect(() => importOptions(argv)).toThrow(named);
});

test('import of a folder that is not there → refused, naming it', async () => {
  await expect(runImport(['no-such-folder', '--season', '2024', '--out', folder], silent)).rejects.toThrow(
    'no-such-folder',
  );
});

test('import with no place named: into DATABASE_URL, else the running cluster’s database; without one refused', async () => {
  const nowhere = { out: null, databaseUrl: null };
  const env = { DUGOUT_DIR: folder };
  await expect(databaseFor(nowhere, env)).rejects.toThrow('npm run cluster');
  const text = JSON.stringify({ url: 'http://localhost:1', databaseUrl: 'postgres://local' });
  const cluster = await serveControl(layoutOf(env).controlFile, () => Promise.resolve({ ok: true, text }));
  try {
    expect(await databaseFor(nowhere, env)).toBe('postgres://local');
    expect(await databaseFor(nowhere, { ...env, DATABASE_URL: 'postgres://named' })).toBe('postgres://named');
    expect(await databaseFor({ ...nowhere, databaseUrl: 'postgres://said' }, env)).toBe('postgres://said');
    expect(await databaseFor({ ...nowhere, out: 'cards' }, env)).toBeNull();
  } finally {
    cluster.close();
  }
});

test('import --out: a file a team, which a season can be simulated from', async () => {
  const cards = join(folder, 'cards');
  const { text, status } = await runImport([EXAMPLES, '--season', '2024', '--out', cards], silent);
  expect([text, status]).toEqual([
    expect.stringMatching(/^5 games, 4 teams, \d+ players' cards \(pd, 2024\) into \S+\n$/),
    0,
  ]);
  expect(readdirSync(cards)).toEqual(['FOG-2024.json', 'GUL-2024.json', 'SAL-2024.json', 'TID-2024.json']);
  const season = JSON.parse(await runSimulate([cards, '--games', '4', '--json'], silent)) as { games: number };
  expect(season.games).toBe(4);
});

test('import: a play that cannot have been → that game left out with file and line, the others counted', async () => {
  cpSync(EXAMPLES, folder, { recursive: true });
  const file = join(folder, '2024SAL.EVA');
  const lines = readFileSync(file, 'latin1').split(/\r?\n/);
  const line = lines.findIndex((each) => each.startsWith('play,'));
  lines[line] = 'play,1,0,nobody01,00,X,S8';
  writeFileSync(file, lines.join('\n'), 'latin1');
  const { text, status } = await runImport([folder, '--season', '2024', '--out', join(folder, 'cards')], silent);
  expect(status).toBe(1);
  expect(text).toContain(`${file}:${line + 1}: game`);
  expect(text).toMatch(/^4 games, /m);
});

test('import --prove of five games: they are played again, and nothing is said to be proved by so few', async () => {
  const argv = [EXAMPLES, '--season', '2024', '--out', join(folder, 'cards'), '--prove', '--times', '2'];
  const { text, status } = await runImport(argv, silent);
  expect(text).toContain('The 5 games again from the cards, each 2 times\n');
  expect(text).toMatch(/^runs a team and game .*: unproven: 5 games are too few/m);
  expect(text).toMatch(/^batters' wOBA .* over 0 batters of 400 plate appearances and more .*: unproven: too few/m);
  expect(text.match(/^(FOG|GUL|SAL|TID) /gm)).toHaveLength(4);
  expect(status).toBe(0);
});
