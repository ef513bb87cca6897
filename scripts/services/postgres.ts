/**
 * A PostgreSQL of our own, for the local cluster and the tests: on loopback, with a password, its data in a folder
 * that it finds again at the next start.
 *
 * The server is made the leader of its own process group, so that Ctrl-C in a terminal reaches us and not it: whoever
 * started it stops it when everything that writes to it has gone. One that outlived its starter is taken over.
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { closeSync, existsSync, mkdirSync, openSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { Client } from 'pg';
import { findPostgres, type PostgresBinaries } from './postgres-binaries';
import { giveTo, reachableDataDir, reachablePrograms, serverUser, type ServerUser } from './postgres-user';

export { findPostgres, type PostgresBinaries } from './postgres-binaries';

export interface RunningPostgres {
  /** Of the database `dugout`, with its password. */
  readonly url: string;
  /** Settles when the server ends, asked or not. */
  readonly ended: Promise<void>;
  /** Ends it in order: what was committed is on disk. */
  stop(): Promise<void>;
}

export interface StartOptions {
  readonly dataDir: string;
  readonly port: number;
  /** Default: beside the data, `<dataDir>.log`. */
  readonly logFile?: string;
  /** For tests: nothing is forced to disk, so a crash of the machine loses the data. */
  readonly fast?: boolean;
}

const ROLE = 'dugout';
const DATABASE = 'dugout';
const PASSWORD_FILE = 'dugout-password';
const CONNECTIONS_MAX = 200;
const READY_WITHIN_MS = 60_000;
const POLL_MS = 50;
const STOP_WITHIN_MS = 20_000;
const CONNECT_WITHIN_MS = 2_000;

/**
 * Starts the server, making its data folder when there is none.
 * @throws Error when it does not answer; the message says where its log is
 */
export async function startPostgres(options: StartOptions): Promise<RunningPostgres> {
  const user = serverUser();
  const dataDir = reachableDataDir(options.dataDir, user);
  const logFile = options.logFile ?? `${options.dataDir}.log`;
  const adopted = await adopt(dataDir);
  if (adopted !== undefined) return adopted;
  const binaries = await binariesFor(dataDir, user);
  try {
    await initialize({ binaries, dataDir, logFile, user, fast: options.fast ?? false });
    const child = launch({ program: binaries.postgres, args: serverArguments(options, dataDir), logFile, user });
    const ended = endOf(child);
    const url = urlOf(options.port, readFileSync(join(dataDir, PASSWORD_FILE), 'utf8'));
    await untilReady(url, () => child.exitCode === null && child.signalCode === null);
    await createDatabase(url);
    return { url, ended, stop: () => stopProcess(child.pid, ended) };
  } catch (error) {
    throw new Error(`PostgreSQL did not start; its log is ${logFile}`, { cause: error });
  }
}

async function binariesFor(dataDir: string, user: ServerUser | undefined): Promise<PostgresBinaries> {
  const versionFile = join(dataDir, 'PG_VERSION');
  const written = existsSync(versionFile) ? Number.parseInt(readFileSync(versionFile, 'utf8'), 10) : undefined;
  const found = await findPostgres(written);
  const folder = reachablePrograms(found.folder, user);
  return { ...found, folder, initdb: join(folder, 'initdb'), postgres: join(folder, 'postgres') };
}

/** Into a folder beside, then renamed: a start that was cut short leaves no half-made data. */
async function initialize(options: {
  readonly binaries: PostgresBinaries;
  readonly dataDir: string;
  readonly logFile: string;
  readonly user: ServerUser | undefined;
  readonly fast: boolean;
}): Promise<void> {
  const { binaries, dataDir, logFile, user } = options;
  if (existsSync(join(dataDir, 'PG_VERSION'))) return;
  const draft = `${dataDir}.new`;
  const passwordFile = `${dataDir}.password`;
  rmSync(draft, { recursive: true, force: true });
  mkdirSync(draft, { mode: 0o700 });
  giveTo(draft, user);
  writeFileSync(passwordFile, randomBytes(18).toString('base64url'), { mode: 0o600 });
  giveTo(passwordFile, user);
  const who = ['-D', draft, '-U', ROLE, `--pwfile=${passwordFile}`, '--auth=scram-sha-256'];
  const how = ['--encoding=UTF8', '--no-locale', '--no-instructions', ...(options.fast ? ['--no-sync'] : [])];
  const child = launch({ program: binaries.initdb, args: [...who, ...how], logFile, user });
  await endOf(child);
  if (child.exitCode !== 0) throw new Error('initdb failed');
  renameSync(passwordFile, join(draft, PASSWORD_FILE));
  rmSync(dataDir, { recursive: true, force: true });
  renameSync(draft, dataDir);
}

