/**
 * The named rulesets, as data. A game copies its ruleset into its first event, so a change here never touches a game
 * that is on the schedule already.
 *
 * `sba` and `pd` are this project's own defaults for the two leagues, not a transcript of their constitutions: a league
 * that plays otherwise gives its whole ruleset, under a name of its own, when it schedules a game.
 */
import type { Ruleset, RulesetName } from '../protocol/ruleset';

const major: Omit<Ruleset, 'name'> = {
  innings: 9,
  designatedHitter: true,
  pitcherMayBeDesignatedHitter: false,
  homeBatsFirst: false,
  automaticRunner: null,
  tieAfterInning: null,
  mercy: null,
  reEntry: false,
  rosterMax: 40,
  pitcherMinBatters: 0,
};

/** `mlb-2019`: the home park decides on the designated hitter; a game says so when it is scheduled. */
export const RULESETS: Readonly<Record<RulesetName, Ruleset>> = {
  sba: { ...major, name: 'sba' },
  pd: { ...major, name: 'pd', automaticRunner: { fromInning: 10, base: 2 } },
  'mlb-2019': { ...major, name: 'mlb-2019' },
  'mlb-2020': { ...major, name: 'mlb-2020', automaticRunner: { fromInning: 10, base: 2 }, pitcherMinBatters: 3 },
};

export function rulesetNamed(name: RulesetName): Ruleset {
  return RULESETS[name];
}
