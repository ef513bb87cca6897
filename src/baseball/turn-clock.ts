/**
 * The clock of a dice game's turns: when each side's time is up, and what its bank holds.
 *
 * The engine knows no time but the one that it is handed with a command. A side that the computer manages has no
 * deadline. Where a manager's substitution withdraws a turn, his own deadline stays, or he could substitute to and fro
 * and never decide; who had decided has his time anew.
 */
import type { BySide, Side } from '../protocol/side';
import { hasDecided, otherSide, type DiceState, type OpenedClock, type StartedState } from './state';

type Times = BySide<number | null>;

const NO_TIMES: Times = { away: null, home: null };

/** What a side with an empty bank has for a turn, so that one who was away can take over again. */
const BANK_FLOOR_MS = 5_000;

export interface Opening {
  /** Milliseconds since 1970. */
  readonly at: number;
  /** What opens the turn: the play before it (or the start), a side's substitution, or the commissioner's hand. */
  readonly by: 'play' | 'commissioner' | Side;
}

const timesOf = (time: (side: Side) => number | null): Times => ({ away: time('away'), home: time('home') });

/** The clock of the turn that opens after `state`. */
export function openedClock(state: StartedState, dice: DiceState, { at, by }: Opening): OpenedClock {
  const { clock, managers } = dice.facts;
  if (clock.kind === 'none') return { at, deadlines: NO_TIMES, banks: NO_TIMES };
  const before = dice.clock;
  const isHuman = (side: Side): boolean => managers[side].kind === 'human';
  const goesOn = (side: Side): boolean =>
    before !== null && (by === side || (by === otherSide(side) && !hasDecided(state, dice, side)));
  const bankOf = (side: Side): number => {
    if (clock.kind === 'perTurn') return clock.turnMs;
    if (before === null) return clock.bankMs;
    return (before.banks[side] ?? 0) + (by === 'play' ? clock.incrementMs : 0);
  };
  const deadlineOf = (side: Side): number | null =>
    goesOn(side) ? (before?.deadlines[side] ?? null) : at + Math.max(bankOf(side), BANK_FLOOR_MS);
  return {
    at,
    deadlines: timesOf((side) => (isHuman(side) ? deadlineOf(side) : null)),
    banks: clock.kind === 'perTurn' ? NO_TIMES : timesOf((side) => (isHuman(side) ? bankOf(side) : null)),
  };
}

/** What a side's bank holds once it has decided; undefined where it has none. */
export function bankAfter({ clock }: DiceState, side: Side, at: number): number | undefined {
  const deadline = clock?.deadlines[side] ?? null;
  const bank = clock?.banks[side] ?? null;
  if (deadline === null || bank === null) return undefined;
  const given = Math.max(BANK_FLOOR_MS - bank, 0);
  return Math.max(deadline - given - at, 0);
}
