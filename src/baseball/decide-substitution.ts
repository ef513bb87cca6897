/**
 * Substitutions and changes of position (OBR 5.10, 5.11).
 *
 * A double switch is two commands, so two players may hold one position in between; that nine players hold the nine
 * positions is asked when the next play is recorded (`vacantPositions`), not here.
 */
import type { RecordSubstitution } from '../protocol/commands';
import type { PlayerSubstituted } from '../protocol/events';
import type { Player } from '../protocol/lineup';
import type { Side } from '../protocol/side';
import { accepted, refused, type Decision } from './decision';
import {
  battingTeam,
  fielderAt,
  inLineup,
  inSlot,
  otherSide,
  ofSide,
  type LineupPlayerState,
  type LiveState,
  type TeamLineupState,
} from './state';

interface Substitution {
  readonly state: LiveState;
  readonly command: RecordSubstitution;
  readonly side: Side;
  readonly lineup: TeamLineupState;
  /** Who holds the slot now. */
  readonly holder: LineupPlayerState;
  /** The base 1–3 on which the holder stands, 0 when on none. */
  readonly base: number;
}

/** The positions 1–9 that nobody holds. */
export function vacantPositions(lineup: TeamLineupState): number[] {
  const vacant: number[] = [];
  for (let position = 1; position <= 9; position++) if (fielderAt(lineup, position) === null) vacant.push(position);
  return vacant;
}

/** Whose substitution it is when the command does not say: hitters and runners bat, the others field. */
function sideOf(state: LiveState, command: RecordSubstitution): Side {
  if (command.side !== undefined) return command.side;
  return command.position >= 11 ? battingTeam(state) : otherSide(battingTeam(state));
}

function playerFault({ state, command, side, lineup }: Substitution): string | null {
  const { player, battingOrderSlot } = command;
  const here = inLineup(lineup, player.id);
  const theirs = ofSide(state.lineups, otherSide(side));
  const isTheirs = inLineup(theirs, player.id) !== null || theirs.used.some((other) => other.id === player.id);
  // He may have changed teams before a suspended game went on.
  if (isTheirs && !state.isResumed) return `${player.name} plays for the other team.`;
  if (here !== null) {
    const isPitcherOfDesignatedHitter = lineup.pitcher?.id === player.id || battingOrderSlot === 0;
    return here.slot === battingOrderSlot || isPitcherOfDesignatedHitter || state.ruleset.reEntry
      ? null
      : `${player.name} bats in slot ${here.slot} and cannot change it.`;
  }
  if (lineup.used.some((other) => other.id === player.id)) {
    return state.ruleset.reEntry ? null : `${player.name} has left the game and cannot return.`;
  }
  return newcomerFault(state, lineup, player);
}

function newcomerFault(state: LiveState, lineup: TeamLineupState, player: Player): string | null {
  if (lineup.bench.length > 0) {
    return lineup.bench.some((other) => other.id === player.id) ? null : `${player.name} is not on the bench.`;
  }
  const named = lineup.order.length + (lineup.pitcher === null ? 0 : 1) + lineup.used.length;
  return named < state.ruleset.rosterMax ? null : `At most ${state.ruleset.rosterMax} players may be used.`;
}

function placeFault({ state, command, side, lineup, holder, base }: Substitution): string | null {
  const { battingOrderSlot: slot, position } = command;
  const isBatting = side === battingTeam(state);
  if (slot === 0) return position === 1 ? null : 'Slot 0 is the pitcher for whom the designated hitter bats.';
  switch (position) {
    case 10:
      return slot === lineup.designatedHitterSlot ? null : 'Only the slot of the designated hitter can have another.';
    case 11:
      return isBatting && ofSide(state.upNext, side) === slot ? null : `Slot ${slot} is not at bat.`;
    case 12:
      return isBatting && base > 0 ? null : `${holder.name} is not on base.`;
    default:
      return null;
  }
}

/** OBR 5.10(g): a pitcher must face a minimum of batters, or end the half-inning, before he may be relieved. */
function reliefFault({ command, lineup, holder }: Substitution): string | null {
  const pitcher = fielderAt(lineup, 1);
  if (pitcher === null || lineup.battersOwed === 0 || command.injury === true) return null;
  const isSame = command.player.id === pitcher.id && command.position === 1;
  const goes = command.position === 1 || holder.id === pitcher.id;
  if (isSame || !goes) return null;
  return `${pitcher.name} must face ${lineup.battersOwed} more, or end the half-inning.`;
}

export function decideSubstitution(state: LiveState, command: RecordSubstitution): Decision {
  const side = sideOf(state, command);
  const lineup = ofSide(state.lineups, side);
  const { player, battingOrderSlot: slot, position } = command;
  const holder = inSlot(lineup, slot);
  const details = { side, slot, position, player: player.id };
  if (holder === null || (slot === 0 && lineup.designatedHitterSlot === 0)) {
    return refused('substitution/invalid', 'The pitcher bats: there is no slot 0.', details);
  }
  const base = state.bases.findIndex((runner) => runner?.id === holder.id) + 1;
  const asked: Substitution = { state, command, side, lineup, holder, base };
  const fault = playerFault(asked) ?? placeFault(asked) ?? reliefFault(asked);
  if (fault !== null) return refused('substitution/invalid', fault, details);
  // Who hit or ran for the designated hitter became him by rule; a record may say so again.
  if (holder.id === player.id && holder.position === position && position !== 10) {
    return refused('substitution/invalid', `${player.name} is there already.`, details);
  }
  return accepted(eventOf(asked));
}

function eventOf({ command, side, lineup, holder, base }: Substitution): PlayerSubstituted {
  const { player, battingOrderSlot: slot, position, injury } = command;
  const known = inLineup(lineup, player.id) ?? lineup.bench.find((other) => other.id === player.id);
  const bats = player.bats ?? known?.bats;
  const throws = player.throws ?? known?.throws;
  const replaces = holder.id !== player.id;
  return {
    type: 'PlayerSubstituted',
    side,
    player: { id: player.id, name: player.name, ...(bats ? { bats } : {}), ...(throws ? { throws } : {}) },
    slot,
    position,
    ...(replaces ? { replaced: holder.id } : {}),
    replacedPosition: holder.position,
    ...(replaces && base > 0 ? { base } : {}),
    ...(injury === true ? { injury } : {}),
  };
}
