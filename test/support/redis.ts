/**
 * Real Redis servers for tests: each on a free port of loopback, with a folder of its own, gone when it is stopped.
 *
 * The program is the one that the bootstrap would use: `DUGOUT_REDIS_SERVER`, else `redis-server` or `valkey-server`.
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { Redis } from 'ioredis';
import { freePort } from '../../scripts/cluster/ports';
import { ownRedisFolder } from '../../scripts/services/find';
import { findRedisServer } from '../../scripts/services/redis';
import { until } from './until';

export interface StartOptions {
  /** `aof` syncs each write to disk; default `none`: nothing outlives the process. */
  readonly persistence?: 'none' | 'aof';
  /** More settings, as in redis.conf: `{maxmemory: '10mb'}`. */
  readonly settings?: Readonly<Record<string, string>>;
  /** A folder that an earlier server left (`kill`), to start from what it kept. */
  readonly folder?: string;
  /** The port that an earlier server had; default: any that is free. */
  readonly port?: number;
  /** As a Sentinel: the settings come from this file. */
  readonly sentinelFile?: string;
  /** As a node of a Redis Cluster. */
  readonly clustered?: boolean;
}

export interface TestRedis {
  readonly url: string;
  readonly host: string;
  readonly port: number;
  /** Where it speaks with the other nodes of its Redis Cluster, when it has any. */
  readonly busPort: number;
  readonly pid: number;
  readonly folder: string;
  /** Ends it, and takes its folder away. */
  stop(): Promise<void>;
  /** SIGKILL; the folder stays. */
  kill(): Promise<void>;
  /** SIGTERM; the folder stays. */
  end(): Promise<void>;
}

export interface TestCluster {
  readonly url: string;
  readonly nodes: readonly { readonly host: string; readonly port: number }[];
  stop(): Promise<void>;
}

const HOST = '127.0.0.1';
const PROJECT = path.join(__dirname, '..', '..');
const START_ATTEMPTS = 5;
const READY = 'ready';
const LAST_LINES = 10;
const CLUSTER_NODES = 3;
const SLOTS = 16_384;

export async function startRedis(options: StartOptions = {}): Promise<TestRedis> {
  const { server } = await findRedisServer(process.env, ownRedisFolder(PROJECT));
  if (server === undefined) throw new Error('no redis-server: see npm run cluster for the ways to get one');
  const folder = options.folder ?? mkdtempSync(path.join(tmpdir(), 'dugout-redis-'));
  for (let attempt = 1; ; attempt += 1) {
    const ports = { port: options.port ?? (await freePort()), busPort: await freePort() };
    const child = spawn(server.path, argumentsFor(options, folder, ports), { stdio: ['ignore', 'pipe', 'inherit'] });
    const said = await readyOrWhy(child);
    if (said === READY) return running(child, folder, ports);
    if (attempt === START_ATTEMPTS) throw new Error(`${server.path} does not start; the last it said:\n${said}`);
  }
}

/** Three masters that share the slots, once each of them says that the cluster is whole. */
export async function startRedisCluster(): Promise<TestCluster> {
  const members = await Promise.all(Array.from({ length: CLUSTER_NODES }, () => startRedis({ clustered: true })));
  const clients = members.map(({ port }) => new Redis({ host: HOST, port }));
  try {
    await Promise.all(
      clients.map(async (client, i) => {
        const [from, to] = [i, i + 1].map((n) => Math.floor((n * SLOTS) / CLUSTER_NODES));
        await client.call('CLUSTER', 'ADDSLOTSRANGE', String(from), String(to! - 1));
        await client.call('CLUSTER', 'SET-CONFIG-EPOCH', String(i + 1));
      }),
    );
    for (const { port, busPort } of members.slice(1)) {
      await clients[0]!.call('CLUSTER', 'MEET', HOST, String(port), String(busPort));
    }
    await Promise.all(clients.map(untilWhole));
  } finally {
    for (const client of clients) client.disconnect();
  }
  const nodes = members.map(({ port }) => ({ host: HOST, port }));
  return {
    url: `redis+cluster://${nodes.map(({ host, port }) => `${host}:${port}`).join(',')}`,
    nodes,
    stop: async () => {
      await Promise.all(members.map((member) => member.stop()));
    },
  };
}

function untilWhole(client: Redis): Promise<void> {
  return until('the cluster is whole', async () => {
    const info = String(await client.call('CLUSTER', 'INFO'));
    return info.includes('cluster_state:ok') && info.includes(`cluster_known_nodes:${CLUSTER_NODES}`);
  });
}

interface Ports {
  readonly port: number;
  readonly busPort: number;
}

function argumentsFor(options: StartOptions, folder: string, { port, busPort }: Ports): string[] {
  // The bus is told its port: by default it is 10,000 above, which need not be free.
  const cluster = { 'cluster-enabled': 'yes', 'cluster-port': String(busPort), 'cluster-node-timeout': '2000' };
  const settings = {
    port: String(port),
    bind: HOST,
    dir: folder,
    save: '',
    appendonly: options.persistence === 'aof' ? 'yes' : 'no',
    appendfsync: 'always',
    'maxmemory-policy': 'noeviction',
    'enable-debug-command': 'yes',
    ...(options.clustered === true ? cluster : {}),
    ...options.settings,
  };
  const asArguments = Object.entries(settings).flatMap(([name, value]) => [`--${name}`, value]);
  return options.sentinelFile === undefined
    ? asArguments
    : [options.sentinelFile, '--sentinel', '--port', String(port), '--bind', HOST];
}

/** `READY`, or the last lines of one that ended instead: somebody else had taken a port of it, mostly. */
async function readyOrWhy(child: ChildProcess): Promise<string> {
  const said: string[] = [];
  const lines = createInterface({ input: child.stdout! });
  const ready = new Promise<string>((resolve) => {
    lines.on('line', (line) => {
      if (/Ready to accept connections|monitor master/.test(line)) resolve(READY);
      else said.push(line);
    });
  });
  const ended = once(lines, 'close').then(() => said.slice(-LAST_LINES).join('\n'));
  return Promise.race([ready, ended]);
}

function running(child: ChildProcess, folder: string, { port, busPort }: Ports): TestRedis {
  const exited = once(child, 'exit');
  const end = async (signal: NodeJS.Signals): Promise<void> => {
    child.kill(signal);
    await exited;
  };
  return {
    url: `redis://${HOST}:${port}`,
    host: HOST,
    port,
    busPort,
    pid: child.pid ?? 0,
    folder,
    stop: async () => {
      await end('SIGKILL');
      rmSync(folder, { recursive: true, force: true });
    },
    kill: () => end('SIGKILL'),
    end: () => end('SIGTERM'),
  };
}
