/**
 * `Sessions` on Redis: one hash a session, which expires when its node stops beating.
 *
 * A beat is a PEXPIRE and nothing else: it works even when Redis has no memory left to give. How long ago the last
 * beat was is read from Redis's own clock: the time to live that was set, less what is left of it.
 */
import type { NodeStats, SessionRecord, SessionSighting, Sessions } from '../../cluster/ports';
import { SessionId } from '../../protocol/ids';
import { ask } from './ask';
import type { RedisClient } from './connection';
import { SESSIONS_KEY, sessionKey } from './keys';
import { SessionFields } from './replies';
import { loadScripts, type Scripts } from './scripts';

export class RedisSessions implements Sessions {
  readonly #redis: RedisClient;
  readonly #scripts: Scripts;

  /** @param options.redis a connection of the `journal` role */
  constructor(options: { redis: RedisClient }) {
    this.#redis = options.redis;
    this.#scripts = loadScripts(options.redis);
  }

  async start(record: SessionRecord, ttlMs: number): Promise<boolean> {
    const { id, node, address, startedAt } = record;
    const fields = ['node', node, 'address', address, 'startedAt', String(startedAt)];
    const [status] = await this.#scripts.startSession(sessionKey(id), ttlMs, fields);
    if (status === 'EXISTS') return false;
    // It lives whether or not it is in the list, into which the next report writes it again.
    await this.#index(id).catch(() => undefined);
    return true;
  }

  async beat(id: SessionId, ttlMs: number): Promise<boolean> {
    return (await ask(this.#redis, 'writes', () => this.#redis.pexpire(sessionKey(id), ttlMs))) === 1;
  }

  /** Writes the id to the index once more: on a Redis Cluster the index may be lost without the session. */
  async report(id: SessionId, stats: NodeStats): Promise<void> {
    const [status] = await this.#scripts.reportSession(sessionKey(id), JSON.stringify(stats));
    if (status === 'REPORTED') await this.#index(id);
  }

  /** The index is left to whoever lists next. */
  async end(id: SessionId): Promise<void> {
    await ask(this.#redis, 'writes', () => this.#redis.del(sessionKey(id)));
  }

  async expel(id: SessionId, silentMs: number): Promise<boolean> {
    const [status] = await this.#scripts.expelSession(sessionKey(id), silentMs);
    return status !== 'BEATING';
  }

  async find(id: SessionId): Promise<SessionSighting | undefined> {
    const [fields, pttlMs] = await Promise.all([
      ask(this.#redis, 'reads', () => this.#redis.hgetall(sessionKey(id))),
      ask(this.#redis, 'reads', () => this.#redis.pttl(sessionKey(id))),
    ]);
    if (pttlMs < 0) return undefined;
    const { ttlMs, ...record } = SessionFields.parse(fields);
    return { id, ...record, sinceBeatMs: Math.max(0, ttlMs - pttlMs) };
  }

  /** Drops those ids from the index whose session is gone: it never comes back. */
  async list(): Promise<readonly SessionSighting[]> {
    const ids = await ask(this.#redis, 'reads', () => this.#redis.smembers(SESSIONS_KEY));
    const sightings = await Promise.all(ids.map((id) => this.find(SessionId.parse(id))));
    const gone = ids.filter((_, i) => sightings[i] === undefined);
    if (gone.length > 0) await ask(this.#redis, 'writes', () => this.#redis.srem(SESSIONS_KEY, ...gone));
    return sightings.filter((sighting) => sighting !== undefined);
  }

  async #index(id: SessionId): Promise<void> {
    await ask(this.#redis, 'writes', () => this.#redis.sadd(SESSIONS_KEY, id));
  }
}
