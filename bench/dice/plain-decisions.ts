/** The plainest decisions that there are: what it costs to make up one's mind is not what is measured. */
import type { DefensiveDecision, OffensiveDecision } from '../../src/protocol/decisions';

export const DEFENSE: DefensiveDecision = {
  alignment: 'normal',
  infieldDepth: 'normal',
  outfieldDepth: 'normal',
  hold: [],
  pitchOut: false,
  intentionalWalk: false,
};

export const OFFENSE: OffensiveDecision = { approach: 'normal', steal: [], hitAndRun: false, bunt: 'none' };
