/**
 * The socket of a client: connects again for ever, with a wait that grows and is never the same for two clients. When
 * the node says that it is going away, it connects elsewhere in the time that is given, between two questions. Only a
 * credential that is refused ends it.
 */
import { io, type Socket } from 'socket.io-client';
import { type ErrorBody, refused, type Refused } from '../protocol/envelope';
import { GameId } from '../protocol/ids';
import type { ClientToServerEvents, DrainingNotice, ServerToClientEvents } from '../protocol/socket';
import type { ClientClock, ClientRandom } from './retry';

/** A signed token, or a name where the service runs open. */
export type Credential = { readonly token: string } | { readonly user: string };

export interface ConnectionOptions {
  readonly url: string;
  /** Asked at every connection, so that a token can be renewed. */
  readonly credential: () => Credential;
  readonly clock: ClientClock;
  readonly random: ClientRandom;
  /** Connected, for the first time or again. */
  readonly onUp: () => void;
  readonly onDown: () => void;
}

/** A question without an answer, and nothing else heard for so long: the node is asked whether it is there. */
const SILENCE_MS = 500;
/**
 * It says so within this time, or the connection is given up. A service that is slow must not be slowed further by those
 * who connect anew all the time: after each time in vain the next one is longer.
 */
const SIGN_OF_LIFE_MS = { first: 1000, longest: 4000 } as const;
/** No game is called that, so that leaving it changes nothing; a node answers it by itself, whatever its stores do. */
const NOWHERE = GameId.parse('nowhere');

/**
 * When, within the time that a leaving node gives, a client goes: not before the balancer has noticed, and not all at
 * once. Until then the node answers it, and sends its commands on.
 */
const GOES = { earliest: 0.3, latest: 0.8 } as const;

const RECONNECT_MIN_MS = 100;
const RECONNECT_MAX_MS = 2000;
const CONNECT_TIMEOUT_MS = 5000;

export class Connection {
  readonly socket: Socket<ServerToClientEvents, ClientToServerEvents>;
  private readonly waiting = new Set<(refusal: Refused | undefined) => void>();
  /** Why the service will not have us; only another credential helps. */
  private turnedAway: Refused | undefined;
  private refusals = 0;
  private closed = false;
  /** When anything last came over the socket, by the clock. */
  private heardAt = Number.NEGATIVE_INFINITY;
  private isProbing = false;
  private unanswered = 0;
  /** Under way from a node that leaves: true once it is time to go as soon as no question is under way. */
  private goes = false;
  private going: readonly { cancel(): void }[] = [];
  private signOfLifeMs: number = SIGN_OF_LIFE_MS.first;

  constructor(private readonly options: ConnectionOptions) {
    this.socket = io(options.url, {
      transports: ['websocket'],
      forceNew: true,
      autoConnect: false,
      auth: (give) => give({ ...options.credential() }),
      reconnectionDelay: RECONNECT_MIN_MS,
      reconnectionDelayMax: RECONNECT_MAX_MS,
      timeout: CONNECT_TIMEOUT_MS,
    });
    this.socket.on('connect', () => this.up());
    this.socket.on('disconnect', () => this.down());
    this.socket.on('connect_error', (error) => this.failed(error));
    this.socket.on('draining', (notice) => this.goWithin(notice));
  }

  get isClosed(): boolean {
    return this.closed;
  }

  /** Resolves when connected, or with the reason why it will never be; undefined after `withinMs`. */
  ready(withinMs: number): Promise<{ readonly ok: true } | Refused | undefined> {
    if (this.socket.connected) {
      return Promise.resolve({ ok: true });
    }
    if (this.turnedAway !== undefined || this.closed) {
      return Promise.resolve(this.turnedAway ?? refused('server/draining', { message: 'The client was closed.' }));
    }
    this.open();
    return new Promise((resolve) => {
      const settle = (refusal: Refused | undefined): void => {
        timer.cancel();
        this.waiting.delete(settle);
        resolve(refusal ?? { ok: true });
      };
      const timer = this.options.clock.after(Math.max(withinMs, 0), () => {
        this.waiting.delete(settle);
        resolve(undefined);
      });
      this.waiting.add(settle);
    });
  }

