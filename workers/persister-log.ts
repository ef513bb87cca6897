/** What the persister reports, as log lines: an alarm for what an operator must see, a whisper for the rest. */
import type { PersisterObserver } from '../src/cluster/persister';
import type { Logger } from '../src/platform/logger';

/** @param now the wall clock, for how long entries were on their way */
export function persisterLog(log: Logger, now: () => number): PersisterObserver {
  return {
    stored({ games, entries, oldestAt }) {
      log.debug({ games, entries, oldestMs: now() - oldestAt }, 'entries moved to PostgreSQL');
    },
    left(fact) {
      log.debug(fact, 'entries wait for the owner of their game');
    },
    quarantined(fact) {
      log.error(fact, 'a game was set aside: look at the queue "quarantine"');
    },
    batchRefused({ games, error }) {
      log.warn({ games, err: error }, 'PostgreSQL refused a batch: its games are tried one by one');
    },
  };
}
