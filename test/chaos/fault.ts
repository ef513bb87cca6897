/**
 * What a class of faults is: its name, how long it lasts, what it may not meet, how it is inflicted, and the proof that
 * it was felt. A fault that nobody felt has not fired, and the run is void.
 */
import type { GameId } from '../../src/protocol/ids';
import type { World } from './world';

/** For the report's colours and lanes. */
export type FaultGroup = 'node' | 'worker' | 'redis' | 'network' | 'postgres' | 'client';

/**
 * What a fault puts at risk. Entries that PostgreSQL does not have yet are in two places, the owner's memory and Redis:
 * the service survives the loss of either, and nobody claims that it survives both at once.
 */
export type Endangers = 'nothing' | 'owners' | 'journal';

export interface FaultClass {
  readonly name: string;
  readonly group: FaultGroup;
  /** What happens, for people. */
  readonly what: string;
  readonly endangers: Endangers;
  /** Two faults that touch the same thing do not overlap. */
  readonly touches: 'nodes' | 'workers' | 'redis' | 'queue' | 'mesh' | 'postgres' | 'edge' | 'clients';
  /** How long it lasts; 0 when it is over at once. */
  readonly holdMs: { readonly min: number; readonly max: number };
  /** How long the service is left alone afterwards. */
  readonly calmMs: number;
  /** @throws Error when it could not be inflicted */
  inflict(world: World, holdMs: number): Promise<Inflicted>;
}

/** What came of it. Times are in ms since the run began. */
export interface Inflicted {
  /** False when nothing shows that it was felt. */
  readonly isFelt: boolean;
  /** What showed it, in numbers. */
  readonly evidence: string;
  /** When the service was hit: the moment from which recovery counts. */
  readonly hitAt?: number;
  /** When what was taken away was there again. */
  readonly backAt?: number;
  /** When PostgreSQL had every entry that was accepted while it was away. */
  readonly drainedAt?: number;
  /** The games that lost their owner, with the epoch under which they had it. */
  readonly victims?: ReadonlyMap<GameId, number>;
}
