/**
 * The games in this node's memory: who is hot, who was used longest ago, and who may leave.
 *
 * Bounded by count and by idle time. The pass over idle games starts at the one used longest ago and stops at the
 * first that is not idle, so it costs what it evicts and not what is resident; it works in small steps, so that ten
 * thousand games leave without holding up the event loop. A game leaves only when PostgreSQL has all of it.
 */
import { LRUCache } from 'lru-cache';
import type { GameId } from '../protocol/ids';
import type { Owner } from './owner';
import { refreshPersisted } from './persisted';
import type { Bell, Clock, Journal } from './ports';

/** How many games leave between two turns of the event loop. */
const EVICTION_STEP = 64;

export interface HotGamesOptions {
  readonly clock: Clock;
  readonly journal: Journal;
  readonly bell: Bell;
  /** At most this many games in memory. */
  readonly max: number;
  /** A game that nobody asked for this long leaves. */
  readonly idleMs: number;
}

export class HotGames {
  private readonly options: HotGamesOptions;
  private readonly owners: LRUCache<GameId, Owner>;

  constructor(options: HotGamesOptions) {
    this.options = options;
    // The cache keeps the order of use; unbounded, since it must never evict by itself: only a persisted game may go.
    this.owners = new LRUCache<GameId, Owner>({ maxSize: Number.MAX_SAFE_INTEGER, sizeCalculation: () => 1 });
  }

  /** The game's owner here, marked as just used. */
  get(gameId: GameId): Owner | undefined {
    return this.owners.get(gameId);
  }

  add(owner: Owner): void {
    this.owners.set(owner.gameId, owner);
  }

  /** Forgets this owner (and no other that has taken its place). */
  remove(owner: Owner): void {
    if (this.owners.peek(owner.gameId) === owner) this.owners.delete(owner.gameId);
  }

  get size(): number {
    return this.owners.size;
  }

  values(): Iterable<Owner> {
    return this.owners.values();
  }

  /** Lets go of every game that is idle. Returns how many left. */
  async evictIdle(): Promise<number> {
    const { clock, idleMs } = this.options;
    let left = 0;
    for (;;) {
      const idle = this.oldest(EVICTION_STEP, (owner) => clock.monotonic() - owner.usedAt >= idleMs);
      if (idle.length === 0) return left;
      const gone = await this.evict(idle);
      left += gone;
      // Those that must wait for PostgreSQL stay at the end of the order: nothing behind them could be reached now.
      if (gone < idle.length) return left;
      await this.breathe();
    }
  }

  /**
   * Makes room for the games that are being taken, if persisted ones can be found among those used longest ago.
   * @param coming how many games are being taken, the asker's included.
   */
  async makeRoom(coming: number): Promise<boolean> {
    const { max } = this.options;
    if (this.size + coming <= max) return true;
    await this.evict(this.oldest(EVICTION_STEP, () => true));
    return this.size + coming <= max;
  }

  private oldest(limit: number, wanted: (owner: Owner) => boolean): Owner[] {
    const found: Owner[] = [];
    for (const owner of this.owners.rvalues()) {
      if (found.length === limit || owner === undefined || !wanted(owner)) break;
      found.push(owner);
    }
    return found;
  }

  private async evict(candidates: readonly Owner[]): Promise<number> {
    await refreshPersisted(candidates, this.options);
    const gone = await Promise.all(candidates.map((owner) => owner.release('eviction')));
    return gone.filter(Boolean).length;
  }

  private breathe(): Promise<void> {
    return new Promise((resolve) => this.options.clock.endOfTick(resolve));
  }
}
