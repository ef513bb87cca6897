/**
 * Connections to Redis, one kind for each purpose.
 *
 * - `journal`: fences, journal and sessions. It never sends anything twice and never queues: a command is written at
 *   once or refused, and what got no answer in time is reported as such (see ask.ts). Whoever asked decides.
 * - `pubsub`: broadcasts. Waits for the connection to come back and subscribes again.
 * - `queue`: BullMQ, which insists on commands that wait for ever.
 *
 * On a Redis Cluster, ioredis has its own ways to send again; `retryDelayOnFailover: 0` and
 * `retryDelayOnClusterDown: 0` shut them. Redirections (MOVED, ASK, TRYAGAIN) stay: the node that sent one did nothing.
 */
import { Cluster, Redis, type ClusterOptions, type RedisOptions } from 'ioredis';
import { type Clock, Fault } from '../../cluster/ports';
import { parseRedisUrl, type RedisAddress } from './address';
import { limitWaiting } from './ask';

export type RedisClient = Redis | Cluster;

export type RedisRole = 'journal' | 'pubsub' | 'queue';

export interface RedisConfig {
  /** See address.ts for its forms. */
  readonly url: string;
  /** How long `connectRedis` waits for a connection that works. */
  readonly connectTimeoutMs: number;
  /** How long a command of the `journal` role may go unanswered before its outcome counts as unknown. */
  readonly commandTimeoutMs: number;
  readonly clock: Pick<Clock, 'after' | 'endOfTick'>;
  /** Shown by Redis in CLIENT LIST. */
  readonly name: string;
  /** Told of every connection error; the client itself reconnects. */
  readonly onError: (error: Error) => void;
}

/** Replies keep the shapes of RESP2, which is ioredis's default. */
type Options = Omit<RedisOptions, 'replyMapping'>;

const RECONNECT_DELAY_MAX_MS = 250;
const RECONNECT_DELAY_STEP_MS = 50;
/** How long a socket that we close may take to say goodbye; a timer of ioredis lives as long. */
const DISCONNECT_TIMEOUT_MS = 500;
/** A link that says nothing, as a subscriber's may, is asked after so long whether it still is one. */
const KEEP_ALIVE_MS = 10_000;
/**
 * A connection that stays silent for this many command timeouts, with answers due, is given up, and so is a command that
 * did not go through `ask`.
 */
const SILENT_TIMEOUTS = 2;

/**
 * Opens a connection and waits until it is ready.
 *
 * @throws Fault `server/storage`, `notApplied`, when Redis cannot be reached within `connectTimeoutMs`.
 */
export async function connectRedis(config: RedisConfig, role: RedisRole): Promise<RedisClient> {
  const client = build(parseRedisUrl(config.url), config, role);
  if (role === 'journal') limitWaiting(client, { ...config, timeoutMs: config.commandTimeoutMs });
  client.on('error', config.onError);
  client.on('node error', config.onError);
  // A cluster's nodes connect when they are first asked, and until then a client without a queue refuses: connect now.
  client.on('+node', (node: Redis) => void node.connect().catch(() => undefined));
  try {
    await ready(client, config.connectTimeoutMs);
    if (client instanceof Cluster) await Promise.allSettled(client.nodes('master').map((node) => node.ping()));
  } catch (cause) {
    client.disconnect();
    throw new Fault({
      code: 'server/storage',
      outcome: 'notApplied',
      message: `Redis (${role}) cannot be reached: ${cause instanceof Error ? cause.message : String(cause)}`,
      cause,
    });
  }
  return client;
}

function build(address: RedisAddress, config: RedisConfig, role: RedisRole): RedisClient {
  const options = { ...commonOptions(address, config), ...ROLE_OPTIONS[role](config) };
  if (address.kind === 'cluster') {
    return new Cluster([...address.nodes], { ...CLUSTER_OPTIONS[role], redisOptions: options });
  }
  if (address.kind === 'single') {
    return new Redis({ ...options, host: address.host, port: address.port, db: address.db });
  }
  return new Redis({
    ...options,
    sentinels: [...address.sentinels],
    name: address.master,
    db: address.db,
    failoverDetector: true,
    enableTLSForSentinelMode: address.tls,
  });
}

function commonOptions(address: RedisAddress, config: RedisConfig): Options {
  return {
    connectionName: config.name,
    connectTimeout: config.connectTimeoutMs,
    disconnectTimeout: DISCONNECT_TIMEOUT_MS,
    keepAlive: KEEP_ALIVE_MS,
    // A server that was demoted answers, and takes no writes: connect anew, to the one that took its place.
    reconnectOnError: (error) => error.message.startsWith('READONLY'),
    retryStrategy: (attempt) => Math.min(attempt * RECONNECT_DELAY_STEP_MS, RECONNECT_DELAY_MAX_MS),
    ...(address.username === undefined ? {} : { username: address.username }),
    ...(address.password === undefined ? {} : { password: address.password }),
    ...(address.tls ? { tls: {} } : {}),
  };
}

const ROLE_OPTIONS: Readonly<Record<RedisRole, (config: RedisConfig) => Options>> = {
  journal: (config) => ({
    maxRetriesPerRequest: 0,
    enableOfflineQueue: false,
    autoResendUnfulfilledCommands: false,
    commandTimeout: config.commandTimeoutMs * SILENT_TIMEOUTS,
    socketTimeout: config.commandTimeoutMs * SILENT_TIMEOUTS,
  }),
  pubsub: () => ({ autoResubscribe: true }),
  queue: () => ({ maxRetriesPerRequest: null }),
};

const CLUSTER_OPTIONS: Readonly<Record<RedisRole, ClusterOptions>> = {
  journal: { enableOfflineQueue: false, retryDelayOnFailover: 0, retryDelayOnClusterDown: 0 },
  pubsub: { shardedSubscribers: true },
  queue: {},
};

function ready(client: RedisClient, timeoutMs: number): Promise<void> {
  return new Promise((resolve, reject) => {
    let lastError: Error | undefined;
    const onError = (error: Error): void => void (lastError = error);
    const done = (settle: () => void) => (): void => {
      deadline.removeEventListener('abort', onDeadline);
      client.off('ready', onReady);
      client.off('end', onEnd);
      client.off('error', onError);
      settle();
    };
    const onReady = done(resolve);
    const onEnd = done(() => reject(lastError ?? new Error('the connection was closed')));
    const onDeadline = done(() => reject(lastError ?? new Error(`no connection within ${timeoutMs} ms`)));
    const deadline = AbortSignal.timeout(timeoutMs);
    deadline.addEventListener('abort', onDeadline);
    client.once('ready', onReady);
    client.once('end', onEnd);
    client.on('error', onError);
  });
}
