/**
 * A ruleset: what leagues and seasons differ in, as data.
 *
 * A game carries its whole ruleset in its first event, so that a later change of a league's habits never changes a
 * game that was played. The named ones are in `baseball/rulesets.ts`.
 */
import { z } from 'zod';
import { plainText } from './text';

export const RulesetName = z.enum(['sba', 'pd', 'mlb-2019', 'mlb-2020']);
export type RulesetName = z.infer<typeof RulesetName>;

/** OBR 7.01(b)(1): each half-inning from `fromInning` on begins with a runner on `base`. */
export const AutomaticRunnerRule = z.strictObject({
  fromInning: z.int().min(2).max(99),
  base: z.int().min(1).max(3),
});
export type AutomaticRunnerRule = z.infer<typeof AutomaticRunnerRule>;

/** The game ends when a team leads by `runs` or more at the end of `afterInning` or a later inning. */
export const MercyRule = z.strictObject({
  runs: z.int().min(1).max(99),
  afterInning: z.int().min(1).max(99),
});
export type MercyRule = z.infer<typeof MercyRule>;

export const Ruleset = z.strictObject({
  /** Where it came from: a name of `RulesetName`, or a word of the league's own. */
  name: plainText(40).min(1),
  /** Innings scheduled: 9, or 7 in a shortened doubleheader. */
  innings: z.int().min(1).max(20),
  /** Another player bats for the pitcher: the pitcher stands in slot 0, outside the batting order. */
  designatedHitter: z.boolean(),
  /** OBR 5.11(b) since 2022: the starting pitcher may be the designated hitter as well, as two players. */
  pitcherMayBeDesignatedHitter: z.boolean(),
  /** The hosts bat in the top of the inning (neutral ground, make-up games, the nineteenth century). */
  homeBatsFirst: z.boolean(),
  automaticRunner: AutomaticRunnerRule.nullable(),
  /** A tie stands after this inning; null: play on until somebody wins. */
  tieAfterInning: z.int().min(1).max(99).nullable(),
  mercy: MercyRule.nullable(),
  /** Who left may come back, and who is in the order may stand in for another (courtesies of old, friendly leagues). */
  reEntry: z.boolean(),
  /** How many players a team may name for a game, those on the bench included. */
  rosterMax: z.int().min(9).max(60),
  /** Batters whom a pitcher must face, or end the half-inning, before he may be relieved; 0: none. */
  pitcherMinBatters: z.int().min(0).max(9),
});
export type Ruleset = z.infer<typeof Ruleset>;
