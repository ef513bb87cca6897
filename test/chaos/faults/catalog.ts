/** Every class of faults there is, and which of them this machine can inflict. */
import type { FaultClass } from '../fault';
import { CLOCK_CAN_MOVE } from '../world';
import { CLIENT_FAULTS } from './clients';
import { NETWORK_FAULTS } from './network';
import { NODE_FAULTS } from './nodes';
import { POSTGRES_FAULTS } from './postgres';
import { REDIS_FAULTS } from './redis';

export interface CatalogOptions {
  /** How long a node that is frozen for long stays so; as the class has it when left out. */
  readonly freezeMs?: number;
  /** How long PostgreSQL stays away; as the class has it when left out. */
  readonly postgresAwayMs?: number;
  /** Only these, by name. */
  readonly only?: readonly string[];
}

export interface Catalog {
  readonly classes: readonly FaultClass[];
  /** What this machine cannot inflict, and why. */
  readonly leftOut: readonly string[];
}

/** @throws Error when `only` names a class that is not there */
export function catalogOf(options: CatalogOptions): Catalog {
  const { freezeMs, postgresAwayMs, only } = options;
  const asked = new Map([
    ['node-freeze-long', freezeMs],
    ['postgres-away', postgresAwayMs],
  ]);
  const all = [...NODE_FAULTS, ...REDIS_FAULTS, ...NETWORK_FAULTS, ...POSTGRES_FAULTS, ...CLIENT_FAULTS].map((one) => {
    const ms = asked.get(one.name);
    return ms === undefined ? one : { ...one, holdMs: { min: ms, max: ms } };
  });
  const unknown = only?.filter((name) => !all.some((one) => one.name === name)) ?? [];
  if (unknown.length > 0) throw new Error(`there is no fault called ${unknown.join(', ')}`);
  const wanted = all.filter(({ name }) => only?.includes(name) ?? true);
  const isPossible = ({ name }: FaultClass): boolean => name !== 'node-clock-jump' || CLOCK_CAN_MOVE;
  return {
    classes: wanted.filter(isPossible),
    leftOut: wanted
      .filter((one) => !isPossible(one))
      .map(({ name }) => `${name}: needs libfaketime (apt-get install faketime)`),
  };
}
