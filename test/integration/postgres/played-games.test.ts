/**
 * Whole games, stored batch by batch: what PostgreSQL's tables add up to is what the game says of itself. The games of
 * `examples/` always; those of the folder that DUGOUT_RETROSHEET names, when it names one.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { lineScore } from '../../../src/baseball/line-score';
import type { GameState, TeamLineupState } from '../../../src/baseball/state';
import type { ArchiveWriter } from '../../../src/cluster/ports';
import type { GameEvent } from '../../../src/protocol/events';
import type { GameId } from '../../../src/protocol/ids';
import { readEventFile } from '../../../src/retrosheet/event-file';
import { playGame } from '../../../src/retrosheet/play-game';
import { gatherRosters } from '../../../src/retrosheet/roster';
import { postgresArchive } from '../../../src/store/postgres/archive';
import { postgresArchiveWriter } from '../../../src/store/postgres/archive-writer';
import { entry, gameId, sessionId } from '../../support/entries';
import { freshDatabase, type FreshDatabase } from '../../support/postgres';

const EXAMPLES = join(__dirname, '..', '..', '..', 'examples');
const REAL = process.env['DUGOUT_RETROSHEET'];
/** Odd, so that batches end anywhere in an inning. */
const BATCH_ENTRIES = 17;

interface Game {
  readonly id: GameId;
  readonly events: readonly GameEvent[];
  readonly state: GameState;
}

function gamesOf(folder: string): Game[] {
  const files = readdirSync(folder).map((name) => ({ name, bytes: readFileSync(join(folder, name)) }));
  const { rosters } = gatherRosters(files);
  return files
    .filter(({ name }) => /\.EV[A-Z]$/.test(name))
    .flatMap(({ name, bytes }) => readEventFile(bytes, name, rosters).games)
    .map((game) => {
      const { events, state } = playGame(game);
      if (state === null) throw new Error(`${game.id} could not be played`);
      return { id: gameId(game.id), events, state };
    });
}

describe('games stored batch by batch', () => {
  let database: FreshDatabase;
  let writer: ArchiveWriter;
  beforeAll(async () => {
    database = await freshDatabase();
    writer = postgresArchiveWriter(database.knex);
  });
  afterAll(() => database.drop());

  /** An entry for each event; each batch holds a stretch of every game. */
  async function store(games: readonly Game[]): Promise<void> {
    const archive = postgresArchive(database.knex);
    const open = [];
    for (const { id, events } of games) {
      const [first, ...rest] = events;
      if (first?.type !== 'GameScheduled') throw new Error('a game begins with its schedule');
      await archive.create(first, entry(id, 1, { events: [first] }));
      const epoch = (await archive.nextEpoch(id))?.epoch ?? 0;
      await archive.claim({ gameId: id, epoch, session: sessionId('s'), nonce: 'n' });
      open.push({
        gameId: id,
        stamp: epoch,
        entries: rest.map((event, i) => entry(id, i + 2, { epoch, events: [event] })),
      });
    }
    const longest = Math.max(...open.map((one) => one.entries.length));
    for (let from = 0; from < longest; from += BATCH_ENTRIES) {
      const batch = open
        .map((one) => ({ ...one, entries: one.entries.slice(from, from + BATCH_ENTRIES) }))
        .filter((one) => one.entries.length > 0);
      expect(await writer.store(batch)).toEqual(new Set(batch.map((one) => one.gameId)));
    }
    for (const { gameId: id, entries } of open) {
      expect(await archive.entries(id, 1, entries.length + 1)).toEqual(entries);
    }
  }

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

  async function compare(game: Game): Promise<void> {
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
    await store(games);
    for (const game of games) await compare(game);
  });

  if (REAL === undefined) {
    test('real games: left out, DUGOUT_RETROSHEET names no folder', () => {
      expect(process.env['DUGOUT_RETROSHEET']).toBeUndefined();
    });
  } else {
    test('real games → line score and line-ups agree', async () => {
      const games = gamesOf(join(REAL, '2019'));
      await store(games);
      for (const game of games) await compare(game);
    }, 300_000);
  }
});
