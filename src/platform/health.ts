/**
 * How a node is. *Ready* means that it takes new work, and is the node's own word (it holds a live session and does
 * not drain). A store that is away is told beside it and changes nothing: games are played on while PostgreSQL is
 * away, and a balancer that took every node out would stop them all.
 */
import type { systemClock } from './clock';
import { seldom } from './seldom';

export interface HealthOptions {
  readonly clock: Pick<typeof systemClock, 'monotonic' | 'after'>;
  readonly isReady: () => boolean;
  /** Each resolves when the dependency answers, and rejects when it does not. */
  readonly checks: Readonly<Record<string, () => Promise<unknown>>>;
}

export interface HealthReport {
  readonly ready: boolean;
  readonly checks: Readonly<Record<string, 'up' | 'down'>>;
}

export interface Health {
  report(): Promise<HealthReport>;
}

/** A dependency that does not answer for this long is down. */
const CHECK_DEADLINE_MS = 1000;
/** However often it is asked, each dependency is checked once in this time. */
const CHECK_AGE_MS = 1000;

export function createHealth(options: HealthOptions): Health {
  const checks = seldom({ clock: options.clock, ageMs: CHECK_AGE_MS }, () => checkAll(options));
  return {
    report: async () => ({ ready: options.isReady(), checks: await checks() }),
  };
}

async function checkAll(options: HealthOptions): Promise<HealthReport['checks']> {
  const results = Object.entries(options.checks).map(
    async ([name, check]) => [name, await isUp(check, options.clock)] as const,
  );
  return Object.fromEntries(await Promise.all(results));
}

function isUp(check: () => Promise<unknown>, clock: HealthOptions['clock']): Promise<'up' | 'down'> {
  return new Promise((resolve) => {
    const timer = clock.after(CHECK_DEADLINE_MS, () => resolve('down'));
    const settle = (state: 'up' | 'down'): void => {
      timer.cancel();
      resolve(state);
    };
    check().then(
      () => settle('up'),
      () => settle('down'),
    );
  });
}
