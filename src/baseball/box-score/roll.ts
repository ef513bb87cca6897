/**
 * The roll of a game: who has played, in which slot and at which positions, and who has pitched, as they came in.
 *
 * Unlike a lineup it forgets nobody. Every line of a box score hangs on it.
 */
import type { BoxScorePlayer, FieldingLine, PitchingLine } from '../../protocol/box-score';
import type { PlayerSubstituted } from '../../protocol/events';
import type { Lineup, Player } from '../../protocol/lineup';
import { assert } from '../assert';
import type { TeamLineupState } from '../state';
import { newBattingLine, newFieldingLine, newPitchingLine } from './lines';

export interface TeamRoll {
  /** Of slot 0–9: everybody who had it, in order. Slot 0 is for pitchers who do not bat. */
  readonly slots: BoxScorePlayer[][];
  /** A pitcher who came back to the mound stands here twice. */
  readonly pitchers: PitchingLine[];
}

export function newRoll(): TeamRoll {
  return { slots: Array.from({ length: 10 }, () => []), pitchers: [] };
}

function enter(
  roll: TeamRoll,
  player: Player,
  { slot, isStarter }: { slot: number; isStarter: boolean },
): BoxScorePlayer {
  const entered: BoxScorePlayer = {
    id: player.id,
    name: player.name,
    slot,
    isStarter,
    positions: [],
    batting: newBattingLine(),
    fielding: [],
  };
  roll.slots[slot]?.push(entered);
  return entered;
}

function takePosition(player: BoxScorePlayer, position: number): void {
  player.positions.push(position);
  if (position <= 9 && fieldingLine(player, position) === undefined) player.fielding.push(newFieldingLine(position));
}

/** Enters the starters; a lineup that is handed in again replaces the one before. */
export function enterLineup(roll: TeamRoll, lineup: Lineup): void {
  for (const slot of roll.slots) slot.length = 0;
  roll.pitchers.length = 0;
  const enterStarter = (player: Player, slot: number, position: number): void => {
    takePosition(enter(roll, player, { slot, isStarter: true }), position);
    if (position === 1) roll.pitchers.push(newPitchingLine(player));
  };
  lineup.order.forEach(({ player, position }, i) => enterStarter(player, i + 1, position));
  if (lineup.pitcher !== undefined) enterStarter(lineup.pitcher, 0, 1);
}

/** The pitcher of the designated hitter goes to bat for himself: he takes his line with him into the order. */
function moveIntoOrder(roll: TeamRoll, slot: number): BoxScorePlayer | undefined {
  const pitcher = roll.slots[0]?.pop();
  if (pitcher === undefined) return undefined;
  pitcher.slot = slot;
  roll.slots[slot]?.push(pitcher);
  return pitcher;
}

function substitute(roll: TeamRoll, { player, slot }: PlayerSubstituted): BoxScorePlayer {
  const holder = inSlotNow(roll, slot);
  if (slot !== 0 && holder?.id !== player.id && inSlotNow(roll, 0)?.id === player.id) {
    const moved = moveIntoOrder(roll, slot);
    if (moved !== undefined) return moved;
  }
  return holder?.id === player.id ? holder : enter(roll, player, { slot, isStarter: false });
}

/** A team just before a substitution, and the day of a game that was resumed. */
interface Moment {
  readonly lineup: TeamLineupState;
  readonly day: string | undefined;
}

/** Enters a substitute or a change of position. */
export function enterSubstitute(roll: TeamRoll, event: PlayerSubstituted, { lineup, day }: Moment): void {
  const player = substitute(roll, event);
  if (day !== undefined && !player.isStarter && player.positions.length === 0) player.enteredOn = day;
  takePosition(player, event.position);
  // Whoever bats or runs for the designated hitter is the designated hitter from then on (OBR 5.11(a)(6)).
  if (event.position >= 11 && event.slot === lineup.designatedHitterSlot) takePosition(player, 10);
}

/** Who has a slot now, or had it last. */
export function inSlotNow(roll: TeamRoll, slot: number): BoxScorePlayer | undefined {
  return roll.slots[slot]?.at(-1);
}

/** The player of the batting order with this id, the last of them if he has been in two slots. */
export function inOrder(roll: TeamRoll, id: string): BoxScorePlayer {
  for (let slot = 1; slot <= 9; slot++) {
    const player = inSlotNow(roll, slot);
    if (player?.id === id) return player;
  }
  const left = roll.slots
    .slice(1)
    .flat()
    .findLast((player) => player.id === id);
  assert(left !== undefined, `${id} has played`);
  return left;
}

export function fieldingLine(player: BoxScorePlayer, position: number): FieldingLine | undefined {
  return player.fielding.find((line) => line.position === position);
}

/** The line of who pitches, or pitched last. */
export function pitchingNow(roll: TeamRoll): PitchingLine {
  const line = roll.pitchers.at(-1);
  assert(line !== undefined, 'a lineup has a pitcher');
  return line;
}

/** The line on which a pitcher is charged: of his latest stay. */
export function pitchingLine(roll: TeamRoll, id: string): PitchingLine {
  const line = roll.pitchers.findLast((pitcher) => pitcher.id === id);
  assert(line !== undefined, `${id} has pitched`);
  return line;
}
