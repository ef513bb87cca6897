/** Who sits where, which games have a free seat, and whose clock is late: as PostgreSQL lists it. */
import type { GameEvent, GameScheduled } from '../../../src/protocol/events';
import type { GameId, UserId } from '../../../src/protocol/ids';
import type { ListGamesQuery } from '../../../src/protocol/rest';
import { postgresArchive } from '../../../src/store/postgres/archive';
import { postgresArchiveWriter } from '../../../src/store/postgres/archive-writer';
import { overdueGames, postgresCatalog } from '../../../src/store/postgres/catalog';
import { diceGame } from '../../support/dice-game';
import { entry, gameId } from '../../support/entries';
import { freshDatabase, type FreshDatabase } from '../../support/postgres';

const ANN = 'ann' as UserId;
const BOB = 'bob' as UserId;

describe('seats in PostgreSQL', () => {
  let database: FreshDatabase;
  beforeAll(async () => {
    database = await freshDatabase();
  });
  afterAll(() => database.drop());

  async function create(name: string, more: Partial<GameScheduled> = {}, dueAt?: number): Promise<GameId> {
    const id = gameId(name);
    const event: GameScheduled = { ...diceGame(), seats: {}, lobby: { access: 'open' }, ...more };
    const after = dueAt === undefined ? {} : { dueAt };
    await postgresArchive(database.knex).create(event, entry(id, 1, { events: [event], after }));
    return id;
  }

  /** A worker stores one more entry. */
  async function store(id: GameId, seq: number, events: GameEvent[], after = {}): Promise<void> {
    const stamp = (await database.knex('games').where({ id }).first<{ fence: string }>('fence')).fence;
    const writer = postgresArchiveWriter(database.knex);
    const entries = [entry(id, seq, { events, after: { status: 'scheduled', inning: 0, ...after } })];
    expect(await writer.store([{ gameId: id, stamp: Number(stamp), entries }])).toEqual(new Set([id]));
  }

  async function listed(query: Partial<ListGamesQuery>): Promise<readonly GameId[]> {
    const { games } = await postgresCatalog(database.knex).listGames({ limit: 50, ...query });
    return games.map((game) => game.gameId).sort();
  }

  const taken = (seat: 'away' | 'home', user: UserId): GameEvent => ({ type: 'SeatTaken', seat, user });

  test('an open game → listed until its last seat is taken, and again when one is left', async () => {
    const id = await create('open-1');
    expect(await listed({ open: 'true' })).toEqual([id]);
    await store(id, 2, [taken('away', ANN)]);
    expect(await listed({ open: 'true' })).toEqual([id]);
    await store(id, 3, [taken('home', BOB)]);
    expect(await listed({ open: 'true' })).toEqual([]);
    await store(id, 4, [{ type: 'SeatLeft', seat: 'away' }]);
    expect(await listed({ open: 'true' })).toEqual([id]);
    await store(id, 5, [{ type: 'GameStarted' }], { status: 'live', inning: 1 });
    expect(await listed({ open: 'true' })).toEqual([]);
  });

  test('a closed or private game, and one against the computer that is taken → not open', async () => {
    await create('closed-1', { lobby: { access: 'closed' } });
    await create('private-1', { lobby: { access: 'invite', invite: 'the-word-of-the-link' } });
    const { dice } = diceGame();
    if (dice === undefined) throw new Error('no dice');
    const managers = { away: { kind: 'human' }, home: { kind: 'computer' } } as const;
    const id = await create('computer-1', { dice: { ...dice, managers } });
    expect(await listed({ open: 'true' })).toEqual([id]);
    await store(id, 2, [taken('away', ANN)]);
    expect(await listed({ open: 'true' })).toEqual([]);
  });

  test('a manager’s games → those where he sits now, named at the start or later', async () => {
    const named = await create('mine-1', { seats: { home: 'una' as UserId } });
    const joined = await create('mine-2');
    await store(joined, 2, [taken('away', 'una' as UserId)]);
    expect(await listed({ user: 'una' as UserId })).toEqual([named, joined]);
    await store(joined, 3, [taken('away', BOB), { type: 'SeatLeft', seat: 'home' }]);
    expect(await listed({ user: 'una' as UserId })).toEqual([named]);
  });

  test('a clock that should have spoken → found; one that is not due, or of a game that is over → not', async () => {
    const late = await create('late-1', {}, 0);
    await create('soon-1', {}, Date.UTC(2100, 0, 1));
    const over = await create('over-1', {}, 0);
    await store(over, 2, [{ type: 'GameStarted' }], { status: 'final', inning: 9 });
    expect(await overdueGames(database.knex, 10)).toEqual([late]);
    await store(late, 2, [{ type: 'GameStarted' }], { status: 'live', inning: 1 });
    expect(await overdueGames(database.knex, 10)).toEqual([]);
  });
});
