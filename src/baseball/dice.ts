/**
 * Where chance comes from. The engine never rolls by itself: whoever calls `decide` hands it the dice, so that a roll
 * can be keyed, checked afterwards, and fixed in a test.
 */
export interface Dice {
  /** The next roll: 1 to `faces`. */
  readonly next: (faces: number) => number;
}

/** For games in which nothing is left to chance; a roll is a bug. */
export const noDice: Dice = {
  next: (faces) => {
    throw new Error(`dice/none: a d${faces} was rolled in a game without dice`);
  },
};
