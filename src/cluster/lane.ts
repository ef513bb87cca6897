/**
 * One game's lane: its commands one at a time, in the order in which they came, and never more than a few waiting.
 *
 * A command holds the lane until its append has been answered, so each decision sees the state that the one before
 * it left, committed. The bound is the explicit refusal of DESIGN's I9: a full lane says so at once.
 */
export class Lane {
  private readonly waiting: (() => void)[] = [];
  private readonly limit: number;
  private busy = false;

  /** @param limit how many may wait behind the one that runs. */
  constructor(limit: number) {
    this.limit = limit;
  }

  get isIdle(): boolean {
    return !this.busy;
  }

  /** The job's result in its turn; undefined, at once and without running it, when the lane is full. */
  run<T>(job: () => Promise<T>): Promise<T> | undefined {
    if (!this.busy) {
      this.busy = true;
      return this.hold(job);
    }
    if (this.waiting.length >= this.limit) return undefined;
    return new Promise<void>((resolve) => this.waiting.push(resolve)).then(() => this.hold(job));
  }

  /** Resolves when everything that is in the lane now has left it. Never refused: it is how a game is handed off. */
  async idle(): Promise<void> {
    if (!this.busy) return;
    await new Promise<void>((resolve) => this.waiting.push(resolve));
    this.next();
  }

  private async hold<T>(job: () => Promise<T>): Promise<T> {
    try {
      return await job();
    } finally {
      this.next();
    }
  }

  private next(): void {
    const waiter = this.waiting.shift();
    if (waiter === undefined) this.busy = false;
    else waiter();
  }
}
