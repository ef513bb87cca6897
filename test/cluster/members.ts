/** The processes of a cluster under test, by name (`node-1`, `worker-2`), and a balancer before the nodes. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { Balancer } from '../../scripts/cluster/balancer';
import { nodeEnvironment, workerEnvironment, type Stores } from '../../scripts/cluster/environment';
import { freePort } from '../../scripts/cluster/ports';
import { ClusterProcess } from '../support/cluster-process';
import { until } from '../support/until';
import { startWire, type Target, type Wire } from '../support/wire';

const PROJECT = join(__dirname, '..', '..');
const READY_WITHIN_MS = 60_000;
const STOP_WITHIN_MS = 20_000;
const SECRETS = {
  authSecret: 'a secret of the tests, long enough for HS256',
  meshSecret: 'another secret of the tests, from node to node',
  operatorToken: 'the operator of the tests',
};

/** What a process may have a line of its own to; `mesh` is the one over which other nodes reach a node. */
export type LineKind = 'redis' | 'queue' | 'postgres' | 'mesh';

interface Member {
  readonly process: ClusterProcess;
  /** A node's; a worker has none. */
  readonly port: number | null;
  /** Its lines that can be spoilt. */
  readonly lines: ReadonlyMap<LineKind, Wire>;
  isLeaving: boolean;
}

export interface MembersOptions {
  readonly stores: Stores;
  readonly env: NodeJS.ProcessEnv;
  /** More of it for one process, by its name. */
  readonly envOf?: (name: string) => NodeJS.ProcessEnv;
  /** The folder for the processes' logs. */
  readonly logs: string;
  /** What each process reaches over a line of its own. */
  readonly lines?: readonly LineKind[];
}

export class Members {
  private readonly members = new Map<string, Member>();
  private balancer = new Balancer();
  private isClosed = false;

  private constructor(
    private readonly options: MembersOptions,
    /** The balancer's address: any node that is ready. */
    readonly url: string,
  ) {}

  static async open(options: MembersOptions): Promise<Members> {
    mkdirSync(options.logs, { recursive: true });
    const port = await freePort();
    const members = new Members(options, `http://127.0.0.1:${port}`);
    await members.balancer.listen(port);
    return members;
  }

  /** The nodes that run, frozen ones too, and where they are. */
  get nodes(): ReadonlyMap<string, string> {
    const running = [...this.members].filter(([, { process, port }]) => process.isRunning && port !== null);
    return new Map(running.map(([name, { port }]) => [name, `http://127.0.0.1:${port}`]));
  }

  get running(): readonly string[] {
    return [...this.members].filter(([, { process }]) => process.isRunning).map(([name]) => name);
  }

  /** @throws Error when a process ended that nobody had told to, or when the cluster has been closed */
  assertAllIsWell(): void {
    const crashes = [...this.crashes.values()];
    if (crashes.length > 0) throw new Error(crashes.join('\n'));
    if (this.isClosed) throw new Error('the cluster has been closed');
  }

  /** The processes that ended without having been told to, and what they last said, by name. */
  get crashes(): ReadonlyMap<string, string> {
    const crashed = [...this.members].map(([name, { process }]) => [name, process.crash] as const);
    return new Map(crashed.flatMap(([name, crash]) => (crash === undefined ? [] : [[name, crash] as const])));
  }

  /** Starts one, for the first time or again; a node is ready, and known to be, when this resolves. */
  async start(name: string): Promise<void> {
    const port = name.startsWith('node-') ? await freePort() : null;
    const lines = await this.layLines(port);
    this.closeLines(name);
    // One that crashed is forgotten with its successor.
    this.members.delete(name);
    if (this.isClosed) throw new Error('the cluster has been closed');
    this.members.set(name, { process: this.launch(name, { port, lines }), port, lines, isLeaving: false });
    this.tellBalancer();
    if (port === null) return;
    await until(
      `${name} is ready`,
      async () => {
        const crash = this.crashes.get(name);
        if (crash !== undefined || this.isClosed) throw new Error(crash ?? 'the cluster has been closed');
        // The balancer must have seen it too, or it gives all connections to those that were ready before.
        return this.balancer.sightings().some((sighting) => sighting.name === name && sighting.health === 'ready');
      },
      READY_WITHIN_MS,
    );
  }

  /** SIGTERM; the balancer sends it nobody any more. @throws Error when it does not end in order */
  async stop(name: string): Promise<void> {
    const member = this.named(name);
    member.isLeaving = true;
    this.tellBalancer();
    await member.process.stop(STOP_WITHIN_MS);
    this.closeLines(name);
    this.tellBalancer();
  }

