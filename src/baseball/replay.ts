/** Replay: a game's state, or anything else, from its events alone. */
import type { GameEvent } from '../protocol/events';
import { effectiveEvents } from '../protocol/history';
import { assert } from './assert';
import { evolve, initialState } from './evolve';
import type { GameState } from './state';

/** The state after all events; the first is `GameScheduled`. Throws on a journal that is broken. */
export function replay(events: Iterable<GameEvent>): GameState {
  return replayOn(null, events);
}

/** The state after events that follow a state; null: they are all events of the game. Throws as `replay`. */
export function replayOn(before: GameState | null, events: Iterable<GameEvent>): GameState {
  let state = before;
  for (const event of events) state = next(state, event);
  assert(state !== null, 'a game without events');
  return state;
}

function next(state: GameState | null, event: GameEvent): GameState {
  if (state !== null) return evolve(state, event);
  assert(event.type === 'GameScheduled', 'a game begins with GameScheduled');
  return initialState(event);
}

/** Takes each event with the state just before it; null before `GameScheduled`. */
export type Reducer<T> = (sum: T, before: GameState | null, event: GameEvent) => T;

/** What goes on around a dice game's plays, and changes nothing on the field. */
const BESIDE_THE_FIELD: ReadonlySet<GameEvent['type']> = new Set([
  'DefenseSubmitted',
  'OffenseSubmitted',
  'WordAdded',
  'TurnOpened',
  'SecretRevealed',
  'SeatTaken',
  'SeatLeft',
  'SideReady',
  'PauseOffered',
  'PauseDeclined',
  'Resigned',
  'SideAbandoned',
  'TurnWarned',
  'ClockCredited',
]);

/** The field as it stands after an event. What viewers are not told (dice, decisions) is nothing to it. */
function onTheField(state: GameState | null, event: GameEvent): GameState | null {
  if (BESIDE_THE_FIELD.has(event.type)) return state;
  if (event.type !== 'GameScheduled') return next(state, event);
  const { dice: _, lobby: __, ...scheduled } = event;
  return next(state, scheduled);
}

/**
 * Folds those of a game's events that count, each beside the state of the field before it: scores, statistics,
 * projections. The events may be those of any viewer.
 */
export function fold<T>(events: Iterable<GameEvent>, start: T, reducer: Reducer<T>): T {
  let state: GameState | null = null;
  let sum = start;
  for (const event of effectiveEvents(events)) {
    sum = reducer(sum, state, event);
    state = onTheField(state, event);
  }
  return sum;
}
