/** A manager: whoever makes a side's changes and its decisions. The computer is one; one who lets all happen another. */
import type { RecordSubstitution } from '../../protocol/commands';
import type { DefensiveDecision, OffensiveDecision } from '../../protocol/decisions';
import { battingTeam } from '../state';
import { chooseDefense, STRAIGHT_AWAY } from './defense';
import { fieldChanges } from './field-changes';
import { chooseOffense, SWING } from './offense';
import type { Outlook } from './outlook';
import { battingChanges } from './pinch';

export interface Manager {
  /** The substitutions of a side before the open turn, in the order in which to make them; most often none. */
  readonly changes: (outlook: Outlook) => readonly RecordSubstitution[];
  /** The decision of the side in the field, once both sides have made their changes. */
  readonly defense: (outlook: Outlook) => DefensiveDecision;
  /** The decision of the side at bat, likewise. */
  readonly offense: (outlook: Outlook) => OffensiveDecision;
}

/**
 * The computer: a pure function of the state, the cards and the team's habits. It rolls no dice, and what it does only
 * now and then follows from the game's secret (`outlook.ts`). Whatever it asks for is legal.
 */
export const COMPUTER: Manager = {
  changes: (outlook) => (battingTeam(outlook.state) === outlook.side ? battingChanges(outlook) : fieldChanges(outlook)),
  defense: chooseDefense,
  offense: chooseOffense,
};

/** One who never decides anything: the nine who began play on, and everybody stands where he stands. */
export const IDLE: Manager = { changes: () => [], defense: () => STRAIGHT_AWAY, offense: () => SWING };
