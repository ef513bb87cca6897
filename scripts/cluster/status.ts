/** What the processes of the cluster are at, for people (a table) and for programs (JSON). */
import { assertNever } from '../../src/baseball/assert';
import type { Sighting } from './balancer';
import type { ManagedProcess } from './managed-process';
import { renderAge, renderTable } from './table';

export interface ProcessStatus {
  readonly name: string;
  readonly pid: number | null;
  /** A word or two: `ready`, `running`, `starting`, `draining`, `silent`, `frozen`, `killed` … */
  readonly state: string;
  /** Where it listens, if it does. */
  readonly address: string | null;
  /** Through the balancer. */
  readonly connections: number | null;
  /** How long it has run, in milliseconds. */
  readonly ageMs: number | null;
  readonly restarts: number;
}

const HEADING = ['process', 'pid', 'state', 'address', 'connections', 'up', 'restarts'];

/**
 * A process's own state, refined by what the balancer sees of it.
 * @param address where it is reached, when that is not a port of its own
 */
export function statusOf(member: ManagedProcess, sightings: readonly Sighting[], address?: string): ProcessStatus {
  const { state, name, port, restarts } = member;
  const seen = sightings.find((sighting) => sighting.name === name);
  const lives = state.is === 'running' || state.is === 'frozen';
  return {
    name,
    pid: lives ? state.pid : null,
    state: stateWord(member, seen),
    address: address ?? (port === undefined ? null : `http://127.0.0.1:${port}`),
    connections: lives ? (seen?.connections ?? null) : null,
    ageMs: lives ? Date.now() - state.since : null,
    restarts,
  };
}

function stateWord({ state, isEnding, port }: ManagedProcess, seen: Sighting | undefined): string {
  if (isEnding) {
    return 'draining';
  }
  switch (state.is) {
    case 'running':
      return port === undefined ? 'running' : seen?.health === 'busy' ? 'starting' : (seen?.health ?? 'starting');
    case 'waiting':
      return `ended (${state.exit}), will start again`;
    case 'ended':
      return state.how;
    case 'starting':
    case 'frozen':
      return state.is;
    default:
      return assertNever(state);
  }
}

export function processTable(processes: readonly ProcessStatus[]): string {
  const rows = processes.map((one) => [
    one.name,
    one.pid === null ? '' : String(one.pid),
    one.state,
    one.address ?? '',
    one.connections === null ? '' : String(one.connections),
    one.ageMs === null ? '' : renderAge(one.ageMs),
    String(one.restarts),
  ]);
  return renderTable([HEADING, ...rows]);
}
