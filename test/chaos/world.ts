/**
 * The world of a chaos run: the processes, the stores, the lines between them, the clients, and an observer who asks no
 * node who owns what. Faults reach for its parts; nothing here knows a fault.
 */
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { systemClock } from '../../src/platform/clock';
import type { GameId } from '../../src/protocol/ids';
import { Members, targetIn } from '../cluster/members';
import { Owners } from '../cluster/owners';
import type { SeededRandom } from '../sim/random';
import { until } from '../support/until';
import { startWire, type Wire } from '../support/wire';
import { ChaosStores } from './chaos-stores';
import { Crowd } from './crowd/crowd';
import { RunRecord } from './record';

export interface WorldOptions {
  /** For data, logs and the report. */
  readonly folder: string;
  readonly games: number;
  readonly spectators: number;
  /** Commands a second of all managers together. */
  readonly rate: number;
  readonly outWeight: number;
  readonly asksPostgres: boolean;
  readonly random: SeededRandom;
}

interface Parts {
  readonly options: WorldOptions;
  readonly stores: ChaosStores;
  readonly members: Members;
  readonly front: Wire;
  readonly observation: Wire;
  readonly owners: Owners;
  readonly crowd: Crowd;
  readonly record: RunRecord;
}

export const NODES = ['node-1', 'node-2', 'node-3'] as const;
export const WORKERS = ['worker-1', 'worker-2'] as const;
/** Runs under a clock that can be moved, where the machine has libfaketime. */
const MOVABLE_NODE = 'node-3';
const FAKETIME = ['/usr/lib/x86_64-linux-gnu', '/usr/lib/aarch64-linux-gnu']
  .map((folder) => join(folder, 'faketime', 'libfaketimeMT.so.1'))
  .find(existsSync);

const START_TRIES = 20;
/** A game that is not by then is in the figures all the same. */
const PLAYED_AGAIN_WITHIN_MS = 15_000;
const AGAIN_AFTER_MS = 500;
const LINES = ['redis', 'queue', 'postgres', 'mesh'] as const;

export class World {
  /** What should not have happened, beside what the checker finds. */
  readonly problems: string[] = [];
  private readonly frozen = new Set<string>();
  private readonly starting = new Set<string>();
  private closing: Promise<void> | undefined;

  private constructor(private readonly parts: Parts) {}

  static async start(options: WorldOptions): Promise<World> {
    const { folder, rate, games, spectators, outWeight, asksPostgres, random } = options;
    const startedAt = performance.now();
    const record = new RunRecord(() => performance.now() - startedAt);
    const stores = await ChaosStores.start(folder);
    const clockFile = join(folder, 'clock-of-node-3');
    writeFileSync(clockFile, '+0\n');
    const members = await Members.open({
      stores,
      // The service's own defaults: what is measured is what is shipped.
      env: { PATH: process.env['PATH'], LOG_LEVEL: 'warn' },
      envOf: (name) => (name === MOVABLE_NODE ? movableClock(clockFile) : {}),
      logs: join(folder, 'logs'),
      lines: LINES,
    });
    const front = await startWire(targetIn(members.url));
    const observation = await startWire(targetIn(stores.redisUrl));
    const redisUrl = `redis://127.0.0.1:${observation.port}`;
    const owners = await Owners.watch({ redisUrl, knex: stores.knex }, record.history);
    const managers = games * 2;
    const crowd = new Crowd(
      {
        url: `http://127.0.0.1:${front.port}`,
        record,
        random,
        everyMs: (managers / rate) * 1000,
        outWeight,
        asksPostgres,
        isDoubling: false,
        doubled: 0,
        isOver: false,
      },
      { games, spectators },
    );
    const world = new World({ options, stores, members, front, observation, owners, crowd, record });
    try {
      await Promise.all([...NODES, ...WORKERS].map((name) => world.restart(name)));
      return world;
    } catch (cause) {
      await world.close();
      throw cause;
    }
  }

  get stores(): ChaosStores {
    return this.parts.stores;
  }

  get members(): Members {
    return this.parts.members;
  }

  get crowd(): Crowd {
    return this.parts.crowd;
  }

  get owners(): Owners {
    return this.parts.owners;
  }

  get record(): RunRecord {
    return this.parts.record;
  }

  get random(): SeededRandom {
    return this.parts.options.random;
  }

  /** The clients' line to the balancer. */
  get front(): Wire {
    return this.parts.front;
  }

  /** ms since the run began. */
  now(): number {
    return this.parts.record.now();
  }

  pass(ms: number): Promise<void> {
    return new Promise((resolve) => void systemClock.after(ms, resolve));
  }

  /** @param what completes "it never came true that …" */
  until(what: string, isSo: () => Promise<boolean> | boolean, withinMs = 30_000): Promise<void> {
    return until(what, isSo, withinMs);
  }

  /** The nodes that run and are not frozen. */
  get awake(): readonly string[] {
    return [...this.parts.members.nodes.keys()].filter((name) => !this.frozen.has(name));
  }

  freeze(name: string): void {
    this.frozen.add(name);
    this.parts.members.freeze(name);
  }

  thaw(name: string): void {
    this.parts.members.thaw(name);
    this.frozen.delete(name);
  }

  /** Starts a process that has ended; while a store is away it may end again at once, and is started again. */
  async restart(name: string): Promise<void> {
    this.starting.add(name);
    await this.startStubbornly(name).finally(() => this.starting.delete(name));
  }

