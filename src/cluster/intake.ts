/**
 * What a node takes on: as much as leaves it able to keep its session, and no more (I9). Beyond, it says so at once,
 * which costs a fraction of what was asked, and whoever asked tries again a moment later.
 *
 * Two signs. *Full*: so many commands are under way in this node's own games that even the last of them would be late.
 * *Late*: the event loop itself runs behind, whatever the reason (too much to read, a long pause for garbage, a machine
 * that is shared): a periodic timer sees by how much, and so does whoever comes in before it could fire. That one may have
 * lain in a buffer while the process was frozen: whoever sent it has asked elsewhere since, and been answered. A loop that is late by several beats loses the session, and then
 * every game moves at once, to nodes that are no idler. Questions that wait for another node count as nothing: one
 * that does not answer must not close the others.
 */
import { type Refused, refused } from '../protocol/envelope';
import type { Clock, Timer } from './ports';

const LOOK_EVERY_MS = 100;
const RETRY_AFTER_MS = 250;
/** A loop that runs behind by this share of the session's life is late. */
const LATE_SHARE = 1 / 6;

export interface IntakeOptions {
  readonly clock: Clock;
  /** Commands that may be under way in the games of this node. */
  readonly commandsMax: number;
  readonly sessionTtlMs: number;
}

export class Intake {
  private readonly options: IntakeOptions;
  private underWay = 0;
  private isLate = false;
  /** When the timer should fire next; null while nobody watches. */
  private dueAt: number | null = null;

  constructor(options: IntakeOptions) {
    this.options = options;
  }

  /** Begins to watch the event loop. */
  watch(): Timer {
    const { clock } = this.options;
    this.dueAt = clock.monotonic() + LOOK_EVERY_MS;
    const timer = clock.every(LOOK_EVERY_MS, () => {
      this.isLate = this.isOverdue();
      this.dueAt = clock.monotonic() + LOOK_EVERY_MS;
    });
    return {
      cancel: () => {
        timer.cancel();
        this.isLate = false;
        this.dueAt = null;
      },
    };
  }

  /** What the node says to any question while it is late. */
  refusal(): Refused | undefined {
    return this.isLate || this.isOverdue() ? overloaded() : undefined;
  }

  /** Runs a command of a game of this node, or refuses it. One that was let in before the node was late goes on. */
  async run<A>(command: () => Promise<A>): Promise<A | Refused> {
    if (this.underWay >= this.options.commandsMax) return overloaded();
    this.underWay += 1;
    try {
      return await command();
    } finally {
      this.underWay -= 1;
    }
  }

  /** Whether the timer should have fired long since. */
  private isOverdue(): boolean {
    const { clock, sessionTtlMs } = this.options;
    return this.dueAt !== null && clock.monotonic() - this.dueAt > sessionTtlMs * LATE_SHARE;
  }
}

const overloaded = (): Refused => refused('server/overloaded', { details: { retryAfterMs: RETRY_AFTER_MS } });
