/** What a batch leaves in the tables that are made from the events. */
import type { Archive, ArchiveWriter } from '../../../src/cluster/ports';
import type { GameEvent, PlayRecorded } from '../../../src/protocol/events';
import type { GameId } from '../../../src/protocol/ids';
import { postgresArchive } from '../../../src/store/postgres/archive';
import { postgresArchiveWriter, quarantinedGames } from '../../../src/store/postgres/archive-writer';
import {
  COLD,
  entry,
  gameId,
  lineup,
  playerId,
  scheduled,
  sessionId,
  single,
  substitution,
} from '../../support/entries';
import { freshDatabase, type FreshDatabase } from '../../support/postgres';

jest.setTimeout(60_000);

let database: FreshDatabase;
let archive: Archive;
let writer: ArchiveWriter;
let games = 0;

beforeAll(async () => {
  database = await freshDatabase();
  archive = postgresArchive(database.knex);
  writer = postgresArchiveWriter(database.knex);
});
afterAll(() => database.drop());

interface Game {
  readonly id: GameId;
  readonly epoch: number;
  seq: number;
}

async function newGame(): Promise<Game> {
  games += 1;
  const id = gameId(`R${games}`);
  await archive.create(scheduled(), entry(id, 1));
  const epoch = (await archive.nextEpoch(id))?.epoch ?? 0;
  await archive.claim({ gameId: id, epoch, session: sessionId('s'), nonce: 'n' }, COLD);
  return { id, epoch, seq: 1 };
}

/** One batch: an entry for each list of events. */
async function store(game: Game, ...events: GameEvent[][]): Promise<void> {
  const entries = events.map((list, i) => entry(game.id, game.seq + 1 + i, { epoch: game.epoch, events: list }));
  game.seq += events.length;
  expect(await writer.store([{ gameId: game.id, stamp: game.epoch, entries }])).toEqual(new Set([game.id]));
}

describe('plays', () => {
  test('a play with everything → each column', async () => {
    const game = await newGame();
    const play: PlayRecorded = {
      ...single(7),
      inning: 3,
      half: 'bottom',
      outs: 1,
      score: { away: 2, home: 1 },
      slot: 4,
      batterHand: 'L',
      pitcherHand: 'R',
      chargedBatter: playerId('starter4'),
      count: { balls: 3, strikes: 2 },
      pitches: 'BBCFBX',
      kind: 'double',
      notation: 'D7/L.2-H;1-3(E7)',
      trajectory: 'L',
      location: '7',
      fieldedBy: 7,
      runners: [
        { base: 0, id: playerId('batter1'), to: 2 },
        { base: 1, id: playerId('runner1'), to: 3 },
        { base: 2, id: playerId('runner2'), to: 4, run: 'earned', rbi: true },
      ],
      putouts: [],
      assists: [7, 6],
      errors: [{ fielder: 7, kind: 'fielding' }],
    };
    await store(game, [play, { type: 'HalfInningEnded', inning: 3, half: 'bottom' }]);
    expect(await database.knex('plays').where({ game_id: game.id })).toEqual([
      {
        game_id: game.id,
        seq: 2,
        turn: 7,
        inning: 3,
        half: 'bottom',
        outs: 1,
        away_score: 2,
        home_score: 1,
        batting_order_slot: 4,
        batter: 'batter1',
        batter_hand: 'L',
        pitcher: 'pitcher1',
        pitcher_hand: 'R',
        charged_batter: 'starter4',
        charged_pitcher: 'pitcher1',
        balls: 3,
        strikes: 2,
        pitches: 'BBCFBX',
        runner_on_first: 'runner1',
        runner_on_second: 'runner2',
        runner_on_third: null,
        kind: 'double',
        hit_value: 2,
        notation: 'D7/L.2-H;1-3(E7)',
        at_bat: true,
        sacrifice_hit: false,
        sacrifice_fly: false,
        double_play: false,
        grounded_into_double_play: false,
        triple_play: false,
        wild_pitch: false,
        passed_ball: false,
        bunt: false,
        foul: false,
        trajectory: 'L',
        location: '7',
        fielded_by: 7,
        batter_to: 2,
        first_to: 3,
        second_to: 4,
        third_to: null,
        outs_made: 0,
        runs: 1,
        rbi: 1,
        errors: 1,
        stolen_bases: 0,
        caught_stealing: 0,
        picked_off: 0,
        putouts: [],
        assists: [7, 6],
        error_fielders: [7],
      },
    ]);
  });

  test('the line score is a query', async () => {
    const game = await newGame();
    const homer: PlayRecorded = {
      ...single(1),
      kind: 'homeRun',
      runners: [{ base: 0, id: playerId('batter1'), to: 4, run: 'earned', rbi: true }],
    };
    await store(
      game,
      [homer],
      [single(2)],
      [{ ...homer, inning: 2, turn: 3 }],
      [{ ...homer, half: 'bottom', turn: 4 }],
    );
    const { rows } = await database.knex.raw<{ rows: unknown[] }>(
      `SELECT inning, half, sum(runs)::integer AS runs, count(*) FILTER (WHERE hit_value > 0)::integer AS hits
       FROM plays WHERE game_id = ? GROUP BY inning, half ORDER BY inning, half DESC`,
      [game.id],
    );
    expect(rows).toEqual([
      { inning: 1, half: 'top', runs: 1, hits: 2 },
      { inning: 1, half: 'bottom', runs: 1, hits: 1 },
      { inning: 2, half: 'top', runs: 1, hits: 1 },
    ]);
  });
});

