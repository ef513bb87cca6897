/** Counting pitches in Retrosheet's code of a plate appearance. */

const BALLS = new Set('BHIP');
const STRIKES = new Set('CFKLMOQRSTXY');

export interface PitchCount {
  readonly pitches: number;
  readonly strikes: number;
}

/**
 * The pitches since the last note of the same plate appearance: each note repeats those before it and puts a point
 * behind them. Balls that are given without a pitch (`V`), pick-off throws and unknown signs are no pitches.
 */
export function countPitches(sequence: string): PitchCount {
  let pitches = 0;
  let strikes = 0;
  for (const code of newPitches(sequence)) {
    if (STRIKES.has(code)) strikes += 1;
    else if (!BALLS.has(code)) continue;
    pitches += 1;
  }
  return { pitches, strikes };
}

/** The part of a sequence that no earlier note held. */
export function newPitches(sequence: string): string {
  return sequence.slice(sequence.lastIndexOf('.') + 1);
}
