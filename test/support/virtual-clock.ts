/**
 * A clock that only moves when a test says so. Timers fire in the order of their time, each at exactly that time; the
 * promises that a timer sets going are let run before the next one fires.
 */
import type { Clock, Timer } from '../../src/cluster/ports';

interface Pending {
  at: number;
  /** Of two that are due at once, the one that was set first is first. */
  order: number;
  readonly periodMs: number | null;
  readonly run: () => void;
  isCancelled: boolean;
}

/** How a process is: a frozen one goes on later as if nothing had happened, a crashed one never. */
export type NodeState = 'running' | 'frozen' | 'crashed';

/** What stands between a process and everything that would happen in it. */
export class Gate {
  private current: NodeState = 'running';
  private waiting: (() => void)[] = [];

  get state(): NodeState {
    return this.current;
  }

  /** What waited for a frozen process happens now, in its order; a crashed one stays so. */
  set(state: NodeState): void {
    if (this.current === 'crashed') return;
    this.current = state;
    while (this.current === 'running' && this.waiting.length > 0) this.waiting.shift()?.();
    if (this.current === 'crashed') this.waiting = [];
  }

  /** Now while it runs, once it is thawed while it is frozen, never once it has crashed. */
  whenAwake(run: () => void): void {
    if (this.current === 'running') run();
    else if (this.current === 'frozen') this.waiting.push(run);
  }
}

/** The clock as one process has it: nothing of its own happens while it stands still. */
export interface GatedClock extends Clock {
  /** Resolves at once while the process runs, when it is thawed while it is frozen, and never once it has crashed. */
  awake(): Promise<void>;
}

export class VirtualClock implements Clock {
  private time = 0;
  private order = 0;
  private readonly pending = new Queue();
  /** Runs that wait for the end of their tick. */
  private ticks = 0;
  /** What the wall clock shows at time 0. */
  private readonly startsAt = Date.parse('2026-04-01T19:05:00Z');

  now(): number {
    return this.startsAt + this.time;
  }

  monotonic(): number {
    return this.time;
  }

  after(delayMs: number, run: () => void): Timer {
    return this.add(delayMs, null, run);
  }

  every(periodMs: number, run: () => void): Timer {
    return this.add(periodMs, periodMs, run);
  }

  endOfTick(run: () => void): void {
    this.ticks += 1;
    setImmediate(() => {
      this.ticks -= 1;
      run();
    });
  }

  /** @param wallOffsetMs how wrong the process's wall clock is, at each moment */
  gatedBy(gate: Gate, wallOffsetMs: () => number = () => 0): GatedClock {
    return {
      now: () => this.now() + wallOffsetMs(),
      monotonic: () => this.monotonic(),
      after: (delayMs, run) => this.after(delayMs, () => gate.whenAwake(run)),
      every: (periodMs, run) => this.every(periodMs, () => gate.state === 'running' && run()),
      endOfTick: (run) => this.endOfTick(() => gate.whenAwake(run)),
      awake: () => new Promise((resolve) => gate.whenAwake(resolve)),
    };
  }

  /** Lets `ms` of time pass, and everything that is due in it happen. */
  async advance(ms: number): Promise<void> {
    const until = this.time + ms;
    await this.settle();
    while (this.fireNext(until)) await this.settle();
    this.time = until;
  }

  /** Time passes until the promise is settled; fails after `withinMs` of it. */
  async until<T>(promise: Promise<T>, withinMs = 60_000): Promise<T> {
    let done = false;
    const finished = promise.finally(() => (done = true));
    finished.catch(() => undefined);
    const limit = this.time + withinMs;
    await this.settle();
    while (!done && this.fireNext(limit)) await this.settle();
    if (!done) throw new Error(`nothing happened within ${withinMs} ms of virtual time`);
    return finished;
  }

  private add(delayMs: number, periodMs: number | null, run: () => void): Timer {
    const pending: Pending = { at: this.time + delayMs, order: this.order++, periodMs, run, isCancelled: false };
    this.pending.push(pending);
    return { cancel: () => void (pending.isCancelled = true) };
  }

  /** Fires the next timer, if one is due by then. */
  private fireNext(until: number): boolean {
    for (let next = this.pending.first; next !== undefined && next.at <= until; next = this.pending.first) {
      this.pending.shift();
      if (next.isCancelled) continue;
      this.time = next.at;
      if (next.periodMs !== null) {
        next.at += next.periodMs;
        next.order = this.order++;
        this.pending.push(next);
      }
      next.run();
      return true;
    }
    return false;
  }

  /** Everything that is ready runs: promises, and what they put at the end of the tick. */
  private async settle(): Promise<void> {
    do await new Promise<void>((resolve) => setImmediate(resolve));
    while (this.ticks > 0);
  }
}

/** A binary heap of timers, the next one first. */
class Queue {
  private readonly items: Pending[] = [];

  get first(): Pending | undefined {
    return this.items[0];
  }

  push(item: Pending): void {
    const { items } = this;
    let at = items.length;
    for (let above = (at - 1) >> 1; at > 0 && isBefore(item, items[above]); above = (at - 1) >> 1) {
      items[at] = items[above] as Pending;
      at = above;
    }
    items[at] = item;
  }

  shift(): void {
    const { items } = this;
    const last = items.pop();
    if (last === undefined || items.length === 0) return;
    let at = 0;
    for (;;) {
      let below = 2 * at + 1;
      if (below + 1 < items.length && isBefore(items[below + 1] as Pending, items[below])) below += 1;
      if (below >= items.length || !isBefore(items[below] as Pending, last)) break;
      items[at] = items[below] as Pending;
      at = below;
    }
    items[at] = last;
  }
}

function isBefore(a: Pending, b: Pending | undefined): boolean {
  return b !== undefined && (a.at < b.at || (a.at === b.at && a.order < b.order));
}
