/**
 * What the cluster's core needs of the world, and what each verb promises. `store/memory` is the reference;
 * `store/redis` and `store/postgres` keep the same promises, and one contract suite runs on both.
 *
 * Three kinds of answer, never mixed: a *reply* with a word for each cause (the store decided), a `Fault` thrown
 * with `outcome: 'notApplied'` (the store certainly did nothing) or `'unknown'` (sent, but no answer came: never
 * retry blindly, look it up).
 */
import type { ErrorCode } from '../protocol/error-codes';
import type { JournalEntry } from '../protocol/envelope';
import type { GameScheduled } from '../protocol/events';
import type { CardSet } from '../protocol/cards';
import type { CardSetId, CommandId, GameId, LeagueId, SessionId } from '../protocol/ids';
import type { MeshAnswer, MeshRequest } from '../protocol/mesh';
import type {
  AcquireReason,
  OwnershipMove,
  OwnershipPage,
  OwnershipQuery,
  QuarantineCause,
  ReclaimReason,
  ReleaseReason,
} from '../protocol/ownership';
import type {
  CatalogTotals,
  GameListItem,
  GameListPage,
  ListGamesQuery,
  CardSetListItem,
  CardSetsQuery,
} from '../protocol/rest';

/** The world failed. Thrown by stores, caught at the edges and in the owner only. */
export class Fault extends Error {
  readonly code: ErrorCode;
  readonly outcome: 'notApplied' | 'unknown';

