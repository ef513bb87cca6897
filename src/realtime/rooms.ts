/**
 * A game's room: where the sockets that look at it are, on every node.
 *
 * The sharded Redis adapter keeps one channel a room and subscribes to it while a local socket is inside. It does not
 * wait for the subscription, so `RoomSubscriptions` stands between the adapter and its Redis client and remembers each
 * one: a socket that joins is shown the game only when the node certainly hears what comes after.
 *
 * On the channel go our own messages (see feed.ts), told from the adapter's by their first byte: a committed entry is
 * encoded once, by its owner, and every node passes the text on without reading it.
 */
import type { Clock } from '../cluster/ports';
import type { GameId } from '../protocol/ids';

/** What the adapter, and this file, use of an ioredis client that subscribes. */
export interface SubscribingRedis {
  ssubscribe(channel: string): Promise<unknown>;
  sunsubscribe(...channels: string[]): Promise<unknown>;
  on(event: 'smessageBuffer', listener: (channel: Buffer, message: Buffer) => void): unknown;
  on(event: 'ready', listener: () => void): unknown;
}

/**
 * The braces make a Redis Cluster hash on the game's id alone. The adapter takes a room of exactly 20 letters for a
 * private one: the prefix is longer than that.
 */
export const roomOf = (gameId: GameId): string => `dugout:game:viewers:{${gameId}}`;

/** The channel that the adapter uses for a room of the namespace '/'. */
export const channelOf = (room: string): string => `socket.io#/#${room}#`;

/** A subscription that failed is tried again after this long, for as long as it is wanted. */
const RETRY_MS = 500;

export interface RoomSubscriptionsDeps {
  readonly redis: SubscribingRedis;
  readonly clock: Pick<Clock, 'after'>;
  /** Gets every message that begins with `marker`; the adapter gets the others. */
  readonly marker: number;
  readonly onMessage: (message: Buffer) => void;
  readonly onFailed: (reason: unknown) => void;
}

/** The subscribing client that the adapter is given. */
export class RoomSubscriptions {
  private readonly wanted = new Map<string, Promise<void>>();
  private isClosed = false;

  constructor(private readonly deps: RoomSubscriptionsDeps) {}

  /** The adapter listens here for messages; ours are kept from it. */
  on(event: 'smessageBuffer', listener: (channel: Buffer, message: Buffer) => void): this {
    this.deps.redis.on(event, (channel, message) => {
      if (message[0] === this.deps.marker) {
        this.deps.onMessage(message);
      } else {
        listener(channel, message);
      }
    });
    return this;
  }

  ssubscribe(channel: string): Promise<void> {
    const done = this.deps.redis.ssubscribe(channel).then(
      () => undefined,
      (reason: unknown) => this.retryLater(channel, reason),
    );
    this.wanted.set(channel, done);
    return done;
  }

  async sunsubscribe(channels: string | readonly string[]): Promise<void> {
    const all = typeof channels === 'string' ? [channels] : channels;
    all.forEach((channel) => this.wanted.delete(channel));
    await Promise.all(all.map((channel) => this.deps.redis.sunsubscribe(channel))).catch(() => undefined);
  }

  /** Resolves when this node hears the room, or when Redis refused: a broadcast is a hint, and beacons make up. */
  whenHeard(room: string): Promise<void> {
    return this.wanted.get(channelOf(room)) ?? Promise.resolve();
  }

  close(): void {
    this.isClosed = true;
    this.wanted.clear();
  }

  private retryLater(channel: string, reason: unknown): void {
    if (this.isClosed) {
      return;
    }
    this.deps.onFailed(reason);
    this.deps.clock.after(RETRY_MS, () => {
      if (this.wanted.has(channel)) {
        void this.ssubscribe(channel);
      }
    });
  }
}
