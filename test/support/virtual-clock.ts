/**
 * A clock that only moves when a test says so. Timers fire in the order of their time, each at exactly that time; the
 * promises that a timer sets going are let run before the next one fires.
 */
import type { Clock, Timer } from '../../src/cluster/ports';

interface Pending {
  /** Stays the same over the turns of a periodic timer. */
  readonly id: symbol;
  readonly at: number;
  readonly order: number;
  readonly periodMs: number | null;
  readonly run: () => void;
}

/** How a process is: a frozen one goes on later as if nothing had happened, a crashed one never. */
export type NodeState = 'running' | 'frozen' | 'crashed';

/** The clock as one process has it: nothing of its own happens while it stands still. */
export interface GatedClock extends Clock {
  /** Resolves at once while the process runs, when it is thawed while it is frozen, and never once it has crashed. */
  awake(): Promise<void>;
}

/** How often a frozen process is looked at. */
const THAW_STEP_MS = 5;

export class VirtualClock implements Clock {
  private time = 0;
  private order = 0;
  private readonly pending = new Set<Pending>();
  /** What the wall clock shows at time 0. */
  private readonly startsAt = Date.parse('2026-04-01T19:05:00Z');

  now(): number {
    return this.startsAt + this.time;
  }

  monotonic(): number {
    return this.time;
  }

  after(delayMs: number, run: () => void): Timer {
    return this.add({ id: Symbol('timer'), at: this.time + delayMs, order: this.order++, periodMs: null, run });
  }

  every(periodMs: number, run: () => void): Timer {
    return this.add({ id: Symbol('timer'), at: this.time + periodMs, order: this.order++, periodMs, run });
  }

  endOfTick(run: () => void): void {
    setImmediate(run);
  }

  gatedBy(state: () => NodeState): GatedClock {
    const whenAwake = (run: () => void): void => {
      if (state() === 'running') run();
      else if (state() === 'frozen') this.after(THAW_STEP_MS, () => whenAwake(run));
    };
    return {
      now: () => this.now(),
      monotonic: () => this.monotonic(),
      after: (delayMs, run) => this.after(delayMs, () => whenAwake(run)),
      every: (periodMs, run) => this.every(periodMs, () => state() === 'running' && run()),
      endOfTick: (run) => this.endOfTick(() => whenAwake(run)),
      awake: () => new Promise((resolve) => whenAwake(resolve)),
    };
  }

  /** Lets `ms` of time pass, and everything that is due in it happen. */
  async advance(ms: number): Promise<void> {
    const until = this.time + ms;
    await this.settle();
    for (let next = this.nextDue(until); next !== undefined; next = this.nextDue(until)) {
      this.time = next.at;
      this.pending.delete(next);
      if (next.periodMs !== null) this.pending.add({ ...next, at: next.at + next.periodMs, order: this.order++ });
      next.run();
      await this.settle();
    }
    this.time = until;
  }

  /** Time passes, step by step, until the promise is settled; fails after `withinMs` of it. */
  async until<T>(promise: Promise<T>, withinMs = 60_000): Promise<T> {
    let done = false;
    const finished = promise.finally(() => (done = true));
    finished.catch(() => undefined);
    for (let passed = 0; !done && passed <= withinMs; passed += 10) await this.advance(10);
    if (!done) throw new Error(`nothing happened within ${withinMs} ms of virtual time`);
    return finished;
  }

  private add(pending: Pending): Timer {
    this.pending.add(pending);
    return {
      cancel: () => {
        for (const other of this.pending) if (other.id === pending.id) this.pending.delete(other);
      },
    };
  }

  private nextDue(until: number): Pending | undefined {
    let next: Pending | undefined;
    for (const other of this.pending) {
      if (other.at > until) continue;
      if (next === undefined || other.at < next.at || (other.at === next.at && other.order < next.order)) next = other;
    }
    return next;
  }

  /** Everything that is ready runs: promises, and what they put at the end of the tick. */
  private async settle(): Promise<void> {
    for (let i = 0; i < 4; i++) await new Promise<void>((resolve) => setImmediate(resolve));
  }
}
