/**
 * How much anybody may ask in a second.
 *
 * Requests and connections are counted in Redis, over all nodes, by address and by user. Commands are counted on the
 * node that receives them, by user and by game: a round trip a command would cost more than the command, and a socket
 * stays where it is. When Redis does not answer, requests go on (and are counted as unchecked): a limit guards the
 * service, it must not stop it.
 */
import { RateLimiterRedis, RateLimiterRes } from 'rate-limiter-flexible';
import type { systemClock } from './clock';
import type { Metrics } from './metrics';

const WINDOW_S = 1;
const WINDOW_MS = WINDOW_S * 1000;

export type RateSubject = 'address' | 'user' | 'game';

export interface RateLimits {
  /** Counts a request or a connection. Milliseconds to wait, or undefined: go on. Never throws. */
  request(subject: 'address' | 'user', key: string): Promise<number | undefined>;
  /** Counts a command, or any packet of a socket. Milliseconds to wait, or undefined: go on. */
  command(subject: 'user' | 'game', key: string): number | undefined;
}

export interface RateSettings {
  readonly rateAddressPerS: number;
  readonly rateUserPerS: number;
  readonly rateGamePerS: number;
}

export interface RateDeps {
  /** An ioredis client (single or Cluster). Give it a command timeout: a request waits for its answer. */
  readonly redis: object;
  readonly clock: Pick<typeof systemClock, 'monotonic'>;
  readonly metrics: Pick<Metrics, 'rateLimited' | 'rateUnchecked'>;
}

/** A limit of 0 is no limit. */
export function createRateLimits(settings: RateSettings, deps: RateDeps): RateLimits {
  const shared = {
    address: sharedLimiter('address', settings.rateAddressPerS, deps.redis),
    user: sharedLimiter('user', settings.rateUserPerS, deps.redis),
  };
  const own = {
    user: new RateWindow(settings.rateUserPerS, deps.clock),
    game: new RateWindow(settings.rateGamePerS, deps.clock),
  };
  return {
    async request(subject, key) {
      const waitMs = await consume(shared[subject], key, () => deps.metrics.rateUnchecked.inc());
      if (waitMs !== undefined) {
        deps.metrics.rateLimited.inc({ subject });
      }
      return waitMs;
    },
    command(subject, key) {
      const waitMs = own[subject].count(key);
      if (waitMs !== undefined) {
        deps.metrics.rateLimited.inc({ subject });
      }
      return waitMs;
    },
  };
}

function sharedLimiter(subject: RateSubject, perS: number, redis: object): RateLimiterRedis | undefined {
  return perS === 0
    ? undefined
    : new RateLimiterRedis({
        storeClient: redis,
        keyPrefix: `dg:rate:${subject}`,
        points: perS,
        duration: WINDOW_S,
        rejectIfRedisNotReady: true,
        // Whoever is over the limit is refused from memory for the rest of the window.
        inMemoryBlockOnConsumed: perS + 1,
      });
}

async function consume(
  limiter: RateLimiterRedis | undefined,
  key: string,
  onUnchecked: () => void,
): Promise<number | undefined> {
  try {
    await limiter?.consume(key);
    return undefined;
  } catch (reason) {
    if (reason instanceof RateLimiterRes) {
      return Math.max(reason.msBeforeNext, 1);
    }
    onUnchecked();
    return undefined;
  }
}

/** Counts by key in fixed windows; everything it holds is forgotten when a window ends. */
class RateWindow {
  private readonly counts = new Map<string, number>();
  private startedAt = 0;

  constructor(
    private readonly limit: number,
    private readonly clock: Pick<typeof systemClock, 'monotonic'>,
  ) {}

  count(key: string): number | undefined {
    if (this.limit === 0) {
      return undefined;
    }
    const now = this.clock.monotonic();
    if (now - this.startedAt >= WINDOW_MS) {
      this.counts.clear();
      this.startedAt = now;
    }
    const count = (this.counts.get(key) ?? 0) + 1;
    this.counts.set(key, count);
    return count <= this.limit ? undefined : Math.max(Math.ceil(this.startedAt + WINDOW_MS - now), 1);
  }
}
