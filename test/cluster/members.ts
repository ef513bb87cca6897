/** The processes of a cluster under test, by name (`node-1`, `worker-2`), and a balancer before the nodes. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { Balancer } from '../../scripts/cluster/balancer';
import { nodeEnvironment, workerEnvironment, type Stores } from '../../scripts/cluster/environment';
import { freePort } from '../../scripts/cluster/ports';
import { probe } from '../../scripts/cluster/probe';
import { ClusterProcess } from '../support/cluster-process';
import { until } from '../support/until';
import { startWire, type Wire } from '../support/wire';

const PROJECT = join(__dirname, '..', '..');
const READY_WITHIN_MS = 60_000;
const STOP_WITHIN_MS = 20_000;
const SECRETS = {
  authSecret: 'a secret of the tests, long enough for HS256',
  meshSecret: 'another secret of the tests, from node to node',
  operatorToken: 'the operator of the tests',
};

interface Member {
  readonly process: ClusterProcess;
  /** A node's; a worker has none. */
  readonly port: number | null;
  /** Its line to Redis, when it can be cut. */
  readonly wire: Wire | null;
  isLeaving: boolean;
}

export interface MembersOptions {
  readonly stores: Stores;
  readonly env: NodeJS.ProcessEnv;
  /** The folder for the processes' logs. */
  readonly logs: string;
  /** Each process reaches Redis over a line of its own, for `cutRedis`. */
  readonly isWired?: boolean;
}

export class Members {
  private readonly members = new Map<string, Member>();
  private readonly balancer = new Balancer();
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
    const crashes = [...this.members.values()].flatMap(({ process }) => process.crash ?? []);
    if (crashes.length > 0) throw new Error(crashes.join('\n'));
    if (this.isClosed) throw new Error('the cluster has been closed');
  }

  /** Starts one, for the first time or again; a node is ready when this resolves. */
  async start(name: string): Promise<void> {
    const isNode = name.startsWith('node-');
    const port = isNode ? await freePort() : null;
    const wire = this.options.isWired === true ? await startWire(placeOf(this.options.stores.redisUrl)) : null;
    this.assertAllIsWell();
    this.members.get(name)?.wire?.close();
    this.members.set(name, { process: this.launch(name, { port, wire }), port, wire, isLeaving: false });
    this.tellBalancer();
    if (port === null) return;
    await until(
      `${name} is ready`,
      async () => {
        this.assertAllIsWell();
        return (await probe(port)) === 'ready';
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
    this.tellBalancer();
  }

  /** SIGKILL. */
  async kill(name: string): Promise<void> {
    await this.named(name).process.kill();
    this.tellBalancer();
  }

  freeze(name: string): void {
    this.named(name).process.freeze();
  }

  thaw(name: string): void {
    this.named(name).process.thaw();
  }

  /** Nothing gets from this process to Redis, or back. */
  cutRedis(name: string): void {
    this.wireOf(name).cut();
  }

  mendRedis(name: string): void {
    this.wireOf(name).mend();
  }

  /** The end of every log. */
  logTails(): string {
    return [...this.members].map(([name, { process }]) => `--- ${name}\n${process.logTail}`).join('\n');
  }

  async close(): Promise<void> {
    this.isClosed = true;
    this.balancer.close();
    await Promise.all([...this.members.values()].map(({ process }) => process.kill()));
    for (const { wire } of this.members.values()) wire?.close();
  }

  private launch(name: string, { port, wire }: { port: number | null; wire: Wire | null }): ClusterProcess {
    const { env, logs, stores: all } = this.options;
    const stores = wire === null ? all : { ...all, redisUrl: `redis://127.0.0.1:${wire.port}` };
    return new ClusterProcess({
      name,
      program: join(PROJECT, 'dist', port === null ? 'workers/main.js' : 'src/main.js'),
      env:
        port === null
          ? workerEnvironment(env, name, stores)
          : nodeEnvironment(env, { name, port }, { stores, secrets: SECRETS }),
      logFile: join(logs, `${name}.log`),
    });
  }

  private wireOf(name: string): Wire {
    const { wire } = this.named(name);
    if (wire === null) throw new Error(`the line of ${name} cannot be cut: the cluster was not started with isWired`);
    return wire;
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

function placeOf(url: string): { host: string; port: number } {
  const { hostname, port } = new URL(url);
  return { host: hostname, port: Number(port) };
}
