/**
 * A draft of a lineup: who should stand where, and the substitutions that lead there.
 *
 * The choices about a team in the field are made on a draft, slot by slot; what has changed is then told as commands.
 * Their order does not matter: whoever takes a position last has it, and final positions are all different.
 */
import type { RecordSubstitution } from '../../protocol/commands';
import type { Player } from '../../protocol/lineup';
import type { Side } from '../../protocol/side';
import type { LineupPlayerState, TeamLineupState } from '../state';
import { known, type Scouted, type TeamScouting } from './scouting';

export interface Place {
  readonly slot: number;
  player: Scouted;
  /** 1–10; 0 while he waits for one. */
  position: number;
  /** True once somebody else is to take the slot. */
  isOpen: boolean;
}

/** The places of everybody who bats, and of the pitcher for whom somebody else does. */
export function placesOf(lineup: TeamLineupState, scouting: TeamScouting): Place[] {
  const place = ({ id, slot, position }: LineupPlayerState): Place => ({
    slot,
    player: known(scouting, id),
    position: position > 10 ? (slot === lineup.designatedHitterSlot ? 10 : 0) : position,
    isOpen: false,
  });
  const places = lineup.order.map(place);
  if (lineup.pitcher !== null && lineup.pitcher.position !== 0) places.push(place(lineup.pitcher));
  return places;
}

export function placeAt(places: readonly Place[], position: number): Place | undefined {
  return places.find((place) => place.position === position);
}

export interface Change {
  readonly player: Player;
  readonly slot: number;
  readonly position: number;
}

export function substitution(side: Side, { player, slot, position }: Change): RecordSubstitution {
  return { type: 'RecordSubstitution', side, player, battingOrderSlot: slot, position };
}

/** What leads from the lineup to the draft. */
export function substitutionsFor(side: Side, lineup: TeamLineupState, places: readonly Place[]): RecordSubstitution[] {
  const commands: RecordSubstitution[] = [];
  for (const { slot, player, position } of places) {
    const holder = slot === 0 ? lineup.pitcher : lineup.order[slot - 1];
    const isSame = holder?.id === player.player.id;
    const isSettled = holder?.position === position || (position === 10 && (holder?.position ?? 0) > 10);
    if (!isSame || !isSettled) commands.push(substitution(side, { player: player.player, slot, position }));
  }
  return commands;
}
