/** Whole games from event files, and a database that holds them. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import type { Knex } from 'knex';
import type { GameState } from '../../src/baseball/state';
import { summaryOf } from '../../src/baseball/summary';
import { replayOn } from '../../src/baseball/replay';
import type { GameEvent } from '../../src/protocol/events';
import type { GameId } from '../../src/protocol/ids';
import { readEventFile } from '../../src/retrosheet/event-file';
import { playGame } from '../../src/retrosheet/play-game';
import { gatherRosters } from '../../src/retrosheet/roster';
import { postgresArchive } from '../../src/store/postgres/archive';
import { postgresArchiveWriter } from '../../src/store/postgres/archive-writer';
import { COLD, entry, gameId, sessionId } from './entries';

export const EXAMPLES = join(__dirname, '..', '..', 'examples');

/** Odd, so that batches end anywhere in an inning. */
const BATCH_ENTRIES = 17;

export interface PlayedGame {
  readonly id: GameId;
  readonly events: readonly GameEvent[];
  readonly state: GameState;
}

export function gamesOf(folder: string): PlayedGame[] {
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

/** An entry for each event, as an owner would have journaled it. */
function entriesOf({ id, events }: PlayedGame, epoch: number) {
  let state: GameState | null = null;
  return events.map((event, i) => {
    state = replayOn(state, [event]);
    return entry(id, i + 1, { epoch: i === 0 ? 0 : epoch, events: [event], after: summaryOf(state) });
  });
}

/** Stores the games through a worker's writer; each batch holds a stretch of every game. */
export async function storeGames(db: Knex, games: readonly PlayedGame[]): Promise<void> {
  const archive = postgresArchive(db);
  const writer = postgresArchiveWriter(db);
  const open = [];
  for (const game of games) {
    const { id, events } = game;
    const [first] = events;
    if (first?.type !== 'GameScheduled') throw new Error('a game begins with its schedule');
    await archive.create(first, entry(id, 1, { events: [first] }));
    const epoch = (await archive.nextEpoch(id))?.epoch ?? 0;
    await archive.claim({ gameId: id, epoch, session: sessionId('s'), nonce: 'n' }, COLD);
    open.push({ gameId: id, stamp: epoch, entries: entriesOf(game, epoch).slice(1) });
  }
  const longest = Math.max(...open.map((one) => one.entries.length));
  for (let from = 0; from < longest; from += BATCH_ENTRIES) {
    const batch = open
      .map((one) => ({ ...one, entries: one.entries.slice(from, from + BATCH_ENTRIES) }))
      .filter((one) => one.entries.length > 0);
    expect(await writer.store(batch)).toEqual(new Set(batch.map((one) => one.gameId)));
  }
  for (const { gameId: id, entries } of open) {
    const stored = await archive.entries(id, 1, entries.length + 1);
    // Jest's own comparison, which tells the difference, only where there is one: it costs as much as the storing.
    if (!isDeepStrictEqual(stored, entries)) expect(stored).toEqual(entries);
  }
}
