/**
 * PostgreSQL refuses to run as root, so root starts it as somebody else, who must be able to reach its programs and
 * its data. What lies in a folder that is closed to him (`/root/…`) is moved to where he can: programs are copied,
 * data goes to a folder of its own with a link at the place where it was looked for.
 */
import { createHash } from 'node:crypto';
import { chownSync, cpSync, existsSync, lstatSync, mkdirSync, readFileSync, statSync, symlinkSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';

export interface ServerUser {
  readonly uid: number;
  readonly gid: number;
}

/** Only root writes here, so nobody can have put a trap at the path. */
const SHELTER = '/var/lib/dugout';
const PREFERRED_USERS = ['postgres', 'nobody'];

/** Who runs the server: undefined when we may, being nobody special. */
export function serverUser(): ServerUser | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const accounts = existsSync('/etc/passwd') ? readFileSync('/etc/passwd', 'utf8').split('\n') : [];
  for (const name of PREFERRED_USERS) {
    const [, , uid, gid] = accounts.find((line) => line.startsWith(`${name}:`))?.split(':') ?? [];
    if (uid !== undefined && gid !== undefined) return { uid: Number(uid), gid: Number(gid) };
  }
  return { uid: 65_534, gid: 65_534 };
}

/** @returns the folder for the data itself, made and owned by the user. */
export function reachableDataDir(dataDir: string, user: ServerUser | undefined): string {
  const wanted = resolve(dataDir);
  mkdirSync(dirname(wanted), { recursive: true });
  if (user === undefined) return wanted;
  if (isReachable(dirname(wanted), user)) return wanted;
  const sheltered = join(SHELTER, digestOf(wanted), basename(wanted));
  mkdirSync(dirname(sheltered), { recursive: true });
  if (!isThere(wanted)) symlinkSync(sheltered, wanted);
  return sheltered;
}

/** @returns a folder with the programs that the user can run: the same, or a copy of its whole installation. */
export function reachablePrograms(folder: string, user: ServerUser | undefined): string {
  if (user === undefined || isReachable(folder, user)) return folder;
  const installation = dirname(folder);
  const copy = join(SHELTER, digestOf(installation));
  if (!existsSync(join(copy, basename(folder)))) {
    mkdirSync(SHELTER, { recursive: true });
    cpSync(installation, copy, { recursive: true, verbatimSymlinks: true });
  }
  return join(copy, basename(folder));
}

export function giveTo(path: string, user: ServerUser | undefined): void {
  if (user !== undefined) chownSync(path, user.uid, user.gid);
}

/** Whether the user may pass through the folder and all that are above it. */
function isReachable(folder: string, user: ServerUser): boolean {
  for (let path = resolve(folder); ; path = dirname(path)) {
    const { mode, uid, gid } = statSync(path);
    const bit = uid === user.uid ? 0o100 : gid === user.gid ? 0o010 : 0o001;
    if ((mode & bit) === 0) return false;
    if (path === dirname(path)) return true;
  }
}

/** Also true for a link that leads nowhere yet. */
function isThere(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false }) !== undefined;
}

function digestOf(path: string): string {
  return createHash('sha256').update(path).digest('hex').slice(0, 16);
}
