/**
 * The settings of a process: the environment, parsed once at boot.
 *
 * Nobody else reads `process.env`; every function is handed the values it needs. A wrong environment is one error
 * that names every wrong variable (and never the value of a secret), so that an operator mends it in one go.
 * Durations are in milliseconds and end in `Ms`. An empty variable counts as unset.
 */
import { hostname } from 'node:os';
import { z } from 'zod';
import { LeagueId } from '../protocol/ids';

/** The environment as the operating system hands it over. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** Every wrong variable of an environment, one a line. */
export class ConfigError extends Error {
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(`The environment is wrong:\n${problems.map((problem) => `  - ${problem}`).join('\n')}`);
    this.name = 'ConfigError';
    this.problems = problems;
  }
}

const setting = <S extends z.ZodType>(variable: string, schema: S): { variable: string; schema: S } => ({
  variable,
  schema,
});

const whole = (range: { min: number; max: number; fallback: number }) =>
  z
    .string()
    .regex(/^\d{1,15}$/, 'a whole number')
    .transform(Number)
    .pipe(z.int().min(range.min).max(range.max))
    .default(range.fallback);

const durationMs = (fallback: number, min = 1) => whole({ min, max: 2_147_483_647, fallback });

const url = (schemes: string) =>
  z
    .string()
    .regex(new RegExp(`^(?:${schemes.replaceAll('+', '\\+')})://\\S+$`), `a URL (${schemes.split('|').join(', ')})`);

const redisUrl = url('redis|rediss|redis+cluster|redis+sentinel');
const secret = (min: number) => z.string().min(min, `at least ${min} characters`);

/** What every process of a deployment needs: nodes and workers alike. */
const sharedSettings = {
  /** What people call this process, in logs, metrics and statistics. Default: the host's name. */
  node: setting('DUGOUT_NODE', z.string().max(64).default(hostname)),
  /** Redis A: fences, journals, node sessions, pub/sub. `redis+cluster://h:p,h:p` and `redis+sentinel://…` too. */
  redisUrl: setting('REDIS_URL', redisUrl),
  /** Redis B: the BullMQ queues. Default: `REDIS_URL`; apart in production, so that a full queue stops no journal. */
  queueRedisUrl: setting('QUEUE_REDIS_URL', redisUrl.optional()),
  /** PostgreSQL, the system of record. */
  databaseUrl: setting('DATABASE_URL', url('postgres|postgresql')),
  /** Partitions of the journal; fixed for a deployment's life, checked at boot against PostgreSQL. Default 16. */
  partitions: setting('PARTITIONS', whole({ min: 1, max: 1024, fallback: 16 })),
  /** How long a node session lives without a beat. Default 3000 ms. */
  sessionTtlMs: setting('SESSION_TTL_MS', durationMs(3000, 100)),
  /** Bells of the journals are told to the workers at the end of each stretch of this length. Default 500 ms. */
  flushMs: setting('FLUSH_MS', durationMs(500)),
  /** A Redis command without an answer for this long has failed (its outcome is unknown). Default 1000 ms. */
  redisCommandTimeoutMs: setting('REDIS_COMMAND_TIMEOUT_MS', durationMs(1000, 10)),
  /** PostgreSQL connections that this process may hold. Default 10. */
  pgPoolMax: setting('PG_POOL_MAX', whole({ min: 1, max: 500, fallback: 10 })),
  /** How long a query waits for a free connection (and that for a new one). Default 3000 ms. */
  pgAcquireTimeoutMs: setting('PG_ACQUIRE_TIMEOUT_MS', durationMs(3000, 10)),
  /** A statement that runs longer is cancelled. Default 5000 ms. */
  pgStatementTimeoutMs: setting('PG_STATEMENT_TIMEOUT_MS', durationMs(5000, 10)),
  /** How long a process that was told to stop may take to finish and hand off. Default 20000 ms. */
  drainDeadlineMs: setting('DRAIN_DEADLINE_MS', durationMs(20_000)),
  /** Default `info`. */
  logLevel: setting(
    'LOG_LEVEL',
    z.enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent']).default('info'),
  ),
  /** `ipc`: the process was forked by a supervisor, and stops when the IPC channel closes. */
  parent: setting('DUGOUT_PARENT', z.enum(['ipc']).optional()),
};

