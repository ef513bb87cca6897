/** The stores of the local cluster: those that the environment names, and the keeper's for the rest. */
import { logFileOf, builtProgram, type Layout } from './layout';
import { ManagedProcess } from './managed-process';
import type { Stores } from './environment';
import { ownRedisFolder } from '../services/find';
import { findPostgres } from '../services/postgres';
import { findRedisServer, type RedisServer } from '../services/redis';
import type { KeeperMessage, KeeperPlan } from '../services/keeper';

export interface StoresOptions {
  readonly layout: Layout;
  readonly env: NodeJS.ProcessEnv;
  readonly say: (line: string) => void;
  /** The process that holds them, as soon as there is one: it must be stopped also when it never comes up. */
  onKeeper(keeper: ManagedProcess): void;
  onChange(process: ManagedProcess): void;
}

/** @throws Error when a store does not start; says why */
export async function startStores(options: StoresOptions): Promise<Stores> {
  const { env, say } = options;
  const [redisUrl, databaseUrl] = [env['REDIS_URL'] || undefined, env['DATABASE_URL'] || undefined];
  const redis = redisUrl === undefined ? await redisServer(options) : undefined;
  const postgres = databaseUrl === undefined ? await findPostgres() : undefined;
  for (const [variable, url] of Object.entries({ REDIS_URL: redisUrl, DATABASE_URL: databaseUrl })) {
    if (url !== undefined) {
      say(`Using the store at ${placeOf(url)} (${variable})`);
    }
  }
  if (redis === undefined && postgres === undefined) {
    return { redisUrl: redisUrl ?? '', databaseUrl: databaseUrl ?? '' };
  }
  const names = [redis?.name, postgres?.name].filter((name) => name !== undefined);
  say(`Starting ${names.join(' and ')}, data in ${options.layout.dir}`);
  const served = await startKeeper(options, planOf(options.layout, { redis, withPostgres: postgres !== undefined }));
  return { redisUrl: redisUrl ?? served.redisUrl ?? '', databaseUrl: databaseUrl ?? served.databaseUrl ?? '' };
}

/** Host and port alone: the rest of a URL may hold a password. */
export function placeOf(url: string): string {
  try {
    return new URL(url).host;
  } catch {
    return 'the address given';
  }
}

async function redisServer({ layout, env }: StoresOptions): Promise<RedisServer> {
  const { server } = await findRedisServer(env, ownRedisFolder(layout.root));
  if (server === undefined) {
    throw new Error('There is no Redis server: start with `npm run cluster`, which finds or installs one.');
  }
  return server;
}

function planOf(
  layout: Layout,
  wanted: { readonly redis: RedisServer | undefined; readonly withPostgres: boolean },
): KeeperPlan {
  const { redis, withPostgres } = wanted;
  return {
    ...(redis && {
      redis: { server: redis.path, dataDir: layout.redisData, logFile: logFileOf(layout, 'redis') },
    }),
    ...(withPostgres && { postgres: { dataDir: layout.postgresData, logFile: logFileOf(layout, 'postgres') } }),
  };
}

function startKeeper(options: StoresOptions, plan: KeeperPlan): Promise<Extract<KeeperMessage, { type: 'serving' }>> {
  const { layout, env } = options;
  return new Promise((resolve, reject) => {
    const keeper = new ManagedProcess({
      name: 'stores',
      layout,
      launch: () =>
        Promise.resolve({
          program: builtProgram(layout, 'scripts/services/keeper.js'),
          args: [JSON.stringify(plan)],
          env,
        }),
      onChange: (process) => options.onChange(process),
      onMessage: (message) => {
        const told = message as KeeperMessage;
        if (told.type === 'serving') {
          resolve(told);
        } else {
          options.say(told.reason);
          reject(new Error(told.reason));
        }
      },
    });
    options.onKeeper(keeper);
    keeper.start().catch(reject);
  });
}
