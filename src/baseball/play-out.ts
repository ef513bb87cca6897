/**
 * A dice game played from where it stands to its end, by two managers who are programs: for simulations, calibration
 * and tests. Turn by turn it does what `decide` does for a game that the computer plays on both sides.
 */
import type { GameEvent } from '../protocol/events';
import type { BySide } from '../protocol/side';
import { assert } from './assert';
import type { TeamCards } from './cards/team-cards';
import { readyTurn } from './computer-turn';
import type { Dice } from './dice';
import type { DiceRules } from './dice-rules';
import { evolve } from './evolve';
import { COMPUTER, type Manager } from './manager/manager';
import { playEvents } from './play-events';
import { battingTeam, ofSide, otherSide, type FinalState, type LiveState, type StartedState } from './state';

export interface PlayOutTable {
  readonly cards: BySide<TeamCards>;
  readonly dice: Dice;
  readonly resolve: DiceRules['resolve'];
  readonly managers: BySide<Manager>;
}

export const COMPUTERS: BySide<Manager> = { away: COMPUTER, home: COMPUTER };

/** More turns than any game had, or will: beyond, something goes round in circles. */
const TURNS_MAX = 100_000;

/**
 * Plays on until the game is over.
 * @param onEvent hears of every event but the decisions, which each play holds, with the state before it
 */
export function playOut(
  state: LiveState,
  table: PlayOutTable,
  onEvent: (event: GameEvent, before: StartedState) => void = () => undefined,
): FinalState {
  let next: StartedState = state;
  for (let turn = 0; turn < TURNS_MAX && next.status === 'live'; turn++) next = afterTurn(next, table, onEvent);
  assert(next.status === 'final', 'a game without an end');
  return next;
}

function afterTurn(
  state: LiveState,
  { cards, dice, managers, resolve }: PlayOutTable,
  onEvent: (event: GameEvent, before: StartedState) => void,
): StartedState {
  const { state: ready, outlooks } = readyTurn(state, { cards, managers }, onEvent);
  const batting = battingTeam(ready);
  const fielding = otherSide(batting);
  const offense = ofSide(managers, batting).offense(ofSide(outlooks, batting));
  const defense = ofSide(managers, fielding).defense(ofSide(outlooks, fielding));
  let next: StartedState = ready;
  for (const event of playEvents({ state: ready, cards, defense, offense }, dice, resolve)) {
    onEvent(event, next);
    const after = evolve(next, event);
    assert(after.status !== 'scheduled', 'a game goes back to the schedule');
    next = after;
  }
  return next;
}