describe('lineups', () => {
  const setHome: GameEvent = { type: 'LineupSet', side: 'home', lineup: lineup('h') };

  async function home(game: Game): Promise<Record<number, string>> {
    const where = { game_id: game.id, side: 'home' };
    const rows = (await database.knex('lineups').where(where)) as {
      slot: number;
      player_id: string;
      position: number;
    }[];
    return Object.fromEntries(rows.map((row) => [row.slot, `${row.player_id}@${row.position}`]));
  }

  const starters = {
    0: 'h0@1',
    1: 'h1@10',
    2: 'h2@2',
    3: 'h3@3',
    4: 'h4@4',
    5: 'h5@5',
    6: 'h6@6',
    7: 'h7@7',
    8: 'h8@8',
    9: 'h9@9',
  };

  test('set → ten players with the seq at which they came in; set again → the new ones', async () => {
    const game = await newGame();
    await store(game, [setHome]);
    expect(await home(game)).toEqual(starters);
    expect(await database.knex('lineups').where({ game_id: game.id, entered_seq: 2 })).toHaveLength(10);
    const { pitcher: _, ...batting } = lineup('h');
    await store(game, [{ type: 'LineupSet', side: 'home', lineup: { ...batting, order: lineup('x').order } }]);
    expect(await home(game)).toMatchObject({ 1: 'x1@10', 9: 'x9@9' });
    expect(await home(game)).not.toHaveProperty('0');
  });

  test('a pinch hitter → in the slot; the other side and other games as before', async () => {
    const [game, other] = [await newGame(), await newGame()];
    await store(game, [setHome]);
    await store(other, [setHome]);
    await store(game, [substitution('home', 'ph', { slot: 4, position: 11 })]);
    expect(await home(game)).toEqual({ ...starters, 4: 'ph@11' });
    expect(await home(other)).toEqual(starters);
  });

  test('a change of position, a double switch → each player once', async () => {
    const game = await newGame();
    await store(game, [setHome]);
    await store(
      game,
      [substitution('home', 'h5', { slot: 5, position: 6 })],
      [substitution('home', 'ss', { slot: 6, position: 5 })],
    );
    expect(await home(game)).toEqual({ ...starters, 5: 'h5@6', 6: 'ss@5' });
  });

  test.each([
    ['in one batch', true],
    ['in two batches', false],
  ])('the designated hitter is lost: the pitcher bats (%s) → slot 0 is empty', async (_, isOneBatch) => {
    const game = await newGame();
    const moves = [
      substitution('home', 'h0', { slot: 1, position: 7 }),
      substitution('home', 'p2', { slot: 7, position: 1 }),
    ];
    if (isOneBatch) await store(game, [setHome], ...moves.map((move) => [move]));
    else {
      await store(game, [setHome]);
      for (const move of moves) await store(game, [move]);
    }
    const { 0: _slot0, ...others } = starters;
    expect(await home(game)).toEqual({ ...others, 1: 'h0@7', 7: 'p2@1' });
  });

  test('a player moves, and is replaced where he went, in one batch → his old slot is empty', async () => {
    const game = await newGame();
    await store(game, [setHome]);
    await store(
      game,
      [substitution('home', 'h0', { slot: 1, position: 7 })],
      [substitution('home', 'new', { slot: 1, position: 7 })],
    );
    const { 0: _slot0, ...others } = starters;
    expect(await home(game)).toEqual({ ...others, 1: 'new@7' });
  });
});

