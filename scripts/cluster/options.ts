/** What `npm run cluster` and `npm run demo` take to start a cluster. */
import { parseArgs, type ParseArgsConfig } from 'node:util';
import { UsageError } from './verbs';

export interface ClusterOptions {
  readonly nodes: number;
  readonly workers: number;
  /** The balancer's; the next free one is taken if it is not free. */
  readonly port: number;
}

export const CLUSTER_FLAGS = {
  nodes: { type: 'string', default: '3' },
  workers: { type: 'string', default: '2' },
  port: { type: 'string', default: '3000' },
} as const;

const PROCESSES_MAX = 32;
const PORT_MAX = 65_535;

/** @throws UsageError naming the flag and what it wants */
export function clusterOptions(values: { nodes: string; workers: string; port: string }): ClusterOptions {
  return {
    nodes: whole('--nodes', values.nodes, PROCESSES_MAX),
    workers: whole('--workers', values.workers, PROCESSES_MAX),
    port: whole('--port', values.port, PORT_MAX),
  };
}

/** `parseArgs` with its complaints as usage errors. */
export function parseFlags<T extends ParseArgsConfig>(config: T): ReturnType<typeof parseArgs<T>> {
  try {
    return parseArgs(config);
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

function whole(flag: string, text: string, max: number): number {
  const value = Number(text);
  if (!/^\d{1,6}$/.test(text) || value < 1 || value > max) {
    throw new UsageError(`${flag} wants a whole number from 1 to ${max}, not "${text}".`);
  }
  return value;
}
