/** `/api/stats`: how many games, lineups and sockets, by league and by status, on each node and in all. */
import { Router } from 'express';
import type { GameService } from '../cluster/index';
import type { Catalog, SessionSighting } from '../cluster/ports';
import { countsOf } from '../protocol/counts';
import type { ActiveCounts, StatsAnswer } from '../protocol/rest';
import { answer, onlyMethods } from './answers';

export interface StatsDeps {
  readonly service: Pick<GameService, 'nodes'>;
  readonly catalog: Pick<Catalog, 'totals'>;
}

const NONE: ActiveCounts = { games: 0, lineups: 0, sockets: 0, byLeague: {}, byStatus: {} };

export function statsResource({ service, catalog }: StatsDeps): Router {
  const router = Router();
  router
    .route('/api/stats')
    .get(async (_req, res) => {
      const [sightings, stored] = await Promise.all([service.nodes(), catalog.totals()]);
      const nodes = sightings.map(nodeCounts);
      const stats: StatsAnswer = { ok: true, active: nodes.reduce(plus, NONE), nodes, stored };
      answer(res, stats);
    })
    .all(onlyMethods('GET'));
  return router;
}

function nodeCounts(sighting: SessionSighting): StatsAnswer['nodes'][number] {
  const { hotGames: games = 0, ...counts } = sighting.stats ?? {};
  return {
    node: sighting.node,
    session: sighting.id,
    address: sighting.address,
    startedAt: new Date(sighting.startedAt).toISOString(),
    sinceBeatMs: sighting.sinceBeatMs,
    ...NONE,
    ...counts,
    games,
  };
}

function plus(a: ActiveCounts, b: ActiveCounts): ActiveCounts {
  return {
    games: a.games + b.games,
    lineups: a.lineups + b.lineups,
    sockets: a.sockets + b.sockets,
    byLeague: countsOf([...Object.entries(a.byLeague), ...Object.entries(b.byLeague)]),
    byStatus: countsOf([...Object.entries(a.byStatus), ...Object.entries(b.byStatus)]),
  };
}