  private async startStubbornly(name: string): Promise<void> {
    for (let tries = 1; ; tries += 1) {
      try {
        await this.parts.members.start(name);
        return;
      } catch (cause) {
        if (tries === START_TRIES) throw new Error(`${name} does not start`, { cause });
        await this.pass(AGAIN_AFTER_MS);
      }
    }
  }

  /** The games that each node may write, with their epochs, as the stores say; none while they cannot be asked. */
  async gamesOf(node: string): Promise<ReadonlyMap<GameId, number>> {
    const open = this.parts.crowd.openGames;
    const claims = await this.parts.owners.claims(open);
    return new Map([...claims].flatMap(([gameId, claim]) => (claim.node === node ? [[gameId, claim.epoch]] : [])));
  }

  /** An awake node that owns games, the more the likelier. @throws Error when there is none */
  async busyNode(): Promise<{ readonly name: string; readonly games: ReadonlyMap<GameId, number> }> {
    const loads = await Promise.all(this.awake.map(async (name) => ({ name, games: await this.gamesOf(name) })));
    const busy = loads.filter(({ games }) => games.size > 0);
    return this.random.pick(busy.flatMap((load) => Array.from({ length: load.games.size }, () => load)));
  }

  /** Waits until every game that lost its owner took a command again, or is not played any more. */
  async untilPlayedAgain(fault: {
    readonly hitAt: number;
    readonly victims: ReadonlyMap<GameId, number>;
  }): Promise<void> {
    const { record, crowd } = this.parts;
    const waiting = new Map(fault.victims);
    let looked = record.acks.findLastIndex(({ at }) => at < fault.hitAt) + 1;
    const isSo = (): boolean => {
      for (; looked < record.acks.length; looked += 1) {
        const ack = record.acks[looked];
        if (ack !== undefined && ack.epoch > (waiting.get(ack.gameId) ?? Infinity)) waiting.delete(ack.gameId);
      }
      const open = new Set(crowd.openGames);
      return ![...waiting.keys()].some((gameId) => open.has(gameId));
    };
    await this.until('every game is played again', isSo, PLAYED_AGAIN_WITHIN_MS).catch(() => undefined);
  }

  /** Waits until PostgreSQL has whatever was accepted before this moment. */
  async untilStored(withinMs: number): Promise<void> {
    const before = Date.now();
    const isStored = async (): Promise<boolean> => {
      const oldest = await this.parts.owners.oldestWaiting().catch(() => 0);
      return oldest === null || oldest > before;
    };
    await this.until('PostgreSQL has what was accepted before', isStored, withinMs);
  }

  /** The open game that is furthest, and where its owner is. @throws Error when no owner of a game can be seen */
  async longestGame(): Promise<{ readonly gameId: GameId; readonly seq: number; readonly url: string }> {
    const { owners, members, crowd } = this.parts;
    const [heads, claims] = await Promise.all([owners.heads(crowd.openGames), owners.claims(crowd.openGames)]);
    const owned = [...heads].flatMap(([gameId, seq]) => {
      const node = claims.get(gameId)?.node;
      const url = node !== undefined && this.awake.includes(node) ? members.nodes.get(node) : undefined;
      return url === undefined ? [] : [{ gameId, seq, url }];
    });
    const [longest] = owned.sort((a, b) => b.seq - a.seq);
    if (longest === undefined) throw new Error('no game has an owner');
    return longest;
  }

  /** What a node counts, as text; empty when it does not answer. */
  async metricsOf(node: string): Promise<string> {
    const url = this.parts.members.nodes.get(node);
    const answer =
      url === undefined ? null : await fetch(`${url}/metrics`, { signal: AbortSignal.timeout(2000) }).catch(() => null);
    return answer === null ? '' : await answer.text();
  }

  /** Whoever speaks to Redis is led to the server that is the primary now. */
  followPrimary(): void {
    const target = targetIn(this.parts.stores.redisUrl);
    for (const line of [...this.parts.members.linesTo('redis'), this.parts.observation]) line.aim(target);
  }

  /** Moves the clock of one node, in seconds. @returns its name, or undefined where no clock can be moved */
  moveClock(bySeconds: number): string | undefined {
    if (FAKETIME === undefined) return undefined;
    const sign = bySeconds < 0 ? '' : '+';
    writeFileSync(join(this.parts.options.folder, 'clock-of-node-3'), `${sign}${bySeconds}\n`);
    return MOVABLE_NODE;
  }

  /** Processes that ended though nobody had told them to are written down, and started again. */
  async tend(): Promise<void> {
    for (const [name, crash] of this.parts.members.crashes) {
      if (this.starting.has(name)) continue;
      this.problems.push(crash);
      await this.restart(name);
    }
  }

  /** Ends everything. A second call waits for the same end. */
  close(): Promise<void> {
    this.closing ??= this.closeAll();
    return this.closing;
  }

  private async closeAll(): Promise<void> {
    const { crowd, owners, members, front, observation, stores } = this.parts;
    crowd.close();
    owners.close();
    await members.close();
    front.close();
    observation.close();
    await stores.close();
  }
}

export const CLOCK_CAN_MOVE = FAKETIME !== undefined;

function movableClock(file: string): NodeJS.ProcessEnv {
  if (FAKETIME === undefined) return {};
  return {
    LD_PRELOAD: FAKETIME,
    FAKETIME_TIMESTAMP_FILE: file,
    FAKETIME_NO_CACHE: '1',
    FAKETIME_DONT_FAKE_MONOTONIC: '1',
  };
}
