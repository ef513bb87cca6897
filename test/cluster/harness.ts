/**
 * A cluster of real processes, and verbs to do to it what the world does. The stories beside this file hold only what
 * happens and what must hold.
 *
 * No verb waits for time to pass: `waitUntil` polls for what must come true, within a bound, and at every single poll
 * asserts that no game has two owners and that no process ended unasked. The shape is that of the harness of Effect's
 * cluster.
 */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Knex } from 'knex';
import type { NodeStats } from '../../src/cluster/ports';
import type { GameId } from '../../src/protocol/ids';
import { check } from '../checker/check';
import type { Violation } from '../checker/evidence';
import { until } from '../support/until';
import { gather } from './evidence';
import { History } from './history';
import { type LineKind, Members } from './members';
import { Owners } from './owners';
import { createGame, Scorekeeper } from './scorekeeper';
import { Spectator } from './spectator';
import { Stores, type StoresKind } from './stores';

export interface ClusterOptions {
  readonly nodes: number;
  readonly workers: number;
  /** Default `shared`; `own` when the story stops or kills a store. */
  readonly stores?: StoresKind;
  /** Each process reaches Redis over a line of its own, which `cutRedis` can cut. */
  readonly isWired?: boolean;
  /** Over the defaults below, by the names of src/platform/config.ts. */
  readonly env?: Readonly<Record<string, string>>;
}

/** Short enough that a story need not wait long, and long enough for two busy cores. */
const ENVIRONMENT = {
  SESSION_TTL_MS: '2000',
  SESSION_BEAT_MS: '250',
  // The stories choose for themselves where a game is.
  FOLLOW_AFTER: '0',
  REDIS_COMMAND_TIMEOUT_MS: '1500',
  MESH_DEADLINE_MS: '1000',
  HEAD_BEACON_MS: '500',
  FLUSH_MS: '50',
  DRAIN_DEADLINE_MS: '10000',
  PG_ACQUIRE_TIMEOUT_MS: '10000',
  LOG_LEVEL: 'warn',
};

const COMES_TRUE_WITHIN_MS = 60_000;
const DURING_WITHIN_MS = 120_000;

interface Parts {
  readonly folder: string;
  readonly stores: Stores;
  readonly members: Members;
  readonly owners: Owners;
  readonly history: History;
}

export class Cluster {
  private readonly gameIds: GameId[] = [];
  private readonly clients: { close(): void }[] = [];
  private named = 0;
  private storesAreUp = true;
  /** How often a store was taken away. */
  private outages = 0;
  private looking: ReturnType<Owners['look']> | undefined;
  private closing: Promise<void> | undefined;

  private constructor(private readonly parts: Parts) {}

  /** Starts everything; resolves when every node takes connections. */
  static async start(options: ClusterOptions): Promise<Cluster> {
    const folder = mkdtempSync(join(tmpdir(), 'dugout-cluster-'));
    const stores = await Stores.start(options.stores ?? 'shared', folder);
    const history = new History();
    const env = { PATH: process.env['PATH'], ...ENVIRONMENT, ...options.env };
    const lines: readonly LineKind[] = options.isWired === true ? ['redis'] : [];
    const members = await Members.open({ stores, env, logs: join(folder, 'logs'), lines });
    const owners = await Owners.watch(stores, history);
    const cluster = new Cluster({ folder, stores, members, owners, history });
    try {
      await cluster.start(...namesOf('node', options.nodes), ...namesOf('worker', options.workers));
      return cluster;
    } catch (cause) {
      const logs = members.logTails();
      await cluster.close();
      throw new Error(`the cluster did not start\n${logs}`, { cause });
    }
  }

  /** The balancer's address. */
  get url(): string {
    return this.parts.members.url;
  }

  /** Where the nodes' Redis is. */
  get redisUrl(): string {
    return this.parts.stores.redisUrl;
  }

  /** All that the processes have logged, whole. */
  logs(): string {
    const folder = join(this.parts.folder, 'logs');
    return readdirSync(folder)
      .map((file) => readFileSync(join(folder, file), 'utf8'))
      .join('\n');
  }

  get databaseUrl(): string {
    return this.parts.stores.databaseUrl;
  }

  /** The cluster's database. */
  get knex(): Knex {
    return this.parts.stores.knex;
  }

  /** The names of the processes that run. */
  get running(): readonly string[] {
    return this.parts.members.running;
  }

  /** Starts processes by name, for the first time or again. */
  async start(...names: string[]): Promise<void> {
    await Promise.all(names.map((name) => this.parts.members.start(name)));
  }

  /** SIGTERM: they hand off or finish what they have, and end. */
  async stop(...names: string[]): Promise<void> {
    await Promise.all(names.map((name) => this.parts.members.stop(name)));
  }

  /** SIGKILL. */
  async kill(...names: string[]): Promise<void> {
    await Promise.all(names.map((name) => this.parts.members.kill(name)));
  }

  /** SIGSTOP. */
  freeze(name: string): void {
    this.parts.members.freeze(name);
  }

  /** SIGCONT. */
  thaw(name: string): void {
    this.parts.members.thaw(name);
  }

  /** A partition of the network between this process and Redis; needs `isWired`. */
  cutRedis(name: string): void {
    this.parts.members.line(name, 'redis').cut();
  }

  mendRedis(name: string): void {
    this.parts.members.line(name, 'redis').mend();
  }

  /** Redis forgets everything: fences, journals, sessions, queues. */
  flushRedis(): Promise<void> {
    return this.parts.stores.flushRedis();
  }

  /** SIGKILL; needs `stores: 'own'`, as do the other verbs that start and stop stores. */
  async killRedis(): Promise<void> {
    this.lookAway();
    await this.parts.stores.killRedis();
  }

