/**
 * Who owns a game, from outside: the fence in Redis says who may append, the row in PostgreSQL whose appends count.
 *
 * No node is asked: a node that is wrong about itself is what the stories are about. Every look is kept for the
 * checker, which holds all of them against each other.
 */
import type { Knex } from 'knex';
import type { NodeStats } from '../../src/cluster/ports';
import type { GameId, SessionId } from '../../src/protocol/ids';
import { read } from '../../src/store/postgres/connection';
import { connectRedis, type RedisClient } from '../../src/store/redis/connection';
import { RedisFences } from '../../src/store/redis/fences';
import { RedisJournal } from '../../src/store/redis/journal';
import { RedisSessions } from '../../src/store/redis/sessions';
import type { JournalHead, OwnerSighting } from '../checker/evidence';
import type { History } from './history';
import { systemClock } from '../../src/platform/clock';

/** As in the nodes' default. */
const PARTITIONS = 16;

interface Claimed {
  readonly epoch: number;
  readonly session: SessionId | null;
}

const NOBODY: Claimed = { epoch: 0, session: null };

export class Owners {
  readonly sightings: OwnerSighting[] = [];
  private readonly names = new Map<SessionId, string>();
  /** Which Redis it is, of those there were: each one's record of epochs begins anew. Null while that changes. */
  private generation: number | null = 1;
  private generations = 1;
  private readonly fences: RedisFences;
  private readonly journal: RedisJournal;
  private readonly sessions: RedisSessions;

  private constructor(
    private readonly redis: RedisClient,
    private readonly knex: Knex,
    private readonly history: History,
  ) {
    this.fences = new RedisFences({ redis, partitions: PARTITIONS });
    this.journal = new RedisJournal({ redis, partitions: PARTITIONS });
    this.sessions = new RedisSessions({ redis });
  }

  static async watch(stores: { redisUrl: string; knex: Knex }, history: History): Promise<Owners> {
    const config = {
      clock: systemClock,
      connectTimeoutMs: 5_000,
      commandTimeoutMs: 5_000,
      name: 'test',
      onError: () => undefined,
    };
    const redis = await connectRedis({ ...config, url: stores.redisUrl }, 'journal');
    return new Owners(redis, stores.knex, history);
  }

  /** The nodes (by name) whose session may write each game now: none or one each, when all is well. */
  async look(gameIds: readonly GameId[]): Promise<ReadonlyMap<GameId, readonly string[]>> {
    const [fences, rows] = await Promise.all([this.readFences(gameIds), this.readRows(gameIds)]);
    const owners = gameIds.map(
      (gameId) => [gameId, effective(fences.get(gameId) ?? NOBODY, rows.get(gameId) ?? NOBODY)] as const,
    );
    if (owners.some(([, sessions]) => sessions.some((session) => !this.names.has(session)))) await this.learnNames();
    return new Map(owners.map(([id, sessions]) => [id, sessions.map((session) => this.names.get(session) ?? session)]));
  }

  /** Each game's fence, with its owner's name; games that nobody owns are left out. */
  async claims(gameIds: readonly GameId[]): Promise<ReadonlyMap<GameId, { node: string; epoch: number }>> {
    const fences = await this.readFences(gameIds);
    await this.learnNames();
    const claims = [...fences].flatMap(([gameId, { epoch, session }]) =>
      session === null ? [] : [[gameId, { node: this.names.get(session) ?? session, epoch }] as const],
    );
    return new Map(claims);
  }

  /** How far each game's journal is; games that have no fence are left out. */
  async heads(gameIds: readonly GameId[]): Promise<ReadonlyMap<GameId, number>> {
    const fences = await Promise.all(gameIds.map(async (id) => [id, (await this.fences.read(id))?.head ?? 0] as const));
    return new Map(fences.filter(([, head]) => head > 0));
  }

  /** The same, for the checker. */
  async headsOf(gameIds: readonly GameId[]): Promise<readonly JournalHead[]> {
    return [...(await this.heads(gameIds))].map(([gameId, head]) => ({ gameId, head }));
  }

  /** Makes Redis another one, or forget: its epochs may be lower afterwards, and what is read meanwhile says nothing. */
  async whileRedisChanges<T>(change: () => Promise<T>): Promise<T> {
    this.generation = null;
    const steady = (this.generations += 1);
    return await change().finally(() => (this.generation = steady));
  }

  /** When the oldest entry was accepted that PostgreSQL does not have; null when it has all of them. */
  async oldestWaiting(): Promise<number | null> {
    const heads = await Promise.all(
      Array.from({ length: PARTITIONS }, (_, partition) => this.journal.take(partition, '', 1)),
    );
    const times = heads.flatMap(({ entries }) => entries.map(({ body }) => (JSON.parse(body) as { at: number }).at));
    return times.length === 0 ? null : Math.min(...times);
  }

  /** What each living node last reported of itself, by its name. */
  async reports(): Promise<ReadonlyMap<string, NodeStats>> {
    const sessions = await this.sessions.list();
    return new Map(sessions.flatMap(({ node, stats }) => (stats === null ? [] : [[node, stats]])));
  }

  /** Entries that PostgreSQL does not have yet. */
  async backlog(): Promise<number> {
    const depths = await this.journal.depths();
    return depths.reduce((sum, depth) => sum + depth, 0);
  }

  /** Whether Redis can be asked: it may be away, or have just come back. */
  get isConnected(): boolean {
    return this.redis.status === 'ready';
  }

  close(): void {
    this.redis.disconnect();
  }

  private async readFences(gameIds: readonly GameId[]): Promise<ReadonlyMap<GameId, Claimed>> {
    const { generation } = this;
    const fences = await Promise.all(gameIds.map(async (id) => [id, (await this.fences.read(id)) ?? NOBODY] as const));
    if (generation !== null && generation === this.generation) {
      for (const [gameId, fence] of fences) this.saw(`redis-${generation}`, gameId, fence);
    }
    return new Map(fences);
  }

  private async readRows(gameIds: readonly GameId[]): Promise<ReadonlyMap<GameId, Claimed>> {
    const rows = await read<{ id: GameId; fence: string; owner_session: SessionId | null }>(this.knex, {
      name: 'owners',
      sql: 'SELECT id, fence, owner_session FROM games WHERE id = ANY(?)',
      bindings: [[...gameIds]],
    });
    const claimed = rows.map((row) => [row.id, { epoch: Number(row.fence), session: row.owner_session }] as const);
    for (const [gameId, row] of claimed) this.saw('postgres', gameId, row);
    return new Map(claimed);
  }

  private saw(by: string, gameId: GameId, { epoch, session }: Claimed): void {
    if (session !== null) this.sightings.push({ at: this.history.next(), gameId, epoch, session, by });
  }

  private async learnNames(): Promise<void> {
    for (const { id, node } of await this.sessions.list()) this.names.set(id, node);
  }
}

/**
 * While a node takes a game, or settles a doubt, one record is ahead of the other: the higher epoch wins. At the same
 * epoch they must name the same session, unless the fence was let go.
 */
function effective(fence: Claimed, row: Claimed): readonly SessionId[] {
  if (fence.session === null) return row.epoch > fence.epoch && fence.epoch > 0 && row.session ? [row.session] : [];
  if (row.session === null || row.epoch < fence.epoch) return [fence.session];
  if (row.epoch > fence.epoch) return [row.session];
  return row.session === fence.session ? [row.session] : [row.session, fence.session];
}
