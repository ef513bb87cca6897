/**
 * `Generation` on Redis: is it still the server that it was, with what it had?
 *
 * A server's run id changes when it restarts, its replication id when it is promoted, and a mark that lies beside each
 * partition's fences disappears with them when everything is flushed. So whoever is about to take a game compares what
 * the servers say of themselves with the mark, and the mark's age is how long Redis has been this one.
 *
 * What the servers said is remembered, and may be old though no connection broke: a replication id changes also when a
 * first replica comes, or the last one has long been gone. So before a mark is replaced, they are asked again.
 */
import { Cluster, type Redis } from 'ioredis';
import type { Generation } from '../../cluster/ports';
import type { GameId } from '../../protocol/ids';
import { partitionOf } from '../partition';
import { ask } from './ask';
import type { RedisClient } from './connection';
import { generationKey } from './keys';
import { loadScripts, type Scripts } from './scripts';

const IDENTITIES = /^(?:run_id|master_replid):(\S+)/gm;
/** A server that changed closed its connections first: these say that what we know of it may be old. */
const SUSPICIOUS = ['close', 'reconnecting', 'ready', '+node', '-node'] as const;
const REACHED = ['ready', '+node'] as const;

export class RedisGeneration implements Generation {
  readonly #redis: RedisClient;
  readonly #scripts: Scripts;
  readonly #partitions: number;
  readonly #graceMs: number;
  #identity: Promise<string> | null = null;
  #suspicions = 0;
  /** Looks under way for those who saw that Redis forgot something. */
  #noting: Promise<void> | null = null;

  /**
   * @param options.redis a connection of the `journal` role
   * @param options.graceMs how long an owner has to put back what Redis forgot
   */
  constructor(options: { redis: RedisClient; partitions: number; graceMs: number }) {
    this.#redis = options.redis;
    this.#scripts = loadScripts(options.redis);
    this.#partitions = options.partitions;
    this.#graceMs = options.graceMs;
    for (const event of SUSPICIOUS) options.redis.on(event, () => this.#suspect());
    for (const event of REACHED) options.redis.on(event, () => void this.#noteAll());
    void this.#noteAll();
  }

  async graceLeftMs(gameId: GameId): Promise<number> {
    const mark = generationKey(partitionOf(gameId, this.#partitions));
    const [status, ageMs] = await this.#scripts.noteGeneration(mark, await this.#identified(), 'before');
    if (status !== 'OTHER') return Math.max(0, this.#graceMs - ageMs);
    const [, age] = await this.#scripts.noteGeneration(mark, await this.#identifiedAnew(), 'now');
    return Math.max(0, this.#graceMs - age);
  }

  /** After a FLUSHALL the marks are gone with no connection broken: nobody would see it before a game is to be taken. */
  forgot(): void {
    this.#noting ??= this.#noteAll().finally(() => (this.#noting = null));
  }

  suspicions(): number {
    return this.#suspicions;
  }

  #suspect(): void {
    this.#identity = null;
    this.#suspicions++;
  }

  /**
   * Looks at every partition as soon as Redis is reached, and not only when a game is to be taken: the time of grace
   * counts from the first look, so the first takeover after a start would wait for all of it. Never throws: whoever
   * takes a game looks again.
   */
  async #noteAll(): Promise<void> {
    try {
      const identity = await this.#identifiedAnew();
      const partitions = Array.from({ length: this.#partitions }, (_, partition) => partition);
      await Promise.all(
        partitions.map((partition) => this.#scripts.noteGeneration(generationKey(partition), identity, 'now')),
      );
    } catch {
      // Redis is not there yet, or not any more.
    }
  }

  #identifiedAnew(): Promise<string> {
    this.#identity = null;
    return this.#identified();
  }

  /** What the servers call themselves; asked again after every connection that broke. */
  async #identified(): Promise<string> {
    const identity = (this.#identity ??= this.#readIdentity());
    try {
      return await identity;
    } catch (cause) {
      if (this.#identity === identity) this.#identity = null;
      throw cause;
    }
  }

  async #readIdentity(): Promise<string> {
    const servers: Redis[] = this.#redis instanceof Cluster ? this.#redis.nodes('master') : [this.#redis];
    const texts = await Promise.all(servers.map((server) => ask(server, 'reads', () => server.info())));
    return texts
      .map((text) => [...text.matchAll(IDENTITIES)].map(([, id]) => id).join('/'))
      .sort()
      .join(',');
  }
}