  /**
   * Watches over a question: a node that is frozen, or behind a line that swallows everything, does not hang up, and is
   * found out by its silence. The question fails with the connection then, and is asked anew over another.
   * @returns call it when the answer is there
   */
  expectAnswer(): () => void {
    const { clock } = this.options;
    const look = (): void => {
      const silentMs = clock.monotonic() - Math.max(askedAt, this.heardAt);
      if (silentMs >= SILENCE_MS) this.probe();
      timer = clock.after(silentMs >= SILENCE_MS ? SILENCE_MS : SILENCE_MS - silentMs, look);
    };
    const askedAt = clock.monotonic();
    let timer = clock.after(SILENCE_MS, look);
    this.unanswered += 1;
    return () => {
      timer.cancel();
      this.unanswered -= 1;
      if (this.unanswered === 0 && this.goes) this.reconnect();
    };
  }

  private goWithin({ reconnectWithinMs }: DrainingNotice): void {
    const { clock, random } = this.options;
    const share = GOES.earliest + (GOES.latest - GOES.earliest) * random.fraction();
    this.goesNoMore();
    this.going = [
      clock.after(share * reconnectWithinMs, () => {
        this.goes = true;
        if (this.unanswered === 0) this.reconnect();
      }),
      clock.after(reconnectWithinMs, () => this.reconnect()),
    ];
  }

  private goesNoMore(): void {
    this.goes = false;
    this.going.forEach((timer) => timer.cancel());
    this.going = [];
  }

  close(): void {
    this.closed = true;
    this.socket.disconnect();
    this.settle(refused('server/draining', { message: 'The client was closed.' }));
  }

  private up(): void {
    this.refusals = 0;
    this.socket.io.engine.on('packet', () => (this.heardAt = this.options.clock.monotonic()));
    this.options.onUp();
    this.settle(undefined);
  }

  private probe(): void {
    if (this.isProbing || !this.socket.connected) {
      return;
    }
    this.isProbing = true;
    const { id } = this.socket;
    this.socket.timeout(this.signOfLifeMs).emit('leave', { gameId: NOWHERE }, (failure) => {
      this.isProbing = false;
      if (failure === null) {
        this.signOfLifeMs = SIGN_OF_LIFE_MS.first;
      } else if (this.socket.id === id && !this.closed) {
        this.signOfLifeMs = Math.min(this.signOfLifeMs * 2, SIGN_OF_LIFE_MS.longest);
        this.reconnect();
      }
    });
  }

  private down(): void {
    this.goesNoMore();
    this.options.onDown();
    this.tryAgain();
  }

  private failed(error: Error & { data?: unknown }): void {
    const body = error.data as ErrorBody | undefined;
    if (body?.retry === 'never') {
      this.turnedAway = { ok: false, error: body };
      this.settle(this.turnedAway);
      return;
    }
    this.refusals += 1;
    this.tryAgain();
  }

  /** socket.io tries again by itself, except when it was the other side's own word to go. */
  private tryAgain(): void {
    if (this.closed || this.socket.active || this.turnedAway !== undefined) {
      return;
    }
    const { clock, random } = this.options;
    const full = Math.min(RECONNECT_MIN_MS * 2 ** this.refusals, RECONNECT_MAX_MS);
    clock.after((full / 2) * (1 + random.fraction()), () => this.open());
  }

  private reconnect(): void {
    this.socket.disconnect();
    this.refusals = 0;
    this.open();
  }

  /** Asks for a connection, unless that is under way: socket.io would sign in a second time. */
  private open(): void {
    if (!this.closed && !this.socket.active) {
      this.socket.connect();
    }
  }

  private settle(refusal: Refused | undefined): void {
    [...this.waiting].forEach((settle) => settle(refusal));
  }
}
