/** `Journal` in memory: what the scripts `journal.*` do, in TypeScript. */
import type { AppendReply, AppendRequest, Journal, Settlement, Taken, TakenEntry } from '../../cluster/ports';
import type { JournalEntry } from '../../protocol/envelope';
import type { GameId } from '../../protocol/ids';
import { isHeldBy } from './fences';
import type { MemoryRedis, StreamItem } from './memory-redis';

/** Digits of a position, so that positions order as texts too. */
const POSITION_DIGITS = 15;

export class MemoryJournal implements Journal {
  readonly partitions: number;
  readonly #world: MemoryRedis;

  constructor(options: { world: MemoryRedis }) {
    this.#world = options.world;
    this.partitions = options.world.partitions;
  }

  partitionOf(gameId: GameId): number {
    return this.#world.partitionOf(gameId);
  }

  async append(_partition: number, requests: readonly AppendRequest[]): Promise<readonly AppendReply[]> {
    return requests.map((request) => this.#append(request));
  }

  async persisted(gameIds: readonly GameId[]): Promise<ReadonlyMap<GameId, number>> {
    const found = gameIds.map((gameId) => [gameId, this.#world.fences.get(gameId)?.persisted ?? null] as const);
    return new Map(found.flatMap(([gameId, seq]) => (seq === null ? [] : [[gameId, seq] as const])));
  }

  async take(partition: number, after: string, limit: number): Promise<Taken> {
    const waiting = this.#world.stream(partition).filter((item) => item.position > Number(after));
    const entries = waiting.slice(0, limit).map(taken);
    const stamps = new Map(entries.map(({ gameId }) => [gameId, this.#world.fences.get(gameId)?.epoch ?? null]));
    return { entries, stamps, more: waiting.length > limit };
  }

  async settle(partition: number, settlements: readonly Settlement[]): Promise<void> {
    const stream = this.#world.stream(partition);
    const settled = new Set(settlements.flatMap(({ positions }) => positions.map(Number)));
    stream.splice(0, Infinity, ...stream.filter((item) => !settled.has(item.position)));
    for (const { gameId, persisted } of settlements) {
      this.#raise(gameId, persisted);
      this.#world.dropIfDone(gameId);
    }
  }

  async quarantine(gameId: GameId, known: readonly JournalEntry[] = []): Promise<number> {
    const fence = this.#world.fences.get(gameId) ?? { ...NO_OWNER };
    this.#world.fences.set(gameId, { ...fence, quarantined: true });
    const stream = this.#world.streamOf(gameId);
    const moved = stream.filter((item) => item.gameId === gameId);
    stream.splice(0, Infinity, ...stream.filter((item) => item.gameId !== gameId));
    const before = this.#world.quarantines.get(gameId) ?? [];
    const aside = [...before, ...moved.map((item) => this.#moved(item))];
    this.#world.quarantines.set(gameId, aside);
    const isThere = (entry: JournalEntry): boolean =>
      aside.some((item) => item.seq === entry.seq && item.command === entry.commandId);
    for (const entry of known.filter((one) => !isThere(one))) this.#world.add(entry, true);
    return moved.length;
  }

  async quarantinedEntries(gameId: GameId): Promise<readonly TakenEntry[]> {
    const aside = this.#world.quarantines.get(gameId) ?? [];
    return [...aside].sort((a, b) => a.seq - b.seq).map(taken);
  }

  async releaseQuarantine(gameId: GameId, persisted: number): Promise<void> {
    const fence = this.#world.fences.get(gameId);
    if (fence !== undefined) this.#world.fences.set(gameId, { ...fence, quarantined: false });
    const known = this.#raise(gameId, persisted);
    const aside = this.#world.quarantines.get(gameId) ?? [];
    this.#world.quarantines.delete(gameId);
    const unstored = aside.filter((item) => item.seq > known);
    this.#world.streamOf(gameId).push(...unstored.map((item) => this.#moved(item)));
    if (unstored.length === 0) this.#world.dropIfDone(gameId);
  }

  async depths(): Promise<readonly number[]> {
    return this.#world.streams.map((stream) => stream.length);
  }

  #append({ claim, entry }: AppendRequest): AppendReply {
    const fence = this.#world.fences.get(claim.gameId);
    if (fence === undefined) return { status: 'UNFENCED' };
    if (!isHeldBy(fence, claim)) return { status: 'FENCED', epoch: fence.epoch };
    if (fence.head === null || fence.persisted === null) return { status: 'UNFENCED' };
    const { head, persisted } = fence;
    if (entry.seq === head && entry.commandId === fence.command) return { status: 'ALREADY', persisted };
    if (fence.quarantined) return { status: 'QUARANTINED' };
    if (entry.seq !== head + 1) return { status: 'GAP', head };
    this.#world.add(entry);
    fence.head = entry.seq;
    fence.command = entry.commandId;
    return { status: 'OK', persisted };
  }

  /** Raises the fence's `persisted`, never lowers it. Returns what is known now. */
  #raise(gameId: GameId, persisted: number): number {
    const fence = this.#world.fences.get(gameId);
    if (fence === undefined) return persisted;
    fence.persisted = Math.max(persisted, fence.persisted ?? 0);
    return fence.persisted;
  }

  #moved(item: StreamItem): StreamItem {
    return { ...item, position: this.#world.nextPosition() };
  }
}

const NO_OWNER = { epoch: 0, session: null, nonce: null, head: null, persisted: null, command: null };

function taken({ position, gameId, seq, body }: StreamItem): TakenEntry {
  return { position: String(position).padStart(POSITION_DIGITS, '0'), gameId, seq, body };
}