describe('the rest', () => {
  test('snapshots: the newest one a game, with the version of the rules', async () => {
    const game = await newGame();
    const snapshotAt = (seq: number, state: string) => ({ ...entry(game.id, seq), snapshot: state });
    const stamp = game.epoch;
    await writer.store([{ gameId: game.id, stamp, entries: [snapshotAt(2, '{"a":2}'), snapshotAt(3, '{"a":3}')] }]);
    await writer.store([{ gameId: game.id, stamp, entries: [entry(game.id, 4)] }]);
    expect(await database.knex('game_snapshots').where({ game_id: game.id })).toEqual([
      { game_id: game.id, seq: 3, state: '{"a":3}', rules_version: 1 },
    ]);
    expect(JSON.stringify(await database.knex('game_events').where({ game_id: game.id }))).not.toContain('snapshot');
  });

  test('a command id twice in a game → refused by the table itself; in another game → fine', async () => {
    const [game, other] = [await newGame(), await newGame()];
    await store(game, [single(1)]);
    await store(other, [single(1)]);
    const row = await database.knex('game_events').where({ game_id: game.id, seq: 2 }).first<object>();
    const again = { ...row, seq: 99, payload: '{}' };
    await expect(database.knex('game_events').insert(again)).rejects.toMatchObject({ code: '23505' });
  });

  test('a batch that is refused → no row of it in any table', async () => {
    const [good, bad] = [await newGame(), await newGame()];
    const entries = [entry(good.id, 2, { events: [{ type: 'LineupSet', side: 'home', lineup: lineup('h') }] })];
    const doubled = [entry(bad.id, 2), entry(bad.id, 3, { command: 'c2' })];
    const batch = [
      { gameId: good.id, stamp: good.epoch, entries },
      { gameId: bad.id, stamp: bad.epoch, entries: doubled },
    ];
    await expect(writer.store(batch)).rejects.toMatchObject({ code: 'server/unstorable' });
    for (const table of ['plays', 'lineups', 'game_snapshots']) {
      expect(await database.knex(table).whereIn('game_id', [good.id, bad.id])).toEqual([]);
    }
    expect(await writer.heads([good.id, bad.id])).toEqual(
      new Map([good, bad].map(({ id, epoch }) => [id, { fence: epoch, lastSeq: 1 }])),
    );
  });

  test('quarantine: marked with the reason since when, listed, and unmarked', async () => {
    const [one, two] = [await newGame(), await newGame()];
    await writer.setQuarantine(one.id, { cause: 'unstorable', reason: 'first reason' }, 'worker-1');
    await writer.setQuarantine(two.id, { cause: 'unstorable', reason: 'reason' }, 'worker-1');
    await writer.setQuarantine(one.id, { cause: 'diverged', reason: 'second reason' }, 'worker-1');
    expect(await quarantinedGames(database.knex, 10)).toEqual([one.id, two.id]);
    expect(await quarantinedGames(database.knex, 1)).toEqual([one.id]);
    expect(await database.knex('games').where({ id: one.id }).first('quarantine_reason')).toEqual({
      quarantine_reason: 'second reason',
    });
    await writer.setQuarantine(one.id, null, 'worker-1');
    expect(await quarantinedGames(database.knex, 10)).toEqual([two.id]);
  });
});
