/**
 * Where a node notes who is connected to which game; a worker copies it to `game_sessions`.
 *
 * The note is a hash in Redis, one a node session, socket → row. Changes are gathered and written together once a
 * second, then the presence queue's bell is rung. A change that could not be written is kept and written with the
 * next. The hash has a time to live, which each write renews, so a node that died leaves nothing for ever; and when
 * the node takes a new session, everything is noted again under that.
 */
import type { Queue } from 'bullmq';
import type { GameId, SessionId } from '../protocol/ids';
import type { PresenceJob, PresenceRow } from '../protocol/jobs';
import type { Viewer } from '../protocol/seat';
import { addPresenceJob } from './producers';

/** hash: socket → a PresenceRow as JSON. */
export const presenceKey = (session: SessionId): string => `dg:presence:${session}`;

/** Before it has joined a game, a socket has neither game nor seat, and is not noted. */
export interface SeenSocket extends Omit<PresenceRow, 'gameId' | 'seat'> {
  readonly gameId: GameId | null;
  readonly seat: Viewer | null;
}

/** An ioredis client, of which only this much is needed. */
export interface PresenceHash {
  hset(key: string, rows: Record<string, string>): Promise<number>;
  hdel(key: string, ...sockets: string[]): Promise<number>;
  pexpire(key: string, ttlMs: number): Promise<number>;
}

export interface PresenceBoardOptions {
  readonly redis: PresenceHash;
  readonly queue: Pick<Queue<PresenceJob>, 'add'>;
  readonly clock: { after(delayMs: number, run: () => void): unknown };
  /** The node's living session; null while it has none: then nothing is written. */
  readonly session: () => SessionId | null;
  /** Told of every write that failed. */
  readonly onError: (error: unknown) => void;
}

const GATHER_MS = 1_000;
/** Rows in one write; the rest goes with the next. */
const WRITE_MAX = 1_000;
/** Long against any pause of a node that lives, short against an operator's patience. */
const TTL_MS = 24 * 60 * 60 * 1_000;

export class PresenceBoard {
  readonly #options: PresenceBoardOptions;
  readonly #rows = new Map<string, PresenceRow>();
  /** Sockets whose row changed or went since the last write. */
  readonly #changed = new Set<string>();
  #writtenAs: SessionId | null = null;
  #isScheduled = false;

  constructor(options: PresenceBoardOptions) {
    this.#options = options;
  }

  /** The socket is connected, and did something. */
  seen({ gameId, seat, ...row }: SeenSocket): void {
    if (gameId === null || seat === null) {
      this.gone(row.socket);
      return;
    }
    this.#rows.set(row.socket, { ...row, gameId, seat });
    this.#note(row.socket);
  }

  /** The socket is disconnected. */
  gone(socket: string): void {
    if (this.#rows.delete(socket)) this.#note(socket);
  }

  #note(socket: string): void {
    this.#changed.add(socket);
    this.#schedule();
  }

  #schedule(): void {
    if (this.#isScheduled) return;
    this.#isScheduled = true;
    this.#options.clock.after(GATHER_MS, () => {
      this.#isScheduled = false;
      void this.flush();
    });
  }

  /** Writes what was gathered. Never throws. */
  async flush(): Promise<void> {
    const session = this.#options.session();
    if (session === null) {
      if (this.#changed.size > 0) this.#schedule();
      return;
    }
    if (session !== this.#writtenAs) for (const socket of this.#rows.keys()) this.#changed.add(socket);
    this.#writtenAs = session;
    const sockets = [...this.#changed].slice(0, WRITE_MAX);
    if (sockets.length === 0) return;
    for (const socket of sockets) this.#changed.delete(socket);
    try {
      await this.#write(session, sockets);
    } catch (error) {
      for (const socket of sockets) this.#changed.add(socket);
      this.#options.onError(error);
    }
    if (this.#changed.size > 0) this.#schedule();
  }

  async #write(session: SessionId, sockets: readonly string[]): Promise<void> {
    const { redis, queue } = this.#options;
    const key = presenceKey(session);
    const present: Record<string, string> = {};
    const gone: string[] = [];
    for (const socket of sockets) {
      const row = this.#rows.get(socket);
      if (row === undefined) gone.push(socket);
      else present[socket] = JSON.stringify(row);
    }
    const writes: Promise<unknown>[] = [];
    if (Object.keys(present).length > 0) writes.push(redis.hset(key, present));
    if (gone.length > 0) writes.push(redis.hdel(key, ...gone));
    writes.push(redis.pexpire(key, TTL_MS));
    await Promise.all(writes);
    await addPresenceJob(queue, session);
  }
}
