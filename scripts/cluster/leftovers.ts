/**
 * Processes that a killed supervisor left behind. They end by themselves when their channel closes, but one that was
 * frozen cannot, and one that is still handing off needs a moment: the next start sees to both.
 */
import { execFile } from 'node:child_process';
import { existsSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { setTimeout as pause } from 'node:timers/promises';
import { isAlive, signalProcess, untilGone } from '../services/pid';

const GONE_WITHIN_MS = 40_000;

/**
 * Wakes and ends what is left, and waits until it is gone.
 * @param pids the folder of the files with process ids
 * @param programs the folder of the programs we start: a process of another program only has an old id
 */
export async function endLeftovers(pids: string, programs: string, say: (line: string) => void): Promise<void> {
  const names = readdirSync(pids);
  const left: { readonly name: string; readonly pid: number }[] = [];
  for (const name of names) {
    const pid = Number(readFileSync(join(pids, name), 'utf8'));
    if (pid > 0 && isAlive(pid) && (await commandOf(pid)).includes(programs)) {
      left.push({ name, pid });
    }
  }
  if (left.length > 0) {
    say(`Waiting for what an earlier cluster left behind: ${left.map(({ name }) => name).join(', ')}`);
    await Promise.all(left.map(({ pid }) => endLeftover(pid)));
  }
  for (const name of names) {
    rmSync(join(pids, name), { force: true });
  }
}

async function endLeftover(pid: number): Promise<void> {
  signalProcess(pid, 'SIGCONT');
  signalProcess(pid, 'SIGTERM');
  const gone = untilGone(pid);
  await Promise.race([gone, pause(GONE_WITHIN_MS, undefined, { ref: false })]);
  signalProcess(pid, 'SIGKILL');
  await gone;
}

async function commandOf(pid: number): Promise<string> {
  const file = `/proc/${pid}/cmdline`;
  try {
    return existsSync(file)
      ? readFileSync(file, 'utf8')
      : (await promisify(execFile)('ps', ['-o', 'command=', '-p', String(pid)])).stdout;
  } catch {
    return '';
  }
}
