/** One game as a client follows it: commands out, steps in order, gaps mended. */
import type { Command } from '../protocol/commands';
import { type CommandAnswer, type GameUpdate, refused, type Refused } from '../protocol/envelope';
import type { GameEvent } from '../protocol/events';
import { CommandId, type GameId } from '../protocol/ids';
import type { Seat, Viewer } from '../protocol/seat';
import type { Catchup, CatchupAnswer, HeadBeacon, Presence } from '../protocol/socket';
import type { GameView } from '../protocol/view';
import { type GameStep, Order } from './order';
import type { ClientClock, ClientRandom } from './retry';
import { Steps } from './steps';

/** What a game needs of the connection that it lives on. */
export interface GameLine {
  readonly clock: ClientClock;
  readonly random: ClientRandom;
  /** Sends a command until it has an answer that stands. */
  submit(
    request: { gameId: GameId; commandId: CommandId; seat: Seat; command: Command },
    deadlineMs: number | undefined,
  ): Promise<CommandAnswer>;
  /** Asks once for what came after `since`; undefined when no answer came. */
  updates(gameId: GameId, since: number): Promise<CatchupAnswer | undefined>;
  leave(gameId: GameId): Promise<void>;
  readonly onGapMended: () => void;
}

/** Which game is followed, through whose eyes, and from where on. */
export interface Watch {
  readonly gameId: GameId;
  readonly viewer: Viewer;
  /** Everything up to here is known already. */
  readonly since: number | undefined;
}

export interface CommandOptions {
  /** Chosen by the client; a fresh one when left out. */
  readonly commandId?: string;
  /** The seat to speak from, when it is not the one that the game is watched from. */
  readonly seat?: Seat;
  readonly deadlineMs?: number;
}

/** An update that came too early may have company on the way: this long is waited before it is asked for. */
const GAP_PATIENCE_MS = 50;
/** What could not be asked for is tried again after this. */
const GAP_AGAIN_MS = 250;

export class Game {
  private readonly order: Order;
  private readonly readers = new Set<Steps>();
  private readonly listeners = new Set<(step: GameStep) => void>();
  private lastView: GameView | undefined;
  private lastPresence: Presence | undefined;
  private mending: { cancel(): void } | undefined;
  /** The service's clock (ms since 1970) less this one's monotonic clock, as of the last catch-up. */
  private aheadMs: number | undefined;
  private isCaughtUp = false;
  private isClosed = false;

  readonly gameId: GameId;
  readonly viewer: Viewer;

  constructor(
    private readonly watch: Watch,
    private readonly line: GameLine,
  ) {
    this.gameId = watch.gameId;
    this.viewer = watch.viewer;
    this.order = new Order(watch.since ?? 0);
  }

  /** Where to go on from after an interruption; undefined: from the whole view. */
  get since(): number | undefined {
    return this.isCaughtUp ? this.order.seq : this.watch.since;
  }

  get isJoined(): boolean {
    return this.isCaughtUp;
  }

  /** Everything up to here has been given out. */
  get seq(): number {
    return this.order.seq;
  }

  /** The last whole view that came (as of the join, unless a long gap was bridged); later steps are yours to follow. */
  get view(): GameView | undefined {
    return this.lastView;
  }

  /** How long a deadline of the game is still off, in ms, by the service's clock; undefined before the join. */
  leftMs(deadline: number): number | undefined {
    return this.aheadMs === undefined ? undefined : Math.max(deadline - this.aheadMs - this.line.clock.monotonic(), 0);
  }

  get presence(): Presence | undefined {
    return this.lastPresence;
  }

  /** Gives a command, and sends it again under the same id until its outcome is known or the deadline has come. */
  async command(command: Command, options: CommandOptions = {}): Promise<CommandAnswer> {
    const commandId = CommandId.safeParse(options.commandId ?? this.line.random.id());
    const seat = options.seat ?? this.viewer;
    if (!commandId.success) {
      return refused('request/invalid', { message: 'A command id is 1 to 64 letters, digits, "_", "." and "-".' });
    }
    if (seat === 'spectator') {
      return refused('seat/not_seated');
    }
    const request = { gameId: this.gameId, commandId: commandId.data, seat, command };
    const answer = await this.line.submit(request, options.deadlineMs);
    if (answer.ok) {
      this.took(answer.update);
    } else if (answer.error.retry === 'resync') {
      this.mendSoon(0);
    }
    return answer;
  }

  /** Every step from now on, in order, until `leave` or the end of the loop. */
  updates(): AsyncIterableIterator<GameStep, undefined> {
    const steps: Steps = new Steps(() => this.readers.delete(steps));
    this.readers.add(steps);
    return steps;
  }

  /**
   * Every event from now on, in order, as `updates` tells them. Where a gap was too long to be filled, what happened in
   * it is in `view`, and the events go on after it.
   */
  async *events(): AsyncGenerator<GameEvent, undefined> {
    for await (const step of this.updates()) {
      if (step.kind === 'update') yield* step.update.events;
    }
    return undefined;
  }

  /** As `updates`, by a call for each; returns the way to stop. */
  onStep(listener: (step: GameStep) => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  async leave(): Promise<void> {
    this.close();
    await this.line.leave(this.gameId);
  }

  /** For the connection: the game's own packets. */
  took(update: GameUpdate): void {
    this.give(this.order.take(update));
    this.mendSoon(GAP_PATIENCE_MS);
  }

  sawHead(beacon: HeadBeacon): void {
    this.order.sawHead(beacon.seq);
    this.mendSoon(GAP_PATIENCE_MS);
  }

  sawPresence(presence: Presence): void {
    this.lastPresence = presence;
  }

  caughtUp(catchup: Catchup): void {
    this.isCaughtUp = true;
    this.aheadMs = catchup.now - this.line.clock.monotonic();
    if (catchup.kind === 'view') {
      this.lastView = catchup.view;
    }
    this.give(this.order.catchUp(catchup));
  }

  close(): void {
    this.isClosed = true;
    this.mending?.cancel();
    this.readers.forEach((steps) => steps.end());
    this.listeners.clear();
  }

  private give(steps: readonly GameStep[]): void {
    for (const step of steps) {
      this.readers.forEach((reader) => reader.push(step));
      this.listeners.forEach((listener) => listener(step));
    }
  }

  private mendSoon(delayMs: number): void {
    if (this.mending === undefined && !this.isClosed && (this.order.isBehind || delayMs === 0)) {
      this.mending = this.line.clock.after(delayMs, () => void this.mend());
    }
  }

  private async mend(): Promise<void> {
    const answer: CatchupAnswer | undefined = await this.line
      .updates(this.gameId, this.order.seq)
      .catch((): Refused | undefined => undefined);
    this.mending = undefined;
    if (this.isClosed) {
      return;
    }
    if (answer?.ok === true) {
      this.line.onGapMended();
      this.caughtUp(answer.catchup);
    }
    if (this.order.isBehind) {
      this.mendSoon(GAP_AGAIN_MS);
    }
  }
}