/** What an API node needs besides. */
const nodeSettings = {
  /** The port for REST, WebSocket and mesh. Default 3000. */
  port: setting('PORT', whole({ min: 1, max: 65_535, fallback: 3000 })),
  /** The interface to listen on. Default `0.0.0.0`. */
  host: setting('HOST', z.string().max(255).default('0.0.0.0')),
  /** Where other nodes reach this one's mesh, e.g. `http://10.0.0.7:3000`. Default: loopback and the port. */
  address: setting('DUGOUT_ADDRESS', url('http|https').optional()),
  /** `token`: signed tokens only. `open`: anybody may be anybody, for local play; says so loudly. Default `token`. */
  auth: setting('DUGOUT_AUTH', z.enum(['token', 'open']).default('token')),
  /** Signs and checks the players' tokens (HS256). Needed unless `DUGOUT_AUTH=open`. */
  authSecret: setting('DUGOUT_AUTH_SECRET', secret(32).optional()),
  /** Tokens signed with this one are believed too: the next secret, or the last, while secrets are changed. */
  authSecretAlso: setting('DUGOUT_AUTH_SECRET_ALSO', secret(32).optional()),
  /** Shared by the nodes: authenticates one to the other. */
  meshSecret: setting('DUGOUT_MESH_SECRET', secret(32)),
  /** Nodes that show this one are believed too, while secrets are changed. */
  meshSecretAlso: setting('DUGOUT_MESH_SECRET_ALSO', secret(32).optional()),
  /** Opens the queue dashboard. Unset: there is no dashboard. */
  operatorToken: setting('DUGOUT_OPERATOR_TOKEN', secret(16).optional()),
  /** How often a node's session beats. At most a third of its TTL. Default 500 ms. */
  sessionBeatMs: setting('SESSION_BEAT_MS', durationMs(500, 10)),
  /** How many games a node keeps in memory. Default 20000. */
  hotGamesMax: setting('HOT_GAMES_MAX', whole({ min: 1, max: 10_000_000, fallback: 20_000 })),
  /** A game without a command or a look for this long leaves memory. Default 3600000 ms (an hour). */
  idleEvictMs: setting('IDLE_EVICT_MS', durationMs(3_600_000)),
  /** Commands that may wait for one game; beyond, `game/busy`. Default 64. */
  laneLimit: setting('LANE_LIMIT', whole({ min: 1, max: 10_000, fallback: 64 })),
  /** So many commands of a game, none from a player of its node, and it moves to theirs; 0: never. Default 4. */
  followAfter: setting('FOLLOW_AFTER', whole({ min: 0, max: 1_000_000, fallback: 4 })),
  /** How long a game of two computers waits between its plays. Default 1000 ms. */
  computerPaceMs: setting('COMPUTER_PACE_MS', durationMs(1000, 0)),
  /** Commands that may be under way in a node's games; beyond, `server/overloaded`. Default 2000. */
  commandsMax: setting('COMMANDS_MAX', whole({ min: 1, max: 1_000_000, fallback: 2000 })),
  /** How often an owner tells the viewers of a quiet game its head. Default 5000 ms. */
  headBeaconMs: setting('HEAD_BEACON_MS', durationMs(5000, 100)),
  /** How long a node waits for another's answer. Default 2000 ms. */
  meshDeadlineMs: setting('MESH_DEADLINE_MS', durationMs(2000, 10)),
  /** Sockets that a node accepts; beyond, `server/overloaded`. Default 20000. */
  socketsMax: setting('SOCKETS_MAX', whole({ min: 1, max: 1_000_000, fallback: 20_000 })),
  /** Of them from one address; beyond, `server/overloaded`; 0: no limit. Default 2000. */
  socketsPerAddressMax: setting('SOCKETS_PER_ADDRESS_MAX', whole({ min: 0, max: 1_000_000, fallback: 2000 })),
  /** Of them of one user; beyond, `server/overloaded`; 0: no limit. Default 256. */
  socketsPerUserMax: setting('SOCKETS_PER_USER_MAX', whole({ min: 0, max: 1_000_000, fallback: 256 })),
  /** How long the headers of a request may take to arrive. Default 10000 ms. */
  httpHeadersTimeoutMs: setting('HTTP_HEADERS_TIMEOUT_MS', durationMs(10_000, 100)),
  /** How long a whole request may take to arrive. Default 30000 ms. */
  httpRequestTimeoutMs: setting('HTTP_REQUEST_TIMEOUT_MS', durationMs(30_000, 100)),
  /** How long an idle connection is kept: longer than the balancer keeps it. Default 65000 ms. */
  httpKeepAliveMs: setting('HTTP_KEEP_ALIVE_MS', durationMs(65_000)),
  /** Packets a second of one socket, whatever they are; beyond, it is cut off; 0: no limit. Default 1000. */
  rateSocketPerS: setting('RATE_SOCKET_PER_S', whole({ min: 0, max: 1_000_000, fallback: 1000 })),
  /**
   * Messages of one socket that make no sense, at once; then one in 5 s: what it sends before is dropped unread. 0: any
   * amount. Default 10.
   */
  nonsenseMax: setting('SOCKET_NONSENSE_MAX', whole({ min: 0, max: 1_000_000, fallback: 10 })),
  /** HTTP requests and socket connections a second from one address, over all nodes; 0: no limit. Default 500. */
  rateAddressPerS: setting('RATE_ADDRESS_PER_S', whole({ min: 0, max: 1_000_000, fallback: 500 })),
  /** Requests and commands a second of one user; 0: no limit. Default 200. */
  rateUserPerS: setting('RATE_USER_PER_S', whole({ min: 0, max: 1_000_000, fallback: 200 })),
  /** Commands a second for one game; 0: no limit. Default 50. */
  rateGamePerS: setting('RATE_GAME_PER_S', whole({ min: 0, max: 1_000_000, fallback: 50 })),
  /** Web origins that may use the API from a browser, parted by commas; none by default. */
  corsOrigins: setting(
    'CORS_ORIGINS',
    z
      .string()
      .transform((text) => text.split(',').map((origin) => origin.trim()))
      .pipe(z.array(z.string().regex(/^https?:\/\/[^/\s]+$/, 'origins such as https://play.example')))
      .default([]),
  ),
  /** Leagues whose games are made by commissioners and operators alone, parted by commas; none by default. */
  closedLeagues: setting(
    'CLOSED_LEAGUES',
    z
      .string()
      .transform((text) => text.split(',').map((league) => league.trim()))
      .pipe(z.array(LeagueId))
      .default([]),
  ),
  /** Proxies in front of the node whose `X-Forwarded-For` is believed. Default 0: the peer's address counts. */
  trustProxyHops: setting('TRUST_PROXY_HOPS', whole({ min: 0, max: 10, fallback: 0 })),
};

