/**
 * `Journal` on Redis: one stream a partition, holding what PostgreSQL does not have yet, and nothing else.
 *
 * One script call appends all that a tick has made ready for a partition, each entry under its own game's fence; the
 * calls of all partitions leave in one write (see ask.ts).
 */
import {
  Fault,
  type AppendReply,
  type AppendRequest,
  type Journal,
  type Settlement,
  type Taken,
  type TakenEntry,
} from '../../cluster/ports';
import type { JournalEntry } from '../../protocol/envelope';
import type { GameId } from '../../protocol/ids';
import { checkPartitions, partitionOf } from '../partition';
import { ask } from './ask';
import type { RedisClient } from './connection';
import { fenceKey, fencePattern, gameKeys, journalKey, quarantineKey, type GameKeys } from './keys';
import { PersistedField, StreamItems } from './replies';
import { loadScripts, textOf, type Scripts } from './scripts';

/** The most entries of one call: about 10 ms of Redis, for which everybody else waits. */
export const APPEND_ENTRIES_MAX = 1_000;

export class RedisJournal implements Journal {
  readonly partitions: number;
  readonly #redis: RedisClient;
  readonly #scripts: Scripts;

  /** @param options.redis a connection of the `journal` role */
  constructor(options: { redis: RedisClient; partitions: number }) {
    this.#redis = options.redis;
    this.partitions = checkPartitions(options.partitions);
    this.#scripts = loadScripts(options.redis);
  }

  partitionOf(gameId: GameId): number {
    return partitionOf(gameId, this.partitions);
  }

  async append(partition: number, requests: readonly AppendRequest[]): Promise<readonly AppendReply[]> {
    if (requests.length === 0) return [];
    if (requests.length > APPEND_ENTRIES_MAX) {
      throw new Fault({
        code: 'server/overloaded',
        outcome: 'notApplied',
        message: `${requests.length} entries for one partition at once; ${APPEND_ENTRIES_MAX} are the most`,
      });
    }
    const texts = requests.map(({ claim, entry }) => ({
      fence: fenceKey(partition, claim.gameId),
      claim,
      seq: entry.seq,
      command: entry.commandId,
      body: JSON.stringify(entry),
    }));
    return this.#scripts.append(journalKey(partition), texts);
  }

  async persisted(gameIds: readonly GameId[]): Promise<ReadonlyMap<GameId, number>> {
    const found = await Promise.all(
      gameIds.map(async (gameId) => {
        const fence = fenceKey(this.partitionOf(gameId), gameId);
        const field = await ask(this.#redis, 'reads', () => this.#redis.hget(fence, 'persisted'));
        return [gameId, PersistedField.parse(field)] as const;
      }),
    );
    return new Map(found.flatMap(([gameId, seq]) => (seq === null ? [] : [[gameId, seq] as const])));
  }

  async take(partition: number, after: string, limit: number): Promise<Taken> {
    const { entries, stamps, more } = await this.#scripts.take(journalKey(partition), fencePattern(partition), {
      after,
      limit,
    });
    return { entries, stamps, more };
  }

  async settle(partition: number, settlements: readonly Settlement[]): Promise<void> {
    if (settlements.length === 0) return;
    const games = settlements.map(({ gameId, persisted }) => ({ fence: fenceKey(partition, gameId), persisted }));
    const positions = settlements.flatMap((settlement) => settlement.positions);
    await this.#scripts.settle(journalKey(partition), games, positions);
  }

  async quarantine(gameId: GameId, known: readonly JournalEntry[] = []): Promise<number> {
    const texts = known.map((entry) => ({ ...textOf(entry), epoch: entry.epoch }));
    const [, moved] = await this.#scripts.quarantine(this.#keys(gameId), gameId, texts);
    return moved;
  }

  async quarantinedEntries(gameId: GameId): Promise<readonly TakenEntry[]> {
    const key = quarantineKey(this.partitionOf(gameId), gameId);
    const items = StreamItems.parse(await ask(this.#redis, 'reads', () => this.#redis.xrange(key, '-', '+')));
    return items.sort((a, b) => a.seq - b.seq);
  }

  async releaseQuarantine(gameId: GameId, persisted: number): Promise<void> {
    await this.#scripts.restore(this.#keys(gameId), persisted);
  }

  depths(): Promise<readonly number[]> {
    const lengthOf = (_: unknown, partition: number): Promise<number> =>
      ask(this.#redis, 'reads', () => this.#redis.xlen(journalKey(partition)));
    return Promise.all(Array.from({ length: this.partitions }, lengthOf));
  }

  #keys(gameId: GameId): GameKeys {
    return gameKeys(this.partitionOf(gameId), gameId);
  }
}
