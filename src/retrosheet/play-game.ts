/** Plays a game of an event file through the rules, with nothing around it: for tests, comparisons and box scores. */
import type { Rejection } from '../protocol/error-codes';
import type { GameEvent } from '../protocol/events';
import { decide } from '../baseball/decide';
import { noDice } from '../baseball/dice';
import { evolve, initialState } from '../baseball/evolve';
import { scheduleGame } from '../baseball/schedule';
import type { GameState } from '../baseball/state';
import { commandsOf, type RetrosheetGame } from './game';

/** Why a game stopped, and the line of the file that it stopped at. */
export interface RefusedLine {
  readonly line: number;
  readonly rejection: Rejection;
}

export interface PlayedGame {
  /** All events, from `GameScheduled` to the last that was accepted; none when the game could not be scheduled. */
  readonly events: readonly GameEvent[];
  /** Null when the game could not be scheduled. */
  readonly state: GameState | null;
  /** The first command that was refused: the game stops there. Null when none was. */
  readonly refusal: RefusedLine | null;
}

/** Called with the state before each command: a place to measure or to look. */
export type Watch = (before: GameState) => void;

export function playGame(game: RetrosheetGame, watch?: Watch): PlayedGame {
  const scheduled = scheduleGame(game.schedule);
  if (!scheduled.ok) return { events: [], state: null, refusal: { line: game.line, rejection: scheduled.rejection } };
  let state: GameState = initialState(scheduled.event);
  const events: GameEvent[] = [scheduled.event];
  for (const { line, command } of commandsOf(game, () => state.status === 'final')) {
    watch?.(state);
    const decision = decide(state, { seat: 'scorekeeper', command }, noDice);
    if (!decision.ok) return { events, state, refusal: { line, rejection: decision.rejection } };
    for (const event of decision.events) state = evolve(state, event);
    events.push(...decision.events);
  }
  return { events, state, refusal: null };
}
