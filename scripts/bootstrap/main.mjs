/**
 * From a fresh checkout to a running command: npm packages, the build, Redis and PostgreSQL, then the command itself.
 * Each step that has something to do says so in one line; a step that has nothing to do says nothing.
 */
import { join, dirname } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { buildIsCurrent, buildProject } from './build.mjs';
import { withLock } from './lock.mjs';
import { installPackages, packagesAreCurrent } from './packages.mjs';
import { runProgram } from './run.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..');

/**
 * What each command runs, from dist/ (`program`), or as it is written (`source`). `services`: it needs Redis and
 * PostgreSQL, so they are found or installed first (the command starts them itself); `'own'`: it starts servers of its
 * own besides, so a URL of one is not enough.
 */
const COMMANDS = {
  demo: { program: 'scripts/demo.js', services: true },
  cluster: { program: 'scripts/cluster.js', services: true },
  test: { program: 'scripts/check.js', services: 'own' },
  bench: { program: 'bench/run.js', services: true },
  chaos: { source: 'test/chaos/run.ts', services: 'own' },
  lint: { program: 'scripts/check.js', first: ['--no-tests'] },
  exhibition: { program: 'scripts/exhibition.js' },
  play: { program: 'scripts/play.js', services: true },
  replay: { program: 'scripts/replay.js' },
  verify: { program: 'scripts/verify.js' },
  box: { program: 'scripts/box.js' },
  'dice-proof': { program: 'scripts/dice-proof.js' },
  calibrate: { program: 'scripts/calibrate.js' },
  simulate: { program: 'scripts/simulate.js' },
  import: { program: 'scripts/import.js' },
  migrate: { program: 'scripts/migrate.js' },
  build: {},
};

/** One line a step, on stderr: stdout belongs to the command. */
function say(line) {
  process.stderr.write(`· ${line}\n`);
}

/**
 * Runs a command of package.json with what it needs made ready.
 * @param {string[]} argv the command and its arguments
 * @returns {Promise<number>} the exit status
 */
export async function main(argv) {
  const [name = '', ...rest] = argv;
  const command = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
  if (command === undefined) {
    process.stderr.write(`There is no command "${name}". There are: ${Object.keys(COMMANDS).join(', ')}.\n`);
    return 2;
  }
  try {
    await withLock(join(root, '.dugout', 'bootstrap.lock'), say, () => prepare());
    const { program, source } = command;
    if (program === undefined && source === undefined) {
      return 0;
    }
    const environment = command.services ? await findServices(command.services === 'own') : {};
    const path = source === undefined ? join(root, 'dist', program) : join(root, source);
    return await runProgram(path, [...(command.first ?? []), ...rest], environment);
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    return 1;
  }
}

async function prepare() {
  if (!packagesAreCurrent(root)) {
    say('Installing the npm packages (npm ci)');
    await installPackages(root);
  }
  if (!buildIsCurrent(root)) {
    say('Building (TypeScript to dist/)');
    await buildProject(root);
  }
}

/** The services' own code knows how to find them; it is there once the build is. */
async function findServices(startsServers) {
  const { default: services } = await import(pathToFileURL(join(root, 'dist', 'scripts', 'services', 'find.js')).href);
  return services.findServices({ root, env: process.env, say, startsServers });
}
