/** What a scorekeeper may have meant by a play that was refused: the nearest play that can happen in this situation. */
import type { ScoredPlay } from '../protocol/play';
import { judge } from './judge';
import { otherReadings } from './notation/other-readings';
import { readNotation } from './notation/read';
import { writeNotation } from './notation/write';
import { repairs } from './repairs';
import type { LiveState } from './state';

/** Readings that are mended; there are seldom more that can be read at all. */
const READINGS_MAX = 2;
/** Repairs from which a second step is taken. */
const FIRST_STEPS_MAX = 4;

function canHappen(state: LiveState, play: ScoredPlay): boolean {
  const said = { turn: state.turn, notation: '', count: undefined, pitches: undefined };
  return !('reason' in judge(state, play, said));
}

interface Reading {
  readonly text: string;
  readonly play: ScoredPlay;
}

function readable(texts: readonly string[]): Reading[] {
  return texts.flatMap((text) => {
    const read = readNotation(text);
    return read.ok ? [{ text, play: read.play }] : [];
  });
}

/** The play as it was written, but for what was mended. */
function rewritten({ text, play }: Reading, mended: ScoredPlay): string {
  const withoutAdvances = ({ advances: _, ...rest }: ScoredPlay): string => JSON.stringify(rest);
  const whole = writeNotation(mended);
  if (withoutAdvances(play) !== withoutAdvances(mended)) return whole;
  return `${text.replace(/\..*$/, '')}${/\..*$/.exec(whole)?.[0] ?? ''}`;
}

/** The first repair that can happen; two steps away at most, because further off nothing is clear. */
function repaired(state: LiveState, play: ScoredPlay): ScoredPlay | null {
  const near = repairs(state, play);
  const found = near.find((each) => canHappen(state, each));
  if (found !== undefined) return found;
  const next = near.slice(0, FIRST_STEPS_MAX);
  return next.flatMap((each) => repairs(state, each)).find((each) => canHappen(state, each)) ?? null;
}

/**
 * A play's notation as it was refused; somebody must pitch.
 * @returns the notation of a play that `decide` accepts now; null when none is near.
 */
export function nearestReading(state: LiveState, text: string): string | null {
  // A text that can be read means what it says; any other means whichever reading can have happened.
  const asWritten = readable([text]);
  const readings = asWritten.length > 0 ? asWritten : readable(otherReadings(text));
  const possible = readings.find(({ play }) => canHappen(state, play));
  if (possible !== undefined) return possible.text;
  for (const reading of readings.slice(0, READINGS_MAX)) {
    const mended = repaired(state, reading.play);
    if (mended !== null) return rewritten(reading, mended);
  }
  return null;
}
