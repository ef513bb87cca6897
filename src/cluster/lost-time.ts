/**
 * What the service owes to the open turn of a game after it could not accept commands for a while.
 *
 * Nothing is given back twice: only what was lost since the turn was opened, or since time was last given back in it,
 * counts. So it does not matter who else has found out about the same outage, or by which sign. An outage that sessions
 * outlive is a hiccup, and nothing is given back for it.
 */
import { nextDue } from '../baseball/clock-due';
import type { GameState } from '../baseball/state';
import type { CreditClock } from '../protocol/lobby';
import type { HotGame } from './hot-game';
import type { Clock } from './ports';
import type { Outage } from './session';

type DayClock = Pick<Clock, 'now' | 'monotonic'>;

/** Whether there are turns in the game that can lose time. */
export function isClocked({ dice, status }: GameState): boolean {
  return dice !== null && dice.facts.clock.kind !== 'none' && status !== 'final';
}

/**
 * What gives the time back; null when nothing is owed.
 * @param lost.from, lost.to what was lost, as times of day
 * @param lost.leastMs less than that is not given back
 */
export function creditFor(
  { state, creditedAt }: HotGame,
  lost: { readonly from: number; readonly to: number; readonly leastMs: number },
): CreditClock | null {
  if (state.status !== 'live' || nextDue(state) === null) return null;
  const openedAt = state.dice?.clock?.at ?? 0;
  const ms = Math.round(lost.to - Math.max(lost.from, openedAt, creditedAt));
  return ms < Math.max(lost.leastMs, 1) ? null : { type: 'CreditClock', turn: state.turn, ms };
}

/**
 * The stretch in which a game's owner is known to have accepted nothing: from its first failure to its last one. What
 * lies behind the last is not lost, for all that is known: nobody may have tried.
 */
export class LostTime {
  private readonly deps: { readonly clock: DayClock; readonly hiccupMs: number };
  /** Null while commands are accepted. */
  private known: Outage | null = null;

  constructor(deps: LostTime['deps']) {
    this.deps = deps;
  }

  get hasBegun(): boolean {
    return this.known !== null;
  }

  /** @param to now, unless it is known to have ended before */
  add(from: number, to = this.deps.clock.monotonic()): void {
    const { known } = this;
    this.known = known === null ? { from, to } : { from: Math.min(from, known.from), to: Math.max(to, known.to) };
  }

  /** What gives it back; null when nothing is owed. */
  credit(game: HotGame): CreditClock | null {
    const { clock, hiccupMs } = this.deps;
    return this.known === null ? null : creditFor(game, { ...asTimesOfDay(this.known, clock), leastMs: hiccupMs });
  }

  /** A command was accepted, or nothing has failed for a while. */
  end(): void {
    this.known = null;
  }

  /** What failed a moment ago may fail again: clients ask several times a second. */
  endUnlessRecent(): void {
    const { clock, hiccupMs } = this.deps;
    if (this.known !== null && clock.monotonic() - this.known.to > hiccupMs) this.end();
  }
}

/** A stretch of the monotonic clock as times of day. */
export function asTimesOfDay({ from, to }: Outage, clock: DayClock): Outage {
  const offset = clock.now() - clock.monotonic();
  return { from: from + offset, to: to + offset };
}
