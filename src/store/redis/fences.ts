/**
 * `Fences` on Redis: one hash a game, changed by scripts only.
 *
 * Redis decides who may append now; who may own at all is PostgreSQL's decision, made by the epochs that claims carry.
 */
import type { AcquireReply, Claim, Fence, Fences, OpenReply, ReassertReply, ReleaseReply } from '../../cluster/ports';
import type { JournalEntry } from '../../protocol/envelope';
import type { GameId, SessionId } from '../../protocol/ids';
import { checkPartitions, partitionOf } from '../partition';
import { ask } from './ask';
import type { RedisClient } from './connection';
import { gameKeys, type GameKeys } from './keys';
import { FENCE_FIELDS, FenceFields, parseEntry } from './replies';
import { loadScripts, textOf, type Scripts } from './scripts';

export class RedisFences implements Fences {
  readonly #redis: RedisClient;
  readonly #partitions: number;
  readonly #scripts: Scripts;

  /** @param options.redis a connection of the `journal` role */
  constructor(options: { redis: RedisClient; partitions: number }) {
    this.#redis = options.redis;
    this.#partitions = checkPartitions(options.partitions);
    this.#scripts = loadScripts(options.redis);
  }

  async read(gameId: GameId): Promise<Fence | undefined> {
    const { fence } = this.#keys(gameId);
    const fields = await ask(this.#redis, 'reads', () => this.#redis.hmget(fence, ...FENCE_FIELDS));
    const [epoch, session, head, persisted, quarantined] = FenceFields.parse(fields);
    return epoch === null ? undefined : { epoch, session, head, persisted, quarantined };
  }

  async acquire(claim: Claim, seen: SessionId | null): Promise<AcquireReply> {
    const reply = await this.#scripts.acquire(this.#keys(claim.gameId), claim, seen);
    if (reply.status !== 'ACQUIRED') return reply;
    const { bodies, ...fence } = reply;
    return { ...fence, entries: bodies.map(parseEntry) };
  }

  open(claim: Claim, head: number): Promise<OpenReply> {
    return this.#scripts.open(this.#keys(claim.gameId).fence, claim, head);
  }

  release(claim: Claim): Promise<ReleaseReply> {
    return this.#scripts.release(this.#keys(claim.gameId).fence, claim);
  }

  reassert(claim: Claim, persisted: number, tail: readonly JournalEntry[]): Promise<ReassertReply> {
    return this.#scripts.reassert(this.#keys(claim.gameId), claim, { persisted, tail: tail.map(textOf) });
  }

  #keys(gameId: GameId): GameKeys {
    return gameKeys(partitionOf(gameId, this.#partitions), gameId);
  }
}
