/** The rules of a dice game as the service plays it: the cards resolve, the computer manages whom nobody does. */
import { computerEvents, computerLineup } from './computer-turn';
import type { Dice } from './dice';
import type { DiceRules, DiceSituation } from './dice-rules';
import { diceOf } from './evolve-dice';
import { resolveTurn, type Resolved } from './resolution/resolve';
import { fieldingTeam } from './state';

function resolve({ state, cards, defense, offense }: DiceSituation, dice: Dice): Resolved {
  const { facts, mound: mounds } = diceOf(state);
  const side = fieldingTeam(state);
  const { battersFaced, pitchersBefore } = mounds[side];
  const missingRestDays = facts.missingRestDays[side][state.lineups[side].lastPitcher] ?? 0;
  const mound = { battersFaced, isStarter: pitchersBefore === 0, missingRestDays };
  return resolveTurn({ state, cards, defense, offense, mound }, dice);
}

export const DICE_RULES: DiceRules = { resolve, computerEvents, computerLineup };
