/**
 * Redis for the local cluster: where its server is, and one that runs for us.
 *
 * Version 7 is the floor: the rooms of the WebSockets use sharded pub/sub. Valkey is as good. The server leads its own
 * process group, so that Ctrl-C in a terminal reaches us and not it. One that outlived its starter is taken over: two
 * servers on one folder would ruin each other's files.
 */
import { execFile, spawn } from 'node:child_process';
import { accessSync, closeSync, constants, mkdirSync, openSync, readFileSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { delimiter, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';
import { isAlive, signalProcess, untilGone } from './pid';

export interface RedisServer {
  /** The program's path. */
  readonly path: string;
  /** E.g. `Redis 7.0.15`. */
  readonly name: string;
}

export interface RunningRedis {
  readonly url: string;
  /** Settles when the server ends, asked or not. */
  readonly ended: Promise<void>;
  /** Ends it in order: what it was told is on disk. */
  stop(): Promise<void>;
}

const MAJOR_VERSION_MIN = 7;
const READY_WITHIN_MS = 20_000;
const READY_POLL_MS = 25;
const STOP_WITHIN_MS = 10_000;
const ANSWER_WITHIN_MS = 1_000;
/** In the data folder: which process serves it, on which port. */
const RUNNING_FILE = 'running.json';

/** Where package managers put servers, and a plain user's PATH may not lead. */
const USUAL_FOLDERS = ['/usr/bin', '/usr/local/bin', '/usr/sbin', '/opt/homebrew/bin', '/usr/local/sbin'];

/**
 * Looks at `DUGOUT_REDIS_SERVER`, then for `redis-server` and `valkey-server` on the PATH, in the usual folders and
 * in `ownFolder` (where the bootstrap puts one).
 * @returns undefined when there is none that is new enough; `tooOld` names those that were passed over
 */
export async function findRedisServer(
  env: NodeJS.ProcessEnv,
  ownFolder: string,
): Promise<{ readonly server: RedisServer | undefined; readonly tooOld: readonly string[] }> {
  const folders = [...(env['PATH'] ?? '').split(delimiter).filter(Boolean), ...USUAL_FOLDERS, ownFolder];
  const named = env['DUGOUT_REDIS_SERVER'];
  const candidates = named
    ? [named]
    : [...new Set(folders)].flatMap((folder) => ['redis-server', 'valkey-server'].map((name) => join(folder, name)));
  const tooOld: string[] = [];
  for (const path of candidates.filter(isExecutable)) {
    const version = await versionOf(path);
    if (version !== undefined && version.major >= MAJOR_VERSION_MIN) {
      return { server: { path, name: version.name }, tooOld };
    }
    if (version !== undefined) {
      tooOld.push(`${path} (${version.name})`);
    }
  }
  return { server: undefined, tooOld };
}

/**
 * Starts a server on loopback that keeps what it is told in `dataDir`, also from one start to the next. It never
 * drops a key to make room: a journal is not a cache.
 * @throws Error when it does not answer; the message says where its log is
 */
export async function startRedis(options: {
  readonly server: string;
  readonly port: number;
  readonly dataDir: string;
  readonly logFile: string;
}): Promise<RunningRedis> {
  mkdirSync(options.dataDir, { recursive: true, mode: 0o700 });
  const runningFile = join(options.dataDir, RUNNING_FILE);
  try {
    const running = (await adopt(runningFile)) ?? launch(options);
    await untilReady(running);
    writeFileSync(runningFile, JSON.stringify(running));
    const ended = untilGone(running.pid);
    return { url: `redis://127.0.0.1:${running.port}`, ended, stop: () => stopProcess(running.pid, ended) };
  } catch (error) {
    throw new Error(`Redis did not start; its log is ${options.logFile}`, { cause: error });
  }
}

interface Running {
  readonly pid: number;
  readonly port: number;
}

function launch(options: {
  readonly server: string;
  readonly port: number;
  readonly dataDir: string;
  readonly logFile: string;
}): Running {
  const log = openSync(options.logFile, 'a');
  const child = spawn(options.server, argumentsFor(options), { detached: true, stdio: ['ignore', log, log] });
  closeSync(log);
  child.on('error', () => undefined);
  if (child.pid === undefined) {
    throw new Error(`${options.server} could not be started`);
  }
  return { pid: child.pid, port: options.port };
}

/** A server that still runs on this folder: the one behind the port says that it is the process we started. */
async function adopt(runningFile: string): Promise<Running | undefined> {
  try {
    const { pid, port } = JSON.parse(readFileSync(runningFile, 'utf8')) as Running;
    const answer = isAlive(pid) ? await ask(port, 'INFO server') : '';
    return new RegExp(`^process_id:${pid}\\s*$`, 'm').test(answer) ? { pid, port } : undefined;
  } catch {
    return undefined;
  }
}

function argumentsFor(options: { readonly port: number; readonly dataDir: string }): string[] {
  const settings = {
    port: String(options.port),
    bind: '127.0.0.1',
    dir: options.dataDir,
    appendonly: 'yes',
    appendfsync: 'everysec',
    save: '',
    'maxmemory-policy': 'noeviction',
  };
  return Object.entries(settings).flatMap(([name, value]) => [`--${name}`, value]);
}

/** While it loads its file it answers `-LOADING`. */
async function untilReady({ pid, port }: Running): Promise<void> {
  const deadline = Date.now() + READY_WITHIN_MS;
  while (Date.now() < deadline) {
    if (!isAlive(pid)) {
      throw new Error('the server ended at once');
    }
    if ((await ask(port, 'PING')).startsWith('+PONG')) {
      return;
    }
    await pause(READY_POLL_MS);
  }
  signalProcess(pid, 'SIGKILL');
  throw new Error(`no answer within ${READY_WITHIN_MS} ms`);
}

/** The first piece of the answer to a command; empty when there is none. */
function ask(port: number, command: string): Promise<string> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => socket.write(`${command}\r\n`));
    socket.setTimeout(ANSWER_WITHIN_MS, () => socket.destroy());
    socket.once('data', (answer) => {
      resolve(answer.toString('latin1'));
      socket.destroy();
    });
    socket.on('error', () => socket.destroy());
    socket.on('close', () => resolve(''));
  });
}

/** SIGTERM: it writes what it was told, and ends. */
async function stopProcess(pid: number, ended: Promise<void>): Promise<void> {
  signalProcess(pid, 'SIGTERM');
  const timer = setTimeout(() => signalProcess(pid, 'SIGKILL'), STOP_WITHIN_MS);
  await ended;
  clearTimeout(timer);
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

async function versionOf(path: string): Promise<{ readonly major: number; readonly name: string } | undefined> {
  try {
    const { stdout } = await promisify(execFile)(path, ['--version'], { timeout: 10_000 });
    const found = /^(\w+) server v=((\d+)\.[\w.]+)/i.exec(stdout);
    return found?.[3] === undefined ? undefined : { major: Number(found[3]), name: `${found[1]} ${found[2]}` };
  } catch {
    return undefined;
  }
}
