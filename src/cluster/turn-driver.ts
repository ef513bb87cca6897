/**
 * Sees to it that a game goes on when nobody commands it: a game of computers, and one whose clock has something due.
 *
 * Two computers are driven from here, a turn each pace. Where people play, the clock queue is told when to ring; it asks
 * any node, which passes the question on to the owner. Either way the owner itself gives the command, in the game's lane,
 * from the seat `clock`, which no request from outside can name. What gets lost is found by the sweep: PostgreSQL holds
 * when each game is due.
 */
import { dueAt, isComputersOnly } from '../baseball/due';
import type { SessionId } from '../protocol/ids';
import type { CreditClock } from '../protocol/lobby';
import type { AcquireReason } from '../protocol/ownership';
import type { HotGame } from './hot-game';
import type { Observer } from './observer';
import { asTimesOfDay, creditFor, isClocked } from './lost-time';
import type { Owner } from './owner';
import type { Archive, Clock, Sessions, TurnBell } from './ports';
import type { NodeSession } from './session';
import { standstillBefore } from './standstill';

/** A tick that could not be carried out is tried again after this. */
const RETRY_MS = 1_000;

export interface TurnDriverDeps {
  readonly clock: Clock;
  readonly turnBell: TurnBell;
  readonly sessions: Pick<Sessions, 'find' | 'list'>;
  readonly archive: Pick<Archive, 'lastMoves'>;
  readonly observer: Pick<Observer, 'failed'>;
  /** Between two plays of a game of computers. */
  readonly computerPaceMs: number;
  /** What a session that left no trace is taken to have been away; an outage that was shorter is not given back. */
  readonly sessionTtlMs: number;
  readonly session: Pick<NodeSession, 'outage'>;
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

  /** A game was acquired. While a clock runs, the time in which nobody served it is given back. Never throws. */
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
    const { game } = owner;
    // Who hands a game over has served it until now.
    if (game === undefined || reason === 'handOff' || !isClocked(game.state)) return;
    const isDead = reason === 'takeover' && seen !== null;
    const command = this.forOutage(game) ?? (isDead ? await this.forDeath(game, seen) : await this.forStandstill(game));
    if (command !== null) await owner.giveByClock(command);
  }

  /** For an outage that this node has been through: nobody served the game then, whoever owned it. */
  private forOutage(game: HotGame): CreditClock | null {
    const { clock, session, sessionTtlMs } = this.deps;
    if (session.outage === null) return null;
    return creditFor(game, { ...asTimesOfDay(session.outage, clock), leastMs: sessionTtlMs });
  }

  /** For the silence of an owner that is dead. */
  private async forDeath(game: HotGame, seen: SessionId): Promise<CreditClock | null> {
    const sighting = await this.deps.sessions.find(seen);
    const ms = Math.max(1, sighting?.sinceBeatMs ?? this.deps.sessionTtlMs);
    const to = this.deps.clock.now();
    return creditFor(game, { from: to - ms, to, leastMs: 1 });
  }

  /** For the time in which the service was stopped. */
  private async forStandstill(game: HotGame): Promise<CreditClock | null> {
    const lost = await standstillBefore(this.deps, game.gameId);
    return lost === null ? null : creditFor(game, { ...lost, leastMs: this.deps.sessionTtlMs });
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
