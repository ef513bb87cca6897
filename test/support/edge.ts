/**
 * A whole node at the edge: REST, WebSocket and mesh on a free port, over stores in memory and a real Redis for the
 * broadcasts. Several nodes of one `EdgeWorld` are a cluster.
 */
import type { AddressInfo } from 'node:net';
import { PassThrough } from 'node:stream';
import type { Redis } from 'ioredis';
import { createApi, type ApiDeps } from '../../src/api/api';
import { boxScore } from '../../src/baseball/box-score/box-score';
import { pastOf } from '../../src/baseball/fork';
import { leadersOf } from '../../src/baseball/league/leaders';
import { standingsOf } from '../../src/baseball/league/standings';
import { lineScore } from '../../src/baseball/line-score';
import { scheduleGame } from '../../src/baseball/schedule';
import { Client, type ClientOptions } from '../../src/client/client';
import { RestClient } from '../../src/client/rest';
import { GameNode, type NodeLimits } from '../../src/cluster';
import { cardSetIdOf } from '../../src/cluster/card-set-id';
import { drawSeal } from '../../src/cluster/keyed-dice';
import { updateFor } from '../../src/cluster/projection';
import { systemClock, systemRandom } from '../../src/platform/clock';
import type { Config } from '../../src/platform/config';
import { createHealth } from '../../src/platform/health';
import { createHttpServer } from '../../src/platform/http-server';
import { createLogger } from '../../src/platform/logger';
import { createMetrics, type Metrics } from '../../src/platform/metrics';
import { createRateLimits } from '../../src/platform/rate-limits';
import { createAuthenticator } from '../../src/platform/tokens';
import { createRealtime, type Realtime } from '../../src/realtime/realtime';
import type { SocketRow } from '../../src/realtime/session-board';
import { MemoryArchive } from '../../src/store/memory/archive';
import { MemoryCardSets } from '../../src/store/memory/card-sets';
import { MemoryCatalog } from '../../src/store/memory/catalog';
import { MemoryFences } from '../../src/store/memory/fences';
import { MemoryGeneration } from '../../src/store/memory/generation';
import { MemoryJournal } from '../../src/store/memory/journal';
import { MemoryRedis } from '../../src/store/memory/memory-redis';
import { MemorySessions } from '../../src/store/memory/sessions';
import { connectRedis, type RedisRole } from '../../src/store/redis/connection';

export const AUTH_SECRET = 'the-secret-that-signs-the-tokens-of-the-tests';
export const MESH_SECRET = 'the-secret-that-nodes-of-the-tests-share';
export const OPERATOR_TOKEN = 'the-operator-of-the-tests';

/** What the nodes of one cluster share. */
export class EdgeWorld {
  readonly redis = new MemoryRedis({ clock: systemClock, partitions: 16 });
  readonly archive = new MemoryArchive();
  readonly cardSets = new MemoryCardSets();

  constructor(readonly redisUrl: string) {}
}

export interface EdgeOptions {
  readonly config?: Partial<Pick<Config, EdgeSetting>>;
  readonly limits?: Partial<NodeLimits>;
  readonly queues?: ApiDeps['queues'];
  /** The tables of completed games; empty ones unless given. */
  readonly leagues?: ApiDeps['leagues'];
}

type EdgeSetting =
  | 'auth'
  | 'closedLeagues'
  | 'corsOrigins'
  | 'operatorToken'
  | 'nonsenseMax'
  | 'rateAddressPerS'
  | 'rateGamePerS'
  | 'rateSocketPerS'
  | 'rateUserPerS'
  | 'socketsMax'
  | 'socketsPerAddressMax'
  | 'socketsPerUserMax'
  | 'meshSecretAlso'
  | 'authSecretAlso'
  | 'httpHeadersTimeoutMs'
  | 'httpRequestTimeoutMs'
  | 'trustProxyHops';

export interface EdgeNode {
  readonly url: string;
  readonly node: GameNode;
  readonly realtime: Realtime;
  readonly metrics: Metrics;
  /** Who is noted as connected, by socket. */
  readonly board: Map<string, SocketRow>;
  /** Everything that was logged. */
  logged(): string;
  /** A client that is `user`, where the node runs open. */
  client(user: string, options?: Partial<ClientOptions>): Client;
  rest(user: string): RestClient;
  /** As a supervisor's SIGKILL: nothing is handed over. */
  stop(): Promise<void>;
}

const NO_LEAGUES: ApiDeps['leagues'] = {
  newestSeason: () => Promise.resolve(null),
  results: () => Promise.resolve([]),
  playerTotals: () => Promise.resolve([]),
  diceGames: () => Promise.resolve({ games: [], next: null }),
  eventsOf: () => Promise.resolve([]),
};

const LIMITS: NodeLimits = {
  sessionTtlMs: 3000,
  sessionBeatMs: 500,
  earlyTakeoverMs: 1200,
  hotGamesMax: 1000,
  idleEvictMs: 3_600_000,
  laneLimit: 64,
  followAfter: 0,
  computerPaceMs: 1000,
  commandsMax: 1_000,
  headBeaconMs: 60_000,
  meshDeadlineMs: 2000,
  askDeadlineMs: 8000,
};

