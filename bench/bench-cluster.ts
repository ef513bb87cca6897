/**
 * The cluster that is measured: the local one, as `npm run cluster` starts it, with ports of its own, and with stores
 * that begin empty: a figure must not depend on what was measured before.
 */
import { existsSync, realpathSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { builtProgram, layoutOf, type Layout } from '../scripts/cluster/layout';
import { endLeftovers } from '../scripts/cluster/leftovers';
import { migrateDatabase } from '../scripts/cluster/migrate';
import { freePort } from '../scripts/cluster/ports';
import { Supervisor } from '../scripts/cluster/supervisor';

export interface BenchCluster {
  /** The balancer's. */
  readonly url: string;
  readonly redisUrl: string;
  readonly databaseUrl: string;
  /** Its processes, each with its kind: `node`, `worker`, `balancer`, `stores`. */
  servers(): readonly { readonly pid: number; readonly kind: string }[];
  stop(): Promise<void>;
}

const WORKERS = 2;

/** @throws Error when it does not come up */
export async function startBenchCluster(nodes: number, say: (line: string) => void): Promise<BenchCluster> {
  const layout = benchLayout();
  await endLeftovers(layout.pids, builtProgram(layout, ''), say);
  empty(layout);
  const supervisor = new Supervisor({
    layout,
    cluster: { nodes, workers: WORKERS, port: await freePort() },
    programs: { node: builtProgram(layout, 'src/main.js'), worker: builtProgram(layout, 'workers/main.js') },
    // One user's limits as in production; an address has none, as everybody here has the same.
    env: {
      LOG_LEVEL: 'warn',
      RATE_USER_PER_S: '200',
      RATE_SOCKET_PER_S: '1000',
      SOCKET_NONSENSE_MAX: '10',
      ...process.env,
    },
    migrate: async (databaseUrl) => {
      await migrateDatabase(databaseUrl);
    },
    say,
  });
  try {
    const { url, stores } = await supervisor.start();
    return {
      url,
      ...stores,
      servers: () =>
        supervisor.describe().flatMap(({ name, pid }) => (pid === null ? [] : [{ pid, kind: kindOf(name) }])),
      stop: () => supervisor.stop(),
    };
  } catch (error) {
    await supervisor.stop();
    throw error;
  }
}

export function benchLayout(): Layout {
  const { dir } = layoutOf(process.env);
  return layoutOf({ ...process.env, DUGOUT_DIR: join(dir, 'bench') });
}

/** The data may lie elsewhere, behind a link, where PostgreSQL's user can reach it. */
function empty(layout: Layout): void {
  for (const folder of [layout.redisData, layout.postgresData]) {
    if (existsSync(folder)) rmSync(realpathSync(folder), { recursive: true });
  }
}

const kindOf = (name: string): string => name.replace(/-\d+$/, '');
