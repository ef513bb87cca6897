/** Dice for simulations: the same for a seed, and as fair as dice must be. */
import { seededDice } from '../../../src/baseball/seeded-dice';

function rolls(seed: number, faces: number, count: number): number[] {
  const dice = seededDice(seed);
  return Array.from({ length: count }, () => dice.next(faces));
}

test('seeded dice: the same seed → the same rolls', () => {
  expect(rolls(7, 20, 100)).toEqual(rolls(7, 20, 100));
});

test('seeded dice: seeds side by side, and beyond 32 bits → rolls of their own', () => {
  const seeds = [0, 1, 2, -1, 2 ** 32, 2 ** 32 + 1, 2 ** 40];
  const sequences = new Set(seeds.map((seed) => rolls(seed, 1000, 8).join()));
  expect(sequences.size).toBe(seeds.length);
});

/** The 99.99 % point of chi-square is about df + 3.7 √(2 df) + 8. */
test.each([2, 6, 20, 100, 1000])('seeded dice: a d%i → each face as often as the others', (faces) => {
  const count = faces * 200;
  for (const seed of [0, 1, 12345]) {
    const seen = new Map<number, number>();
    for (const roll of rolls(seed, faces, count)) seen.set(roll, (seen.get(roll) ?? 0) + 1);
    let chiSquare = 0;
    for (let face = 1; face <= faces; face++) chiSquare += ((seen.get(face) ?? 0) - 200) ** 2 / 200;
    expect([...seen.keys()].every((face) => face >= 1 && face <= faces)).toBe(true);
    expect(chiSquare).toBeLessThan(faces - 1 + 3.7 * Math.sqrt(2 * (faces - 1)) + 8);
  }
});

test('seeded dice: one roll after another → no memory', () => {
  const all = rolls(99, 6, 36_000);
  const pairs = new Map<number, number>();
  for (let i = 0; i + 1 < all.length; i += 2) {
    const pair = (all[i] ?? 0) * 10 + (all[i + 1] ?? 0);
    pairs.set(pair, (pairs.get(pair) ?? 0) + 1);
  }
  const chiSquare = [...pairs.values()].reduce((sum, seen) => sum + (seen - 500) ** 2 / 500, 0);
  expect(pairs.size).toBe(36);
  expect(chiSquare).toBeLessThan(35 + 3.7 * Math.sqrt(70) + 8);
});
