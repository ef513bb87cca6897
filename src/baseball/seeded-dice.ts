/**
 * Dice for simulations: fast, and the same for a seed on every machine. A game that is played for keeps has keyed dice
 * instead, which nobody can foresee and anybody can check; these can be foreseen by whoever knows the seed.
 *
 * The generator is xoshiro128** (Blackman and Vigna, 2018), seeded through SplitMix32, so that seeds 1, 2, 3 … give
 * sequences that have nothing to do with each other.
 */
import type { Dice } from './dice';

const TWO_32 = 4_294_967_296;

/** SplitMix32: one mixed word from a counter. */
function mixed(counter: number): number {
  let word = counter | 0;
  word = Math.imul(word ^ (word >>> 16), 0x21f0aaad);
  word = Math.imul(word ^ (word >>> 15), 0x735a2d97);
  return word ^ (word >>> 15);
}

function rotated(word: number, by: number): number {
  return (word << by) | (word >>> (32 - by));
}

/** The dice of a seed: any whole number, of which 53 bits count. */
export function seededDice(seed: number): Dice {
  const low = seed | 0;
  const high = Math.floor(seed / TWO_32) | 0;
  let a = mixed(low + 0x9e3779b9);
  let b = mixed(high ^ (low + 0x3c6ef372));
  let c = mixed(low ^ 0x5bd1e995);
  // A state of nothing but zeros would stay so.
  let d = mixed(high + 0x78dde6e5) | 1;
  return {
    next: (faces) => {
      const word = Math.imul(rotated(Math.imul(b, 5), 7), 9) >>> 0;
      const shifted = b << 9;
      c ^= a;
      d ^= b;
      b ^= c;
      a ^= d;
      c ^= shifted;
      d = rotated(d, 11);
      return Math.floor((word / TWO_32) * faces) + 1;
    },
  };
}
