/** `npm run import` into PostgreSQL: the teams' card sets are there, once, and a season is simulated from them. */
import { join } from 'node:path';
import { runImport } from '../../../scripts/import';
import { runSimulate } from '../../../scripts/simulate';
import { postgresCardSets } from '../../../src/store/postgres/card-sets';
import { freshDatabase, type FreshDatabase } from '../../support/postgres';

jest.setTimeout(60_000);

const EXAMPLES = join(__dirname, '..', '..', '..', 'examples');
const silent = { write: () => true, isTTY: false, columns: 80 };

let database: FreshDatabase;
beforeAll(async () => (database = await freshDatabase()));
afterAll(() => database.drop());

test('import twice: a card set a team, each once; a season can be simulated from them', async () => {
  const argv = [EXAMPLES, '--season', '2024', '--database', database.url];
  for (let i = 0; i < 2; i++) expect((await runImport(argv, silent)).status).toBe(0);
  const sets = await postgresCardSets(database.knex).list({ kind: 'pd', season: 2024, limit: 100 });
  expect(sets.map(({ team }) => String(team.id)).sort()).toEqual(['FOG', 'GUL', 'SAL', 'TID']);
  const season = await runSimulate(['--season', '2024', '--database', database.url, '--games', '4', '--json'], silent);
  expect((JSON.parse(season) as { games: number }).games).toBe(4);
});
