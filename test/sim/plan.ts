/**
 * What a seed does to a cluster: how calls fare, and what befalls whom, and when.
 *
 * A run has one kind of trouble, or the worst mix of kinds that the design promises to survive. Redis forgetting what
 * it had while an owner dies, or cannot be heard for longer than the grace, is not among them: what was in two
 * memories is then in none.
 */
import { SeededRandom } from './random';

/**
 * `calm`: calls fare badly and nothing else happens. `nodes`: whatever may befall nodes, workers, links and stores that
 * forget nothing. `redis`: Redis rolls back or loses everything while the owners live.
 */
export type Trouble = 'calm' | 'nodes' | 'redis';

export type BlowKind =
  /** A process: gone; gone in the middle of a call; standing still; told to stop; its wall clock wrong. */
  | 'crash'
  | 'crashAtCall'
  | 'freeze'
  | 'stutter'
  | 'drain'
  | 'clockJump'
  | 'killWorker'
  | 'pauseWorker'
  /** A link between two nodes: questions or answers vanish, or it is refused. */
  | 'link'
  /** One process and one store: nothing gets through. */
  | 'cutOff'
  /** A store: away, standing still, without memory or disk, holding its rows locked. */
  | 'postgresAway'
  | 'postgresFull'
  | 'heldTransaction'
  | 'redisStall'
  | 'redisFull'
  /** Redis forgets. */
  | 'redisLost'
  | 'redisRolledBack';

export const BLOWS: Readonly<Record<Trouble, readonly BlowKind[]>> = {
  calm: [],
  nodes: [
    ...(['crash', 'crashAtCall', 'freeze', 'stutter', 'drain', 'clockJump', 'killWorker', 'pauseWorker'] as const),
    ...(['link', 'cutOff', 'postgresAway', 'postgresFull', 'heldTransaction', 'redisStall', 'redisFull'] as const),
  ],
  redis: [
    ...(['redisLost', 'redisLost', 'redisRolledBack', 'redisRolledBack', 'redisRolledBack'] as const),
    ...(['stutter', 'clockJump', 'killWorker', 'pauseWorker', 'link', 'heldTransaction', 'redisFull'] as const),
  ],
};

export interface Blow {
  readonly kind: BlowKind;
  /** After the blow before. */
  readonly afterMs: number;
}

export interface Plan {
  readonly trouble: Trouble;
  readonly nodes: number;
  readonly games: number;
  readonly plays: number;
  readonly blows: readonly Blow[];
  /** Of a call going wrong. */
  readonly failure: number;
  readonly slowestMs: number;
  readonly hotGamesMax: number;
  readonly idleEvictMs: number;
  readonly followAfter: number;
}

/** By a chance of its own: the seeds that were tried before there was this choice go on choosing the rest alike. */
export function followAfterOf(seed: number): number {
  return new SeededRandom(seed + 1).pick([0, 0, 1, 2]);
}

/** @param trouble the kind, where it is not for the seed to choose */
export function planOf(random: SeededRandom, trouble?: Trouble): Omit<Plan, 'followAfter'> {
  const chosen = random.pick(['calm', 'nodes', 'nodes', 'nodes', 'redis', 'redis'] as const);
  const kind = trouble ?? chosen;
  const kinds = BLOWS[kind];
  const blows = kinds.length === 0 ? 0 : random.between(1, 5);
  const isCrowded = random.chance(0.2);
  return {
    trouble: kind,
    nodes: random.between(2, 3),
    games: random.between(1, 3),
    plays: random.between(4, 10),
    blows: Array.from({ length: blows }, () => ({ kind: random.pick(kinds), afterMs: random.between(100, 3000) })),
    failure: random.pick([0, 0, 0.01, 0.04]),
    slowestMs: random.pick([1, 5, 40]),
    hotGamesMax: isCrowded ? 2 : 100,
    idleEvictMs: random.pick([1000, 60_000, 60_000]),
  };
}
