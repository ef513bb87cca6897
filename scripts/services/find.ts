/**
 * Redis and PostgreSQL, before a command that needs them: a URL in the environment, an installed server, one that
 * can be installed; else an error that names the ways out.
 */
import { join } from 'node:path';
import { findPostgres } from './postgres';
import { findRedisServer } from './redis';
import { installRedis } from './redis-install';

export interface FindOptions {
  /** The project's folder. */
  readonly root: string;
  readonly env: NodeJS.ProcessEnv;
  /** Told one line for each step that takes time. */
  readonly say: (line: string) => void;
  /** The command starts servers of its own, whatever a URL names: their programs are needed. */
  readonly startsServers?: boolean;
}

/** Where the bootstrap puts a Redis server that it may not install for the machine. */
export const ownRedisFolder = (root: string): string => join(root, '.dugout', 'redis-server');

/**
 * @returns variables for the command's environment: `DUGOUT_REDIS_SERVER`, the server's path, unless a URL is enough
 * @throws Error naming the ways out, when a service is neither there nor installable
 */
export async function findServices(options: FindOptions): Promise<Record<string, string>> {
  const { env, startsServers = false } = options;
  if (startsServers || !env['DATABASE_URL']) {
    await findPostgres();
  }
  return env['REDIS_URL'] && !startsServers ? {} : { DUGOUT_REDIS_SERVER: await findOrInstallRedis(options) };
}

async function findOrInstallRedis({ root, env, say }: FindOptions): Promise<string> {
  const folder = ownRedisFolder(root);
  const before = await findRedisServer(env, folder);
  if (before.server !== undefined) {
    return before.server.path;
  }
  const { isInstalled, failures } = await installRedis(folder, env, say);
  const { server } = isInstalled ? await findRedisServer(env, folder) : before;
  if (server !== undefined) {
    return server.path;
  }
  throw new Error(noRedis([...before.tooOld.map((found) => `found, but older than 7: ${found}`), ...failures]));
}

function noRedis(reasons: readonly string[]): string {
  return [
    'Dugout needs a Redis (or Valkey) server, 7 or newer, and could neither find nor install one.',
    ...reasons.map((reason) => `  - ${reason}`),
    'Three ways to give it one:',
    '  1. Install it, so that redis-server or valkey-server is on the PATH:  sudo apt-get install redis-server',
    '     or:  brew install redis',
    '  2. Name one that runs already:  REDIS_URL=redis://host:6379 npm run demo',
    '  3. Run one with docker compose, and name it as in 2 (redis://localhost:6379):',
    `     echo '{"services":{"redis":{"image":"redis:7","ports":["6379:6379"]}}}' | docker compose -f - up -d`,
  ].join('\n');
}
