/**
 * What a dice game asks of cards and of the computer: how two decisions become a play, and what a side does for which
 * nobody sits there. `decide` is handed both, as it is handed the dice.
 */
import type { DefensiveDecision, OffensiveDecision } from '../protocol/decisions';
import type { GameEvent } from '../protocol/events';
import type { Lineup } from '../protocol/lineup';
import type { BySide, Side } from '../protocol/side';
import type { TeamCards } from './cards/team-cards';
import type { Dice } from './dice';
import type { Resolved } from './resolution/resolve';
import type { LiveState, ScheduledState } from './state';

/** All that a play depends on, but for the dice. */
export interface DiceSituation {
  readonly state: LiveState;
  readonly cards: BySide<TeamCards>;
  readonly defense: DefensiveDecision;
  readonly offense: OffensiveDecision;
}

export interface DiceRules {
  readonly resolve: (situation: DiceSituation, dice: Dice) => Resolved;
  /** The substitutions and the decision of each of these sides that has not decided; legal, one after the other. */
  readonly computerEvents: (state: LiveState, cards: BySide<TeamCards>, sides: readonly Side[]) => GameEvent[];
  /** The lineup with which the computer begins. */
  readonly computerLineup: (state: ScheduledState, cards: BySide<TeamCards>, side: Side) => Lineup;
}
