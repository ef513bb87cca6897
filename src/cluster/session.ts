/**
 * A node's session: one boot of one node, alive as long as it beats.
 *
 * States: none → alive → lost → (a new session, with a new id) alive → … → ended.
 *
 * A session is never revived. The node believes itself alive for one TTL after it *sent* the last beat that was
 * answered, by its own monotonic clock: the store, which counts from when the beat arrived, can only believe it
 * longer. So a node stops before others may take over; the fence makes it safe even where clocks lie.
 *
 * Two shorter terms follow from the same beats. *Fresh*: no other node can have taken early what this one owns (its
 * session would have been ended first, and no beat answered since), so what is in its memory may still be read.
 * *Steady*: the store has answered without a break for a TTL; after a stall of the store every session is gone, the
 * living nodes' too, and a node that is not steady takes a missing one for no sign.
 *
 * An *outage* is such a break, from the last beat before it to the first answer after: then the node could accept
 * nothing, whether or not its session outlived it.
 */
import type { SessionId } from '../protocol/ids';
import { SessionId as SessionIdSchema } from '../protocol/ids';
import type { Clock, NodeStats, Random, SessionRecord, Sessions, Timer } from './ports';

export interface NodeSessionOptions {
  readonly sessions: Sessions;
  readonly clock: Clock;
  readonly random: Random;
  readonly node: string;
  readonly address: string;
  readonly ttlMs: number;
  readonly beatMs: number;
  /** Others may take a game over when its owner has not beaten for this long. */
  readonly earlyTakeoverMs: number;
  readonly stats: () => NodeStats;
  /** The session is gone: drop every game. A new one is started afterwards. */
  readonly onLost: (id: SessionId) => void;
  /** The store answers again: an outage is over. */
  readonly onBack: (outage: Outage) => void;
  readonly onError: (reason: unknown) => void;
}

/** By the monotonic clock. */
export interface Outage {
  readonly from: number;
  readonly to: number;
}

/** How many sessions that are over a node remembers. */
const FORMER_MAX = 16;
/** Counting a hundred thousand games costs more than a beat: not at every one. */
const BEATS_PER_REPORT = 4;

export class NodeSession {
  private readonly options: NodeSessionOptions;
  private record: SessionRecord | null = null;
  private aliveUntil = 0;
  /** When the last beat that was answered was sent. */
  private beatAt: number | null = null;
  private steadySince = 0;
  private lastOutage: Outage | null = null;
  /** This node's sessions that are over: nobody owns anything under them. */
  private readonly former: SessionId[] = [];
  private timer: Timer | null = null;
  private beating = false;
  private beats = 0;
  private ended = false;

  constructor(options: NodeSessionOptions) {
    this.options = options;
  }

  /** Starts a session and its heart. @throws Fault when the store does not answer. */
  async start(): Promise<void> {
    await this.begin();
    this.timer = this.options.clock.every(this.options.beatMs, () => void this.pulse());
  }

  /** The living session's id; null when there is none. */
  get id(): SessionId | null {
    return this.isAlive() && this.record !== null ? this.record.id : null;
  }

  isAlive(): boolean {
    return this.options.clock.monotonic() < this.aliveUntil;
  }

  /** Whether nobody can have taken a game from the living session yet, not even early. */
  isFresh(): boolean {
    const { clock, earlyTakeoverMs } = this.options;
    return this.isAlive() && clock.monotonic() < (this.beatAt ?? 0) + earlyTakeoverMs;
  }

  /** Whether the store of sessions has answered without a break for a whole TTL. */
  isSteady(): boolean {
    const { clock, ttlMs } = this.options;
    return this.isAlive() && clock.monotonic() >= this.steadySince + ttlMs;
  }

  /** The last outage that this node has come through; null when there was none. */
  get outage(): Outage | null {
    return this.lastOutage;
  }

  /** Whether it was this node's, and is over. */
  wasOurs(id: SessionId): boolean {
    return this.former.includes(id);
  }

  /** Ends the session on purpose: what it still owned may be taken over at once. */
  async end(): Promise<void> {
    this.ended = true;
    this.timer?.cancel();
    this.aliveUntil = 0;
    const record = this.record;
    this.record = null;
    if (record !== null) await this.options.sessions.end(record.id);
  }

  private async begin(): Promise<void> {
    const { sessions, clock, random, node, address, ttlMs } = this.options;
    const sentAt = clock.monotonic();
    const record = { id: SessionIdSchema.parse(random.id()), node, address, startedAt: clock.now() };
    if (!(await sessions.start(record, ttlMs))) throw new Error(`the session id ${record.id} exists already`);
    if (this.ended) {
      await sessions.end(record.id);
      return;
    }
    this.record = record;
    this.answered(sentAt);
  }

  /** The store had it within the TTL, or this is a new one. */
  private answered(sentAt: number): void {
    const { clock, ttlMs, earlyTakeoverMs } = this.options;
    const now = clock.monotonic();
    const before = this.beatAt;
    this.beatAt = sentAt;
    this.aliveUntil = sentAt + ttlMs;
    if (now - (before ?? 0) <= earlyTakeoverMs) return;
    this.steadySince = now;
    if (before === null) return;
    this.lastOutage = { from: before, to: now };
    this.options.onBack(this.lastOutage);
  }

  /** One beat; or, when the session is lost, the loss and the next session. */
  private async pulse(): Promise<void> {
    if (this.record !== null && !this.isAlive()) this.lose();
    if (this.beating || this.ended) return;
    this.beating = true;
    try {
      if (this.record === null) await this.begin();
      else await this.beat(this.record);
    } catch (reason) {
      this.options.onError(reason);
    } finally {
      this.beating = false;
    }
  }

  private async beat(record: SessionRecord): Promise<void> {
    const { sessions, clock, ttlMs } = this.options;
    const sentAt = clock.monotonic();
    if (await sessions.beat(record.id, ttlMs)) {
      // A beat that was answered after the TTL ran out revives nothing.
      if (this.isAlive()) this.answered(sentAt);
      this.beats += 1;
      if (this.beats % BEATS_PER_REPORT === 1) await sessions.report(record.id, this.options.stats());
    } else if (this.record === record) {
      this.lose();
      await this.begin();
    }
  }

  private lose(): void {
    const record = this.record;
    this.record = null;
    this.aliveUntil = 0;
    if (record === null) return;
    this.former.push(record.id);
    if (this.former.length > FORMER_MAX) this.former.shift();
    if (!this.ended) this.options.onLost(record.id);
  }
}
