/**
 * The local cluster: starts its processes in order, keeps them running, does what it is asked, and stops them in
 * order.
 *
 * Order of start: stores, schema, balancer, then nodes and workers together. Order of stop: nodes (they hand off and
 * tell their clients), workers, balancer, stores; each waits for the one before, so that nobody loses what it needs to
 * finish. A process that ends unasked is started again; one that was killed or drained on request stays away.
 */
import { setTimeout as pause } from 'node:timers/promises';
import { assertNever } from '../../src/baseball/assert';
import { BalancerProcess } from './balancer-process';
import type { ControlAnswer } from './control';
import type { Stores } from './environment';
import { builtProgram, type Layout } from './layout';
import { endLeftovers } from './leftovers';
import { tailOf } from './log-tail';
import type { ManagedProcess } from './managed-process';
import { Members, type MemberKind } from './members';
import type { ClusterOptions } from './options';
import { loadSecrets, type Secrets } from './secrets';
import { processTable, statusOf, type ProcessStatus } from './status';
import { placeOf, startStores } from './stores';
import { UsageError, type Verb } from './verbs';

export interface SupervisorOptions {
  readonly layout: Layout;
  readonly cluster: ClusterOptions;
  /** The built programs, so that a test can run the cluster with small ones. */
  readonly programs: Readonly<Record<MemberKind, string>>;
  readonly env: NodeJS.ProcessEnv;
  /** Brings the schema of the database up to date. */
  migrate(databaseUrl: string): Promise<void>;
  say(line: string): void;
}

/** What a started cluster is reached by. */
export interface Started {
  /** The balancer's, e.g. `http://localhost:3000`. */
  readonly url: string;
  readonly stores: Stores;
  readonly secrets: Secrets;
}

const count = (number: number, noun: string): string => `${number} ${noun}${number === 1 ? '' : 's'}`;

const READY_WITHIN_MS = 60_000;
const READY_POLL_MS = 50;
/** Starts that fail in a row until the cluster gives up coming up. */
const FAILED_STARTS_MAX = 3;
const STOP_WITHIN_MS = 30_000;
const DRAIN_DEADLINE_DEFAULT_MS = 20_000;
/** What a node may take beyond its own deadline before it is killed. */
const DRAIN_GRACE_MS = 5_000;

export class Supervisor {
  private members: Members | undefined;
  private stores: ManagedProcess | undefined;
  private storesAddress: string | undefined;
  private started: Started | undefined;
  private readonly balancer: BalancerProcess;
  private phase: 'starting' | 'up' | 'stopping' = 'starting';
  private stopped: Promise<void> | undefined;

  constructor(private readonly options: SupervisorOptions) {
    const { layout, env, cluster } = options;
    this.balancer = new BalancerProcess({ layout, env, onChange: (one) => this.changed(one) }, cluster.port);
  }

  /**
   * Resolves when every node takes connections.
   * @throws Error saying which process did not come up, and what its log says
   */
  async start(): Promise<Started> {
    const { layout, cluster, env, programs } = this.options;
    const say = (line: string): void => this.options.say(line);
    const onChange = (one: ManagedProcess): void => this.changed(one);
    await endLeftovers(layout.pids, builtProgram(layout, ''), say);
    const secrets = loadSecrets(layout.secretsFile);
    const stores = await startStores({ layout, env, say, onChange, onKeeper: (keeper) => (this.stores = keeper) });
    this.storesAddress = `Redis ${placeOf(stores.redisUrl)}, PostgreSQL ${placeOf(stores.databaseUrl)}`;
    await this.options.migrate(stores.databaseUrl);
    const port = await this.balancer.start();
    const members = new Members({ layout, env, programs, stores, secrets, onChange });
    this.members = members;
    say(`Starting ${count(cluster.nodes, 'node')} and ${count(cluster.workers, 'worker')}`);
    const nodes = Array.from({ length: cluster.nodes }, () => members.add('node'));
    const workers = Array.from({ length: cluster.workers }, () => members.add('worker'));
    await Promise.all([...nodes, ...workers].map((member) => member.start()));
    await this.untilReady(nodes);
    this.phase = this.phase === 'starting' ? 'up' : this.phase;
    this.started = { url: `http://localhost:${port}`, stores, secrets };
    return this.started;
  }

  /** Drains and stops everything that runs, in order. A second call waits for the same end. */
  stop(): Promise<void> {
    this.phase = 'stopping';
    this.stopped ??= this.stopInOrder();
    return this.stopped;
  }

