/**
 * What a team in the field changes before a turn: who takes the places that pinch hitters and runners left open, a new
 * pitcher, a double switch with him where the pitcher bats, a better glove to keep a lead.
 */
import type { RecordSubstitution } from '../../protocol/commands';
import { fielderAt, type TeamLineupState } from '../state';
import { benchOf } from './bench';
import { placeAt, placesOf, substitutionsFor, type Place } from './draft';
import { isFresh, now, type Outlook } from './outlook';
import { chooseReliever, isDone, moundOf } from './relief';
import { againstAll, type Scouted } from './scouting';

/** In this order the positions are filled: the harder one is to play, the sooner. */
const POSITIONS = [2, 6, 8, 4, 5, 9, 7, 3];

/** The changes before a turn in the field; most often none. */
export function fieldChanges(outlook: Outlook): RecordSubstitution[] {
  const { own } = outlook;
  const pitcher = fielderAt(own, 1);
  const mound = moundOf(outlook, pitcher);
  const isOpen = pitcher === null || hasWaiting(own);
  const reliever = mound === null || isDone(outlook, mound) ? chooseReliever(outlook, mound === null) : null;
  if (!isOpen && reliever === null) return isFresh(outlook) ? betterGlove(outlook) : [];
  const draft = new FieldDraft(outlook);
  if (reliever !== null) draft.relieve(reliever);
  draft.fill();
  return substitutionsFor(outlook.side, own, draft.places);
}

/** Whether somebody in the order has no place in the field. */
function hasWaiting({ order, designatedHitterSlot, pitcher }: TeamLineupState): boolean {
  for (const player of order) {
    if ((player.position > 10 || player.position === 0) && player.slot !== designatedHitterSlot) return true;
  }
  return pitcher !== null && pitcher.position === 0;
}

/** A lineup under change: who left or waits, which positions nobody has, and who is still on the bench. */
class FieldDraft {
  readonly places: Place[];
  private readonly bench: Scouted[];
  private reliever: Scouted | null = null;

  constructor(private readonly outlook: Outlook) {
    this.places = placesOf(outlook.own, outlook.scouting);
    this.bench = [...benchOf(outlook).hitters];
  }

  /** The reliever takes the mound: in the pitcher's slot, or in another one by a double switch. */
  relieve(reliever: Scouted): void {
    const mound = placeAt(this.places, 1);
    if (mound?.slot === 0) {
      mound.player = reliever;
      return;
    }
    this.reliever = reliever;
    if (mound !== undefined) {
      this.vacate(mound);
      this.doubleSwitch(mound);
    }
  }

  private vacate(place: Place): void {
    place.isOpen = true;
    place.position = 0;
  }

  /** Somebody who has just batted leaves too, so that the reliever need not bat so soon. */
  private doubleSwitch(mound: Place): void {
    const tripsToMound = this.tripsUntil(mound.slot);
    if (tripsToMound > DUE_SOON) return;
    const leaver = this.places
      .filter((place) => place.slot !== mound.slot && this.tripsUntil(place.slot) >= JUST_BATTED && place.position >= 3)
      .filter((place) => this.substituteFor(place) !== undefined)
      .sort((a, b) => againstAll(a.player) - againstAll(b.player))[0];
    if (leaver !== undefined) this.vacate(leaver);
  }

  /** A man of the bench who plays the position well enough to leave no hole there. */
  private substituteFor({ player, position }: Place): Scouted | undefined {
    return this.bench.find(
      (other) =>
        other.card.fielding.some((rating) => rating.position === position) &&
        againstAll(player) - againstAll(other) < DOUBLE_SWITCH_COST &&
        (player.fielding[position] ?? 0) - (other.fielding[position] ?? 0) < DOUBLE_SWITCH_COST,
    );
  }

  private tripsUntil(slot: number): number {
    const next = this.outlook.state.upNext[this.outlook.side];
    return (slot - next + 9) % 9;
  }

