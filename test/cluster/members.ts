/** The processes of a cluster under test, by name (`node-1`, `worker-2`), and a balancer before the nodes. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { Balancer } from '../../scripts/cluster/balancer';
import { nodeEnvironment, workerEnvironment, type Stores } from '../../scripts/cluster/environment';
import { freePort } from '../../scripts/cluster/ports';
import { probe } from '../../scripts/cluster/probe';
import { ClusterProcess } from '../support/cluster-process';
import { until } from '../support/until';

const PROJECT = join(__dirname, '..', '..');
const READY_WITHIN_MS = 60_000;
const STOP_WITHIN_MS = 20_000;
const SECRETS = {
  authSecret: 'a secret of the tests, long enough for HS256',
  meshSecret: 'another secret of the tests, from node to node',
  operatorToken: 'the operator of the tests',
};

/** A node's port; a worker has none. */
interface Member {
  readonly process: ClusterProcess;
  readonly port: number | null;
  isLeaving: boolean;
}

export class Members {
  private readonly members = new Map<string, Member>();
  private readonly balancer = new Balancer();
  private isClosed = false;

  private constructor(
    private readonly options: { readonly stores: Stores; readonly env: NodeJS.ProcessEnv; readonly logs: string },
    /** The balancer's address: any node that is ready. */
    readonly url: string,
  ) {}

  /** @param options.logs the folder for the processes' logs */
  static async open(options: { stores: Stores; env: NodeJS.ProcessEnv; logs: string }): Promise<Members> {
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
    this.assertAllIsWell();
    this.members.set(name, { process: this.launch(name, port), port, isLeaving: false });
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

  /** The end of every log. */
  logTails(): string {
    return [...this.members].map(([name, { process }]) => `--- ${name}\n${process.logTail}`).join('\n');
  }

  async close(): Promise<void> {
    this.isClosed = true;
    this.balancer.close();
    await Promise.all([...this.members.values()].map(({ process }) => process.kill()));
  }

  private launch(name: string, port: number | null): ClusterProcess {
    const { stores, env, logs } = this.options;
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