function serverArguments(options: StartOptions, dataDir: string): string[] {
  const settings: Record<string, string> = {
    port: String(options.port),
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    max_connections: String(CONNECTIONS_MAX),
    ...(options.fast ? { fsync: 'off', full_page_writes: 'off' } : {}),
  };
  return ['-D', dataDir, ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])];
}

function launch(options: {
  readonly program: string;
  readonly args: readonly string[];
  readonly logFile: string;
  readonly user: ServerUser | undefined;
}): ChildProcess {
  const log = openSync(options.logFile, 'a');
  try {
    return spawn(options.program, options.args, {
      cwd: '/',
      detached: true,
      stdio: ['ignore', log, log],
      env: { PATH: process.env['PATH'], LC_ALL: 'C', TZ: 'UTC' },
      ...(options.user ?? {}),
    });
  } finally {
    closeSync(log);
  }
}

/** A server that still runs on this data, because whoever started it was killed. */
async function adopt(dataDir: string): Promise<RunningPostgres | undefined> {
  const pidFile = join(dataDir, 'postmaster.pid');
  if (!existsSync(pidFile)) return undefined;
  const [pid, , , port] = readFileSync(pidFile, 'utf8').split('\n').map(Number);
  if (pid === undefined || !pid || !port || !isAlive(pid)) return undefined;
  const url = urlOf(port, readFileSync(join(dataDir, PASSWORD_FILE), 'utf8'));
  try {
    await untilReady(url, () => isAlive(pid));
  } catch {
    return undefined;
  }
  const ended = untilGone(pid);
  return { url, ended, stop: () => stopProcess(pid, ended) };
}

async function untilReady(url: string, isRunning: () => boolean): Promise<void> {
  const deadline = Date.now() + READY_WITHIN_MS;
  let reason: unknown;
  while (Date.now() < deadline) {
    if (!isRunning()) throw new Error('the server ended at once');
    try {
      await withClient(url, 'postgres', (client) => client.query('SELECT 1'));
      return;
    } catch (error) {
      reason = error;
      await pause(POLL_MS);
    }
  }
  throw new Error(`no answer within ${READY_WITHIN_MS} ms`, { cause: reason });
}

async function createDatabase(url: string): Promise<void> {
  await withClient(url, 'postgres', async (client) => {
    const { rowCount } = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [DATABASE]);
    if (rowCount === 0) await client.query(`CREATE DATABASE ${DATABASE}`);
  });
}

async function withClient<T>(url: string, database: string, use: (client: Client) => Promise<T>): Promise<T> {
  const target = new URL(url);
  target.pathname = `/${database}`;
  const client = new Client({ connectionString: target.href, connectionTimeoutMillis: CONNECT_WITHIN_MS });
  client.on('error', () => undefined);
  await client.connect();
  try {
    return await use(client);
  } finally {
    await client.end();
  }
}

function urlOf(port: number, password: string): string {
  return `postgres://${ROLE}:${password.trim()}@127.0.0.1:${port}/${DATABASE}`;
}

function endOf(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    child.on('exit', () => resolve());
    child.on('error', () => resolve());
  });
}

/** SIGINT is PostgreSQL's fast shutdown, SIGQUIT its immediate one: the next start recovers. */
async function stopProcess(pid: number | undefined, ended: Promise<void>): Promise<void> {
  if (pid === undefined) return;
  signal(pid, 'SIGINT');
  const timer = setTimeout(() => signal(pid, 'SIGQUIT'), STOP_WITHIN_MS);
  await ended;
  clearTimeout(timer);
}

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch {
    // It has ended already.
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

async function untilGone(pid: number): Promise<void> {
  while (isAlive(pid)) await pause(POLL_MS);
}