  /** SIGKILL. */
  async kill(name: string): Promise<void> {
    await this.named(name).process.kill();
    // Nobody listens where it was: a line that took connections would hide that.
    this.closeLines(name);
    this.tellBalancer();
  }

  freeze(name: string): void {
    this.named(name).process.freeze();
  }

  thaw(name: string): void {
    this.named(name).process.thaw();
  }

  isRunning(name: string): boolean {
    return this.members.get(name)?.process.isRunning ?? false;
  }

  /** The line of a process, to spoil and to mend. */
  line(name: string, kind: LineKind): Wire {
    const line = this.named(name).lines.get(kind);
    if (line === undefined) throw new Error(`${name} has no line of its own to ${kind}: the cluster was started so`);
    return line;
  }

  /** The lines of this kind of every process that runs. */
  linesTo(kind: LineKind): readonly Wire[] {
    return this.running.flatMap((name) => this.named(name).lines.get(kind) ?? []);
  }

  /** The balancer ends, with all its connections, and another takes its place. */
  async restartBalancer(): Promise<void> {
    this.balancer.close();
    this.balancer = new Balancer();
    await this.balancer.listen(Number(new URL(this.url).port));
    this.tellBalancer();
  }

  /** The end of every log. */
  logTails(): string {
    return [...this.members].map(([name, { process }]) => `--- ${name}\n${process.logTail}`).join('\n');
  }

  async close(): Promise<void> {
    this.isClosed = true;
    this.balancer.close();
    await Promise.all([...this.members.values()].map(({ process }) => process.kill()));
    for (const name of this.members.keys()) this.closeLines(name);
  }

  private launch(name: string, place: { port: number | null; lines: Member['lines'] }): ClusterProcess {
    const { port, lines } = place;
    const { logs, stores: all } = this.options;
    const stores = storesOver(lines, all);
    const env = { ...this.options.env, ...this.options.envOf?.(name) };
    const mesh = lines.get('mesh');
    return new ClusterProcess({
      name,
      program: join(PROJECT, 'dist', port === null ? 'workers/main.js' : 'src/main.js'),
      env:
        port === null
          ? workerEnvironment(env, name, stores)
          : {
              ...nodeEnvironment(env, { name, port }, { stores, secrets: SECRETS }),
              ...(mesh === undefined ? {} : { DUGOUT_ADDRESS: `http://127.0.0.1:${mesh.port}` }),
            },
      logFile: join(logs, `${name}.log`),
    });
  }

  private async layLines(port: number | null): Promise<Member['lines']> {
    const { stores, lines = [] } = this.options;
    const laid = new Map<LineKind, Wire>();
    for (const kind of lines) {
      const target = targetOf(kind, stores, port);
      if (target !== undefined) laid.set(kind, await startWire(target));
    }
    return laid;
  }

  private closeLines(name: string): void {
    for (const line of this.members.get(name)?.lines.values() ?? []) line.close();
  }

  private named(name: string): Member {
    const member = this.members.get(name);
    if (member === undefined) throw new Error(`no ${name} was ever started`);
    return member;
  }

  private tellBalancer(): void {
    const nodes = [...this.members].filter(([, { process }]) => process.isRunning);
    this.balancer.setBackends(
      nodes.flatMap(([name, { port, isLeaving }]) => (port === null ? [] : [{ name, port, isLeaving }])),
    );
  }
}

/** Where a line leads; undefined when the process needs none of that kind. */
function targetOf(kind: LineKind, stores: Stores, port: number | null): Target | undefined {
  switch (kind) {
    case 'redis':
      return targetIn(stores.redisUrl);
    case 'queue':
      return stores.queueRedisUrl === undefined ? undefined : targetIn(stores.queueRedisUrl);
    case 'postgres':
      return targetIn(stores.databaseUrl);
    case 'mesh':
      return port === null ? undefined : { host: '127.0.0.1', port };
  }
}

/** The stores, as they are reached over these lines. */
function storesOver(lines: Member['lines'], stores: Stores): Stores {
  const over = (kind: LineKind, url: string): string => {
    const line = lines.get(kind);
    return line === undefined ? url : urlAt(url, line.port);
  };
  const { redisUrl, queueRedisUrl, databaseUrl } = stores;
  return {
    redisUrl: over('redis', redisUrl),
    databaseUrl: over('postgres', databaseUrl),
    ...(queueRedisUrl === undefined ? {} : { queueRedisUrl: over('queue', queueRedisUrl) }),
  };
}

function urlAt(url: string, port: number): string {
  const moved = new URL(url);
  moved.port = String(port);
  return moved.href;
}

export function targetIn(url: string): Target {
  const { hostname, port } = new URL(url);
  return { host: hostname, port: Number(port) };
}
