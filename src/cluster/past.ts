/**
 * A game's past: the state after any seq, and the events that a revision is decided from.
 *
 * Both read what is committed, from PostgreSQL and the owner's tail, page by page. A state is rebuilt from the newest
 * snapshot when that is old enough, else from the first entry on.
 */
import { assert } from '../baseball/assert';
import { replayOn } from '../baseball/replay';
import type { GameState } from '../baseball/state';
import { viewFor } from '../baseball/view';
import { type Refused, refused } from '../protocol/envelope';
import type { GameEvent } from '../protocol/events';
import type { GameId } from '../protocol/ids';
import type { GameAtAnswer } from '../protocol/rest';
import { rebuild } from './hot-game';
import type { Readable } from './reading';

const PAGE_ENTRIES = 200;
/**
 * What a revision may have to look through. A game has some 150 events, and a correction tells again those since; who
 * corrects the same long game over and over comes to an end here.
 */
const HISTORY_EVENTS_MAX = 5000;

export interface PastRequest {
  readonly gameId: GameId;
  readonly seq: number;
}

/** The game as it stood after `seq`, through a spectator's eyes. @throws Fault */
export async function viewAt(game: Readable, seq: number): Promise<GameAtAnswer | Refused> {
  const { gameId, seq: head } = game;
  if (seq < 1 || seq > head) {
    const message = `The game has had seq 1 to ${head}; there is no seq ${seq}.`;
    return refused('game/no_such_seq', { message, details: { seq, first: 1, head } });
  }
  const state = seq === head ? game.state : await stateAt(game, seq);
  return { ok: true, gameId, seq, head, view: viewFor(state, 'spectator') };
}

async function stateAt(game: Readable, seq: number): Promise<GameState> {
  const stored = await game.stored();
  if (stored === undefined || stored.snapshot === null || stored.snapshot.seq > seq) return await replayedTo(game, seq);
  const above = await game.entries(stored.snapshot.seq, seq - stored.snapshot.seq);
  return rebuild({ ...stored, lastSeq: seq, entries: above }).state;
}

async function replayedTo(game: Readable, seq: number): Promise<GameState> {
  let state: GameState | null = null;
  for await (const events of pagesOf(game, seq)) state = replayOn(state, events);
  assert(state !== null, `game ${game.gameId}: no entries up to ${seq}`);
  return state;
}

/** The events of all entries up to `seq`, a page at a time. Asserts that none is missing. */
async function* pagesOf(game: Readable, seq: number): AsyncGenerator<readonly GameEvent[]> {
  for (let after = 0; after < seq;) {
    const entries = await game.entries(after, Math.min(PAGE_ENTRIES, seq - after));
    const last = entries.at(-1)?.seq ?? after;
    assert(
      entries.length > 0 && last === after + entries.length,
      `game ${game.gameId}: no gapless entries after ${after}`,
    );
    yield entries.flatMap((entry) => entry.events);
    after = last;
  }
}

/** All events of the game up to its head, for a command that revises them. @throws Fault */
export async function historyOf(game: Readable): Promise<readonly GameEvent[] | Refused> {
  const history: GameEvent[] = [];
  for await (const events of pagesOf(game, game.seq)) {
    history.push(...events);
    if (history.length > HISTORY_EVENTS_MAX) {
      const message = `With all its revisions the game has over ${HISTORY_EVENTS_MAX} events: no more can be judged again.`;
      return refused('command/not_allowed', { message, details: { eventsMax: HISTORY_EVENTS_MAX } });
    }
  }
  return history;
}
