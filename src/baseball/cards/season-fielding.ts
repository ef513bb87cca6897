/** Fielders of a season: range by how many balls they got to, errors by how many they misplayed, drawn to the mean. */
import type { FieldingRating } from '../../protocol/cards';
import { averageFielder } from './average';
import type { FieldingCounts, PlayerCounts, SeasonCounts } from './season-counts';

/** Plays and errors an out, by position. */
export type FieldingMeans = ReadonlyMap<number, { readonly plays: number; readonly errors: number }>;

/** Plays, and errors, of an average fielder that each is mixed with. */
const USUAL_PLAYS = 150;
const USUAL_ERRORS = 6;
/** So much more or less than the mean is a step of range. */
const RANGE_STEP = 0.06;

/** Of an infielder the assists tell how much he reaches, of an outfielder the putouts; of a catcher nothing does. */
function playsOf(position: number, { putouts, assists }: FieldingCounts): number {
  if (position === 2) return 0;
  return position >= 7 ? putouts : assists;
}

export function fieldingMeans({ players }: SeasonCounts): FieldingMeans {
  const sums = new Map<number, { outs: number; plays: number; errors: number }>();
  for (const { fielding } of players.values()) {
    for (const [position, counts] of fielding) {
      const sum = sums.get(position) ?? { outs: 0, plays: 0, errors: 0 };
      sums.set(position, sum);
      sum.outs += counts.outs;
      sum.plays += playsOf(position, counts);
      sum.errors += counts.errors;
    }
  }
  const means = [...sums].map(([position, { outs, plays, errors }]) => {
    const per = (count: number): number => (outs === 0 ? 0 : count / outs);
    return [position, { plays: per(plays), errors: per(errors) }] as const;
  });
  return new Map(means);
}

/** Where he played, most often first. */
export function fieldingRatings({ fielding }: PlayerCounts, means: FieldingMeans): FieldingRating[] {
  return [...fielding]
    .sort(([, a], [, b]) => b.outs - a.outs)
    .map(([position, counts]) => {
      const usual = averageFielder(position);
      const mean = means.get(position) ?? { plays: 0, errors: 0 };
      const reach = (playsOf(position, counts) + USUAL_PLAYS) / (counts.outs * mean.plays + USUAL_PLAYS);
      const misplays = (counts.errors + USUAL_ERRORS) / (counts.outs * mean.errors + USUAL_ERRORS);
      return {
        ...usual,
        range: Math.max(1, Math.min(5, Math.round(usual.range - (reach - 1) / RANGE_STEP))),
        error: Math.max(1, Math.min(40, Math.round(usual.error * misplays))),
      };
    });
}
