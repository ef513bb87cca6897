/**
 * The way of a message to everybody who looks at a game: the sockets of this node first, then the other nodes, over
 * the game's channel. What is for viewers' eyes is encoded once, by the sender; nodes pass the text on unread.
 *
 * A message on the channel is lines of text (JSON holds no line break):
 * `@<kind>`, game, seq (empty: without a place in the order), sender, socket left out, then for each variant a line of
 * viewers (`*`: everybody) and a line with the packet. Messages of kind `node` are for the nodes themselves: one
 * variant, read by whoever handles them.
 *
 * Each publish says how many nodes heard it. Where it was nobody but this one, the next for that game may wait a moment
 * for company: most games are looked at from one node only, and a write for each of their updates is for nobody's eyes.
 * Who comes to look on another node meanwhile has all in order, the first of it that moment late.
 */
import type { Clock, Timer } from '../cluster/ports';
import type { GameId } from '../protocol/ids';
import type { Viewer } from '../protocol/seat';
import type { GameStream } from './game-stream';
import { channelOf, roomOf } from './rooms';

/** The first byte of our messages; the adapter's own begin with `{` or are MessagePack. */
export const FEED_MARKER = '@'.charCodeAt(0);

/** How long what nobody else heard last time may wait. */
const COMPANY_MS = 100;
/** Games of which it is remembered that nobody else listens; others are told at once. */
const LONELY_MAX = 50_000;

export interface Variant {
  /** Undefined: for everybody. */
  readonly viewers: readonly Viewer[] | undefined;
  /** A packet as it goes over the wire. */
  readonly text: string;
}

export interface FeedMessage {
  readonly gameId: GameId;
  /** The update's seq; undefined for messages without a place in the order. */
  readonly seq: number | undefined;
  /** The actor's socket, which had the update as its answer. */
  readonly except: string | undefined;
  readonly variants: readonly Variant[];
}

/** What publishes to the other nodes: an ioredis client. */
export interface PublishingRedis {
  readonly status: string;
  /** The connection of a single Redis; a Cluster has one a node, and no one count of who listens. */
  readonly stream?: { cork(): void; uncork(): void };
  /** @returns how many subscribers heard it */
  spublish(channel: string, message: string): Promise<unknown>;
}

export interface FeedDeps {
  readonly redis: PublishingRedis;
  readonly clock: Pick<Clock, 'after' | 'endOfTick'>;
  /** This process, among all that ever published. */
  readonly sender: string;
  /** The streams of this node's sockets that look at the game, by socket. */
  readonly streamsOf: (gameId: GameId) => Iterable<readonly [string, GameStream]>;
  /** A message from another node for this one. */
  readonly onNodeMessage: (message: NodeMessage) => void;
  /** A publish was lost: hints may be. */
  readonly onLost: (reason: unknown) => void;
}

export interface NodeMessage {
  readonly gameId: GameId;
  readonly sender: string;
  readonly body: string;
}

export class Feed {
  private outgoing: { readonly gameId: GameId; readonly text: string }[] = [];
  private isLeaving = false;
  private waiting: Timer | null = null;
  /** Those heard of last come last. */
  private readonly lonely = new Set<GameId>();

  constructor(private readonly deps: FeedDeps) {}

  /** Tells the viewers of a game, here and on the other nodes. */
  tell(message: FeedMessage): void {
    this.deliver(message);
    const { gameId } = message;
    this.publish(gameId, encode('game', message, this.deps.sender), !this.lonely.has(gameId));
  }

  /** Tells the viewers on this node only. */
  tellHere(message: FeedMessage): void {
    this.deliver(message);
  }

  /** Tells the other nodes that have viewers of the game. */
  tellNodes(gameId: GameId, body: string): void {
    const message = { gameId, seq: undefined, except: undefined, variants: [{ viewers: undefined, text: body }] };
    this.publish(gameId, encode('node', message, this.deps.sender), true);
  }

  /** A message that came over a game's channel. */
  receive(raw: Buffer): void {
    const { kind, sender, message } = decode(raw.toString('utf8'));
    if (sender === this.deps.sender) {
      return;
    }
    if (kind === '@node') {
      this.deps.onNodeMessage({ gameId: message.gameId, sender, body: message.variants[0]?.text ?? '' });
    } else {
      this.deliver(message);
    }
  }

  private deliver(message: FeedMessage): void {
    for (const [socket, stream] of this.deps.streamsOf(message.gameId)) {
      if (socket !== message.except) {
        deliverTo(stream, message);
      }
    }
  }

  private publish(gameId: GameId, text: string, isUrgent: boolean): void {
    const { clock } = this.deps;
    this.outgoing.push({ gameId, text });
    if (isUrgent && !this.isLeaving) {
      this.isLeaving = true;
      clock.endOfTick(() => this.flush());
    } else if (!this.isLeaving) {
      this.waiting ??= clock.after(COMPANY_MS, () => this.flush());
    }
  }

  /** All that there is to publish leaves in one write, in its order. */
  private flush(): void {
    const { redis, onLost } = this.deps;
    const messages = this.outgoing;
    this.outgoing = [];
    this.isLeaving = false;
    this.waiting?.cancel();
    this.waiting = null;
    if (redis.status !== 'ready') {
      messages.forEach(() => onLost(new Error('Redis is not connected')));
      return;
    }
    redis.stream?.cork();
    for (const { gameId, text } of messages) {
      redis.spublish(channelOf(roomOf(gameId)), text).then((heardBy) => this.heard(gameId, heardBy), onLost);
    }
    redis.stream?.uncork();
  }

  private heard(gameId: GameId, by: unknown): void {
    const here = isEmpty(this.deps.streamsOf(gameId)) ? 0 : 1;
    this.lonely.delete(gameId);
    if (typeof by !== 'number' || by > here || this.deps.redis.stream === undefined) {
      return;
    }
    this.lonely.add(gameId);
    const [oldest] = this.lonely;
    if (oldest !== undefined && this.lonely.size > LONELY_MAX) {
      this.lonely.delete(oldest);
    }
  }
}

function isEmpty(many: Iterable<unknown>): boolean {
  return many[Symbol.iterator]().next().done === true;
}

function deliverTo(stream: GameStream, message: FeedMessage): void {
  const variant = message.variants.find(({ viewers }) => viewers === undefined || viewers.includes(stream.viewer));
  if (variant === undefined) {
    return;
  }
  if (message.seq === undefined) {
    stream.tell(variant.text);
  } else {
    stream.offer(message.seq, variant.text);
  }
}

function encode(kind: 'game' | 'node', message: FeedMessage, sender: string): string {
  const head = `@${kind}\n${message.gameId}\n${message.seq ?? ''}\n${sender}\n${message.except ?? ''}`;
  return message.variants.reduce(
    (text, { viewers, text: packet }) => `${text}\n${viewers?.join(',') ?? '*'}\n${packet}`,
    head,
  );
}

function decode(text: string): { kind: string; sender: string; message: FeedMessage } {
  const [kind = '', gameId = '', seq = '', sender = '', except = '', ...lines] = text.split('\n');
  const variants: Variant[] = [];
  for (let at = 0; at + 1 < lines.length; at += 2) {
    const viewers = lines[at] ?? '*';
    variants.push({
      viewers: viewers === '*' ? undefined : (viewers.split(',') as Viewer[]),
      text: lines[at + 1] ?? '',
    });
  }
  return {
    kind,
    sender,
    message: {
      gameId: gameId as GameId,
      seq: seq === '' ? undefined : Number(seq),
      except: except === '' ? undefined : except,
      variants,
    },
  };
}
