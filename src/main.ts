/**
 * An API node, put together: everything is built here, handed down, started, and stopped in order.
 *
 * Starts: stores → the deployment's rules checked → sockets (closed) → the cluster's node → REST → listening → session
 * → open. Stops the other way round, and first hands its games to the others: told to stop (SIGTERM, SIGINT, or the
 * supervisor gone) it takes no new player, sends its games on, then lets its sockets go, then its stores.
 */
import type { Server } from 'node:http';
import { createApi } from './api/api';
import { boxScore } from './baseball/box-score/box-score';
import { lineScore } from './baseball/line-score';
import { pastOf } from './baseball/fork';
import { leadersOf } from './baseball/league/leaders';
import { standingsOf } from './baseball/league/standings';
import { scheduleGame } from './baseball/schedule';
import { GameNode } from './cluster';
import { cardSetIdOf } from './cluster/card-set-id';
import { drawSeal } from './cluster/keyed-dice';
import { updateFor } from './cluster/projection';
import { hearAsks } from './jobs/ask-node';
import { PersistBell } from './jobs/bell';
import { PresenceBoard } from './jobs/presence-board';
import { TurnBell } from './jobs/turn-bell';
import { createQueues, type Queues } from './jobs/queues';
import { systemClock, systemRandom } from './platform/clock';
import { type Config, loadConfig, secretsOf } from './platform/config';
import { createHealth } from './platform/health';
import { createHttpServer } from './platform/http-server';
import { createLogger, type Logger } from './platform/logger';
import { createMetrics, type Metrics } from './platform/metrics';
import { nodeObserver } from './platform/node-observer';
import { createRateLimits, type RateLimits } from './platform/rate-limits';
import { Shutdown, stopOnSignals } from './platform/shutdown';
import { type Authenticator, createAuthenticator } from './platform/tokens';
import { createRealtime, type Realtime } from './realtime/realtime';
import { postgresArchive } from './store/postgres/archive';
import { postgresCardSets } from './store/postgres/card-sets';
import { postgresCatalog } from './store/postgres/catalog';
import { openDatabase } from './store/postgres/connection';
import { assertPartitions } from './store/postgres/deployment';
import { migrateLatest } from './store/postgres/migrate';
import { leagueTables } from './store/postgres/results';
import { connectRedis, type RedisClient, type RedisRole } from './store/redis/connection';
import { RedisFences } from './store/redis/fences';
import { RedisGeneration } from './store/redis/generation';
import { RedisJournal } from './store/redis/journal';
import { RedisSessions } from './store/redis/sessions';

/** A draining node tells its players to connect elsewhere within this time. */
const RECONNECT_WITHIN_MS = 2000;
/** A dead link and no beat for this part of a TTL: the owner is dead. Early, and never before two beats were missed. */
const EARLY_TAKEOVER = { shareOfTtl: 0.4, beats: 2.4 } as const;
/** After Redis changed, an owner has its session's TTL and this long to put back what Redis forgot. */
const GRACE_BEYOND_TTL_MS = 2000;
/** Of the time to stop in; the rest is for closing connections and stores. */
const HAND_OFF_SHARE = 0.75;
const REDIS_CONNECT_TIMEOUT_MS = 10_000;
/** Long enough for a takeover behind a frozen owner; after that the asker hears that the outcome is unknown. */
const ASK_DEADLINE_MS = 8000;

/** What a process is made of before it has a node. */
interface Parts {
  readonly config: Config;
  readonly log: Logger;
  readonly metrics: Metrics;
  readonly stores: Stores;
  readonly authenticator: Authenticator;
  readonly limits: RateLimits;
}

interface Stores {
  readonly journal: RedisClient;
  readonly pub: RedisClient;
  readonly sub: RedisClient;
  readonly db: ReturnType<typeof openDatabase>;
  readonly queueRedis: RedisClient;
  readonly queues: Queues;
  readonly bell: PersistBell;
  readonly turnBell: TurnBell;
}

async function openStores(config: Config, log: Logger): Promise<Stores> {
  const redis = (url: string, role: RedisRole, name: string): Promise<RedisClient> =>
    connectRedis(
      {
        url,
        name: `${config.node}:${name}`,
        connectTimeoutMs: REDIS_CONNECT_TIMEOUT_MS,
        clock: systemClock,
        commandTimeoutMs: config.redisCommandTimeoutMs,
        onError: (error) => log.warn({ err: error, connection: name }, 'Redis'),
      },
      role,
    );
  const db = openDatabase({
    url: config.databaseUrl,
    poolMax: config.pgPoolMax,
    acquireTimeoutMs: config.pgAcquireTimeoutMs,
    statementTimeoutMs: config.pgStatementTimeoutMs,
    applicationName: `dugout ${config.node}`,
    onWarning: (message) => log.warn({ message }, 'PostgreSQL'),
  });
  await migrateLatest(db);
  await assertPartitions(db, config.partitions);
  const [journal, pub, sub] = await Promise.all([
    redis(config.redisUrl, 'journal', 'journal'),
    redis(config.redisUrl, 'journal', 'pub'),
    redis(config.redisUrl, 'pubsub', 'sub'),
  ]);
  const queueRedis = await redis(config.queueRedisUrl, 'queue', 'queues');
  const queues = createQueues(queueRedis, (error) => log.warn({ err: error }, 'queues'));
  const bell = new PersistBell({
    queue: queues.persist,
    clock: systemClock,
    flushMs: config.flushMs,
    onError: (error) => log.warn({ err: error }, 'a bell was not heard; the sweep rings it again'),
  });
  const turnBell = new TurnBell({
    queue: queues.clock,
    now: systemClock.now,
    onError: (error) => log.warn({ err: error }, 'a game’s clock was not set; the sweep rings it'),
  });
  return { journal, pub, sub, queueRedis, db, queues, bell, turnBell };
}

