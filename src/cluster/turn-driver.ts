/**
 * Sees to it that a game goes on when nobody commands it: a game of computers, and one whose clock has something due.
 *
 * Two computers are driven from here, a turn each pace. Where people play, the clock queue is told when to ring; it asks
 * any node, which passes the question on to the owner. Either way the owner itself gives the command, in the game's lane,
 * from the seat `clock`, which no request from outside can name. What gets lost is found by the sweep: PostgreSQL holds
 * when each game is due.
 */
import { nextDue } from '../baseball/clock-due';
import { dueAt, isComputersOnly } from '../baseball/due';
import type { SessionId } from '../protocol/ids';
import type { AcquireReason } from '../protocol/ownership';
import type { Observer } from './observer';
import type { Owner } from './owner';
import type { Clock, Sessions, TurnBell } from './ports';

/** A tick that could not be carried out is tried again after this. */
const RETRY_MS = 1_000;

export interface TurnDriverDeps {
  readonly clock: Clock;
  readonly turnBell: TurnBell;
  readonly sessions: Pick<Sessions, 'find'>;
  readonly observer: Pick<Observer, 'failed'>;
  /** Between two plays of a game of computers. */
  readonly computerPaceMs: number;
  /** What a session that left no trace is taken to have been away. */
  readonly sessionTtlMs: number;
}

export class TurnDriver {
  private readonly deps: TurnDriverDeps;
  private readonly driven = new WeakSet<Owner>();
  /** What the clock queue was last told of a game. */
  private readonly rung = new WeakMap<Owner, number>();

  constructor(deps: TurnDriverDeps) {
    this.deps = deps;
  }

  /** After each commit, and when a game was acquired. Never throws, never waits. */
  see(owner: Owner): void {
    const state = owner.game?.state;
    if (state === undefined || state.dice === null) return;
    const due = dueAt(state);
    if (due === null) return;
    if (isComputersOnly(state)) return this.drive(owner, this.deps.computerPaceMs);
    if (this.rung.get(owner) === due) return;
    this.rung.set(owner, due);
    this.deps.turnBell.ringAt(owner.gameId, due);
  }

  /** A game was acquired. While a clock runs, the time that a dead owner did not serve is given back. Never throws. */
  async taken(owner: Owner, from: { seen: SessionId | null; reason: AcquireReason }): Promise<void> {
    try {
      await this.credit(owner, from);
    } catch (cause) {
      this.deps.observer.failed('clock', cause, owner.gameId);
    }
    this.see(owner);
  }

  private async credit(
    owner: Owner,
    { seen, reason }: { seen: SessionId | null; reason: AcquireReason },
  ): Promise<void> {
    const state = owner.game?.state;
    if (state?.status !== 'live' || reason !== 'takeover' || seen === null || nextDue(state) === null) return;
    const sighting = await this.deps.sessions.find(seen);
    const ms = Math.max(1, Math.round(sighting?.sinceBeatMs ?? this.deps.sessionTtlMs));
    await owner.giveByClock({ type: 'CreditClock', turn: state.turn, ms });
  }

  private drive(owner: Owner, delayMs: number): void {
    if (this.driven.has(owner)) return;
    this.driven.add(owner);
    this.deps.clock.after(delayMs, () => {
      this.driven.delete(owner);
      void this.tick(owner);
    });
  }

  private async tick(owner: Owner): Promise<void> {
    const isDone = await owner.tick();
    // A commit has asked for the next turn already.
    if (!isDone && owner.isServing) this.drive(owner, RETRY_MS);
  }
}
