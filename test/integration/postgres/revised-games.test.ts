/** What the tables show of games whose past was revised: the plays that count, and who plays by them. */
import type { Archive, ArchiveWriter } from '../../../src/cluster/ports';
import { lineScore } from '../../../src/baseball/line-score';
import type { JournalEntry } from '../../../src/protocol/envelope';
import type { GameEvent } from '../../../src/protocol/events';
import type { GameId } from '../../../src/protocol/ids';
import { postgresArchive } from '../../../src/store/postgres/archive';
import { postgresArchiveWriter } from '../../../src/store/postgres/archive-writer';
import { COLD, entry, gameId, sessionId } from '../../support/entries';
import { freshDatabase, type FreshDatabase } from '../../support/postgres';
import { newGame, Scorebook } from '../../unit/baseball/scorebook';

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

interface Stored {
  readonly id: GameId;
  readonly epoch: number;
  readonly entries: readonly JournalEntry[];
}

/** A scorebook that notes the events of each command as an entry of their own. */
class Journaled extends Scorebook {
  readonly commands: GameEvent[][] = [];

  constructor(book: Scorebook) {
    super();
    this.state = book.state;
    this.events.splice(0, 1, ...book.events);
  }

  override give(...given: Parameters<Scorebook['give']>): GameEvent[] {
    const events = super.give(...given);
    this.commands.push(events);
    return events;
  }
}

/** A game in PostgreSQL, created and claimed; its entries are those of the book, still to be stored. */
async function gameOf(book: Journaled): Promise<Stored> {
  games += 1;
  const id = gameId(`V${games}`);
  const opening = book.events.slice(0, book.events.length - book.commands.flat().length);
  const [scheduled, ...rest] = opening;
  if (scheduled?.type !== 'GameScheduled') throw new Error('a game begins with GameScheduled');
  await archive.create(scheduled, entry(id, 1, { events: [scheduled] }));
  const epoch = (await archive.nextEpoch(id))?.epoch ?? 0;
  await archive.claim({ gameId: id, epoch, session: sessionId('s'), nonce: 'n' }, COLD);
  const lists = [rest, ...book.commands];
  return { id, epoch, entries: lists.map((events, i) => entry(id, i + 2, { epoch, events })) };
}

async function store(...batch: { game: Stored; entries: readonly JournalEntry[] }[]): Promise<void> {
  const requests = batch.map(({ game, entries }) => ({ gameId: game.id, stamp: game.epoch, entries }));
  expect(await writer.store(requests)).toEqual(new Set(batch.map(({ game }) => game.id)));
}

interface Tables {
  readonly plays: readonly unknown[];
  readonly lineups: readonly unknown[];
}

/** The rows of a game, without what says by which entry they came. */
async function tablesOf({ id }: Stored): Promise<Tables> {
  const rows = async (table: string, order: string[]): Promise<unknown[]> => {
    const found = await database.knex<Record<string, unknown>>(table).where({ game_id: id }).orderBy(order).select('*');
    return found.map(({ game_id: _id, seq: _seq, entered_seq: _entered, ...rest }) => rest);
  };
  return { plays: await rows('plays', ['turn']), lineups: await rows('lineups', ['side', 'slot']) };
}

/** A game in which the scorekeeper was wrong three times, and mended it. */
function mended(): Journaled {
  const book = new Journaled(newGame({ hasHitter: true }));
  book.play('S8', 'D7.1-H');
  book.substitute('home', 'hb1', [0, 1]);
  book.play('K', 'HR');
  book.correct(1, 'E6');
  book.substitute('away', 'ab1', [5, 11]);
  book.play('W');
  book.substitute('away', 'ab2', [6, 11]);
  book.undo();
  book.play('K', 'K');
  book.correct(6, '8/F');
  return book;
}

/** The same, by somebody who was right at once. */
function faultless(): Journaled {
  const book = new Journaled(newGame({ hasHitter: true }));
  book.play('E6', 'D7.1-H');
  book.substitute('home', 'hb1', [0, 1]);
  book.play('K', 'HR');
  book.substitute('away', 'ab1', [5, 11]);
  book.play('K', '8/F');
  return book;
}

describe('a game whose past was revised', () => {
  test.each([
    ['in one batch', 100],
    ['in batches of three', 3],
    ['one by one', 1],
  ])('stored %s → the tables are those of a game without a mistake', async (_how, size) => {
    const [game, right] = [await gameOf(mended()), await gameOf(faultless())];
    await store({ game: right, entries: right.entries });
    for (let from = 0; from < game.entries.length; from += size) {
      await store({ game, entries: game.entries.slice(from, from + size) });
    }
    expect(await tablesOf(game)).toEqual(await tablesOf(right));
    expect((await archive.entries(game.id, 1, 100)).map(({ events }) => events)).toEqual(
      game.entries.map(({ events }) => events),
    );
  });

  test('the line score of the table → that of the events that count', async () => {
    const book = mended();
    const game = await gameOf(book);
    await store({ game, entries: game.entries });
    const { rows } = await database.knex.raw<{ rows: unknown[] }>(
      `SELECT sum(runs)::integer AS runs, count(*) FILTER (WHERE hit_value > 0)::integer AS hits,
         sum(errors)::integer AS errors, count(DISTINCT seq)::integer AS seqs, count(*)::integer AS plays
       FROM plays WHERE game_id = ?`,
      [game.id],
    );
    const { away, home } = lineScore(book.events);
    expect(rows).toEqual([{ runs: away.runs, hits: away.hits, errors: home.errors, seqs: 3, plays: 6 }]);
  });

  test('with other games in its batch → theirs are as they were', async () => {
    const book = mended();
    const [game, other] = [await gameOf(book), await gameOf(faultless())];
    const [first, second] = [game.entries.slice(0, 5), game.entries.slice(5)];
    await store({ game, entries: first }, { game: other, entries: other.entries.slice(0, 3) });
    await store({ game, entries: second }, { game: other, entries: other.entries.slice(3) });
    const alone = await gameOf(faultless());
    await store({ game: alone, entries: alone.entries });
    expect([await tablesOf(game), await tablesOf(other)]).toEqual([await tablesOf(alone), await tablesOf(alone)]);
  });

  test('its batch is refused → the tables stay as they were', async () => {
    const [game, bad] = [await gameOf(mended()), await gameOf(faultless())];
    const revision = game.entries.findIndex(({ events }) => events[0]?.type === 'HistoryRevised');
    await store({ game, entries: game.entries.slice(0, revision) });
    const before = await tablesOf(game);
    const doubled = bad.entries.slice(0, 2).map((one) => ({ ...one, commandId: 'same' as never }));
    const requests = [
      { gameId: game.id, stamp: game.epoch, entries: game.entries.slice(revision) },
      { gameId: bad.id, stamp: bad.epoch, entries: doubled },
    ];
    await expect(writer.store(requests)).rejects.toMatchObject({ code: 'server/unstorable' });
    expect(await tablesOf(game)).toEqual(before);
    await store({ game, entries: game.entries.slice(revision) });
    expect((await tablesOf(game)).plays).toHaveLength(6);
  });
});
