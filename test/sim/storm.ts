/**
 * A storm: one kind of blow over and over, others in between, on games in full swing. So blows meet the mends of those
 * before, and what is rare under the plans of seeds (plan.ts) is not.
 */
import { type BlowKind, BLOWS } from './plan';
import { SeededRandom } from './random';
import type { Circumstances } from './simulation';

/** The circumstances of a storm, which a seed chooses. */
export function stormOf(seed: number): Circumstances {
  const random = new SeededRandom(seed * 7 + 1);
  const trouble = random.chance(0.4) ? 'redis' : 'nodes';
  const kinds = BLOWS[trouble];
  const favourite = random.pick(kinds);
  const afterMs = random.pick([500, 700, 900]);
  const anyKind = (): BlowKind => (random.chance(0.6) ? favourite : random.pick(kinds));
  const plan = {
    games: 3,
    plays: 10,
    nodes: random.between(2, 3),
    slowestMs: random.pick([5, 40, 120]),
    failure: random.pick([0, 0.04, 0.1]),
    blows: Array.from({ length: random.between(6, 10) }, () => ({ kind: anyKind(), afterMs })),
  };
  return { trouble, plan };
}