type Settings = Readonly<Record<string, { readonly variable: string; readonly schema: z.ZodType }>>;
type Values<S extends Settings> = { readonly [K in keyof S]: z.output<S[K]['schema']> };

/** A worker's settings. */
export type WorkerConfig = Values<typeof sharedSettings> & { readonly queueRedisUrl: string };

/** An API node's settings. */
export type Config = WorkerConfig & Values<typeof nodeSettings> & { readonly address: string };

/**
 * Reads a worker's settings.
 * @throws ConfigError naming every variable that is missing or wrong.
 */
export function loadWorkerConfig(env: Environment): WorkerConfig {
  const problems: string[] = [];
  const values = read(sharedSettings, env, problems);
  refuse(problems);
  return withQueue(values);
}

/**
 * Reads an API node's settings.
 * @throws ConfigError naming every variable that is missing or wrong, and every relation that does not hold.
 */
export function loadConfig(env: Environment): Config {
  const problems: string[] = [];
  const shared = read(sharedSettings, env, problems);
  const node = read(nodeSettings, env, problems);
  refuse(problems);
  const config: Config = {
    ...withQueue(shared),
    ...node,
    address: node.address ?? `http://127.0.0.1:${node.port}`,
  };
  refuse(brokenRelations(config));
  return config;
}