  constructor(options: { code: ErrorCode; outcome: 'notApplied' | 'unknown'; message: string; cause?: unknown }) {
    super(options.message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'Fault';
    this.code = options.code;
    this.outcome = options.outcome;
  }
}

export interface Timer {
  cancel(): void;
}

/** Time, injected: the simulator has its own. */
export interface Clock {
  /** Wall-clock milliseconds since 1970, for timestamps that people read. Never for deciding who may write. */
  now(): number;
  /** Milliseconds of a clock that never jumps, for every age and deadline. */
  monotonic(): number;
  after(delayMs: number, run: () => void): Timer;
  every(periodMs: number, run: () => void): Timer;
  /** Runs at the end of this tick, after the I/O callbacks that are ready: the batching point. */
  endOfTick(run: () => void): void;
}

export interface Random {
  /** An unguessable id of 22 letters and digits, at least 128 bits. */
  id(): string;
  /** Uniform in [0, 1), for jitter only. */
  fraction(): number;
}

/** A game's fence in Redis: who may append, and how far the journal and PostgreSQL have come. */
export interface Fence {
  readonly epoch: number;
  /** The owner; null when it has let go. */
  readonly session: SessionId | null;
  /** The seq of the last journaled entry; null when the fence is new and its owner has not opened it yet. */
  readonly head: number | null;
  /** The seq up to which PostgreSQL is known to hold the game. */
  readonly persisted: number | null;
  readonly quarantined: boolean;
}

/** What an owner shows to write: all three must equal the fence. */
export interface Claim {
  readonly gameId: GameId;
  readonly epoch: number;
  readonly session: SessionId;
  readonly nonce: string;
}

export type AcquireReply =
  | {
      readonly status: 'ACQUIRED';
      readonly head: number | null;
      readonly persisted: number | null;
      readonly quarantined: boolean;
      /** The game's entries that the journal (and its quarantine) still holds, in rising seq. */
      readonly entries: readonly JournalEntry[];
    }
  /** The stored epoch is not lower than ours. */
  | { readonly status: 'STALE'; readonly epoch: number }
  /** Another session holds it than the one we saw (`seen`): look again before taking it. */
  | { readonly status: 'HELD'; readonly session: SessionId };

export type OpenReply =
  | { readonly status: 'OPENED' | 'ALREADY_OPEN'; readonly head: number }
  | { readonly status: 'FENCED'; readonly epoch: number }
  | { readonly status: 'UNFENCED' };

export type ReleaseReply = { readonly status: 'RELEASED' | 'FENCED' | 'UNFENCED' };

export type ReassertReply =
  /** The fence is ours with the new epoch, and the journal holds every entry we gave above `persisted`. */
  | { readonly status: 'REASSERTED'; readonly head: number; readonly backfilled: number }
  | { readonly status: 'STALE'; readonly epoch: number }
  /** The journal holds another entry at this seq than ours: freeze the game and raise an alarm. */
  | { readonly status: 'DIVERGED'; readonly seq: number };

export interface Fences {
  read(gameId: GameId): Promise<Fence | undefined>;
  /**
   * R1 step 2, in one script: if the stored epoch is lower, and its session is `seen` (or nobody, or the caller's
   * own), write the claim and return what the journal holds of the game.
   */
  acquire(claim: Claim, seen: SessionId | null): Promise<AcquireReply>;
  /** Gives a new fence its head: PostgreSQL's last seq. Changes nothing on a fence that has one. */
  open(claim: Claim, head: number): Promise<OpenReply>;
  /** Compare-and-release: the fence is left without a session, or deleted when PostgreSQL has everything. */
  release(claim: Claim): Promise<ReleaseReply>;
  /**
   * R3: writes the claim if its epoch is higher than the stored one, sets `persisted`, and appends those of `tail`
   * (rising seq, from persisted + 1) that the journal does not hold.
   */
  reassert(claim: Claim, persisted: number, tail: readonly JournalEntry[]): Promise<ReassertReply>;
}

export type AppendReply =
  /** The entry is in the journal at its seq; `persisted` is how far PostgreSQL has come. `ALREADY`: it was before. */
  | { readonly status: 'OK' | 'ALREADY'; readonly persisted: number }
  /** Another claim holds the fence. */
  | { readonly status: 'FENCED'; readonly epoch: number }
  /** There is no fence (Redis lost it, or it was never acquired). */
  | { readonly status: 'UNFENCED' }
  /** seq is not head + 1. */
  | { readonly status: 'GAP'; readonly head: number }
  | { readonly status: 'QUARANTINED' };

export interface AppendRequest {
  readonly claim: Claim;
  readonly entry: JournalEntry;
}

/** One journal entry as the worker takes it: with its place in the stream, and its game's epoch stamp. */
export interface TakenEntry {
  /** Position in the partition's stream; opaque, ordered, for `after` and `settle`. */
  readonly position: string;
  readonly gameId: GameId;
  readonly seq: number;
  /** The entry's JSON as it was appended; parsed by the taker, so that one bad entry fails alone. */
  readonly body: string;
}

export interface Taken {
  readonly entries: readonly TakenEntry[];
  /** Each game's epoch in its fence at the moment of taking; null when the fence is gone. */
  readonly stamps: ReadonlyMap<GameId, number | null>;
  /** Whether the stream holds more after the last entry taken. */
  readonly more: boolean;
}

export interface Settlement {
  readonly gameId: GameId;
  /** PostgreSQL holds the game up to this seq. */
  readonly persisted: number;
  /** The entries that need not stay. */
  readonly positions: readonly string[];
}

export interface Journal {
  readonly partitions: number;
  partitionOf(gameId: GameId): number;
  /** One round trip for all the entries that are ready for one partition; one reply each, in order. */
  append(partition: number, requests: readonly AppendRequest[]): Promise<readonly AppendReply[]>;
  /** How far PostgreSQL is known to have come with this game (the fence's `persisted`). */
  persisted(gameIds: readonly GameId[]): Promise<ReadonlyMap<GameId, number>>;
  /** R2: the oldest entries after a position ('' is the start) and their games' stamps, in one script. */
  take(partition: number, after: string, limit: number): Promise<Taken>;
  /** Raises each fence's `persisted` and drops the settled entries, in one script. */
  settle(partition: number, settlements: readonly Settlement[]): Promise<void>;
  /**
   * Sets a game's entries aside, and refuses further appends to it. Those of `known`, which an owner has journaled, are
   * put beside them when they are not among them. Returns how many entries were moved.
   */
  quarantine(gameId: GameId, known?: readonly JournalEntry[]): Promise<number>;
  /** The entries set aside, in rising seq. */
  quarantinedEntries(gameId: GameId): Promise<readonly TakenEntry[]>;
  /** The set-aside entries are stored: forget them, and let the game go on. */
  releaseQuarantine(gameId: GameId, persisted: number): Promise<void>;
  /** How many entries wait in each partition. */
  depths(): Promise<readonly number[]>;
}

/** Whether Redis is still what it was: a promoted replica, a restart and a FLUSHALL forget what an owner may know. */
export interface Generation {
  /** For how long nobody may take this game if its owner may live (R4): 0, unless Redis changed a moment ago. */
  graceLeftMs(gameId: GameId): Promise<number>;
  /** It has forgotten a game: the time of grace begins, and not only when somebody wants to take one. */
  forgot(): void;
  /** Grows whenever Redis may have become another one: what it said before may then hold no more. */
  suspicions(): number;
}

export interface NodeStats {
  readonly hotGames: number;
  readonly lineups: number;
  readonly sockets: number;
  readonly byLeague: Readonly<Record<string, number>>;
  readonly byStatus: Readonly<Record<string, number>>;
}

export interface SessionRecord {
  readonly id: SessionId;
  /** What people call the node, e.g. `node-2`. */
  readonly node: string;
  /** Where other nodes reach its mesh, e.g. `http://10.0.0.7:3001`. */
  readonly address: string;
  readonly startedAt: number;
}

export interface SessionSighting extends SessionRecord {
  /** Milliseconds since its last beat, as the store's own clock has it. */
  readonly sinceBeatMs: number;
  readonly stats: NodeStats | null;
}

export interface Sessions {
  /** False when the id is already there: a session is never reused. */
  start(record: SessionRecord, ttlMs: number): Promise<boolean>;
  /** False when the session is gone: it has expired, and whatever it owned may be somebody else's. */
  beat(id: SessionId, ttlMs: number): Promise<boolean>;
  report(id: SessionId, stats: NodeStats): Promise<void>;
  end(id: SessionId): Promise<void>;
  /** Ends the session of a node that has not beaten for so long. False when it has: nothing is changed then. */
  expel(id: SessionId, silentMs: number): Promise<boolean>;
  find(id: SessionId): Promise<SessionSighting | undefined>;
  list(): Promise<readonly SessionSighting[]>;
}

/** A game as PostgreSQL has it: the last snapshot and the entries above it. */
export interface StoredGame {
  readonly gameId: GameId;
  /** The epoch of the owner that PostgreSQL last heard of; 0 when there was none. */
  readonly fence: number;
  readonly lastSeq: number;
  readonly snapshot: { readonly seq: number; readonly state: string } | null;
  /** Entries above the snapshot (all of them without one), in rising seq, up to lastSeq. */
  readonly entries: readonly JournalEntry[];
}

export interface GameRow {
  readonly gameId: GameId;
  readonly league: LeagueId;
  readonly fence: number;
  readonly ownerSession: SessionId | null;
  readonly lastSeq: number;
  readonly quarantined: boolean;
}

/** Who moves a game's ownership, and why: what its record keeps of the move beside the claim. */
export type Mover<Reason> = Readonly<{ node: string; reason: Reason }>;

/** An owner has let a game go. */
export interface Released extends Mover<ReleaseReason> {
  readonly gameId: GameId;
  readonly epoch: number;
  readonly session: SessionId;
  /** Of one that is noted again, as the first try failed or had no answer: how long ago it was. */
  readonly agoMs?: number;
}

/** Why a game is set aside: a word for its record, and a sentence for operators. */
export interface Quarantine {
  readonly cause: QuarantineCause;
  readonly reason: string;
}

export type CreateReply = { readonly status: 'CREATED' } | { readonly status: 'SAME' } | { readonly status: 'EXISTS' };

/** PostgreSQL, as the owner and the router need it. Lists and queries for people are REST's own port (`Catalog`). */
export interface Archive {
  /** Stores the game's row and its first entry in one transaction. `SAME`: it was there with the same digest. */
  create(event: GameScheduled, entry: JournalEntry): Promise<CreateReply>;
  /** R1 step 1: a fresh epoch from the sequence, and the game's row; undefined (no epoch spent) for an unknown game. */
  nextEpoch(gameId: GameId): Promise<{ readonly epoch: number; readonly row: GameRow } | undefined>;
  /**
   * R1 step 3: raises the game's fence to our epoch, notes that in the game's record, and reads the game; undefined
   * (and nothing noted) when somebody's fence is as high.
   */
  claim(claim: Claim, by: Mover<AcquireReason>): Promise<StoredGame | undefined>;
  /** A fresh epoch from the sequence, for `reclaim`. */
  freshEpoch(): Promise<number>;
  /**
   * R3: if the game's fence is one of `held`, raises it to the claim's epoch and session, and notes that in the game's
   * record; undefined when somebody else is higher. `held` names every epoch that an earlier try may have written, so
   * that a lost answer is no loss.
   */
  reclaim(
    claim: Claim,
    held: readonly number[],
    by: Mover<ReclaimReason>,
  ): Promise<{ readonly lastSeq: number } | undefined>;
  /** Notes releases, which move the journal's fence and not PostgreSQL's, in their games' records. */
  noteReleased(releases: readonly Released[]): Promise<void>;
  /** Of the game's record, what was noted last of the newest epoch first. */
  lastMoves(gameId: GameId, limit: number): Promise<readonly OwnershipMove[]>;
  /** Marks the game as set aside, or as no longer so (null), and notes in its record when that is a change. */
  setQuarantine(gameId: GameId, quarantine: Quarantine | null, node: string): Promise<void>;
  /** Reads without owning. */
  load(gameId: GameId): Promise<StoredGame | undefined>;
  /** Entries with after < seq, rising, at most `limit`. */
  entries(gameId: GameId, after: number, limit: number): Promise<readonly JournalEntry[]>;
  /** The entry that a command id made, if PostgreSQL has it. */
  entryOf(gameId: GameId, commandId: CommandId): Promise<JournalEntry | undefined>;
}

/** The card sets of dice games, by the hash of their content: what was stored never changes. */
export interface CardSets {
  /** Undefined for an unknown set. @throws Fault */
  find(id: CardSetId): Promise<CardSet | undefined>;
  /** Stores a set under its id; one that is there already stays, and becomes the newest. @throws Fault */
  add(id: CardSetId, set: CardSet): Promise<void>;
  /** Those that are stored, newest first. @throws Fault */
  list(query: CardSetsQuery): Promise<readonly CardSetListItem[]>;
}

/** A run of one game's entries for PostgreSQL. */
export interface StoreRequest {
  readonly gameId: GameId;
  /** The game's epoch stamp as it was taken from the journal: only a game whose fence is this takes the entries. */
  readonly stamp: number;
  /** Rising seq without a gap; the first is the game's last_seq + 1. At least one. */
  readonly entries: readonly JournalEntry[];
}

/** The worker's side of PostgreSQL. */
export interface ArchiveWriter extends Pick<Archive, 'setQuarantine'> {
  /**
   * R2: one transaction, one statement a table. `UPDATE games … WHERE fence = stamp AND last_seq = from`, plain
   * inserts for the games that matched. Returns those; a game that is not among them was left as it was.
   * @throws Fault when the whole batch was rolled back.
   */
  store(batch: readonly StoreRequest[]): Promise<ReadonlySet<GameId>>;
  /** Each known game's fence and last seq. */
  heads(gameIds: readonly GameId[]): Promise<ReadonlyMap<GameId, { readonly fence: number; readonly lastSeq: number }>>;
  /** Entries with after < seq, as `Archive.entries`: to compare with what the journal still holds. */
  entries(gameId: GameId, after: number, limit: number): Promise<readonly JournalEntry[]>;
}

/** PostgreSQL for lists and pages that people read; not the truth of a game that is being played. */
export interface Catalog {
  listGames(query: ListGamesQuery): Promise<GameListPage>;
  gameRow(gameId: GameId): Promise<GameListItem | undefined>;
  totals(): Promise<CatalogTotals>;
  /** A game's record of ownership, the newest epoch first; empty for an unknown game. */
  ownership(gameId: GameId, query: OwnershipQuery): Promise<OwnershipPage>;
  /** How many games are set aside. */
  quarantined(): Promise<number>;
  /** Resolves when the database answers; throws a Fault when it does not. */
  ping(): Promise<void>;
}

/** Tells viewers; a hint that may be lost. Local sockets first. */
export interface Broadcast {
  /** A committed entry, to be projected for each room; `except` is the actor's socket, which got it by its answer. */
  committed(entry: JournalEntry, except: string | undefined): void;
  head(gameId: GameId, seq: number, epoch: number): void;
}

/** Has a game's clock looked at, at a time (ms since 1970), in place of an earlier call for it. May be lost; never throws. */
export interface TurnBell {
  ringAt(gameId: GameId, dueAt: number): void;
}

/** The bell of the persistence queue. May be lost; never throws. */
export interface Bell {
  ring(partition: number): void;
}

/** Nodes asking nodes: one persistent, authenticated link between two of them. */
export interface Mesh {
  /**
   * @throws Fault `notApplied` when the request certainly never left; `unknown` when it was sent and no answer came.
   */
  ask<K extends MeshRequest['kind']>(
    address: string,
    request: Extract<MeshRequest, { kind: K }>,
    deadlineMs: number,
  ): Promise<MeshAnswer<K>>;
  /** What the link to that address last looked like: the first of takeover's two signs of death. */
  reachability(address: string): 'open' | 'refused' | 'closed' | 'unknown';
}
