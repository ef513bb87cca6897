/**
 * Before the game: lineups, and the start.
 *
 * OBR 4.03: each team hands in nine batters at the nine positions, or, under the designated hitter rule (5.11),
 * nine batters of whom one bats for the pitcher, and the pitcher besides.
 */
import type { SetLineup, StartGame } from '../protocol/commands';
import type { Lineup, Player } from '../protocol/lineup';
import type { Ruleset } from '../protocol/ruleset';
import type { Side } from '../protocol/side';
import { accepted, refused, type Decision } from './decision';
import { otherSide, type ScheduledState, type TeamLineupState } from './state';

/** What is wrong with a lineup by itself, or null. */
function faultOf(lineup: Lineup, ruleset: Ruleset): string | null {
  const { pitcher } = lineup;
  const hasPitcher = pitcher !== undefined;
  if (hasPitcher && !ruleset.designatedHitter) return 'There is no designated hitter in this game: the pitcher bats.';
  const holders = new Map<number, string>(hasPitcher ? [[1, pitcher.name]] : []);
  for (const starter of lineup.order) {
    const other = holders.get(starter.position);
    if (other !== undefined) {
      return `${other} and ${starter.player.name} cannot both have position ${starter.position}.`;
    }
    holders.set(starter.position, starter.player.name);
  }
  for (let position = 1; position <= 9; position++) {
    if (!holders.has(position)) return `Nobody has position ${position}.`;
  }
  return hasPitcher === holders.has(10) ? null : 'A designated hitter bats for a pitcher in slot 0: name both or none.';
}

/** Everybody named, the bench included; a pitcher who is his own designated hitter counts once where that is allowed. */
function everybody(lineup: Lineup, ruleset: Ruleset): Player[] {
  const { pitcher } = lineup;
  const isHitter = lineup.order.some((starter) => starter.position === 10 && starter.player.id === pitcher?.id);
  const mound = pitcher === undefined || (isHitter && ruleset.pitcherMayBeDesignatedHitter) ? [] : [pitcher];
  return [...lineup.order.map((starter) => starter.player), ...mound, ...lineup.bench];
}

function rosterFault(lineup: Lineup, ruleset: Ruleset, opponents: TeamLineupState | null): string | null {
  const seen = new Set<string>();
  const theirs = new Set<string>(opponents === null ? [] : opponents.order.map((player) => player.id));
  if (opponents?.pitcher) theirs.add(opponents.pitcher.id);
  const players = everybody(lineup, ruleset);
  for (const player of players) {
    if (seen.has(player.id)) return `${player.name} (${player.id}) is named twice.`;
    if (theirs.has(player.id)) return `${player.name} (${player.id}) plays for the other team.`;
    seen.add(player.id);
  }
  return players.length > ruleset.rosterMax ? `At most ${ruleset.rosterMax} players may be named.` : null;
}

export function decideLineup(state: ScheduledState, command: SetLineup): Decision {
  const { side, lineup } = command;
  const fault = faultOf(lineup, state.ruleset) ?? rosterFault(lineup, state.ruleset, state.lineups[otherSide(side)]);
  if (fault !== null) return refused('lineup/invalid', fault, { side });
  return accepted({ type: 'LineupSet', side, lineup });
}

export function decideStart(state: ScheduledState, _command: StartGame): Decision {
  const missing = (['away', 'home'] satisfies Side[]).filter((side) => state.lineups[side] === null);
  if (missing.length > 0)
    return refused('lineup/missing', `Set the lineup first: ${missing.join(' and ')}.`, { missing });
  return accepted({ type: 'GameStarted' });
}
