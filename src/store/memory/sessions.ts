/** `Sessions` in memory: they expire by the world's clock. */
import type { NodeStats, SessionRecord, SessionSighting, Sessions } from '../../cluster/ports';
import type { SessionId } from '../../protocol/ids';
import type { MemoryRedis, SessionHash } from './memory-redis';

export class MemorySessions implements Sessions {
  readonly #world: MemoryRedis;

  constructor(options: { world: MemoryRedis }) {
    this.#world = options.world;
  }

  async start(record: SessionRecord, ttlMs: number): Promise<boolean> {
    if (this.#living(record.id) !== undefined) return false;
    const expiresAt = this.#world.nowMs() + ttlMs;
    this.#world.sessions.set(record.id, { record: { ...record }, ttlMs, expiresAt, stats: null });
    return true;
  }

  async beat(id: SessionId, ttlMs: number): Promise<boolean> {
    const session = this.#living(id);
    if (session === undefined) return false;
    this.#world.sessions.set(id, { ...session, expiresAt: this.#world.nowMs() + ttlMs });
    return true;
  }

  async report(id: SessionId, stats: NodeStats): Promise<void> {
    const session = this.#living(id);
    if (session !== undefined) this.#world.sessions.set(id, { ...session, stats: structuredClone(stats) });
  }

  async end(id: SessionId): Promise<void> {
    this.#world.sessions.delete(id);
  }

  async expel(id: SessionId, silentMs: number): Promise<boolean> {
    const sighting = await this.find(id);
    if (sighting !== undefined && sighting.sinceBeatMs < silentMs) return false;
    this.#world.sessions.delete(id);
    return true;
  }

  async find(id: SessionId): Promise<SessionSighting | undefined> {
    const session = this.#living(id);
    if (session === undefined) return undefined;
    const { record, ttlMs, expiresAt, stats } = session;
    return { ...record, stats, sinceBeatMs: Math.max(0, ttlMs - (expiresAt - this.#world.nowMs())) };
  }

  async list(): Promise<readonly SessionSighting[]> {
    const found = await Promise.all([...this.#world.sessions.keys()].map((id) => this.find(id)));
    return found.filter((sighting) => sighting !== undefined);
  }

  /** The session, unless it has expired: then it is forgotten. */
  #living(id: SessionId): SessionHash | undefined {
    const session = this.#world.sessions.get(id);
    if (session === undefined || session.expiresAt > this.#world.nowMs()) return session;
    this.#world.sessions.delete(id);
    return undefined;
  }
}
