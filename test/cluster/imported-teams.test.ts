/** From event files to a game: a season's cards imported, two of its teams put against each other, played and proven. */
import { join } from 'node:path';
import { runDiceProof } from '../../scripts/dice-proof';
import { runImport } from '../../scripts/import';
import type { CardSetListItem } from '../../src/protocol/rest';
import { send } from '../support/http';
import { story } from './story';

const EXAMPLES = join(__dirname, '..', '..', 'examples');
const silent = { write: () => true, isTTY: false, columns: 80 };
const OPTIONS = { nodes: 2, workers: 1, env: { COMPUTER_PACE_MS: '0' } } as const;

story('a season is imported; two of its teams, two computers, play a game to its end', OPTIONS, async (cluster) => {
  const argv = [EXAMPLES, '--season', '2024', '--database', cluster.databaseUrl];
  expect((await runImport(argv, silent)).status).toBe(0);
  const get = async (path: string): Promise<Readonly<Record<string, unknown>>> =>
    (await send(cluster.url, path, { user: 'cora' })).body;

  const sets = (await get('/api/card-sets?season=2024&kind=pd'))['cardSets'] as readonly CardSetListItem[];
  expect(sets.map(({ team }) => String(team.id)).sort()).toEqual(['FOG', 'GUL', 'SAL', 'TID']);
  const [away, home] = sets;
  if (away === undefined || home === undefined) throw new Error('no teams');
  const players = (await get(`/api/card-sets/${home.cardSetId}/players`))['players'] as { readonly id: string }[];

  const computer = { kind: 'computer' };
  const cards = { away: away.cardSetId, home: home.cardSetId };
  const game = {
    league: 'pd',
    ruleset: 'pd',
    mode: 'dice',
    teams: { away: away.team, home: home.team },
    seats: { commissioner: 'cora' },
    dice: { cards, managers: { away: computer, home: computer }, clock: { kind: 'none' } },
  };
  const headers = { 'Idempotency-Key': 'imported' };
  const created = await send(cluster.url, '/api/games', { method: 'POST', user: 'cora', json: game, headers });
  expect(created).toMatchObject({ status: 201 });
  const path = `/api/games/${String(created.body['gameId'])}`;
  await cluster.waitUntil('the game is over', async () => {
    const view = (await get(path))['view'] as { readonly status: string } | undefined;
    return view?.status === 'final';
  });
  const seen = JSON.stringify(await get(`${path}/events?limit=500`));
  expect(players.filter(({ id }) => seen.includes(id)).length).toBeGreaterThanOrEqual(9);

  await cluster.waitUntil('the list has its end', async () => {
    const { games } = (await get('/api/games?league=pd&status=final')) as { readonly games: readonly unknown[] };
    return games.length === 1;
  });
  const proof = await runDiceProof(['--league', 'pd', '--url', cluster.url], {});
  expect(proof.isProven).toBe(true);
  expect(proof.text).toMatch(/games +1 completed with dice; 1 hold, 0 do not\n/);
  expect(proof.text).toMatch(/d20 +\d+ rolls, chi-square [\d.]+ with 19 degrees of freedom: fair dice/);
});
