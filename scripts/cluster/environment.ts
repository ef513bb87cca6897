/**
 * The environment of the cluster's processes, by the names that src/platform/config.ts reads, and Node's flags for them.
 * What the person who started the cluster set wins over the defaults of local play, not over what makes the processes one
 * cluster.
 */
import type { Secrets } from './secrets';

/** Where the processes find their stores. */
export interface Stores {
  readonly redisUrl: string;
  /** The queues', when they are apart. */
  readonly queueRedisUrl?: string;
  readonly databaseUrl: string;
}

/**
 * Every local client has the same address and may be anybody, so the limits by address, user and game would hit one
 * person's replay and nobody else.
 */
const LOCAL_DEFAULTS = {
  DUGOUT_AUTH: 'open',
  RATE_ADDRESS_PER_S: '0',
  RATE_USER_PER_S: '0',
  RATE_GAME_PER_S: '0',
  RATE_SOCKET_PER_S: '0',
  SOCKET_NONSENSE_MAX: '0',
  SOCKETS_PER_ADDRESS_MAX: '0',
  SOCKETS_PER_USER_MAX: '0',
};

/**
 * Node's own flags for every process of a cluster, which it takes on its command line alone: below 256 MB of old space
 * there is no full collection. Else V8 starts one whenever the old space may grow by less than a young generation, what
 * lies in buffers counted in: a flood of large messages brings that about twice a second, and whoever plays meanwhile
 * waits for it.
 */
export const PROCESS_FLAGS: readonly string[] = ['--initial-old-space-size=256'];

/** An API node's. */
export function nodeEnvironment(
  env: NodeJS.ProcessEnv,
  node: { readonly name: string; readonly port: number },
  cluster: { readonly stores: Stores; readonly secrets: Secrets },
): NodeJS.ProcessEnv {
  return {
    ...workerEnvironment(env, node.name, cluster.stores),
    PORT: String(node.port),
    HOST: '127.0.0.1',
    DUGOUT_ADDRESS: `http://127.0.0.1:${node.port}`,
    DUGOUT_AUTH_SECRET: cluster.secrets.authSecret,
    DUGOUT_MESH_SECRET: cluster.secrets.meshSecret,
    DUGOUT_OPERATOR_TOKEN: cluster.secrets.operatorToken,
  };
}

/** A worker's. */
export function workerEnvironment(env: NodeJS.ProcessEnv, name: string, stores: Stores): NodeJS.ProcessEnv {
  return {
    ...LOCAL_DEFAULTS,
    ...env,
    DUGOUT_NODE: name,
    DUGOUT_PARENT: 'ipc',
    REDIS_URL: stores.redisUrl,
    ...(stores.queueRedisUrl === undefined ? {} : { QUEUE_REDIS_URL: stores.queueRedisUrl }),
    DATABASE_URL: stores.databaseUrl,
  };
}
