/**
 * `Archive` and `ArchiveWriter` in memory: what PostgreSQL does, in TypeScript. Give one to every node and worker of a
 * test, and they share a database.
 *
 * Each verb runs to its end without waiting, as a transaction does. Entries are kept as JSON, so that nobody shares an
 * object with anybody; the snapshot is kept apart, as a cache that may be dropped.
 */
import type {
  Archive,
  ArchiveWriter,
  Claim,
  CreateReply,
  GameRow,
  Mover,
  Quarantine,
  Released,
  StoredGame,
  StoreRequest,
} from '../../cluster/ports';
import { Fault } from '../../cluster/ports';
import type { JournalEntry } from '../../protocol/envelope';
import type { GameScheduled } from '../../protocol/events';
import type { CommandId, GameId, SessionId } from '../../protocol/ids';
import type { AcquireReason, OwnershipMove, ReclaimReason } from '../../protocol/ownership';

export interface MemoryGame {
  readonly event: GameScheduled;
  readonly digest: string;
  readonly createdAt: number;
  fence: number;
  ownerSession: SessionId | null;
  /** Element i is the JSON of the entry with seq i + 1. */
  readonly entries: string[];
  snapshot: { readonly seq: number; readonly state: string } | null;
  quarantine: string | null;
  /** In the order of writing. */
  readonly ownership: OwnershipMove[];
}

export class MemoryArchive implements Archive, ArchiveWriter {
  readonly games = new Map<GameId, MemoryGame>();
  readonly #now: () => number;
  #lastEpoch = 0;

  /** @param options.now the wall clock of the database; stands still when left out */
  constructor(options: { now?: () => number } = {}) {
    this.#now = options.now ?? (() => 0);
  }

  async create(event: GameScheduled, entry: JournalEntry): Promise<CreateReply> {
    const there = this.games.get(entry.gameId);
    if (there !== undefined) return { status: there.digest === entry.digest ? 'SAME' : 'EXISTS' };
    this.games.set(entry.gameId, {
      event: structuredClone(event),
      digest: entry.digest,
      createdAt: entry.at,
      fence: 0,
      ownerSession: null,
      entries: [bodyOf(entry)],
      snapshot: null,
      quarantine: null,
      ownership: [],
    });
    return { status: 'CREATED' };
  }

