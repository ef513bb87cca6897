/**
 * The flood's process: sockets that are nobody's friends. Each says, again and again, what costs a node most for
 * nothing: games that are not, seats that are not theirs, messages that are too large or no questions at all. Who is
 * cut off comes back.
 */
import { constants, setPriority } from 'node:os';
import { io, type Socket } from 'socket.io-client';

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
const OPENED_AT_ONCE = 50;

/** What the n-th message says. */
type Hostile = (n: number) => readonly [event: string, payload: unknown];

const HOSTILE: readonly Hostile[] = [
  // Every time another one that is not: nothing that was learned of one helps against the next.
  (n) => ['join', { gameId: `nope-${n}`, as: 'spectator' }],
  () => ['join', { gameId: 'nope', as: 'home', since: -1 }],
  () => ['command', { gameId: 'nope', commandId: 'c1', seat: 'scorekeeper', command: { type: 'StartGame' } }],
  () => [
    'command',
    { gameId: 'nope', commandId: 'c1', seat: 'home', command: { type: 'RecordPlay', turn: 1, play: {} } },
  ],
  () => ['command', { pad: 'x'.repeat(20_000) }],
  () => ['command', 'x'.repeat(70_000)],
  () => ['dance', {}],
  () => ['updates', { gameId: 'nope', since: 1e308 }],
];

class Flood {
  private readonly sockets: Socket[] = [];
  private report = { sent: 0, answered: 0, cutOff: 0 };
  private startedAt = 0;
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
    return new Promise((resolve) => {
      socket.once('connect', resolve);
      socket.once('connect_error', () => resolve());
    });
  }

  /** What is due, each from the next socket. */
  private pour(): void {
    const due = ((performance.now() - this.startedAt) / 1000) * this.plan.perS - this.report.sent;
    for (let n = 0; n < due; n += 1) {
      this.next += 1;
      this.report.sent += 1;
      const socket = this.sockets[this.next % this.sockets.length];
      const [event, payload] = HOSTILE[this.next % HOSTILE.length]?.(this.next) ?? ['dance', {}];
      if (socket?.connected === true) socket.emit(event, payload, () => (this.report.answered += 1));
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
