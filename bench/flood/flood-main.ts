/**
 * The flood's process: sockets that are nobody's friends. Each says, again and again, what costs a node most for
 * nothing: games that are not, seats that are not theirs, messages that are too large or no questions at all. Who is
 * cut off comes back.
 */
import { constants, setPriority } from 'node:os';
import { io, type Socket } from 'socket.io-client';
import { PacketType } from 'socket.io-parser';

export interface FloodPlan {
  readonly url: string;
  readonly sockets: number;
  /** Messages a second, of all of them. */
  readonly perS: number;
}

export interface FloodReport {
  readonly sent: number;
  readonly answered: number;
  /** How often they were cut off, or turned away. */
  readonly cutOff: number;
  readonly tookMs: number;
}

const TICK_MS = 20;
/** What a pause of this process has left unsent is not made up for at once: a flood from elsewhere has no such pauses. */
const DUE_MAX_TICKS = 2;
const OPENED_AT_ONCE = 50;

const EVENT = String(PacketType.EVENT);
const ACK = String(PacketType.ACK);

/** What the n-th message says. */
type Hostile = (n: number) => string;

/** Encoded once, so that the flood costs the machine which it shares with its victims as little as may be. */
function said(event: string, payload: unknown): Hostile {
  const text = JSON.stringify([event, payload]);
  return () => text;
}

const HOSTILE: readonly Hostile[] = [
  // Every time another one that is not: nothing that was learned of one helps against the next.
  (n) => JSON.stringify(['join', { gameId: `nope-${n}`, as: 'spectator' }]),
  said('join', { gameId: 'nope', as: 'home', since: -1 }),
  said('command', { gameId: 'nope', commandId: 'c1', seat: 'scorekeeper', command: { type: 'StartGame' } }),
  said('command', {
    gameId: 'nope',
    commandId: 'c1',
    seat: 'home',
    command: { type: 'RecordPlay', turn: 1, play: {} },
  }),
  said('command', { pad: 'x'.repeat(20_000) }),
  said('command', 'x'.repeat(70_000)),
  said('dance', {}),
  said('updates', { gameId: 'nope', since: 1e308 }),
];

class Flood {
  private readonly sockets: Socket[] = [];
  private report = { sent: 0, answered: 0, cutOff: 0 };
  private startedAt = 0;
  private pouredAt = 0;
  private owed = 0;
  private next = 0;

  constructor(private readonly plan: FloodPlan) {}

  async open(): Promise<void> {
    const numbers = Array.from({ length: this.plan.sockets }, (_, number) => number);
    const opener = async (): Promise<void> => {
      for (let number = numbers.shift(); number !== undefined; number = numbers.shift()) await this.openOne(number);
    };
    await Promise.all(Array.from({ length: OPENED_AT_ONCE }, opener));
  }

  start(): void {
    this.startedAt = performance.now();
    this.pouredAt = this.startedAt;
    this.report = { sent: 0, answered: 0, cutOff: 0 };
    setInterval(() => this.pour(), TICK_MS);
  }

  end(): FloodReport {
    return { ...this.report, tookMs: performance.now() - this.startedAt };
  }

  private openOne(number: number): Promise<void> {
    const socket = io(this.plan.url, { transports: ['websocket'], forceNew: true, auth: { user: `flood-${number}` } });
    this.sockets.push(socket);
    socket.on('disconnect', (reason) => {
      this.report.cutOff += 1;
      if (reason === 'io server disconnect') socket.connect();
    });
    socket.on('connect', () => socket.io.engine.on('message', (text: unknown) => this.heard(text)));
    return new Promise((resolve) => {
      socket.once('connect', resolve);
      socket.once('connect_error', () => resolve());
    });
  }

  private heard(text: unknown): void {
    if (typeof text === 'string' && text.startsWith(ACK)) this.report.answered += 1;
  }

  /** What is due, each from the next socket, under an id that asks for an answer. */
  private pour(): void {
    const { perS } = this.plan;
    const sinceMs = Math.min(performance.now() - this.pouredAt, DUE_MAX_TICKS * TICK_MS);
    this.pouredAt = performance.now();
    this.owed += (sinceMs / 1000) * perS;
    for (; this.owed >= 1; this.owed -= 1) {
      this.next += 1;
      const socket = this.sockets[this.next % this.sockets.length];
      const say = HOSTILE[this.next % HOSTILE.length];
      if (socket?.connected !== true || say === undefined) continue;
      this.report.sent += 1;
      socket.io.engine.write(`${EVENT}${this.next}${say(this.next)}`);
    }
  }
}

// It stands for machines elsewhere: what it costs to send the flood is not the service's.
setPriority(constants.priority.PRIORITY_LOW);

let flood: Flood | undefined;

process.on('message', (message: FloodPlan | 'go' | 'end') => {
  if (message === 'go') flood?.start();
  else if (message === 'end') process.send?.(flood?.end() ?? null, () => process.exit(0));
  else {
    flood = new Flood(message);
    void flood.open().then(() => process.send?.('open'));
  }
});
