/** A game in a line of a list. */
import type { GameSummary } from '../protocol/scores';
import { dueAt } from './due';
import { isStarted, type GameState } from './state';

export function summaryOf(state: GameState): GameSummary {
  const due = dueAt(state);
  return due === null ? lineOf(state) : { ...lineOf(state), dueAt: due };
}

function lineOf(state: GameState): GameSummary {
  if (!isStarted(state)) {
    return { status: state.status, inning: 0, half: 'top', outs: 0, score: { away: 0, home: 0 } };
  }
  const { status, inning, half, outs, score } = state;
  return { status, inning, half, outs, score };
}
