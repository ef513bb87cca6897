/** The benchmark's end of a flood. */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { FloodPlan, FloodReport } from './flood-main';

export interface RunningFlood {
  readonly pid: number;
  end(): Promise<FloodReport>;
}

/** Every socket is open, and the flood pours, when this resolves. */
export async function startFlood(plan: FloodPlan): Promise<RunningFlood> {
  const child = fork(join(__dirname, 'flood-main.js'));
  child.send(plan);
  await once(child, 'message');
  child.send('go');
  return {
    pid: child.pid ?? 0,
    async end() {
      const report = once(child, 'message');
      child.send('end');
      return (await report)[0] as FloodReport;
    },
  };
}