/** What must hold between settings that are each right. */
function brokenRelations(config: Config): string[] {
  const problems: string[] = [];
  if (config.sessionBeatMs * 3 > config.sessionTtlMs) {
    problems.push('SESSION_BEAT_MS must be at most a third of SESSION_TTL_MS: two beats may be lost');
  }
  if (config.redisCommandTimeoutMs >= config.sessionTtlMs) {
    problems.push('REDIS_COMMAND_TIMEOUT_MS must be below SESSION_TTL_MS: a hanging beat must be seen in time');
  }
  if (config.meshDeadlineMs >= config.drainDeadlineMs) {
    problems.push('MESH_DEADLINE_MS must be below DRAIN_DEADLINE_MS: a drain waits for hand-offs');
  }
  if (config.httpHeadersTimeoutMs > config.httpRequestTimeoutMs) {
    problems.push('HTTP_HEADERS_TIMEOUT_MS must be at most HTTP_REQUEST_TIMEOUT_MS: headers are part of a request');
  }
  if (config.auth === 'token' && config.authSecret === undefined) {
    problems.push('DUGOUT_AUTH_SECRET is needed with DUGOUT_AUTH=token: at least 32 characters');
  }
  return problems;
}

/** A password this short would strike out words that are none. */
const SECRET_MIN_CHARS = 8;

/** Everything in a process's settings that nobody may read in a log, the passwords in its URLs among it. */
export function secretsOf(config: WorkerConfig & Partial<Config>): string[] {
  const { authSecret, authSecretAlso, meshSecret, meshSecretAlso, operatorToken } = config;
  const written = [config.redisUrl, config.queueRedisUrl, config.databaseUrl].flatMap((address) => {
    const [, password = ''] = /^[^/]+:\/\/[^@/]*?:([^/]*)@/.exec(address) ?? [];
    return [password, decoded(password)];
  });
  const secrets = [authSecret, authSecretAlso, meshSecret, meshSecretAlso, operatorToken, ...written];
  return [...new Set(secrets)].filter((text) => text !== undefined && text.length >= SECRET_MIN_CHARS) as string[];
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function withQueue(values: Values<typeof sharedSettings>): WorkerConfig {
  return { ...values, queueRedisUrl: values.queueRedisUrl ?? values.redisUrl };
}

/** Parses each setting on its own, so that one wrong variable does not hide another. */
function read<S extends Settings>(settings: S, env: Environment, problems: string[]): Values<S> {
  const values = Object.entries(settings).map(([name, { variable, schema }]) => {
    const text = env[variable] === '' ? undefined : env[variable];
    const parsed = schema.safeParse(text);
    if (!parsed.success) {
      const reasons = parsed.error.issues.map((issue) => issue.message).join('; ');
      problems.push(text === undefined ? `${variable} is not set` : `${variable}: ${reasons}`);
    }
    return [name, parsed.data];
  });
  return Object.fromEntries(values) as Values<S>;
}

function refuse(problems: readonly string[]): void {
  if (problems.length > 0) {
    throw new ConfigError(problems);
  }
}