  /**
   * Does what somebody typed, and says what it did.
   * @throws UsageError when it cannot be done as the cluster is
   */
  async perform(verb: Exclude<Verb, { verb: 'stop' }>): Promise<ControlAnswer> {
    if (verb.verb === 'status') {
      return { ok: true, text: verb.isJson ? JSON.stringify(this.describe()) : processTable(this.describe()) };
    }
    if (this.members === undefined || this.started === undefined || this.phase !== 'up') {
      throw new UsageError(`The cluster is ${this.phase}: try again when it is up.`);
    }
    if (verb.verb === 'where') {
      const { url, stores } = this.started;
      return { ok: true, text: JSON.stringify({ url, ...stores }) };
    }
    if (verb.verb === 'add') {
      return { ok: true, text: await this.addNode(this.members) };
    }
    return { ok: true, text: await this.act(verb.verb, this.members.named(verb.target)) };
  }

  describe(): ProcessStatus[] {
    const { process, port, sightings } = this.balancer;
    const balancer = statusOf(process, [], port === undefined ? undefined : `http://localhost:${port}`);
    const members = (this.members?.all() ?? []).map((member) => statusOf(member, sightings));
    const stores = this.stores === undefined ? [] : [statusOf(this.stores, [], this.storesAddress)];
    return [balancer, ...members, ...stores];
  }

  private async act(verb: 'kill' | 'freeze' | 'thaw' | 'drain', member: ManagedProcess): Promise<string> {
    switch (verb) {
      case 'kill':
        member.kill();
        return `${member.name} is killed (SIGKILL). It stays dead; \`add\` starts one in its place.`;
      case 'freeze':
        member.freeze();
        return `${member.name} is frozen (SIGSTOP): it keeps its connections and does nothing until \`thaw\`.`;
      case 'thaw':
        if (member.state.is !== 'frozen') {
          throw new UsageError(`${member.name} is not frozen.`);
        }
        member.thaw();
        return `${member.name} goes on (SIGCONT).`;
      case 'drain': {
        const since = performance.now();
        await this.retire(member, 'drained');
        return `${member.name} gave away what it had and left, in ${((performance.now() - since) / 1000).toFixed(1)} s.`;
      }
      default:
        return assertNever(verb);
    }
  }

  private async addNode(members: Members): Promise<string> {
    const node = members.add('node');
    await node.start();
    await this.untilReady([node]);
    return `${node.name} is ready at http://127.0.0.1:${node.port}.`;
  }

  /** No new connections first, then SIGTERM. */
  private async retire(member: ManagedProcess, how: 'drained' | 'stopped'): Promise<void> {
    const deadlineMs = Number(this.options.env['DRAIN_DEADLINE_MS'] || DRAIN_DEADLINE_DEFAULT_MS);
    const ended = member.stop(how, deadlineMs + DRAIN_GRACE_MS);
    this.tellBalancer();
    await ended;
  }

  private async stopInOrder(): Promise<void> {
    const nodes = this.members?.living('node') ?? [];
    const workers = this.members?.living('worker') ?? [];
    if (nodes.length > 0) {
      this.options.say(`Draining ${nodes.map(({ name }) => name).join(', ')}`);
      await Promise.all(nodes.map((node) => this.retire(node, 'stopped')));
    }
    this.options.say('Stopping workers, balancer and stores');
    await Promise.all(workers.map((worker) => worker.stop('stopped', STOP_WITHIN_MS)));
    await this.balancer.process.stop('stopped', STOP_WITHIN_MS);
    await this.stores?.stop('stopped', STOP_WITHIN_MS);
  }

  private async untilReady(nodes: readonly ManagedProcess[]): Promise<void> {
    const deadline = performance.now() + READY_WITHIN_MS;
    const isReady = ({ name }: ManagedProcess): boolean =>
      this.balancer.sightings.some((seen) => seen.name === name && seen.health === 'ready');
    while (!nodes.every(isReady) && this.phase !== 'stopping') {
      const failed = this.members?.all().find((member) => member.failures >= FAILED_STARTS_MAX);
      const late = performance.now() > deadline ? nodes.find((node) => !isReady(node)) : undefined;
      const culprit = failed ?? late;
      if (culprit !== undefined) {
        throw new Error(`${culprit.name} does not come up. The end of ${culprit.logFile}:\n${tailOf(culprit.logFile)}`);
      }
      await pause(READY_POLL_MS);
    }
  }

  private changed(member: ManagedProcess): void {
    if (member.state.is === 'waiting') {
      this.options.say(`${member.name} ended (${member.state.exit}) and is started again; its log: ${member.logFile}`);
    }
    if (member !== this.balancer.process) {
      this.tellBalancer();
    }
  }

  private tellBalancer(): void {
    this.balancer.setNodes(this.members?.living('node') ?? []);
  }
}
