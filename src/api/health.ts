/** `/healthz`, `/readyz` and `/metrics`: for balancers, supervisors and Prometheus; nobody has to sign in. */
import { Router } from 'express';
import type { Health } from '../platform/health';
import type { Metrics } from '../platform/metrics';
import { refused } from '../protocol/envelope';
import { answer, onlyMethods } from './answers';

export interface HealthDeps {
  readonly health: Health;
  readonly metrics: Pick<Metrics, 'registry'>;
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
  router
    .route('/metrics')
    .get(async (_req, res) => {
      res.type(deps.metrics.registry.contentType).send(await deps.metrics.registry.metrics());
    })
    .all(onlyMethods('GET'));
  return router;
}

const NOT_READY = 'This node takes no new work: it is starting, draining, or has lost its session.';
