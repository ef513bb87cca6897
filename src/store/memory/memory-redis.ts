/**
 * The world that `MemoryFences`, `MemoryJournal` and `MemorySessions` share: what one Redis would hold.
 *
 * Give one to every node of a test, and they see each other. It is the reference for the scripts in `store/redis/lua`:
 * each method that changes something runs to its end without waiting, as a script does. Entries are kept as JSON, so
 * that nobody shares an object with anybody.
 */
import type { Clock, NodeStats, SessionRecord } from '../../cluster/ports';
import type { CommandId, GameId, SessionId } from '../../protocol/ids';
import type { JournalEntry } from '../../protocol/envelope';
import { checkPartitions, partitionOf } from '../partition';

export interface FenceRecord {
  epoch: number;
  session: SessionId | null;
  nonce: string | null;
  head: number | null;
  persisted: number | null;
  /** The command of the entry at `head`. */
  command: CommandId | null;
  quarantined: boolean;
}

export interface StreamItem {
  /** Rises over the whole world. */
  readonly position: number;
  readonly gameId: GameId;
  readonly seq: number;
  readonly command: CommandId;
  readonly body: string;
}

export interface SessionHash {
  readonly record: SessionRecord;
  readonly ttlMs: number;
  readonly expiresAt: number;
  readonly stats: NodeStats | null;
}

export class MemoryRedis {
  readonly partitions: number;
  readonly fences = new Map<GameId, FenceRecord>();
  readonly quarantines = new Map<GameId, StreamItem[]>();
  readonly sessions = new Map<SessionId, SessionHash>();
  /** One stream for each partition. */
  readonly streams: StreamItem[][];
  readonly #clock: Clock;
  #lastPosition = 0;

  /** @param options.clock its monotonic time is the one by which sessions expire */
  constructor(options: { clock: Clock; partitions: number }) {
    this.#clock = options.clock;
    this.partitions = checkPartitions(options.partitions);
    this.streams = Array.from({ length: this.partitions }, () => []);
  }

  nowMs(): number {
    return this.#clock.monotonic();
  }

  partitionOf(gameId: GameId): number {
    return partitionOf(gameId, this.partitions);
  }

  /** The game's partition's stream. */
  streamOf(gameId: GameId): StreamItem[] {
    return this.stream(this.partitionOf(gameId));
  }

  /** @throws RangeError for a partition that there is not */
  stream(partition: number): StreamItem[] {
    const stream = this.streams[partition];
    if (stream === undefined) throw new RangeError(`there is no partition ${partition}`);
    return stream;
  }

  /** What is there of a game, set aside or not, in rising seq. */
  itemsOf(gameId: GameId): StreamItem[] {
    const items = [...(this.quarantines.get(gameId) ?? []), ...this.streamOf(gameId)];
    return items.filter((item) => item.gameId === gameId).sort((a, b) => a.seq - b.seq);
  }

  /** Adds an entry to the journal, or to the game's quarantine when it is set aside. */
  add(entry: JournalEntry, isSetAside = false): void {
    const { gameId, seq, commandId } = entry;
    const item = { gameId, seq, command: commandId, body: JSON.stringify(entry), position: this.nextPosition() };
    if (isSetAside) this.quarantines.set(gameId, [...(this.quarantines.get(gameId) ?? []), item]);
    else this.streamOf(gameId).push(item);
  }

  nextPosition(): number {
    this.#lastPosition += 1;
    return this.#lastPosition;
  }

  /** A fence that nobody owns goes when PostgreSQL has everything. */
  dropIfDone(gameId: GameId): void {
    const fence = this.fences.get(gameId);
    if (fence === undefined || fence.session !== null || fence.quarantined) return;
    if (fence.head === null || (fence.persisted ?? 0) >= fence.head) this.fences.delete(gameId);
  }

  /** Redis loses everything: FLUSHALL, or a disk that is gone. */
  clear(): void {
    this.fences.clear();
    this.quarantines.clear();
    this.sessions.clear();
    for (const stream of this.streams) stream.length = 0;
  }
}
