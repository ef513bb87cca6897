/** `Fences` in memory: what the scripts `fence.*` do, in TypeScript. */
import type { AcquireReply, Claim, Fence, Fences, OpenReply, ReassertReply, ReleaseReply } from '../../cluster/ports';
import { JournalEntry } from '../../protocol/envelope';
import type { GameId, SessionId } from '../../protocol/ids';
import type { FenceRecord, MemoryRedis } from './memory-redis';

export class MemoryFences implements Fences {
  readonly #world: MemoryRedis;

  constructor(options: { world: MemoryRedis }) {
    this.#world = options.world;
  }

  async read(gameId: GameId): Promise<Fence | undefined> {
    const fence = this.#world.fences.get(gameId);
    if (fence === undefined) return undefined;
    const { epoch, session, head, persisted, quarantined } = fence;
    return { epoch, session, head, persisted, quarantined };
  }

  async acquire(claim: Claim, seen: SessionId | null): Promise<AcquireReply> {
    const { gameId, epoch, session, nonce } = claim;
    const stored = this.#world.fences.get(gameId);
    if (stored !== undefined && stored.epoch >= epoch) return { status: 'STALE', epoch: stored.epoch };
    const owner = stored?.session ?? null;
    if (owner !== null && owner !== seen && owner !== session) return { status: 'HELD', session: owner };

    const isWhole = stored !== undefined && stored.head !== null && stored.head === stored.persisted;
    const items = isWhole && !stored.quarantined ? [] : this.#world.itemsOf(gameId);
    const first = items[0];
    const last = items.at(-1);
    const fence: FenceRecord = { ...(stored ?? NEW_FENCE), epoch, session, nonce };
    if (fence.head === null && first !== undefined && last !== undefined) {
      fence.head = last.seq;
      fence.persisted = first.seq - 1;
      fence.command = last.command;
    }
    this.#world.fences.set(gameId, fence);
    const { head, persisted, quarantined } = fence;
    const entries = items.map((item) => JournalEntry.parse(JSON.parse(item.body)));
    return { status: 'ACQUIRED', head, persisted, quarantined, entries };
  }

  async open(claim: Claim, head: number): Promise<OpenReply> {
    const fence = this.#world.fences.get(claim.gameId);
    if (fence === undefined) return { status: 'UNFENCED' };
    if (!isHeldBy(fence, claim)) return { status: 'FENCED', epoch: fence.epoch };
    if (fence.head !== null) return { status: 'ALREADY_OPEN', head: fence.head };
    fence.head = head;
    fence.persisted = head;
    return { status: 'OPENED', head };
  }

  async release(claim: Claim): Promise<ReleaseReply> {
    const fence = this.#world.fences.get(claim.gameId);
    if (fence === undefined) return { status: 'UNFENCED' };
    if (!isHeldBy(fence, claim)) return { status: 'FENCED' };
    fence.session = null;
    fence.nonce = null;
    this.#world.dropIfDone(claim.gameId);
    return { status: 'RELEASED' };
  }

  async reassert(claim: Claim, given: number, tail: readonly JournalEntry[]): Promise<ReassertReply> {
    const { gameId, epoch, session, nonce } = claim;
    const stored = this.#world.fences.get(gameId);
    if (stored !== undefined && stored.epoch >= epoch) return { status: 'STALE', epoch: stored.epoch };

    const commands = new Map(this.#world.itemsOf(gameId).map((item) => [item.seq, item.command]));
    const isOther = (entry: JournalEntry): boolean => (commands.get(entry.seq) ?? entry.commandId) !== entry.commandId;
    const divergent = tail.find(isOther);
    if (divergent !== undefined) return { status: 'DIVERGED', seq: divergent.seq };

    const persisted = Math.max(given, stored?.persisted ?? 0);
    const quarantined = stored?.quarantined ?? false;
    const missing = tail.filter((entry) => entry.seq > persisted && !commands.has(entry.seq));
    for (const entry of missing) {
      this.#world.add(entry, quarantined);
      commands.set(entry.seq, entry.commandId);
    }
    const head = Math.max(persisted, ...commands.keys());
    const command = commands.get(head) ?? (stored?.head === head ? stored.command : null);
    this.#world.fences.set(gameId, { epoch, session, nonce, head, persisted, command, quarantined });
    return { status: 'REASSERTED', head, backfilled: missing.length };
  }
}

const NEW_FENCE = { head: null, persisted: null, command: null, quarantined: false };

export function isHeldBy(fence: FenceRecord, { epoch, session, nonce }: Claim): boolean {
  return fence.epoch === epoch && fence.session === session && fence.nonce === nonce;
}
