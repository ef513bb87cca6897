/** The simulator and the checker are good for something: they find each bug that is planted, and nothing without it. */
import { PLANTED_BUGS, type PlantedBug } from './planted-bugs';
import { type Outcome, simulate } from './simulation';

/** Within so many seeds each must have been found; the rarest is about once in eight. */
const SEEDS = 100;

async function firstFound(bug: PlantedBug): Promise<Outcome | undefined> {
  for (let seed = 1; seed <= SEEDS; seed++) {
    const outcome = await simulate(seed, bug);
    if (outcome.problems.some(({ invariant }) => bug.breaks.includes(invariant))) return outcome;
  }
  return undefined;
}

test('a dozen bugs are planted, each its own', () => {
  expect(new Set(PLANTED_BUGS.map(({ name }) => name)).size).toBe(12);
});

test.each(PLANTED_BUGS)(
  'planted: $name → found, and named as $breaks; the same seed without it passes',
  async (bug) => {
    const found = await firstFound(bug);
    expect(found?.problems.map(({ invariant }) => invariant)).toEqual(
      expect.arrayContaining([expect.stringMatching(new RegExp(bug.breaks.join('|')))]),
    );
    const { variation: _planted, ...circumstances } = bug;
    expect((await simulate(found?.seed ?? 0, circumstances)).problems).toEqual([]);
  },
  300_000,
);
