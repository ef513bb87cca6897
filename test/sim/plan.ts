/**
 * What a seed does to a cluster: how calls fare, and what befalls whom, and when.
 *
 * A run has one kind of trouble, or the worst mix of kinds that the design promises to survive. Redis forgetting what
 * it had and an owner dying at the same moment is not among them: what was in two memories is then in none.
 */
import type { CallFault, Journey, StoreName, Weather } from '../support/memory-cluster';
import type { SeededRandom } from './random';

/** `nodes`: crashes and pauses. `redis`: it rolls back or loses everything while the owners live. `calm`: calls only. */
export type Trouble = 'calm' | 'nodes' | 'redis';

export interface Plan {
  readonly trouble: Trouble;
  readonly nodes: number;
  readonly games: number;
  readonly plays: number;
  /** Between two blows, in ms of virtual time. */
  readonly calmMs: { readonly min: number; readonly max: number };
  readonly blows: number;
  /** Of a call failing, by its store. */
  readonly failure: Readonly<Record<StoreName, number>>;
  readonly slowestMs: number;
}

const FAULTS: readonly CallFault[] = ['loseRequest', 'loseReply', 'refuse', 'duplicate'];
/** A call that arrives twice changes nothing where the verb may be repeated; these are what a wire repeats. */
const REPEATABLE = new Set(['append', 'beat', 'read', 'find', 'list', 'settle', 'persisted']);

export function planOf(random: SeededRandom): Plan {
  const stormy = random.chance(0.5);
  return {
    trouble: random.pick(['calm', 'nodes', 'nodes', 'redis', 'redis'] as const),
    nodes: random.between(2, 3),
    games: random.between(1, 3),
    plays: random.between(4, 10),
    calmMs: { min: 200, max: 4000 },
    blows: random.between(1, 4),
    failure: { redis: stormy ? 0.03 : 0, postgres: stormy ? 0.03 : 0 },
    slowestMs: random.pick([1, 5, 40]),
  };
}

/** How calls fare under the plan, until `isOver`. */
export function weatherOf(plan: Plan, random: SeededRandom, isOver: () => boolean): Weather {
  return (store, verb): Journey => {
    const thereMs = random.between(0, plan.slowestMs);
    const backMs = random.between(0, plan.slowestMs);
    if (isOver() || !random.chance(plan.failure[store])) return { fault: undefined, thereMs, backMs };
    const fault = random.pick(FAULTS);
    return { fault: fault === 'duplicate' && !REPEATABLE.has(verb) ? 'loseReply' : fault, thereMs, backMs };
  };
}
