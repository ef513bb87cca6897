import { type Outcome, simulate, tell } from './simulation';

/** How many seeds a run tries besides those that are kept; `npm run sim` tries as many as it is told. */
const SEEDS = 120;

/** Seeds that failed once, and what they found. They are tried for ever. */
const KEPT: readonly { readonly seed: number; readonly found: string }[] = [
  { seed: 467, found: 'a reclaim whose answer was lost made its owner believe that the game was somebody else’s' },
];

/** Fails with the seed, what was broken, and what befell whom. */
async function unbroken(seed: number): Promise<Outcome> {
  const outcome = await simulate(seed);
  if (outcome.problems.length > 0) throw new Error(tell(outcome));
  return outcome;
}

describe('a cluster under the faults of a seed', () => {
  test.each(KEPT)('seed $seed ($found) → nothing is lost, doubled or stuck', async ({ seed }) => {
    expect((await unbroken(seed)).problems).toEqual([]);
  });

  test(`seeds 1–${SEEDS} → nothing is lost, doubled or stuck, and the faults were felt`, async () => {
    let acked = 0;
    let takeovers = 0;
    for (let seed = 1; seed <= SEEDS; seed++) {
      const outcome = await unbroken(seed);
      acked += outcome.acked;
      takeovers += outcome.takeovers;
    }
    expect(acked).toBeGreaterThan(SEEDS * 10);
    expect(takeovers).toBeGreaterThan(SEEDS / 10);
  }, 300_000);
});
