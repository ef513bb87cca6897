/** Processes by their id: those that we did not start ourselves, or that outlived whoever did. */
import { readFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';

const POLL_MS = 25;

export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return !isDefunct(pid);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** In a container whose first process buries nobody, the dead keep their ids. */
function isDefunct(pid: number): boolean {
  try {
    const afterName = readFileSync(`/proc/${pid}/stat`, 'utf8').replace(/^.*\)/s, '');
    return afterName.trimStart().startsWith('Z');
  } catch {
    return false;
  }
}

/** Sends a signal, unless the process has ended already. */
export function signalProcess(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') {
      throw error;
    }
  }
}

/** Resolves when there is no such process any more. */
export async function untilGone(pid: number): Promise<void> {
  while (isAlive(pid)) {
    await pause(POLL_MS);
  }
}
