/**
 * Whole games, stored batch by batch: what PostgreSQL's tables add up to is what the game says of itself. The games of
 * `examples/` always; those of the folder that DUGOUT_RETROSHEET names, when it names one.
 */
import { join } from 'node:path';
import { lineScore } from '../../../src/baseball/line-score';
import type { TeamLineupState } from '../../../src/baseball/state';
import type { GameId } from '../../../src/protocol/ids';
import { freshDatabase, type FreshDatabase } from '../../support/postgres';
import { EXAMPLES, gamesOf, type PlayedGame, storeGames } from '../../support/played-games';

const REAL = process.env['DUGOUT_RETROSHEET'];

describe('games stored batch by batch', () => {
  let database: FreshDatabase;
  beforeAll(async () => {
    database = await freshDatabase();
  });
  afterAll(() => database.drop());

  interface StoredLine {
    readonly half: 'top' | 'bottom';
    readonly runs_by_inning: number[];
    readonly hits: number;
    readonly errors: number;
  }

  /** By half: who bats in it, and who fields. */
  async function storedLines(id: GameId): Promise<readonly StoredLine[]> {
    const { rows } = await database.knex.raw<{ rows: StoredLine[] }>(
      `SELECT half, array_agg(runs ORDER BY inning) AS runs_by_inning, sum(hits)::integer AS hits,
         sum(errors)::integer AS errors
       FROM (SELECT half, inning, sum(runs)::integer AS runs, count(*) FILTER (WHERE hit_value > 0) AS hits,
               sum(errors) AS errors FROM plays WHERE game_id = ? GROUP BY half, inning) AS innings
       GROUP BY half ORDER BY half DESC`,
      [id],
    );
    return rows;
  }

  async function storedPlayers(id: GameId, side: 'away' | 'home'): Promise<Record<string, string>> {
    const rows = (await database.knex('lineups').where({ game_id: id, side })) as { slot: number; player_id: string }[];
    return Object.fromEntries(rows.map((row) => [row.slot, row.player_id]));
  }

  function players(lineup: TeamLineupState | null): Record<string, string> {
    const all = lineup === null ? [] : [...lineup.order, ...(lineup.pitcher === null ? [] : [lineup.pitcher])];
    // A pitcher whose slot was taken from him waits there until the next play; he is out of the line-up for queries.
    return Object.fromEntries(
      all.filter((one) => one.slot !== 0 || one.position !== 0).map((one) => [one.slot, one.id]),
    );
  }

  async function compare(game: PlayedGame): Promise<void> {
    const { away, home } = lineScore(game.events);
    const isHomeFirst = game.state.ruleset.homeBatsFirst;
    const [top, bottom] = isHomeFirst ? [home, away] : [away, home];
    const played = (runs: readonly (number | null)[]): number[] => runs.filter((one) => one !== null);
    expect(await storedLines(game.id)).toEqual([
      { half: 'top', runs_by_inning: played(top.runsByInning), hits: top.hits, errors: bottom.errors },
      { half: 'bottom', runs_by_inning: played(bottom.runsByInning), hits: bottom.hits, errors: top.errors },
    ]);
    for (const side of ['away', 'home'] as const) {
      expect(await storedPlayers(game.id, side)).toEqual(players(game.state.lineups[side]));
    }
  }

  test('the examples → line score and line-ups agree', async () => {
    const games = gamesOf(EXAMPLES);
    expect(games.length).toBeGreaterThan(0);
    await storeGames(database.knex, games);
    for (const game of games) await compare(game);
  });

  if (REAL === undefined) {
    test('real games: left out, DUGOUT_RETROSHEET names no folder', () => {
      expect(process.env['DUGOUT_RETROSHEET']).toBeUndefined();
    });
  } else {
    test('real games → line score and line-ups agree', async () => {
      const games = gamesOf(join(REAL, '2019'));
      await storeGames(database.knex, games);
      for (const game of games) await compare(game);
    }, 300_000);
  }
});
