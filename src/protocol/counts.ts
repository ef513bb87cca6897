/**
 * Counts by word, where people choose the words. On a plain object a league called `constructor` would begin with a
 * count of its own, so the adding is done in a map.
 */

/** The sum of each word's numbers. */
export function countsOf(pairs: Iterable<readonly [word: string, count: number]>): Record<string, number> {
  const counts = new Map<string, number>();
  for (const [word, count] of pairs) counts.set(word, (counts.get(word) ?? 0) + count);
  return Object.fromEntries(counts);
}
