/**
 * REST, put together: one router a resource, behind the same guards, with one way to say no.
 *
 * The order matters: an id for every answer, then the counting, then the cheap refusals (the rate of an address), then
 * who it is, and a body is read only of somebody who may send one.
 */
import type { RequestListener } from 'node:http';
import express, { type Request, type RequestHandler, type Response } from 'express';
import type { Queue } from 'bullmq';
import helmet from 'helmet';
import type { GameService } from '../cluster/index';
import type { Catalog, Clock, Random } from '../cluster/ports';
import type { Config } from '../platform/config';
import type { Health } from '../platform/health';
import type { Logger } from '../platform/logger';
import type { Metrics } from '../platform/metrics';
import type { RateLimits } from '../platform/rate-limits';
import type { Authenticator } from '../platform/tokens';
import { answerUnanswered, routeOf } from './answers';
import { commandsResource } from './commands';
import { diceResource } from './dice';
import { cardSetsResource, type CardSetsDeps } from './card-sets';
import { eventsResource } from './events';
import { forksResource, type ForksDeps } from './forks';
import { gameResource } from './game';
import { gameAtResource } from './game-at';
import { gamesResource, type Schedule } from './games';
import { cors, identify, limitAddress, sayOpen } from './guard';
import { healthResources, metricsResource } from './health';
import { leaguesResource, type LeaguesDeps } from './leagues';
import { ownershipResource } from './ownership';
import type { Powers } from './powers';
import { queuesResource } from './queues';
import { requestId } from './request-id';
import { scoresResource, type ScoresDeps } from './scores';
import { statsResource } from './stats';

const SOCKET_PATH = '/socket.io/';

export interface ApiDeps extends LeaguesDeps, Omit<CardSetsDeps, 'powers'> {
  readonly pastOf: ForksDeps['pastOf'];
  readonly config: Pick<Config, 'closedLeagues' | 'corsOrigins' | 'node' | 'operatorToken' | 'trustProxyHops'>;
  readonly service: GameService;
  readonly catalog: Catalog;
  readonly schedule: Schedule;
  readonly lineScore: ScoresDeps['lineScore'];
  readonly boxScore: ScoresDeps['boxScore'];
  readonly authenticator: Authenticator;
  readonly limits: RateLimits;
  readonly health: Health;
  readonly metrics: Metrics;
  readonly log: Logger;
  readonly clock: Pick<Clock, 'monotonic' | 'now'>;
  readonly random: Pick<Random, 'id'>;
  /** What the dashboard shows. */
  readonly queues: readonly Queue[];
}

/** The handler of a node's HTTP requests. It holds nothing that would have to be closed. */
export function createApi(deps: ApiDeps): RequestListener {
  const { authenticator, config, limits, log } = deps;
  const { isOpen } = authenticator;
  if (isOpen) {
    log.warn('DUGOUT_AUTH=open: anybody may be anybody here; never run so where strangers can reach it');
  }
  const app = express();
  app.set('trust proxy', config.trustProxyHops);
  app.set('query parser', 'simple');
  app.disable('x-powered-by');
  app.use(requestId(deps.random), count(deps), sayOpen(isOpen), helmet(), cors(config.corsOrigins));
  app.use(healthResources({ ...deps, node: config.node, isOpen }));
  app.use(limitAddress(limits, config.trustProxyHops), metricsResource(deps));
  if (config.operatorToken !== undefined) {
    app.use(queuesResource({ ...deps, operatorToken: config.operatorToken }));
  }
  const powers: Powers = { isOpen, closedLeagues: config.closedLeagues };
  app.use('/api', identify(authenticator, limits));
  app.use(
    gamesResource({ ...deps, powers }),
    forksResource({ ...deps, powers }),
    cardSetsResource({ ...deps, powers }),
    gameResource(deps.service),
    gameAtResource(deps.service),
    ownershipResource(deps.catalog),
    eventsResource(deps.service),
    commandsResource(deps),
    scoresResource(deps),
    diceResource(deps.service),
    leaguesResource(deps),
    statsResource(deps),
  );
  return (req, res) => {
    // socket.io answers for its own path on the same server, also what it refuses there.
    if (req.url?.startsWith(SOCKET_PATH) === true) {
      return;
    }
    const unanswered = (error: unknown): void =>
      answerUnanswered(req as Request, res as unknown as Response, { error, log });
    app(req as Request, res as unknown as Response, unanswered);
  };
}

/** Counts and times every answer by its route's pattern. */
function count({ clock, metrics }: Pick<ApiDeps, 'clock' | 'metrics'>): RequestHandler {
  return (req, res, next) => {
    const startedAt = clock.monotonic();
    res.on('finish', () => {
      const route = routeOf(req);
      metrics.httpRequests.inc({ method: req.method, route, status: res.statusCode });
      metrics.httpSeconds.observe({ method: req.method, route }, (clock.monotonic() - startedAt) / 1000);
    });
    next();
  };
}
