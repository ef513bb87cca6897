/**
 * Head beacons: how far a game has come, said to whoever looks on, so that who missed the last of it hears that there is
 * more. While commands follow one another each update says so itself; the first beacon comes when a game has been quiet
 * for a moment, and then one now and then for a while. Each game's go by its own last command, not all games' at once. A
 * game that was taken has one, for whoever missed its last owner's last word; and so has each when Redis, over which all
 * of this is said, was away and is back, and at once when a node says that it hears again: what was said before, it missed.
 */
import type { Owner } from './owner';
import type { Broadcast, Clock, Generation, Timer } from './ports';

const QUIET_MS = 500;
const WINDOW_MS = 60_000;
const STEP_MS = 125;
/** Of one round: more wait for the next, so that ten thousand games do not hold up a node that is asked for all of them. */
const ROUND_MAX = 1_000;

export interface BeaconDeps {
  readonly clock: Clock;
  readonly broadcast: Pick<Broadcast, 'head'>;
  readonly generation: Pick<Generation, 'suspicions'>;
  readonly headBeaconMs: number;
}

/** An owner, as far as it matters here. */
type Head = Pick<Owner, 'game'>;

interface Waiting {
  readonly dueAt: number;
  readonly until: number;
}

export class Beacons {
  private readonly deps: BeaconDeps;
  private readonly waiting = new Map<Head, Waiting>();
  /** What the suspicions against Redis had come to at the last round. */
  private suspicions = 0;

  constructor(deps: BeaconDeps) {
    this.deps = deps;
  }

  start(): Timer {
    return this.deps.clock.every(STEP_MS, () => this.round());
  }

  /** A command was committed. */
  committed(owner: Head): void {
    this.wait(owner, WINDOW_MS);
  }

  /** The game was taken: many may be at once, when a node goes. */
  taken(owner: Head): void {
    this.wait(owner, QUIET_MS);
  }

  /** Somebody may have missed all that was said until now. */
  hasten(): void {
    this.dueBy(this.deps.clock.monotonic());
  }

  private wait(owner: Head, forMs: number): void {
    const now = this.deps.clock.monotonic();
    this.waiting.set(owner, { dueAt: now + QUIET_MS, until: now + forMs });
  }

  private round(): void {
    const { clock, broadcast, headBeaconMs } = this.deps;
    const now = clock.monotonic();
    this.lookAtRedis(now);
    let said = 0;
    for (const [owner, { dueAt, until }] of this.waiting) {
      const { game } = owner;
      if (game !== undefined && now < dueAt) continue;
      if (said === ROUND_MAX) break;
      const next = { dueAt: now + headBeaconMs, until };
      if (game === undefined || next.dueAt > until) this.waiting.delete(owner);
      else this.waiting.set(owner, next);
      if (game === undefined) continue;
      said += 1;
      broadcast.head(game.gameId, game.seq, game.claim.epoch);
    }
  }

  /** A connection to Redis broke or is there again: what was last said may have been lost on its way. */
  private lookAtRedis(now: number): void {
    const suspicions = this.deps.generation.suspicions();
    if (suspicions === this.suspicions) return;
    this.suspicions = suspicions;
    this.dueBy(now + QUIET_MS);
  }

  private dueBy(latest: number): void {
    for (const [owner, { dueAt, until }] of this.waiting) {
      this.waiting.set(owner, { dueAt: Math.min(dueAt, latest), until });
    }
  }
}
