/**
 * Reads of a game: a client's catch-up, and its updates page by page. Committed entries only, each made for the
 * viewer's eyes; from the owner's memory where PostgreSQL does not have them yet, from PostgreSQL where it does.
 */
import type { GameState } from '../baseball/state';
import { viewFor } from '../baseball/view';
import { type JournalEntry, type Refused, refused } from '../protocol/envelope';
import type { GameId, UserId } from '../protocol/ids';
import type { UpdatesPage } from '../protocol/mesh';
import type { Viewer } from '../protocol/seat';
import type { CatchupAnswer } from '../protocol/socket';
import { rebuild, type HotGame } from './hot-game';
import type { Archive, StoredGame } from './ports';
import { updateFor } from './projection';

/** A client that missed more than this gets the whole view instead: it is smaller. */
const RUN_MAX = 100;

export interface CatchupRequest {
  readonly gameId: GameId;
  readonly viewer: Viewer;
  readonly since?: number | undefined;
}

export interface UpdatesRequest {
  readonly gameId: GameId;
  readonly viewer: Viewer;
  readonly after: number;
  readonly limit: number;
}

/** A game as it can be read, hot or cold. */
export interface Readable {
  readonly gameId: GameId;
  readonly state: GameState;
  readonly seq: number;
  readonly epoch: number;
  /** Entries with after < seq ≤ the game's seq, rising, at most `limit`. */
  entries(after: number, limit: number): Promise<readonly JournalEntry[]>;
  /** What PostgreSQL has: the newest snapshot, and the entries above it. @throws Fault */
  stored(): Promise<StoredGame | undefined>;
}

/** What an owner has: its tail, and PostgreSQL for what is below it. */
export function hotReadable(game: HotGame, archive: Archive): Readable {
  const { gameId, state, seq, unpersisted } = game;
  const stored = seq - unpersisted.length;
  return {
    gameId,
    state,
    seq,
    epoch: game.claim.epoch,
    async entries(after, limit) {
      const old = after < stored ? await archive.entries(gameId, after, Math.min(limit, stored - after)) : [];
      return [...old, ...unpersisted.filter((entry) => entry.seq > after)].slice(0, limit);
    },
    stored: () => archive.load(gameId),
  };
}

/** What PostgreSQL has of a game that nobody owns; undefined for an unknown one. @throws Fault */
export async function coldReadable(gameId: GameId, archive: Archive): Promise<Readable | undefined> {
  const stored = await archive.load(gameId);
  if (stored === undefined) return undefined;
  const { state, seq } = rebuild(stored);
  return {
    gameId,
    state,
    seq,
    epoch: stored.fence,
    entries: (after, limit) => archive.entries(gameId, after, limit),
    stored: () => Promise.resolve(stored),
  };
}

/** Who reads a game, and when (ms since 1970). */
export interface Reader {
  readonly user: UserId;
  readonly now: number;
}

/** The exact run after `since`, or the whole view when there is no `since` or the run is long. @throws Fault */
export async function catchupOf(
  game: Readable,
  request: CatchupRequest,
  { user, now }: Reader,
): Promise<CatchupAnswer> {
  const barred = barredFrom(game, request.viewer, user);
  if (barred !== undefined) return barred;
  const { seq, epoch } = game;
  const { since, viewer } = request;
  if (since === undefined || since > seq || seq - since > RUN_MAX) {
    return { ok: true, catchup: { kind: 'view', seq, epoch, now, view: viewFor(game.state, viewer) } };
  }
  const entries = since === seq ? [] : await game.entries(since, RUN_MAX);
  const updates = entries.map((entry) => updateFor(entry, viewer));
  return { ok: true, catchup: { kind: 'run', seq, epoch, now, updates } };
}

/** A page of updates. @throws Fault */
export async function updatesOf(game: Readable, request: UpdatesRequest, user: UserId): Promise<UpdatesPage | Refused> {
  const barred = barredFrom(game, request.viewer, user);
  if (barred !== undefined) return barred;
  const { seq, epoch } = game;
  const entries = request.after >= seq ? [] : await game.entries(request.after, request.limit);
  return { ok: true, updates: entries.map((entry) => updateFor(entry, request.viewer)), seq, epoch };
}

/** A seat's eyes are for its holder. */
function barredFrom(game: Readable, viewer: Viewer, user: UserId): Refused | undefined {
  if (viewer === 'spectator' || game.state.seats[viewer] === user) return undefined;
  return refused('seat/not_yours', { details: { seat: viewer } });
}
