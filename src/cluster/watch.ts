/**
 * R5, idle owners look: a turn-based game may see no command for minutes, so nobody would notice that the journal lost
 * its last entries, or that their bell was never heard.
 *
 * Watched are only the owners that hold entries which PostgreSQL is not known to have, and those that could not accept
 * a command: they come in with a commit or a failure, and leave when PostgreSQL has caught up and the journal answers. So
 * the watch costs what is under way, not what is resident.
 */
import type { Owner } from './owner';
import type { Clock } from './ports';

/** How long an entry may stay unconfirmed before its owner looks. */
const UNCONFIRMED_MS = 2000;
/** Looks under way at once. */
const AT_ONCE = 32;

export class Watch {
  private readonly clock: Clock;
  private readonly behind = new Set<Owner>();
  private looking = false;

  constructor(clock: Clock) {
    this.clock = clock;
  }

  add(owner: Owner): void {
    this.behind.add(owner);
  }

  /** Looks after every owner whose last commit is old and not confirmed. One round at a time. */
  async round(): Promise<void> {
    if (this.looking) return;
    this.looking = true;
    try {
      const due = [...this.behind].filter((owner) => this.isDue(owner));
      const look = async (): Promise<void> => {
        for (let owner = due.shift(); owner !== undefined; owner = due.shift()) await owner.look();
      };
      await Promise.all(Array.from({ length: Math.min(AT_ONCE, due.length) }, look));
    } finally {
      this.looking = false;
    }
  }

  private isDue(owner: Owner): boolean {
    const { game } = owner;
    if (game !== undefined && owner.owesTime) return true;
    if (game === undefined || (game.unpersisted.length === 0 && game.unsettled === null)) {
      this.behind.delete(owner);
      return false;
    }
    return this.clock.monotonic() - owner.committedAt >= UNCONFIRMED_MS;
  }
}