  async nextEpoch(gameId: GameId): Promise<{ epoch: number; row: GameRow } | undefined> {
    const game = this.games.get(gameId);
    if (game === undefined) return undefined;
    const { fence, ownerSession, event, quarantine } = game;
    const quarantined = quarantine !== null;
    const row = { gameId, league: event.league, fence, ownerSession, lastSeq: game.entries.length, quarantined };
    return { epoch: this.#nextEpoch(), row };
  }

  async claim({ gameId, epoch, session }: Claim, by: Mover<AcquireReason>): Promise<StoredGame | undefined> {
    const game = this.games.get(gameId);
    if (game === undefined || game.fence >= epoch) return undefined;
    game.fence = epoch;
    game.ownerSession = session;
    this.#note(gameId, { kind: 'acquired', epoch, session, ...by });
    return storedGame(gameId, game);
  }

  async freshEpoch(): Promise<number> {
    return this.#nextEpoch();
  }

  async reclaim(
    { gameId, epoch, session }: Claim,
    held: readonly number[],
    by: Mover<ReclaimReason>,
  ): Promise<{ readonly lastSeq: number } | undefined> {
    const game = this.games.get(gameId);
    if (game === undefined || !held.includes(game.fence)) return undefined;
    game.fence = epoch;
    game.ownerSession = session;
    this.#note(gameId, { kind: 'reclaimed', epoch, session, ...by });
    return { lastSeq: game.entries.length };
  }

  async lastMoves(gameId: GameId, limit: number): Promise<readonly OwnershipMove[]> {
    const moves = this.games.get(gameId)?.ownership ?? [];
    return moves
      .toReversed()
      .sort((a, b) => b.epoch - a.epoch)
      .slice(0, limit);
  }

  async noteReleased(releases: readonly Released[]): Promise<void> {
    for (const { gameId, agoMs, ...release } of releases) {
      const moves = this.games.get(gameId)?.ownership ?? [];
      const isThere = moves.some(({ kind, epoch }) => kind === 'released' && epoch === release.epoch);
      if (agoMs === undefined || !isThere) this.#note(gameId, { kind: 'released', ...release }, agoMs);
    }
  }

  async load(gameId: GameId): Promise<StoredGame | undefined> {
    const game = this.games.get(gameId);
    return game === undefined ? undefined : storedGame(gameId, game);
  }

  async entries(gameId: GameId, after: number, limit: number): Promise<readonly JournalEntry[]> {
    const bodies = this.games.get(gameId)?.entries ?? [];
    return bodies.slice(after, after + limit).map(readEntry);
  }

  async entryOf(gameId: GameId, commandId: CommandId): Promise<JournalEntry | undefined> {
    const entries = (this.games.get(gameId)?.entries ?? []).map(readEntry);
    return entries.find((entry) => entry.commandId === commandId);
  }

  async store(batch: readonly StoreRequest[]): Promise<ReadonlySet<GameId>> {
    const matching = batch.flatMap(({ gameId, stamp, entries }) => {
      const game = this.games.get(gameId);
      const follows = game?.fence === stamp && game.entries.length + 1 === entries[0]?.seq;
      return game !== undefined && follows ? [{ gameId, game, entries }] : [];
    });
    for (const { game, entries } of matching) refuseUnstorable(game, entries);
    for (const { game, entries } of matching) {
      game.entries.push(...entries.map(bodyOf));
      const newest = entries.findLast((entry) => entry.snapshot !== undefined);
      if (newest?.snapshot !== undefined) game.snapshot = { seq: newest.seq, state: newest.snapshot };
    }
    return new Set(matching.map(({ gameId }) => gameId));
  }

  async heads(gameIds: readonly GameId[]): Promise<ReadonlyMap<GameId, { fence: number; lastSeq: number }>> {
    const found = gameIds.map((gameId) => [gameId, this.games.get(gameId)] as const);
    return new Map(
      found.flatMap(([gameId, game]) =>
        game === undefined ? [] : [[gameId, { fence: game.fence, lastSeq: game.entries.length }] as const],
      ),
    );
  }

  async setQuarantine(gameId: GameId, quarantine: Quarantine | null, node: string): Promise<void> {
    const game = this.games.get(gameId);
    if (game === undefined) return;
    const isChange = (game.quarantine === null) !== (quarantine === null);
    game.quarantine = quarantine?.reason ?? null;
    if (!isChange) return;
    const [kind, reason] =
      quarantine === null ? (['restored', 'stored'] as const) : (['quarantined', quarantine.cause] as const);
    this.#note(gameId, { kind, reason, epoch: game.fence, session: game.ownerSession, node });
  }

  #note(gameId: GameId, move: Omit<OwnershipMove, 'at'>, agoMs = 0): void {
    const { kind, reason, epoch, session, node } = move;
    const at = new Date(this.#now() - agoMs).toISOString();
    this.games.get(gameId)?.ownership.push({ at, kind, reason, epoch, session, node });
  }

  #nextEpoch(): number {
    this.#lastEpoch += 1;
    return this.#lastEpoch;
  }
}

/** What PostgreSQL's constraints and types refuse: they fail the whole batch. */
function refuseUnstorable(game: MemoryGame, entries: readonly JournalEntry[]): void {
  const commands = new Set(game.entries.map((body) => readEntry(body).commandId));
  for (const entry of entries) {
    if (commands.has(entry.commandId)) throw unstorable(`command ${entry.commandId} is there already`);
    if (NOT_STORABLE.test(bodyOf(entry))) throw unstorable('a text that is not Unicode, or holds NUL');
    commands.add(entry.commandId);
  }
}

/** In JSON: NUL, or half of a surrogate pair (whole pairs are not escaped). */
const NOT_STORABLE = /(?<!\\)(?:\\\\)*\\u(?:0000|d[89a-f])/i;

function unstorable(message: string): Fault {
  return new Fault({ code: 'server/unstorable', outcome: 'notApplied', message });
}

function bodyOf({ snapshot: _, ...entry }: JournalEntry): string {
  return JSON.stringify(entry);
}

function readEntry(body: string): JournalEntry {
  return JSON.parse(body) as JournalEntry;
}

function storedGame(gameId: GameId, game: MemoryGame): StoredGame {
  const above = game.entries.slice(game.snapshot?.seq ?? 0).map(readEntry);
  return { gameId, fence: game.fence, lastSeq: game.entries.length, snapshot: game.snapshot, entries: above };
}
