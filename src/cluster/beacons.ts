/**
 * Head beacons: how far a game has come, said to whoever looks on, so that who missed the last of it hears that there is
 * more. While commands follow one another each update says so itself; the first beacon comes when a game has been quiet
 * for a moment, and then one now and then for a while. Each game's go by its own last command, not all games' at once.
 */
import type { Owner } from './owner';
import type { Broadcast, Clock, Timer } from './ports';

const QUIET_MS = 1_000;
const WINDOW_MS = 60_000;
const STEP_MS = 250;

export interface BeaconDeps {
  readonly clock: Clock;
  readonly broadcast: Pick<Broadcast, 'head'>;
  readonly headBeaconMs: number;
}

interface Waiting {
  readonly dueAt: number;
  readonly until: number;
}

export class Beacons {
  private readonly deps: BeaconDeps;
  private readonly waiting = new Map<Owner, Waiting>();

  constructor(deps: BeaconDeps) {
    this.deps = deps;
  }

  start(): Timer {
    return this.deps.clock.every(STEP_MS, () => this.round());
  }

  /** The game has gone on, or has come here. */
  moved(owner: Owner): void {
    const now = this.deps.clock.monotonic();
    this.waiting.set(owner, { dueAt: now + QUIET_MS, until: now + WINDOW_MS });
  }

  private round(): void {
    const { clock, broadcast, headBeaconMs } = this.deps;
    const now = clock.monotonic();
    for (const [owner, { dueAt, until }] of this.waiting) {
      const { game } = owner;
      if (game === undefined || now > until) {
        this.waiting.delete(owner);
      } else if (now >= dueAt) {
        this.waiting.set(owner, { dueAt: now + headBeaconMs, until });
        broadcast.head(game.gameId, game.seq, game.claim.epoch);
      }
    }
  }
}
