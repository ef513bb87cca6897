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

async function countOf(table: string): Promise<number> {
  return Number((await database.knex(table).count({ count: '*' }))[0]?.['count']);
}

test('import twice: a card set a team, each once; a season can be simulated from them', async () => {
  const argv = [EXAMPLES, '--season', '2024', '--database', database.url];
  for (let i = 0; i < 2; i++) expect((await runImport(argv, silent)).status).toBe(0);
  const sets = await postgresCardSets(database.knex).list({ kind: 'pd', season: 2024, limit: 100 });
  expect(sets.map(({ team }) => String(team.id)).sort()).toEqual(['FOG', 'GUL', 'SAL', 'TID']);
  // Another kind of card, and then the first again: each player stands on one roster, with a set of each kind.
  for (const league of ['sba', 'pd']) await runImport([...argv, '--league', league], silent);
  const newest = await postgresCardSets(database.knex).list({ season: 2024, limit: 4 });
  expect(newest.map(({ kind }) => kind)).toEqual(['pd', 'pd', 'pd', 'pd']);
  const rosters = await database
    .knex('rosters')
    .join('teams', 'teams.id', 'rosters.team_id')
    .select('team_id', 'cards');
  expect(rosters.length).toBe(await countOf('players'));
  for (const { team_id, cards } of rosters as { team_id: string; cards: Record<string, string> }[]) {
    expect(cards['pd']).toBe(newest.find(({ team }) => team.id === team_id)?.cardSetId);
    expect(Object.keys(cards).sort()).toEqual(['pd', 'sba']);
  }
  const season = await runSimulate(['--season', '2024', '--database', database.url, '--games', '4', '--json'], silent);
  expect((JSON.parse(season) as { games: number }).games).toBe(4);
});
