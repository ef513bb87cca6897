/**
 * Eviction: a node that owns thousands of games under way, each fenced in a real Redis, lets all of them go when their
 * hour is over, while the event loop's longest block is watched. Answers its parent in one message.
 */
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { planGames } from '../../scripts/replay/plan';
import type { Clock, Timer } from '../../src/cluster/ports';
import { systemClock } from '../../src/platform/clock';
import { connectRedis } from '../../src/store/redis/connection';
import { RedisFences } from '../../src/store/redis/fences';
import { IDLE_EVICT_MS, playShare, startNode, textsOf } from './bench-node';
import { obligingPorts } from './obliging-ports';

export interface EvictionPlan {
  readonly paths: readonly string[];
  readonly games: number;
  readonly redisUrl: string;
}

export interface EvictionReport {
  readonly evicted: number;
  readonly tookMs: number;
  readonly longestBlockMs: number;
}

const PARTITIONS = 16;
const AT_ONCE = 64;
/** Of each game. */
const PLAYED_SHARE = 0.25;
const RESOLUTION_MS = 1;
const NANOS = 1e6;
const WITHIN_MS = 60_000;

/** The machine's clock, which can be set forward: an hour passes at once, and what was due in it is done. */
class SettableClock implements Clock {
  private aheadMs = 0;
  private readonly periodic: (() => void)[] = [];

  now(): number {
    return systemClock.now();
  }

  after(delayMs: number, run: () => void): Timer {
    return systemClock.after(delayMs, run);
  }

  endOfTick(run: () => void): void {
    systemClock.endOfTick(run);
  }

  monotonic(): number {
    return systemClock.monotonic() + this.aheadMs;
  }

  every(_periodMs: number, run: () => void): Timer {
    this.periodic.push(run);
    return { cancel: () => this.periodic.splice(this.periodic.indexOf(run), 1) };
  }

  setForward(ms: number): void {
    this.aheadMs += ms;
  }

  /** What happens periodically happens now. */
  strike(): void {
    for (const run of this.periodic) run();
  }
}

async function main(plan: EvictionPlan): Promise<void> {
  const redis = await connectRedis(
    {
      url: plan.redisUrl,
      connectTimeoutMs: 5_000,
      clock: systemClock,
      commandTimeoutMs: 5_000,
      name: 'bench',
      onError: () => undefined,
    },
    'journal',
  );
  const clock = new SettableClock();
  let released = 0;
  const base = obligingPorts();
  const node = await startNode({
    ...base,
    clock,
    fences: new RedisFences({ redis, partitions: PARTITIONS }),
    observer: { ...base.observer, released: () => (released += 1) },
  });
  const texts = planGames(plan.paths).games.map(textsOf);
  let next = 0;
  const owner = async (): Promise<void> => {
    for (let n = next++; n < plan.games; n = next++) {
      const each = texts[n % texts.length];
      if (each !== undefined) await playShare(node, each, PLAYED_SHARE);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, owner));
  const report = await evictAll({ clock, games: plan.games, released: () => released });
  process.send?.(report, () => process.exit(0));
}

interface Evicting {
  readonly clock: SettableClock;
  readonly games: number;
  readonly released: () => number;
}

async function evictAll({ clock, games, released }: Evicting): Promise<EvictionReport> {
  clock.setForward(IDLE_EVICT_MS);
  const delay = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
  delay.enable();
  const startedAt = performance.now();
  clock.strike();
  while (released() < games && performance.now() - startedAt < WITHIN_MS) {
    await new Promise((resolve) => setTimeout(resolve, RESOLUTION_MS));
  }
  const tookMs = performance.now() - startedAt;
  delay.disable();
  return { evicted: released(), tookMs, longestBlockMs: delay.max / NANOS };
}

process.once('message', (plan: EvictionPlan) => void main(plan));