/** The cluster's node on the real stores. */
function createNode({ config, log, metrics, stores }: Parts, realtime: Realtime): GameNode {
  const redis = { redis: stores.journal, partitions: config.partitions };
  return new GameNode({
    node: config.node,
    address: config.address,
    sockets: () => realtime.connections(),
    ports: {
      clock: systemClock,
      random: systemRandom,
      fences: new RedisFences(redis),
      journal: new RedisJournal(redis),
      sessions: new RedisSessions({ redis: stores.journal }),
      archive: postgresArchive(stores.db),
      cardSets: postgresCardSets(stores.db),
      generation: new RedisGeneration({ ...redis, graceMs: config.sessionTtlMs + GRACE_BEYOND_TTL_MS }),
      mesh: realtime.mesh,
      broadcast: realtime.broadcast,
      bell: stores.bell,
      turnBell: stores.turnBell,
      observer: nodeObserver(metrics, log),
    },
    limits: { ...config, askDeadlineMs: ASK_DEADLINE_MS, earlyTakeoverMs: earlyTakeoverMs(config) },
  });
}

function earlyTakeoverMs({ sessionTtlMs, sessionBeatMs }: Config): number {
  return Math.max(sessionTtlMs * EARLY_TAKEOVER.shareOfTtl, sessionBeatMs * EARLY_TAKEOVER.beats);
}

function createApiOf(parts: Parts, node: GameNode): ReturnType<typeof createApi> {
  const { stores } = parts;
  const catalog = postgresCatalog(stores.db);
  return createApi({
    ...parts,
    service: node,
    catalog,
    schedule: (input) => scheduleGame(input, drawSeal),
    pastOf,
    cardSets: postgresCardSets(stores.db),
    cardSetIdOf,
    lineScore,
    boxScore,
    leagues: leagueTables(stores.db),
    standings: standingsOf,
    leaders: leadersOf,
    clock: systemClock,
    random: systemRandom,
    queues: stores.queues.all,
    health: createHealth({
      clock: systemClock,
      isReady: () => node.isReady(),
      checks: { postgres: () => catalog.ping(), redis: () => stores.journal.ping() },
    }),
  });
}

function listen(server: Server, { host, port }: Config): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      resolve();
    });
  });
}

/** The steps of stopping, in order. */
function planShutdown(shutdown: Shutdown, running: { parts: Parts; realtime: Realtime; node: GameNode }): void {
  const { parts, realtime, node } = running;
  const { config, stores } = parts;
  shutdown.step('turn players away', () => realtime.drain({ reconnectWithinMs: RECONNECT_WITHIN_MS }));
  shutdown.step('hand games off', () => node.drain(config.drainDeadlineMs * HAND_OFF_SHARE));
  shutdown.step('close connections', () => realtime.close());
  shutdown.step('end the session', () => node.stop());
  shutdown.step('ring for what is left', () => stores.bell.tellNow());
  shutdown.step('close the queues', () => stores.queues.close());
  shutdown.step('close the stores', async () => {
    for (const redis of [stores.journal, stores.pub, stores.sub, stores.queueRedis]) redis.disconnect();
    await stores.db.destroy();
  });
}

async function start(config: Config, log: Logger): Promise<void> {
  const metrics = createMetrics(config.node);
  const stores = await openStores(config, log);
  const limits = createRateLimits(config, { redis: stores.pub, clock: systemClock, metrics });
  const parts: Parts = { config, log, metrics, stores, limits, authenticator: createAuthenticator(config) };
  const server = createHttpServer(config);
  const board = new PresenceBoard({
    redis: stores.pub,
    queue: stores.queues.presence,
    clock: systemClock,
    session: () => node.sessionId(),
    onError: (error) => log.warn({ err: error }, 'connected sockets were not noted; they are with the next'),
  });
  const realtime = createRealtime({
    ...parts,
    httpServer: server,
    redis: { pub: stores.pub, sub: stores.sub },
    clock: systemClock,
    random: systemRandom,
    board,
    project: updateFor,
  });
  const node = createNode(parts, realtime);
  server.on('request', createApiOf(parts, node));

  const shutdown = new Shutdown({ log, clock: systemClock, deadlineMs: config.drainDeadlineMs });
  planShutdown(shutdown, { parts, realtime, node });
  stopOnSignals(shutdown, {
    source: process,
    hasParent: config.parent === 'ipc',
    exit: (status) => process.exit(status),
  });
  await listen(server, config);
  await node.start();
  await hearAsks(stores.sub, ({ ask, gameId, session }) => {
    if (session === node.sessionId()) void (ask === 'tick' ? node.tick(gameId) : node.adopt(gameId));
  });
  realtime.serve({ service: node, mesh: (request) => node.serve(request), tellHeads: () => node.tellHeads() });
  log.info({ port: config.port, address: config.address, session: node.sessionId() }, 'ready');
}

function main(): void {
  const config = loadConfig(process.env);
  const log = createLogger({ level: config.logLevel, node: config.node, secrets: secretsOf(config) });
  const fail = (what: string) => (reason: unknown) => {
    log.fatal({ err: reason }, what);
    process.exit(1);
  };
  process.on('uncaughtException', fail('an exception that nobody caught'));
  process.on('unhandledRejection', fail('a rejection that nobody handled'));
  start(config, log).catch(fail('the node could not start'));
}

main();
