/**
 * One player's or spectator's socket: what it may ask, and the one answer that each question gets.
 *
 * Everything that comes in is parsed; nothing that comes in can throw. Whoever is connected has been identified
 * (handshake.ts); whether a seat is his is the owner's to say, for every command.
 */
import type { GameService } from '../cluster/index';
import type { Clock, Random } from '../cluster/ports';
import type { CommandAnswer } from '../protocol/envelope';
import { CommandRequest, refused, type Refused } from '../protocol/envelope';
import type { GameId } from '../protocol/ids';
import { parse, type Schema } from '../protocol/invalid';
import type { Viewer } from '../protocol/seat';
import {
  type CatchupAnswer,
  type ClientToServerEvents,
  JoinRequest,
  LeaveRequest,
  type PlainAnswer,
  UpdatesRequest,
} from '../protocol/socket';
import type { RateLimits } from '../platform/rate-limits';
import type { Audience } from './audience';
import { GameStream } from './game-stream';
import type { Guest } from './handshake';
import { REFUSED_EVENT, RefusedPacket } from './parser';
import { Patience } from './patience';
import { roomOf } from './rooms';
import type { SessionBoard } from './session-board';

/** Games that one socket may look at. */
const GAMES_MAX = 512;
/** A join that waited this long for its subscription goes on without: beacons and `updates` make up. */
const SUBSCRIBE_DEADLINE_MS = 1000;
/** The board hears of a socket's activity this often at most. */
const SEEN_EVERY_MS = 10_000;

const UNKNOWN_MESSAGE = 'There is no such message; there are join, leave, command and updates.';
const TOO_MANY_GAMES = `One socket may look at ${GAMES_MAX} games; leave some first.`;

type Answer = CatchupAnswer | CommandAnswer | PlainAnswer;

interface Reply {
  readonly answer: Answer;
  /** What follows the answer, in the same breath. */
  readonly after?: () => void;
}

/** The part of a socket.io socket that a player uses. */
export interface PlayerSocket {
  readonly id: string;
  join(room: string): Promise<void> | void;
  leave(room: string): Promise<void> | void;
  onAny(listener: (event: string, ...args: unknown[]) => void): unknown;
  on(event: 'disconnect', listener: () => void): unknown;
}

export interface PlayerDeps {
  readonly clock: Pick<Clock, 'after' | 'monotonic' | 'now'>;
  readonly random: Pick<Random, 'id' | 'fraction'>;
  readonly service: GameService;
  readonly audience: Audience;
  readonly limits: RateLimits;
  readonly board: SessionBoard;
  /** Resolves when this node hears what is broadcast to the room. */
  readonly whenHeard: (room: string) => Promise<void>;
  /** Sends an encoded packet that may be missed to the socket. */
  readonly write: (text: string) => void;
  /** Whether the socket does not read what it is answered; it is cut off then. */
  readonly isTooSlow: () => boolean;
  /** Nonsense that a socket may send at once; 0: any amount. */
  readonly nonsenseMax: number;
  /** Has nothing heard of the socket for so long. */
  readonly turnDeaf: (forMs: number) => void;
  readonly onCommand: (fact: { code: string; tookMs: number }) => void;
  readonly onFailed: (fact: { what: string; reason: unknown; requestId: string }) => void;
}

export class Player {
  private readonly streams = new Map<GameId, GameStream>();
  private readonly connectedAt: number;
  private readonly patience: Patience;
  private lastJoined: { readonly gameId: GameId; readonly viewer: Viewer } | undefined;
  private seenAt = Number.NEGATIVE_INFINITY;
  private seenGame: GameId | null = null;

  constructor(
    private readonly socket: PlayerSocket,
    private readonly guest: Guest,
    private readonly deps: PlayerDeps,
  ) {
    this.connectedAt = deps.clock.now();
    this.patience = new Patience(deps.clock, deps.random, deps.nonsenseMax);
    socket.onAny((event, ...args) => this.received(event, args));
    socket.on('disconnect', () => this.gone());
    this.seen();
  }

  /** One packet; the acknowledgement, when the sender wants one, is its last argument. */
  private received(event: string, args: unknown[]): void {
    if (this.deps.isTooSlow()) {
      return;
    }
    const last = args.at(-1);
    const tell = (typeof last === 'function' ? last : () => undefined) as (answer: Answer) => void;
    const ack = (answer: Answer): void => {
      tell(answer);
      if (!answer.ok) this.refused(answer);
    };
    const refusal = this.refusalOf(event, args[0]);
    if (refusal !== undefined) {
      ack(refusal);
      return;
    }
    this.reply(event, args[0]).then(
      ({ answer, after }) => {
        ack(answer);
        after?.();
      },
      (reason: unknown) => {
        const requestId = this.deps.random.id();
        this.deps.onFailed({ what: event, reason, requestId });
        ack(refused('server/internal', { requestId }));
      },
    );
  }

  /** Who says what makes no sense, again and again, is heard less and less. */
  private refused({ error }: Refused): void {
    const deafMs = this.patience.refused(error.code);
    if (deafMs > 0) this.deps.turnDeaf(deafMs);
  }

