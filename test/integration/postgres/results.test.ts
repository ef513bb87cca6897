/** Completed games in the tables of their leagues: the worker's pass over a real database. */
import { boxScore } from '../../../src/baseball/box-score/box-score';
import { seasonTotals, totalsOf } from '../../../src/baseball/league/totals';
import type { PlayerTotals } from '../../../src/protocol/league';
import type { GameId, LeagueId } from '../../../src/protocol/ids';
import { readEntries } from '../../../src/store/postgres/archive';
import { countGame, gamesToCount, leagueTables, uncountGame } from '../../../src/store/postgres/results';
import { countResults } from '../../../workers/results';
import { gameId } from '../../support/entries';
import { freshDatabase, type FreshDatabase } from '../../support/postgres';
import { EXAMPLES, gamesOf, storeGames } from '../../support/played-games';

const byPlayer = (totals: readonly PlayerTotals[]): PlayerTotals[] =>
  [...totals].sort((a, b) => (`${a.team} ${a.player.id}` < `${b.team} ${b.player.id}` ? -1 : 1));

describe('results of completed games', () => {
  let database: FreshDatabase;
  const games = gamesOf(EXAMPLES);
  const failures: unknown[] = [];
  beforeAll(async () => {
    database = await freshDatabase();
    await storeGames(database.knex, games);
  });
  afterAll(() => database.drop());

  const pass = (): Promise<void> =>
    countResults({
      toCount: (limit) => gamesToCount(database.knex, limit),
      entries: (gameId, after, limit) => readEntries(database.knex, { gameId, after, limit }),
      count: (game) => countGame(database.knex, game),
      uncount: (gameId) => uncountGame(database.knex, gameId),
      isStopping: () => false,
      gamesMax: 3,
      onFailed: ({ reason }) => failures.push(reason),
    });

  const [first] = games;
  const scheduled = first?.events[0];
  const league = (scheduled?.type === 'GameScheduled' ? scheduled.league : 'none') as LeagueId;
  const SEASON = 2024;

  test('every completed game is counted once, pass by pass, and players as their box scores have them', async () => {
    await pass();
    await pass();
    expect(failures).toEqual([]);
    expect(await gamesToCount(database.knex, 10)).toEqual([]);
    const tables = leagueTables(database.knex);
    expect(await tables.newestSeason(league)).toBe(SEASON);
    const results = await tables.results(league, SEASON);
    expect(results.map((result) => result.gameId).sort()).toEqual(games.map((game) => game.id).sort());
    const counted = await tables.playerTotals(league, SEASON);
    const expected = seasonTotals(games.map((game) => totalsOf(boxScore(game.events))));
    expect(byPlayer(counted)).toEqual(byPlayer(expected));
  });

  test('a game that goes on again → out of the tables; ended again → in them as it is now', async () => {
    const id = first?.id ?? '';
    await database.knex('games').where({ id }).update({ status: 'live' });
    await pass();
    const tables = leagueTables(database.knex);
    expect((await tables.results(league, SEASON)).some((result) => result.gameId === id)).toBe(false);
    await database.knex('games').where({ id }).update({ status: 'final' });
    await pass();
    expect((await tables.results(league, SEASON)).filter((result) => result.gameId === id)).toHaveLength(1);
  });

  test('a season’s dice games → newest first, page by page; each with its events', async () => {
    await database.knex('games').update({ mode: 'dice' });
    const tables = leagueTables(database.knex);
    const ended = (await tables.results(league, SEASON)).map(({ gameId: id }) => id).reverse();
    const page = await tables.diceGames(league, { season: SEASON, limit: 1 });
    expect(page.games).toEqual(ended.slice(0, 1));
    const rest = await tables.diceGames(league, { season: SEASON, limit: 200, cursor: page.next ?? '' });
    expect(rest).toEqual({ games: ended.slice(1), next: null });
    await database.knex('games').update({ mode: 'scored' });
    expect(await tables.diceGames(league, { season: SEASON, limit: 1 })).toEqual({ games: [], next: null });
    expect(await tables.eventsOf(first?.id as GameId)).toEqual(first?.events);
    await expect(tables.diceGames(league, { season: SEASON, limit: 1, cursor: 'none' })).rejects.toThrow(/cursor/);
  });

  test('a fork of a game → counted nowhere, and not asked for again', async () => {
    const [origin] = games;
    if (origin === undefined) throw new Error('no games');
    const [began, ...told] = origin.events;
    if (began?.type !== 'GameScheduled') throw new Error('a game begins with its schedule');
    const forked = { ...began, forkedFrom: { gameId: origin.id, seq: 1 } };
    const fork = { ...origin, id: gameId('what-if'), events: [forked, ...told] };
    await storeGames(database.knex, [fork]);
    await pass();
    expect(await gamesToCount(database.knex, 10)).toEqual([]);
    expect(await leagueTables(database.knex).results(league, SEASON)).toHaveLength(games.length);
  });

  test('a game that cannot be counted → said, and the others are', async () => {
    const [, second] = games;
    await database.knex('game_results').delete();
    await database.knex('game_events').where({ game_id: second?.id, seq: 2 }).delete();
    await pass();
    await pass();
    expect(failures.length).toBeGreaterThan(0);
    expect(await leagueTables(database.knex).results(league, SEASON)).toHaveLength(games.length - 1);
  });

  test('an unknown league → no season', async () => {
    expect(await leagueTables(database.knex).newestSeason('nobodys' as LeagueId)).toBeNull();
  });
});
