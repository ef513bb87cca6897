/** `/healthz`, `/readyz` and `/metrics`: for balancers, supervisors and Prometheus; nobody has to sign in. */
import { Router } from 'express';
import type { Catalog, Clock } from '../cluster/ports';
import type { Health } from '../platform/health';
import type { Metrics } from '../platform/metrics';
import { seldom } from '../platform/seldom';
import { refused } from '../protocol/envelope';
import { answer, onlyMethods } from './answers';

export interface HealthDeps {
  readonly health: Health;
  readonly node: string;
  readonly isOpen: boolean;
}

const OPEN_WARNING = 'This node runs open: anybody may be anybody. Never run it so where strangers can reach it.';

export function healthResources(deps: HealthDeps): Router {
  const router = Router();
  // The process lives and answers; nothing else is asked, so that a restart never follows from a store's absence.
  router
    .route('/healthz')
    .get((_req, res) => {
      res.json({ ok: true, node: deps.node, ...(deps.isOpen ? { warning: OPEN_WARNING } : {}) });
    })
    .all(onlyMethods('GET'));
  router
    .route('/readyz')
    .get(async (_req, res) => {
      const { ready, checks } = await deps.health.report();
      const report = { ok: true, node: deps.node, checks } as const;
      answer(res, ready ? report : refused('server/draining', { message: NOT_READY, details: { checks } }));
    })
    .all(onlyMethods('GET'));
  return router;
}

export interface MetricsDeps {
  readonly metrics: Pick<Metrics, 'registry' | 'quarantined'>;
  readonly catalog: Pick<Catalog, 'quarantined'>;
  readonly clock: Pick<Clock, 'monotonic'>;
}

/** Behind the limit of an address: a scrape costs more than a look at the health. */
export function metricsResource(deps: MetricsDeps): Router {
  const { registry } = deps.metrics;
  const countQuarantined = seldom({ clock: deps.clock, ageMs: QUARANTINED_AGE_MS }, () => noteQuarantined(deps));
  const router = Router();
  router
    .route('/metrics')
    .get(async (_req, res) => {
      await countQuarantined();
      res.type(registry.contentType).send(await registry.metrics());
    })
    .all(onlyMethods('GET'));
  return router;
}

/** While PostgreSQL does not answer, the number is the last that it gave. */
async function noteQuarantined({ catalog, metrics }: MetricsDeps): Promise<void> {
  const games = await catalog.quarantined().catch(() => undefined);
  if (games !== undefined) metrics.quarantined.set(games);
}

const QUARANTINED_AGE_MS = 5000;
const NOT_READY = 'This node takes no new work: it is starting, draining, or has lost its session.';