  /** What stands against any packet, whatever it asks. */
  private refusalOf(event: string, payload: unknown): Refused | undefined {
    if (event === REFUSED_EVENT && payload instanceof RefusedPacket) {
      return refused(payload.code);
    }
    const { expiresAtMs, identity } = this.guest;
    if (expiresAtMs !== null && expiresAtMs <= this.deps.clock.now()) {
      return refused('auth/expired');
    }
    return limited(this.deps.limits.command('user', identity.user));
  }

  private async reply(event: string, payload: unknown): Promise<Reply> {
    switch (event as keyof ClientToServerEvents) {
      case 'join':
        return await parsed(JoinRequest, payload, (request) => this.join(request));
      case 'leave':
        return await parsed(LeaveRequest, payload, (request) => this.leave(request));
      case 'command':
        return await this.command(payload);
      case 'updates':
        return await parsed(UpdatesRequest, payload, (request) => this.updates(request));
      default:
        return { answer: refused('request/not_found', { message: UNKNOWN_MESSAGE }) };
    }
  }

  private async command(payload: unknown): Promise<Reply> {
    const startedAt = this.deps.clock.monotonic();
    const reply = await parsed(CommandRequest, payload, async (request) => {
      const refusal = limited(this.deps.limits.command('game', request.gameId));
      return { answer: refusal ?? (await this.deps.service.submit(request, this.caller())) };
    });
    this.seen();
    this.deps.onCommand({
      code: reply.answer.ok ? 'ok' : reply.answer.error.code,
      tookMs: this.deps.clock.monotonic() - startedAt,
    });
    return reply;
  }

  private async join(request: JoinRequest): Promise<Reply> {
    const { gameId, as: viewer, since } = request;
    if (this.streams.size >= GAMES_MAX && !this.streams.has(gameId)) {
      return { answer: refused('server/overloaded', { message: TOO_MANY_GAMES }) };
    }
    const stream = new GameStream(viewer, this.deps.write);
    this.streams.set(gameId, stream);
    this.deps.audience.add(gameId, { socket: this.socket.id, user: this.guest.identity.user, stream });
    try {
      await this.socket.join(roomOf(gameId));
      await this.heard(roomOf(gameId));
      const answer = await this.deps.service.catchup({ gameId, viewer, since }, this.caller());
      return { answer, after: () => this.joined(request, stream, answer) };
    } catch (reason) {
      this.drop(gameId, stream);
      throw reason;
    }
  }

  /** The answer to a join has been sent: the stream opens behind it, or goes with it. */
  private joined({ gameId, as: viewer }: JoinRequest, stream: GameStream, answer: CatchupAnswer): void {
    if (!answer.ok) {
      this.drop(gameId, stream);
    } else if (this.streams.get(gameId) === stream) {
      stream.caughtUp(answer.catchup.seq);
      this.deps.audience.opened(gameId);
      this.lastJoined = { gameId, viewer };
      this.seen();
    }
  }

  private leave(request: LeaveRequest): Reply {
    const stream = this.streams.get(request.gameId);
    if (stream !== undefined) {
      this.drop(request.gameId, stream);
    }
    return { answer: { ok: true } };
  }

  private async updates(request: UpdatesRequest): Promise<Reply> {
    const stream = this.streams.get(request.gameId);
    if (stream === undefined) {
      return { answer: refused('request/invalid', { message: 'Join the game first.' }) };
    }
    const { gameId, since } = request;
    return { answer: await this.deps.service.catchup({ gameId, viewer: stream.viewer, since }, this.caller()) };
  }

  private caller() {
    return { ...this.guest.identity, socket: this.socket.id };
  }

  /** Waits for the room's subscription, but not for ever. */
  private heard(room: string): Promise<void> {
    return new Promise((resolve) => {
      const timer = this.deps.clock.after(SUBSCRIBE_DEADLINE_MS, resolve);
      void this.deps.whenHeard(room).then(() => {
        timer.cancel();
        resolve();
      });
    });
  }

  private drop(gameId: GameId, stream: GameStream): void {
    this.deps.audience.remove(gameId, this.socket.id, stream);
    if (this.streams.get(gameId) === stream) {
      this.streams.delete(gameId);
      void this.socket.leave(roomOf(gameId));
    }
  }

  private gone(): void {
    for (const [gameId, stream] of this.streams) {
      this.deps.audience.remove(gameId, this.socket.id, stream);
    }
    this.streams.clear();
    this.deps.board.gone(this.socket.id);
  }

  /** Tells the board, now and then, that the socket is alive, and at what. */
  private seen(): void {
    const now = this.deps.clock.now();
    const row = {
      socket: this.socket.id,
      user: this.guest.identity.user,
      gameId: this.lastJoined?.gameId ?? null,
      seat: this.lastJoined?.viewer ?? null,
      address: this.guest.address,
      connectedAt: this.connectedAt,
      lastActionAt: now,
    };
    if (now - this.seenAt >= SEEN_EVERY_MS || row.gameId !== this.seenGame) {
      this.seenAt = now;
      this.seenGame = row.gameId;
      this.deps.board.seen(row);
    }
  }
}

async function parsed<T>(
  schema: Schema<T>,
  payload: unknown,
  handle: (request: T) => Promise<Reply> | Reply,
): Promise<Reply> {
  const request = parse(schema, payload);
  return request.ok ? await handle(request.value) : { answer: request };
}

function limited(retryAfterMs: number | undefined): Refused | undefined {
  return retryAfterMs === undefined ? undefined : refused('request/rate_limited', { details: { retryAfterMs } });
}
