/** The game as the checker's model: what a game's rows replay to, and what may be shown or kept of it. */
import { assertNever } from '../../src/baseball/assert';
import { evolve, initialState } from '../../src/baseball/evolve';
import type { GameState } from '../../src/baseball/state';
import { summaryOf } from '../../src/baseball/summary';
import { viewFor } from '../../src/baseball/view';
import type { GameEvent } from '../../src/protocol/events';
import { canonical } from './canonical';
import type { Model } from './evidence';

export interface ModelGame {
  readonly state: GameState;
  /** The seq and turn of each play that counts: the rows in `plays`. */
  readonly plays: readonly (readonly [seq: number, turn: number])[];
}

/** What is shown or kept of a game: the whole state, a spectator's view, its line in lists, its rows of plays. */
export type Rendering = 'state' | 'view' | 'summary' | 'plays';

export const gameModel: Model<ModelGame> = {
  step(before, entry) {
    let state = before?.state ?? null;
    let plays = [...(before?.plays ?? [])];
    for (const event of entry.events as readonly GameEvent[]) {
      if (state === null && event.type !== 'GameScheduled') throw new Error(`the first event is ${event.type}`);
      state = event.type === 'GameScheduled' ? initialState(event) : evolve(state!, event);
      if (event.type === 'HistoryRevised') plays = plays.filter(([, turn]) => turn < event.turn);
      if (event.type === 'PlayRecorded') plays.push([entry.seq, event.turn]);
    }
    if (state === null) throw new Error('an entry without events');
    return { state, plays };
  },

  render(game, rendering) {
    return canonical(shownAs(game, rendering as Rendering));
  },
};

function shownAs({ state, plays }: ModelGame, rendering: Rendering): unknown {
  switch (rendering) {
    case 'state':
      return state;
    case 'view':
      return viewFor(state, 'spectator');
    case 'summary':
      return summaryOf(state);
    case 'plays':
      return plays;
    default:
      return assertNever(rendering);
  }
}