  /** With what its append-only file holds. */
  async startRedis(): Promise<void> {
    await this.parts.stores.startRedis();
    await this.untilStoresAreUp();
  }

  /** SIGKILL for Redis, and an orderly stop for PostgreSQL. */
  async stopStores(): Promise<void> {
    this.lookAway();
    await Promise.all([this.parts.stores.killRedis(), this.parts.stores.stopPostgres()]);
  }

  async startStores(): Promise<void> {
    await Promise.all([this.parts.stores.startRedis(), this.parts.stores.startPostgres()]);
    await this.untilStoresAreUp();
  }

  /** A new game, and its scorekeeper on the balancer, or on one node. */
  async newGame(node?: string): Promise<Scorekeeper> {
    const gameId = await createGame(this.line(node));
    this.gameIds.push(gameId);
    return await this.join(gameId, node);
  }

  newGames(count: number): Promise<Scorekeeper[]> {
    return Promise.all(Array.from({ length: count }, () => this.newGame()));
  }

  /** One more who keeps score of a game, from the same seat. */
  async join(gameId: GameId, node?: string): Promise<Scorekeeper> {
    const keeper = await Scorekeeper.join(gameId, this.line(node), this.nextName('keeper'));
    this.clients.push(keeper);
    return keeper;
  }

  /** A spectator of these games, through the balancer or one node. */
  async spectate(gameIds: readonly GameId[], node?: string): Promise<Spectator> {
    const spectator = new Spectator({ name: this.nextName('fan'), ...this.line(node) });
    this.clients.push(spectator);
    await Promise.all(gameIds.map((gameId) => spectator.watch(gameId)));
    return spectator;
  }

  /** The nodes whose session may write the game: none, or one when all is well. */
  async ownersOf(gameId: GameId): Promise<readonly string[]> {
    const owners = await this.parts.owners.look([gameId]);
    return owners.get(gameId) ?? [];
  }

  /** The game's one owner. @throws Error when it has none, or more */
  async ownerOf(gameId: GameId): Promise<string> {
    const owners = await this.ownersOf(gameId);
    const [owner] = owners;
    if (owner === undefined || owners.length > 1)
      throw new Error(`${gameId} has owners: ${owners.join(', ') || 'none'}`);
    return owner;
  }

  /** What the living nodes last reported of themselves, by name. */
  reports(): Promise<ReadonlyMap<string, NodeStats>> {
    return this.parts.owners.reports();
  }

  /** @param what completes "it never came true that …" */
  async waitUntil(
    what: string,
    isSo: () => Promise<boolean> | boolean,
    withinMs = COMES_TRUE_WITHIN_MS,
  ): Promise<void> {
    await until(
      what,
      async () => {
        await this.assertAllIsWell();
        return await isSo();
      },
      withinMs,
    );
  }

  /** Something happens while something else goes on; both must come to their end, and at every poll all is well. */
  async during(goesOn: Promise<unknown>, happens: () => Promise<void>): Promise<void> {
    let isOver = false;
    const over = goesOn.finally(() => (isOver = true));
    await Promise.all([over, happens(), this.waitUntil('it came to its end', () => isOver, DURING_WITHIN_MS)]);
  }

  /** Waits until PostgreSQL has every entry (I8), and holds the whole run against what was promised. */
  async violations(): Promise<readonly Violation[]> {
    const { owners, stores, history, members } = this.parts;
    await this.waitUntil('PostgreSQL has every entry', async () => (await owners.backlog()) === 0);
    const { gameIds } = this;
    const evidence = await gather({ knex: stores.knex, history, gameIds, nodes: members.nodes });
    return check({ ...evidence, heads: await owners.headsOf(gameIds), owners: owners.sightings });
  }

  logTails(): string {
    return this.parts.members.logTails();
  }

  /** Ends every process, store and connection, and takes the files away. A second call waits for the same end. */
  close(): Promise<void> {
    this.closing ??= this.closeAll();
    return this.closing;
  }

  private async closeAll(): Promise<void> {
    const { members, owners, stores, folder } = this.parts;
    for (const client of this.clients) client.close();
    owners.close();
    await members.close();
    await stores.close();
    rmSync(folder, { recursive: true, force: true });
  }

  private nextName(kind: string): string {
    this.named += 1;
    return `${kind}-${this.named}`;
  }

  private line(node?: string): { url: string; history: History } {
    const { members, history } = this.parts;
    const url = node === undefined ? members.url : members.nodes.get(node);
    if (url === undefined) throw new Error(`${node} does not run`);
    return { url, history };
  }

  private lookAway(): void {
    this.storesAreUp = false;
    this.outages += 1;
  }

  private async untilStoresAreUp(): Promise<void> {
    await until('the test itself is connected again', () => this.parts.owners.isConnected);
    this.storesAreUp = true;
  }

  private async assertAllIsWell(): Promise<void> {
    const { members, owners } = this.parts;
    members.assertAllIsWell();
    if (!this.storesAreUp) return;
    const { outages } = this;
    try {
      // A look that is under way serves all who wait.
      this.looking ??= owners.look(this.gameIds).finally(() => (this.looking = undefined));
      const doubled = [...(await this.looking)].filter(([, nodes]) => nodes.length > 1);
      expect(doubled).toEqual([]);
    } catch (cause) {
      // A store that was taken away during the look is the story's doing.
      if (this.outages === outages) throw cause;
    }
  }
}

function namesOf(kind: 'node' | 'worker', count: number): string[] {
  return Array.from({ length: count }, (_, index) => `${kind}-${index + 1}`);
}