  /**
   * Everybody who waits gets a position, or is replaced; no position stays without a player. As many wait as positions
   * are vacant (the mound among them), so there is a slot for each newcomer.
   */
  fill(): void {
    const waiting = this.places.filter(({ position }) => position === 0);
    const newcomers: [Scouted, number][] = [];
    const isMoundOpen = placeAt(this.places, 1) === undefined;
    const vacant = POSITIONS.filter((position) => placeAt(this.places, position) === undefined);
    for (const position of vacant) {
      const candidate = this.bestFor(position, waiting);
      if (candidate === null) continue;
      if ('slot' in candidate) this.settle(candidate, position, waiting);
      else newcomers.push([this.taken(candidate), position]);
    }
    if (isMoundOpen && this.reliever !== null) newcomers.unshift([this.reliever, 1]);
    this.seat(newcomers, waiting);
    this.settleRest(waiting, isMoundOpen && this.reliever === null);
  }

  private settle(place: Place, position: number, waiting: Place[]): void {
    place.position = position;
    place.isOpen = false;
    waiting.splice(waiting.indexOf(place), 1);
  }

  private taken(player: Scouted): Scouted {
    this.bench.splice(this.bench.indexOf(player), 1);
    return player;
  }

  /** Who waits and may stay, or who sits on the bench: whoever is worth most there. */
  private bestFor(position: number, waiting: readonly Place[]): Place | Scouted | null {
    let best: Place | Scouted | null = null;
    let bestWorth = -Infinity;
    for (const place of waiting) {
      if (place.isOpen || place.player.pitches) continue;
      const worth = worthAt(place.player, position) + STAYS;
      if (worth > bestWorth) [best, bestWorth] = [place, worth];
    }
    for (const player of this.bench) {
      const worth = worthAt(player, position);
      if (worth > bestWorth) [best, bestWorth] = [player, worth];
    }
    return best;
  }

  /** Newcomers take the slots of those who wait; the reliever the one that bats last. */
  private seat(newcomers: [Scouted, number][], waiting: Place[]): void {
    for (const [player, position] of newcomers) {
      const place = [...waiting].sort((a, b) => {
        const order = this.tripsUntil(b.slot) - this.tripsUntil(a.slot);
        return position === 1 ? order : -order;
      })[0];
      if (place === undefined) return;
      place.player = player;
      this.settle(place, position, waiting);
    }
  }

  /** Nobody is left to replace them: they play where somebody must, well or not. */
  private settleRest(waiting: Place[], mayPitch: boolean): void {
    const open = [...(mayPitch ? [1] : []), ...POSITIONS].filter(
      (position) => placeAt(this.places, position) === undefined,
    );
    for (const position of open) {
      const [place] = waiting;
      if (place === undefined) return;
      this.settle(place, position, waiting);
    }
  }
}

/** The pitcher's slot bats within so many trips of the next turn at bat. */
const DUE_SOON = 3;
/** So many trips until he bats again. */
const JUST_BATTED = 5;
const DOUBLE_SWITCH_COST = 0.03;
/** Whoever is in the game already spares a man of the bench. */
const STAYS = 0.01;

function worthAt(player: Scouted, position: number): number {
  return againstAll(player) + (player.fielding[position] ?? 0);
}

const GLOVE_GAIN = 0.008;
const GLOVE_STAGE = 8;

/** Late and ahead: one glove that is clearly better, for one that is not. */
function betterGlove(outlook: Outlook): RecordSubstitution[] {
  const { own, scouting, lead, stage, side } = outlook;
  if (stage < GLOVE_STAGE || lead < 1 || lead > 4 || now(outlook, 'glove') < 0.4) return [];
  let best: { readonly place: Place; readonly player: Scouted } | null = null;
  let bestGain = GLOVE_GAIN;
  const places = placesOf(own, scouting);
  for (const player of benchOf(outlook).hitters) {
    for (const place of places) {
      if (place.position < 2 || place.position > 9) continue;
      const gain = (player.fielding[place.position] ?? 0) - (place.player.fielding[place.position] ?? 0);
      if (gain > bestGain) [best, bestGain] = [{ place, player }, gain];
    }
  }
  if (best === null) return [];
  best.place.player = best.player;
  return substitutionsFor(side, own, places);
}
