/**
 * How rolls spread over the faces of their dice, and how likely fair dice are to spread so (Pearson's chi-square).
 *
 * The chance is the upper incomplete gamma function Q(degrees / 2, chiSquare / 2), by its series below the middle and
 * its continued fraction above (Abramowitz and Stegun, 6.5.29 and 6.5.31).
 */
import type { FacesSpread } from './dice-proof';

interface Rolled {
  readonly faces: number;
  readonly value: number;
}

/** With fewer expected a face, the chi-square says nothing. */
const EXPECTED_MIN = 5;
const STEPS_MAX = 1000;
const PRECISION = 1e-12;

/** How often each face came up, by the number of faces; element 0: how often a 1. */
export type RollCounts = Map<number, number[]>;

/** Adds rolls to what was counted before: those of many games need not be held at once. */
export function countRolls(counts: RollCounts, rolls: Iterable<Rolled>): RollCounts {
  for (const { faces, value } of rolls) {
    const ofDie = counts.get(faces) ?? Array.from({ length: faces }, () => 0);
    ofDie[value - 1] = (ofDie[value - 1] ?? 0) + 1;
    counts.set(faces, ofDie);
  }
  return counts;
}

/** The spread of each kind of die, the fewest faces first. */
export function spreadOf(rolls: Iterable<Rolled>): FacesSpread[] {
  return spreadOfCounts(countRolls(new Map(), rolls));
}

export function spreadOfCounts(counts: RollCounts): FacesSpread[] {
  return [...counts].sort(([a], [b]) => a - b).map(([faces, ofDie]) => facesSpread(faces, ofDie));
}

function facesSpread(faces: number, counts: readonly number[]): FacesSpread {
  const rolls = counts.reduce((sum, count) => sum + count, 0);
  const expected = rolls / faces;
  const chiSquare = counts.reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0);
  const degrees = faces - 1;
  const p = expected < EXPECTED_MIN ? null : upperGamma(degrees / 2, chiSquare / 2);
  return { faces, rolls, counts, chiSquare, degrees, p };
}

/** Q(a, x), regularized. */
function upperGamma(a: number, x: number): number {
  if (x <= 0) return 1;
  const scale = Math.exp(a * Math.log(x) - x - logGamma(a));
  return x < a + 1 ? 1 - scale * series(a, x) : scale * fraction(a, x);
}

function series(a: number, x: number): number {
  let term = 1 / a;
  let sum = term;
  for (let n = 1; n < STEPS_MAX && term > sum * PRECISION; n++) {
    term *= x / (a + n);
    sum += term;
  }
  return sum;
}

/** Lentz's way through the continued fraction. */
function fraction(a: number, x: number): number {
  let b = x + 1 - a;
  let c = 1 / Number.MIN_VALUE;
  let d = 1 / b;
  let product = d;
  for (let n = 1; n < STEPS_MAX; n++) {
    const step = -n * (n - a);
    b += 2;
    d = 1 / (step * d + b);
    c = b + step / c;
    const factor = d * c;
    product *= factor;
    if (Math.abs(factor - 1) < PRECISION) break;
  }
  return product;
}

/** ln Γ(z), by Stirling's series from 7 on and Γ(z + 1) = z Γ(z) below. */
function logGamma(z: number): number {
  let shift = 0;
  let at = z;
  for (; at < 7; at += 1) shift -= Math.log(at);
  const inverse = 1 / at;
  const square = inverse * inverse;
  const tail = inverse * (1 / 12 - square * (1 / 360 - square * (1 / 1260 - square / 1680)));
  return shift + (at - 0.5) * Math.log(at) - at + Math.log(2 * Math.PI) / 2 + tail;
}
