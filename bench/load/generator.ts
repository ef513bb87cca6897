/** The benchmark's end of a load generator: starts it, lets it go, and looks at the servers while it measures. */
import { fork, type ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import { cpuBetween, cpuOf, type CpuByKind } from '../process-cpu';
import type { LoadMessage, LoadPlan, LoadReport } from './messages';

export interface LoadResult {
  readonly report: LoadReport;
  /** What the servers used while it was measured, in microseconds by kind. */
  readonly cpu: CpuByKind;
  /** How long was measured, in milliseconds. */
  readonly tookMs: number;
}

/** Acknowledged commands a second. */
export const rateOf = ({ report, tookMs }: LoadResult): number => report.acked / (tookMs / 1000);

/** Commands that were answered otherwise than with `ok`. */
export const refusedOf = ({ report }: LoadResult): number =>
  Object.values(report.refused).reduce((sum, count) => sum + count, 0);

/** Of a core, in per cent: near 100, it is the generator that was measured. */
export const generatorShare = ({ report, tookMs }: LoadResult): number =>
  (report.generatorMicros / (tookMs * 1000)) * 100;

/**
 * Plays a load, and waits for its report.
 * @param servers whose CPU time counts
 * @throws Error when the generator ends without one
 */
export async function runLoad(
  plan: LoadPlan,
  servers: readonly { readonly pid: number; readonly kind: string }[],
): Promise<LoadResult> {
  const child = fork(join(__dirname, 'main.js'), { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
  try {
    child.send(plan);
    await heard(child, 'ready');
    child.send({ type: 'go' });
    await heard(child, 'measuring');
    const [cpuBefore, startedAt] = [cpuOf(servers), performance.now()];
    await heard(child, 'measured');
    const [cpu, tookMs] = [cpuBetween(cpuBefore, cpuOf(servers)), performance.now() - startedAt];
    const { report } = await heard(child, 'done');
    return { report, cpu, tookMs };
  } finally {
    child.kill();
  }
}

function heard<T extends LoadMessage['type']>(
  child: ChildProcess,
  type: T,
): Promise<Extract<LoadMessage, { type: T }>> {
  return new Promise((resolve, reject) => {
    const onMessage = (message: LoadMessage): void => {
      if (message.type !== type) return;
      settled();
      resolve(message as Extract<LoadMessage, { type: T }>);
    };
    const onExit = (code: number | null): void => {
      settled();
      reject(new Error(`the load generator ended (${code}) before it was ${type}`));
    };
    const settled = (): void => {
      child.off('message', onMessage).off('exit', onExit);
    };
    child.on('message', onMessage).on('exit', onExit);
  });
}
