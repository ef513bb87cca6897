/**
 * Installing a Redis server where there is none: with brew or apt-get, and where apt-get may not change the machine
 * (no root, no sudo without a password) by unpacking its packages into a folder of our own.
 */
import { execFile } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { findRedisServer } from './redis';

/** Each way's name for the line that says what is done, and what it does; throws when it does not work. */
interface Way {
  readonly name: string;
  install(): Promise<unknown>;
}

const COMMAND_TIMEOUT_MS = 10 * 60_000;
const OUTPUT_BYTES_MAX = 16 * 1024 * 1024;

/**
 * Tries each way that this machine has, until a server is there.
 * @param ownFolder where an unpacked server goes
 * @returns whether one is there now, and why each way that was tried failed
 */
export async function installRedis(
  ownFolder: string,
  env: NodeJS.ProcessEnv,
  say: (line: string) => void,
): Promise<{ readonly isInstalled: boolean; readonly failures: readonly string[] }> {
  const failures: string[] = [];
  for (const way of await waysHere(ownFolder)) {
    say(`Installing Redis ${way.name}`);
    try {
      await way.install();
      const { server, tooOld } = await findRedisServer(env, ownFolder);
      if (server !== undefined) {
        return { isInstalled: true, failures };
      }
      failures.push(`${way.name}: ${tooOld.length > 0 ? `only ${tooOld.join(', ')} came` : 'no server came'}`);
    } catch (error) {
      failures.push(`${way.name}: ${reasonOf(error)}`);
    }
  }
  return { isInstalled: false, failures };
}

async function waysHere(ownFolder: string): Promise<Way[]> {
  const isRoot = process.getuid?.() === 0;
  const ways: Way[] = [];
  if (!isRoot && (await works('brew', ['--version']))) {
    ways.push({ name: 'with brew', install: () => run('brew', ['install', 'redis']) });
  }
  if (!(await works('apt-get', ['--version']))) {
    return ways;
  }
  if (isRoot) {
    ways.push({ name: 'with apt-get', install: () => aptInstall([]) });
  } else if (await works('sudo', ['-n', 'true'])) {
    ways.push({ name: 'with sudo apt-get', install: () => aptInstall(['sudo', '-n']) });
  }
  ways.push({ name: `from apt's packages, unpacked into ${ownFolder}`, install: () => aptUnpack(ownFolder) });
  return ways;
}

/** A fresh image has no package lists, an old one has stale ones: they are fetched when the first try fails. */
async function aptInstall(asRoot: readonly string[]): Promise<void> {
  const apt = (...args: string[]): Promise<string> => {
    const [program = 'apt-get', ...rest] = [...asRoot, 'env', 'DEBIAN_FRONTEND=noninteractive', 'apt-get', ...args];
    return run(program, rest);
  };
  const install = (): Promise<string> => apt('install', '-y', '--no-install-recommends', 'redis-server');
  try {
    await install();
  } catch {
    await apt('update');
    await install();
  }
}

/**
 * Without any right: apt-get with lists and a cache of our own says which packages the server still needs here and
 * downloads them (checked as ever), and they are unpacked side by side. A small script starts the server with their
 * libraries.
 */
async function aptUnpack(ownFolder: string): Promise<void> {
  const work = mkdtempSync(join(tmpdir(), 'dugout-apt-'));
  try {
    const apt = aptOf(work);
    await apt('update');
    const plan = await apt('install', '--print-uris', '-y', '--no-install-recommends', 'redis-server');
    const packages = [...plan.matchAll(/^'[^']+' ([^_\s]+)_\S+ \d+/gm)].map((match) => match[1] ?? '');
    await apt('download', ...new Set([...packages, 'redis-server', 'redis-tools']));
    rmSync(ownFolder, { recursive: true, force: true });
    mkdirSync(ownFolder, { recursive: true });
    for (const file of readdirSync(work).filter((name) => name.endsWith('.deb'))) {
      await run('dpkg-deb', ['-x', join(work, file), join(ownFolder, 'root')]);
    }
    writeStarter(ownFolder);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

function aptOf(work: string): (...args: string[]) => Promise<string> {
  for (const folder of ['state/lists/partial', 'cache/archives/partial', 'log']) {
    mkdirSync(join(work, folder), { recursive: true });
  }
  const settings = [
    `Dir::State=${work}/state`,
    'Dir::State::status=/var/lib/dpkg/status',
    `Dir::Cache=${work}/cache`,
    `Dir::Log=${work}/log`,
    'Debug::NoLocking=true',
    'APT::Sandbox::User=',
  ];
  const options = settings.flatMap((setting) => ['-o', setting]);
  return (...args) => run('apt-get', [...options, ...args], work);
}

function writeStarter(ownFolder: string): void {
  const starter = join(ownFolder, 'redis-server');
  const libraries = ['usr/lib', 'lib'].flatMap((folder) => [
    `$root/${folder}/$(uname -m)-linux-gnu`,
    `$root/${folder}`,
  ]);
  const lines = [
    '#!/bin/sh',
    'root=$(dirname "$(readlink -f "$0")")/root',
    `LD_LIBRARY_PATH="${libraries.join(':')}\${LD_LIBRARY_PATH:+:$LD_LIBRARY_PATH}"`,
    'export LD_LIBRARY_PATH',
    'exec "$root/usr/bin/redis-server" "$@"',
  ];
  writeFileSync(starter, `${lines.join('\n')}\n`);
  chmodSync(starter, 0o755);
}

async function works(program: string, args: readonly string[]): Promise<boolean> {
  try {
    await run(program, args);
    return true;
  } catch {
    return false;
  }
}

async function run(program: string, args: readonly string[], cwd?: string): Promise<string> {
  const options = { timeout: COMMAND_TIMEOUT_MS, maxBuffer: OUTPUT_BYTES_MAX, ...(cwd === undefined ? {} : { cwd }) };
  return (await promisify(execFile)(program, args, options)).stdout;
}

/** The last line that says something: package managers say much before it. */
function reasonOf(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  return text.trim().split('\n').at(-1) ?? text;
}
