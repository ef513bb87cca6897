/**
 * Before the game: lineups, and the start.
 *
 * OBR 4.03: each team hands in nine batters at the nine positions, or, under the designated hitter rule (5.11),
 * nine batters of whom one bats for the pitcher, and the pitcher besides.
 */
import type { SetLineup, StartGame } from '../protocol/commands';
import type { Lineup, LineupRule, Player } from '../protocol/lineup';
import type { Ruleset } from '../protocol/ruleset';
import type { Side } from '../protocol/side';
import { accepted, refused, type Decision } from './decision';
import { otherSide, type ScheduledState, type TeamLineupState } from './state';

/** Why a lineup cannot be: the rule, the field that breaks it, and the rule in words. */
interface LineupFault {
  readonly rule: LineupRule;
  readonly field: string;
  readonly message: string;
}

const NO_HITTER = 'There is no designated hitter in this game: the pitcher bats.';
const HITTER_ALONE = 'A designated hitter bats for a pitcher in slot 0: name both or none.';

/** What is wrong with a lineup by itself, or null. */
function faultOf(lineup: Lineup, ruleset: Ruleset): LineupFault | null {
  const { pitcher } = lineup;
  const hasPitcher = pitcher !== undefined;
  if (hasPitcher && !ruleset.designatedHitter)
    return { rule: 'designatedHitter', field: 'pitcher', message: NO_HITTER };
  const holders = new Map<number, string>(hasPitcher ? [[1, pitcher.name]] : []);
  for (const [i, { player, position }] of lineup.order.entries()) {
    const other = holders.get(position);
    if (other !== undefined) {
      const message = `${other} and ${player.name} cannot both have position ${position}; give one of them another.`;
      return { rule: 'positionTwice', field: `order.${i}.position`, message };
    }
    holders.set(position, player.name);
  }
  for (let position = 1; position <= 9; position++) {
    if (holders.has(position)) continue;
    return { rule: 'positionVacant', field: 'order', message: `Nobody has position ${position}; give it to somebody.` };
  }
  if (hasPitcher === holders.has(10)) return null;
  return { rule: 'designatedHitter', field: hasPitcher ? 'order' : 'pitcher', message: HITTER_ALONE };
}

/** Somebody whom a lineup names, and in which field. */
export interface Named {
  readonly field: string;
  readonly player: Player;
}

/** Everybody named, the bench included. */
export function namedIn({ order, pitcher, bench }: Lineup): Named[] {
  return [
    ...order.map(({ player }, i) => ({ field: `order.${i}.player`, player })),
    ...(pitcher === undefined ? [] : [{ field: 'pitcher', player: pitcher }]),
    ...bench.map((player, i) => ({ field: `bench.${i}`, player })),
  ];
}

/** Everybody named, but that a pitcher who is his own designated hitter counts once where that is allowed. */
function everybody(lineup: Lineup, ruleset: Ruleset): Named[] {
  const { pitcher } = lineup;
  const isHitter = lineup.order.some((starter) => starter.position === 10 && starter.player.id === pitcher?.id);
  const isTwice = isHitter && ruleset.pitcherMayBeDesignatedHitter;
  return namedIn(lineup).filter(({ field }) => !(isTwice && field === 'pitcher'));
}

function rosterFault(lineup: Lineup, ruleset: Ruleset, opponents: TeamLineupState | null): LineupFault | null {
  const seen = new Set<string>();
  const theirs = new Set<string>(opponents === null ? [] : opponents.order.map((player) => player.id));
  if (opponents?.pitcher) theirs.add(opponents.pitcher.id);
  const named = everybody(lineup, ruleset);
  for (const { field, player } of named) {
    const { id, name } = player;
    if (seen.has(id)) return { rule: 'playerTwice', field, message: `${name} (${id}) is named twice; name him once.` };
    if (theirs.has(id)) return { rule: 'otherTeam', field, message: `${name} (${id}) plays for the other team.` };
    seen.add(id);
  }
  if (named.length <= ruleset.rosterMax) return null;
  return { rule: 'rosterMax', field: 'bench', message: `At most ${ruleset.rosterMax} players may be named.` };
}

export function decideLineup(state: ScheduledState, command: SetLineup): Decision {
  const { side, lineup } = command;
  const fault = faultOf(lineup, state.ruleset) ?? rosterFault(lineup, state.ruleset, state.lineups[otherSide(side)]);
  if (fault !== null) {
    return refused('lineup/invalid', fault.message, { side, field: fault.field, rule: fault.rule });
  }
  return accepted({ type: 'LineupSet', side, lineup });
}

export function decideStart(state: ScheduledState, _command: StartGame): Decision {
  const missing = (['away', 'home'] satisfies Side[]).filter((side) => state.lineups[side] === null);
  if (missing.length > 0)
    return refused('lineup/missing', `Set the lineup first: ${missing.join(' and ')}.`, { missing });
  return accepted({ type: 'GameStarted' });
}
