/**
 * How much anybody may ask in a second: by address, by user and by game, counted in Redis over all nodes.
 *
 * A request or a connection is counted before it is answered. Commands and packets are many, so a node counts those for
 * itself and tells Redis of whoever sends much (see command-rates.ts). When Redis does not answer, each node counts
 * alone, in memory, and says so in a metric: a limit guards the service, it must neither stop it nor be gone.
 */
import { RateLimiterMemory, RateLimiterRedis, RateLimiterRes } from 'rate-limiter-flexible';
import type { systemClock } from './clock';
import { CommandRates } from './command-rates';
import type { Metrics } from './metrics';

const WINDOW_S = 1;

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
  readonly metrics: Pick<Metrics, 'rateLimited' | 'rateCountedAlone'>;
}

/** A limit of 0 is no limit. */
export function createRateLimits(settings: RateSettings, deps: RateDeps): RateLimits {
  const { clock, metrics } = deps;
  const address = createLimiter('address', settings.rateAddressPerS, deps);
  const user = createLimiter('user', settings.rateUserPerS, deps);
  const game = createLimiter('game', settings.rateGamePerS, deps);
  const commands = {
    user: new CommandRates(settings.rateUserPerS, { clock, tell: (key, count) => add(user, key, count) }),
    game: new CommandRates(settings.rateGamePerS, { clock, tell: (key, count) => add(game, key, count) }),
  };
  const limited = (subject: RateSubject, waitMs: number | undefined): number | undefined => {
    if (waitMs !== undefined) metrics.rateLimited.inc({ subject });
    return waitMs;
  };
  return {
    request: async (subject, key) => limited(subject, await consume(subject === 'address' ? address : user, key)),
    command: (subject, key) => limited(subject, commands[subject].count(key)),
  };
}

function createLimiter(subject: RateSubject, perS: number, deps: RateDeps): RateLimiterRedis | undefined {
  if (perS === 0) return undefined;
  const shape = { keyPrefix: `dg:rate:${subject}`, points: perS, duration: WINDOW_S };
  return new RateLimiterRedis({
    ...shape,
    storeClient: deps.redis,
    rejectIfRedisNotReady: true,
    // Whoever is over the limit is refused from memory for the rest of the window.
    inMemoryBlockOnConsumed: perS + 1,
    insuranceLimiter: new CountingAlone(shape, () => deps.metrics.rateCountedAlone.inc()),
  });
}

/** The limits of one node, for as long as Redis does not answer. */
class CountingAlone extends RateLimiterMemory {
  constructor(
    shape: { keyPrefix: string; points: number; duration: number },
    private readonly onCounted: () => void,
  ) {
    super(shape);
  }

  override consume(key: string, points?: number): Promise<RateLimiterRes> {
    this.onCounted();
    return super.consume(key, points);
  }

  override penalty(key: string, points?: number): Promise<RateLimiterRes> {
    this.onCounted();
    return super.penalty(key, points);
  }
}

async function consume(limiter: RateLimiterRedis | undefined, key: string): Promise<number | undefined> {
  try {
    await limiter?.consume(key);
    return undefined;
  } catch (reason) {
    // Whatever else it is, it is no reason to refuse anybody.
    return reason instanceof RateLimiterRes ? Math.max(reason.msBeforeNext, 1) : undefined;
  }
}

async function add(limiter: RateLimiterRedis | undefined, key: string, count: number) {
  const sum = await limiter?.penalty(key, count);
  return { total: sum?.consumedPoints ?? 0, endsInMs: sum?.msBeforeNext ?? 0 };
}