/** What the environment would say, and what the test says instead. */
function configOf(url: string, options: EdgeOptions) {
  return {
    address: url,
    node: 'edge',
    auth: 'open' as const,
    authSecret: AUTH_SECRET,
    meshSecret: MESH_SECRET,
    operatorToken: OPERATOR_TOKEN,
    closedLeagues: [],
    corsOrigins: [],
    socketsMax: 1000,
    trustProxyHops: 0,
    rateAddressPerS: 0,
    rateUserPerS: 0,
    rateGamePerS: 0,
    rateSocketPerS: 0,
    nonsenseMax: 0,
    socketsPerAddressMax: 0,
    socketsPerUserMax: 0,
    authSecretAlso: undefined,
    meshSecretAlso: undefined,
    httpHeadersTimeoutMs: 10_000,
    httpRequestTimeoutMs: 30_000,
    httpKeepAliveMs: 5_000,
    ...options.config,
  };
}

async function connectEdge(url: string, role: RedisRole): Promise<Redis> {
  const timeouts = { clock: systemClock, connectTimeoutMs: 5000, commandTimeoutMs: 1000 };
  return (await connectRedis({ ...timeouts, url, name: 'edge', onError: () => undefined }, role)) as Redis;
}

export async function startEdge(world: EdgeWorld, options: EdgeOptions = {}): Promise<EdgeNode> {
  const log = captured();
  const httpServer = createHttpServer(configOf('', options));
  await new Promise<void>((resolve) => httpServer.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(httpServer.address() as AddressInfo).port}`;
  const connect = (role: RedisRole): Promise<Redis> => connectEdge(world.redisUrl, role);
  const [pub, sub, counting] = await Promise.all([connect('pubsub'), connect('pubsub'), connect('journal')]);
  const metrics = createMetrics('edge');
  const config = configOf(url, options);
  const shared = {
    clock: systemClock,
    random: systemRandom,
    config,
    metrics,
    log: createLogger({ level: 'trace', node: 'edge' }, log.stream),
    authenticator: createAuthenticator(config),
    limits: createRateLimits(config, { redis: counting, clock: systemClock, metrics }),
  };
  const board = new Map<string, SocketRow>();
  const realtime = createRealtime({
    ...shared,
    httpServer,
    redis: { pub, sub },
    board: { seen: (row) => board.set(row.socket, row), gone: (socket) => board.delete(socket) },
    project: updateFor,
  });
  const node = createNode({ world, url, realtime, limits: { ...LIMITS, ...options.limits } });
  await node.start();
  realtime.serve({ service: node, mesh: (request) => node.serve(request), tellHeads: () => node.tellHeads() });
  const catalog = new MemoryCatalog({ archive: world.archive });
  const health = createHealth({
    clock: systemClock,
    isReady: () => node.isReady(),
    checks: { postgres: () => catalog.ping() },
  });
  const api = createApi({
    ...shared,
    service: node,
    catalog,
    schedule: (input) => scheduleGame(input, drawSeal),
    pastOf,
    cardSets: world.cardSets,
    cardSetIdOf,
    lineScore,
    boxScore,
    health,
    queues: options.queues ?? [],
    leagues: options.leagues ?? NO_LEAGUES,
    standings: standingsOf,
    leaders: leadersOf,
  });
  httpServer.on('request', api);
  return {
    url,
    node,
    realtime,
    metrics,
    board,
    logged: log.text,
    client: (user, more = {}) =>
      new Client({ url, credential: { user }, clock: systemClock, random: systemRandom, ...more }),
    rest: (user) => new RestClient({ url, credential: { user }, clock: systemClock, random: systemRandom }),
    async stop() {
      await realtime.close();
      await node.stop();
      [pub, sub, counting].forEach((redis) => redis.disconnect());
    },
  };
}

function createNode(parts: { world: EdgeWorld; url: string; realtime: Realtime; limits: NodeLimits }): GameNode {
  const { world, url, realtime, limits } = parts;
  const nothing = (): void => undefined;
  return new GameNode({
    node: 'edge',
    address: url,
    limits,
    sockets: () => realtime.connections(),
    ports: {
      clock: systemClock,
      random: systemRandom,
      fences: new MemoryFences({ world: world.redis }),
      journal: new MemoryJournal({ world: world.redis }),
      sessions: new MemorySessions({ world: world.redis }),
      archive: world.archive,
      cardSets: world.cardSets,
      generation: new MemoryGeneration({ clock: systemClock, graceMs: 0 }),
      mesh: realtime.mesh,
      broadcast: realtime.broadcast,
      bell: { ring: nothing },
      turnBell: { ringAt: nothing },
      observer: {
        acquired: nothing,
        released: nothing,
        lost: nothing,
        reclaimed: nothing,
        appendedBatch: nothing,
        committed: nothing,
        sessionLost: nothing,
        failed: nothing,
      },
    },
  });
}

/** A place for log lines. */
function captured(): { stream: PassThrough; text: () => string } {
  const lines: string[] = [];
  const stream = new PassThrough();
  stream.on('data', (chunk: Buffer) => lines.push(chunk.toString()));
  return { stream, text: () => lines.join('') };
}
