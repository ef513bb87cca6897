/**
 * Who holds which slot and who pitches, as far as the records of a file say so: what a reader must know to see whom a
 * record means. It judges nothing; whether somebody may play there is asked of the rules later.
 */
import type { Side } from '../protocol/side';

/** The plays on which the batter stays at bat; all others end his plate appearance. */
const GOES_ON = /^(?:SB|CS|PO|DI|WP|PB|BK|OA|OBA|FLE)/i;

/** A player's place, as a record gives it. */
export interface Place {
  readonly id: string;
  readonly side: Side;
  readonly slot: number;
  readonly position: number;
}

/** One team's. */
interface Team {
  /** Who holds slot 0 to 9. */
  readonly slots: string[];
  readonly gone: Set<string>;
  pitcher: string;
  upNext: number;
}

const newTeam = (): Team => ({ slots: [], gone: new Set(), pitcher: '', upNext: 1 });

export class Personnel {
  private readonly teams = { away: newTeam(), home: newTeam() };
  /** Somebody came back after he had left, or ran, batted or fielded for another while he was in the order himself. */
  hasReEntry = false;

  start({ id, side, slot, position }: Place): void {
    const team = this.teams[side];
    team.slots[slot] = id;
    if (position === 1) team.pitcher = id;
  }

  substitute({ id, side, slot, position }: Place): void {
    const team = this.teams[side];
    const { slots, gone } = team;
    const own = slots.lastIndexOf(id);
    if (gone.has(id) || (own > 0 && own !== slot && slot > 0)) this.hasReEntry = true;
    gone.delete(id);
    const left = slots[slot];
    slots[slot] = id;
    if (left !== undefined && left !== id && !slots.includes(left)) gone.add(left);
    if (position === 1) team.pitcher = id;
  }

  isPitching(side: Side, id: string): boolean {
    return this.teams[side].pitcher === id;
  }

  /** The slot of the batter whom a record names, when another one's turn it is; 0 when it is his, or he has none. */
  outOfTurn(side: Side, batter: string): number {
    const { slots, upNext } = this.teams[side];
    return slots[upNext] === batter ? 0 : Math.max(slots.lastIndexOf(batter), 0);
  }

  isUp(side: Side, slot: number): boolean {
    return this.teams[side].upNext === slot;
  }

  bringUp(side: Side, slot: number): void {
    this.teams[side].upNext = slot;
  }

  /** A play was recorded: when it ends the plate appearance, the next slot is up. */
  played(side: Side, notation: string): void {
    if (GOES_ON.test(notation)) return;
    const team = this.teams[side];
    team.upNext = (team.upNext % 9) + 1;
  }
}
