/** When a game wants something of its clock, and what: so that nobody has to be there for it to go on. */
import type { ExpireTurn } from '../protocol/commands';
import type { ExpireStart } from '../protocol/lobby';
import { nextDue, startDue } from './clock-due';
import { isStarted, SIDES, type GameState } from './state';

/** True where the computer manages both sides: nobody's command ever comes. */
export function isComputersOnly({ dice }: GameState): boolean {
  return dice !== null && SIDES.every((side) => dice.facts.managers[side].kind === 'computer');
}

/** Milliseconds since 1970; 0 where the game waits for nobody; null where the clock has nothing to say. */
export function dueAt(state: GameState): number | null {
  if (state.dice === null) return null;
  if (!isStarted(state)) return startDue(state);
  if (state.status !== 'live') return null;
  return isComputersOnly(state) ? 0 : nextDue(state);
}

/** What the clock commands when it rings; null when it has nothing to say. */
export function clockCommand(state: GameState): ExpireStart | ExpireTurn | null {
  if (dueAt(state) === null) return null;
  return isStarted(state) ? { type: 'ExpireTurn', turn: state.turn } : { type: 'ExpireStart' };
}
