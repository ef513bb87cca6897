/**
 * Commands in a second, by key, over all nodes, without a round trip a command.
 *
 * A node counts for itself. When a key has used a quarter of its limit here since it was last told of, Redis is told in
 * the background and answers with what all nodes counted: a key that is over its limit there is refused here until the
 * window ends. So ordinary play tells Redis nothing, and whoever spreads over N nodes gets at most a quarter of a limit
 * more on each of them.
 *
 * Windows begin when they may, here and in Redis; what was told late counts in the next. So the limit of the sum is a
 * quarter above the limit of a node, and nobody who keeps to his limit is refused for it.
 */
import type { systemClock } from './clock';

const WINDOW_MS = 1000;
const TOLD_SHARES = 4;

export interface CommandRatesDeps {
  readonly clock: Pick<typeof systemClock, 'monotonic'>;
  /** Adds to the count of all nodes; what that is now, and when its window ends. */
  readonly tell: (key: string, count: number) => Promise<{ readonly total: number; readonly endsInMs: number }>;
}

interface Count {
  all: number;
  told: number;
}

export class CommandRates {
  private readonly counts = new Map<string, Count>();
  private readonly blockedUntil = new Map<string, number>();
  private readonly share: number;
  private startedAt = 0;

  /** @param limit a second; 0: none */
  constructor(
    private readonly limit: number,
    private readonly deps: CommandRatesDeps,
  ) {
    this.share = Math.ceil(limit / TOLD_SHARES);
  }

  /** Counts one. Milliseconds to wait, or undefined: go on. */
  count(key: string): number | undefined {
    if (this.limit === 0) return undefined;
    const now = this.deps.clock.monotonic();
    if (now - this.startedAt >= WINDOW_MS) this.begin(now);
    const blockedUntil = this.blockedUntil.get(key) ?? 0;
    if (blockedUntil > now) return Math.max(Math.ceil(blockedUntil - now), 1);
    const count = this.counts.get(key) ?? { all: 0, told: 0 };
    count.all += 1;
    this.counts.set(key, count);
    if (count.all > this.limit) return Math.max(Math.ceil(this.startedAt + WINDOW_MS - now), 1);
    if (count.all - count.told >= this.share) this.tell(key, count);
    return undefined;
  }

  /** Everything that a window held is forgotten when it ends. */
  private begin(now: number): void {
    this.counts.clear();
    this.startedAt = now;
    for (const [key, until] of this.blockedUntil) {
      if (until <= now) this.blockedUntil.delete(key);
    }
  }

  private tell(key: string, count: Count): void {
    const untold = count.all - count.told;
    count.told = count.all;
    this.deps.tell(key, untold).then(
      ({ total, endsInMs }) => {
        if (total > this.limit + this.share) this.blockedUntil.set(key, this.deps.clock.monotonic() + endsInMs);
      },
      // Without Redis each node counts alone.
      () => undefined,
    );
  }
}
