/**
 * Two commands started at once must not install or build into each other's feet: a folder with a process id in it is
 * the lock. A holder that died leaves it behind, and the next one takes it away.
 */
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

const POLL_MS = 200;
/** A lock without a readable process id is this old before it counts as left behind, in polls. */
const UNREADABLE_POLLS_MAX = 25;

/**
 * @template T
 * @param {string} path
 * @param {(line: string) => void} say
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function withLock(path, say, work) {
  mkdirSync(dirname(path), { recursive: true });
  let isSaid = false;
  for (let unreadable = 0; !take(path);) {
    const holder = holderOf(path);
    unreadable = holder === undefined ? unreadable + 1 : 0;
    if ((holder !== undefined && !isAlive(holder)) || unreadable > UNREADABLE_POLLS_MAX) {
      rmSync(path, { recursive: true, force: true });
      continue;
    }
    if (!isSaid) {
      say('Waiting for another command that installs or builds');
      isSaid = true;
    }
    await pause(POLL_MS);
  }
  try {
    return await work();
  } finally {
    rmSync(path, { recursive: true, force: true });
  }
}

/** mkdir is atomic: exactly one of two wins. */
function take(path) {
  try {
    mkdirSync(path);
  } catch (error) {
    if (error.code === 'EEXIST') {
      return false;
    }
    throw error;
  }
  writeFileSync(join(path, 'pid'), String(process.pid));
  return true;
}

function holderOf(path) {
  try {
    const pid = Number(readFileSync(join(path, 'pid'), 'utf8'));
    return Number.isInteger(pid) && pid > 0 ? pid : undefined;
  } catch {
    return undefined;
  }
}

function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}
