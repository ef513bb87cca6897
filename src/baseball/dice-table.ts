/** The rules of a dice game as the service plays it: the cards resolve, the computer manages whom nobody does. */
import { computerEvents, computerLineup } from './computer-turn';
import type { DiceRules } from './dice-rules';
import { resolveTurn } from './resolution/resolve';

export const DICE_RULES: DiceRules = { resolve: resolveTurn, computerEvents, computerLineup };
