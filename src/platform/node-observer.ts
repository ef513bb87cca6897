/** What the cluster's core reports, as metrics and log lines: counted always, logged when an operator would want it. */
import type { Logger } from './logger';
import type { Metrics } from './metrics';

const MS = 1000;

/** The shape of the cluster's `Observer`. */
export function nodeObserver(metrics: Metrics, log: Logger) {
  return {
    acquired(fact: { gameId: string; epoch: number; reason: string; tookMs: number }): void {
      metrics.hotGames.inc();
      metrics.acquired.inc({ reason: fact.reason });
      metrics.acquireSeconds.observe({ reason: fact.reason }, fact.tookMs / MS);
      if (fact.reason === 'takeover') log.warn(fact, 'game taken over from a dead owner');
      else log.debug(fact, 'game acquired');
    },
    released(fact: { gameId: string; epoch: number; reason: string; tookMs: number }): void {
      metrics.hotGames.dec();
      metrics.released.inc({ reason: fact.reason });
      metrics.releaseSeconds.observe({ reason: fact.reason }, fact.tookMs / MS);
      log.debug(fact, 'game released');
    },
    lost(fact: { gameId: string; epoch: number; reason: string }): void {
      metrics.hotGames.dec();
      metrics.lost.inc({ reason: fact.reason });
      log.warn(fact, 'game lost');
    },
    reclaimed(fact: { gameId: string; epoch: number; reason: string; outcome: string; tookMs: number }): void {
      metrics.reclaimed.inc({ reason: fact.reason, outcome: fact.outcome });
      metrics.reclaimSeconds.observe({ outcome: fact.outcome }, fact.tookMs / MS);
      if (fact.outcome === 'diverged')
        log.error(fact, 'a game was set aside: its journal holds another entry than its owner');
      else log.warn(fact, 'a doubt about a game was settled with PostgreSQL');
    },
    appendedBatch(entries: number): void {
      metrics.appendEntries.observe(entries);
    },
    committed(fact: { tookMs: number }): void {
      metrics.commitSeconds.observe(fact.tookMs / MS);
    },
    sessionLost(session: string): void {
      metrics.sessionsLost.inc();
      log.error({ session }, 'the session was lost: every game of this node is dropped');
    },
    failed(what: string, reason: unknown, gameId?: string): void {
      metrics.failures.inc({ where: what });
      log.error({ err: reason, what, gameId }, 'failed');
    },
  };
}
