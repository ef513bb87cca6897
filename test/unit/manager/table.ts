/** Games for the tests of the computer as manager: teams, rulesets, and who plays them. */
import { stockCardSet } from '../../../src/baseball/cards/stock';

import { teamCards, type TeamCards } from '../../../src/baseball/cards/team-cards';
import { playOut, type PlayOutTable } from '../../../src/baseball/play-out';
import { DICE_RULES } from '../../../src/baseball/dice-table';
import { rulesetNamed } from '../../../src/baseball/rulesets';
import { seededDice } from '../../../src/baseball/seeded-dice';
import { startSimulated } from '../../../src/baseball/simulated-game';
import type { FinalState } from '../../../src/baseball/state';
import type { CardKind } from '../../../src/protocol/cards';
import type { GameEvent } from '../../../src/protocol/events';
import { RulesetName, type Ruleset } from '../../../src/protocol/ruleset';
import type { BySide } from '../../../src/protocol/side';

export function stockTeams(kind: CardKind, count: number): TeamCards[] {
  return Array.from({ length: count }, (_, i) => teamCards(stockCardSet(kind, i + 1)));
}

/** Every named ruleset with and without the designated hitter, and the rarer rules each in one. */
export function rulesets(): Ruleset[] {
  const [first = rulesetNamed('pd'), ...others] = RulesetName.options
    .map(rulesetNamed)
    .flatMap((ruleset) => [ruleset, { ...ruleset, designatedHitter: !ruleset.designatedHitter }]);
  return [
    first,
    ...others,
    { ...first, innings: 7, homeBatsFirst: true },
    { ...first, mercy: { runs: 10, afterInning: 5 }, tieAfterInning: 11, automaticRunner: null },
    { ...first, designatedHitter: false, pitcherMinBatters: 3, reEntry: true },
  ];
}

const NOBODY = new Set<never>();

export interface Played {
  readonly final: FinalState;
  readonly events: readonly GameEvent[];
}

export interface Game {
  readonly cards: BySide<TeamCards>;
  readonly ruleset: Ruleset;
  readonly seed: number;
  readonly managers: PlayOutTable['managers'];
  readonly resolve?: PlayOutTable['resolve'];
}

/** A whole game, and all its events. */
export function played({ cards, ruleset, seed, managers, resolve = DICE_RULES.resolve }: Game): Played {
  const unavailable = { away: NOBODY, home: NOBODY };
  const { state, events } = startSimulated({ cards, ruleset, seed, unavailable });
  const table = { cards, dice: seededDice(seed), resolve, managers };
  const final = playOut(state, table, (event) => events.push(event));
  return { final, events };
}
