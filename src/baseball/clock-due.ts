/**
 * What the clock of an open turn says next, and what the service owes to it.
 *
 * Deadlines are times of day in the events, so that whoever owns the game next goes on with the same ones; they are
 * looked at when the clock rings. A clock that rings late was held up by the service: the time is given back.
 */
import type { ClockCredited, TurnWarned } from '../protocol/lobby';
import type { BySide, Side } from '../protocol/side';
import { hasDecided, SIDES, type DiceState, type LiveState, type ScheduledState, type TurnClock } from './state';

/** A warning is due when this share of a turn's time is left. */
const WARNING_SHARE = 0.25;
/** The least that a credit leaves a manager. */
const CREDIT_MIN_MS = 5_000;
/** A clock that rings so late was held up by the service. */
const LATE_MS = 5_000;
/** A service that is late every time would hold a turn open for ever: after so many credits the time is up. */
const CREDITS_MAX = 3;

function bySide<T>(of: (side: Side) => T): BySide<T> {
  return { away: of('away'), home: of('home') };
}

function warnAt({ at }: TurnClock, deadline: number): number {
  return deadline - Math.round((deadline - at) * WARNING_SHARE);
}

/** The sides that must still decide by a deadline. */
function waitedFor(state: LiveState, dice: DiceState): { side: Side; deadline: number }[] {
  return SIDES.flatMap((side) => {
    const deadline = dice.clock?.deadlines[side] ?? null;
    return deadline === null || hasDecided(state, dice, side) ? [] : [{ side, deadline }];
  });
}

/** When the clock has something to say next: a warning or a deadline; null when it has not. */
export function nextDue(state: LiveState): number | null {
  const { dice } = state;
  if (dice?.clock == null) return null;
  const { clock } = dice;
  const times = waitedFor(state, dice).map(({ side, deadline }) =>
    clock.warned[side] ? deadline : warnAt(clock, deadline),
  );
  return times.length === 0 ? null : Math.min(...times);
}

/** The sides whose time is up. */
export function sidesExpired(state: LiveState, dice: DiceState, at: number): Side[] {
  return waitedFor(state, dice)
    .filter(({ deadline }) => at >= deadline)
    .map(({ side }) => side);
}

/** The warnings that are due and were not given. */
export function warningsDue(state: LiveState, dice: DiceState, at: number): TurnWarned[] {
  const { clock } = dice;
  if (clock === null) return [];
  return waitedFor(state, dice)
    .filter(({ side, deadline }) => !clock.warned[side] && at >= warnAt(clock, deadline) && at < deadline)
    .map(({ side, deadline }) => ({ type: 'TurnWarned', turn: state.turn, side, leftMs: deadline - at }));
}

/** Gives time back: all deadlines of the open turn move. */
function credit(state: LiveState, clock: TurnClock, ms: number): ClockCredited {
  const moved = (side: Side): number | null => {
    const deadline = clock.deadlines[side];
    return deadline === null ? null : deadline + ms;
  };
  return { type: 'ClockCredited', turn: state.turn, ms, deadlines: bySide(moved) };
}

/** The credit that leaves whoever's time was up first as much as a warning would, from `at` on. */
function creditLeaving(clock: TurnClock, earliest: number, at: number): number {
  return at - earliest + Math.max(CREDIT_MIN_MS, Math.round((earliest - clock.at) * WARNING_SHARE));
}

function earliestOf(waited: readonly { readonly deadline: number }[]): number {
  return Math.min(...waited.map(({ deadline }) => deadline));
}

/** The clock of the open turn, unless there is none, or it has been credited as often as it may be. */
function creditable({ clock }: DiceState): TurnClock | null {
  return clock === null || clock.credits >= CREDITS_MAX ? null : clock;
}

/**
 * What the service owes for time in which it accepted nothing: what is known to be lost (`ms`). A deadline that is past
 * even so was let pass by a service that was away for longer than anybody knows: then a manager has at least what a
 * warning leaves. Null as for `lateCredit`.
 */
export function lostCredit(
  state: LiveState,
  dice: DiceState,
  { at, ms }: { readonly at: number; readonly ms: number },
): ClockCredited | null {
  const clock = creditable(dice);
  if (clock === null) return null;
  const earliest = earliestOf(waitedFor(state, dice));
  return credit(state, clock, at < earliest + ms ? ms : creditLeaving(clock, earliest, at));
}

/**
 * What the service owes to a turn whose deadline it let pass: the time since, and once more what a warning leaves.
 * Null when the clock rang in time, when none runs, or when it has been credited often enough in this turn.
 */
export function lateCredit(state: LiveState, dice: DiceState, at: number): ClockCredited | null {
  const clock = creditable(dice);
  if (clock === null) return null;
  const late = waitedFor(state, dice).filter(({ deadline }) => at - deadline > LATE_MS);
  return late.length === 0 ? null : credit(state, clock, creditLeaving(clock, earliestOf(late), at));
}

/** When the clock starts a game that has not been started (0: at any time); null while somebody is missing. */
export function startDue({ dice, lobby }: ScheduledState): number | null {
  if (dice === null || lobby === null) return null;
  return SIDES.some((side) => dice.facts.managers[side].kind === 'human') ? lobby.startBy : 0;
}
