/**
 * The npm packages: are those of package-lock.json installed? npm keeps what it installed in
 * node_modules/.package-lock.json, so the two are compared entry by entry; a stamp of our own could only say less.
 */
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Whether every package that the lockfile demands is installed in that version. Optional ones may be missing: most
 * are another platform's binaries.
 * @param {string} root
 */
export function packagesAreCurrent(root) {
  const wanted = packagesIn(join(root, 'package-lock.json'));
  const installed = packagesIn(join(root, 'node_modules', '.package-lock.json'));
  if (wanted === undefined) {
    throw new Error('package-lock.json is missing or cannot be read: this is not a whole checkout of Dugout.');
  }
  return (
    installed !== undefined && Object.entries(wanted).every(([path, entry]) => isInstalled(path, entry, installed))
  );
}

function isInstalled(path, entry, installed) {
  if (path === '') {
    return true;
  }
  const there = installed[path];
  if (there === undefined) {
    return entry.optional === true || entry.devOptional === true;
  }
  return there.version === entry.version && there.integrity === entry.integrity;
}

function packagesIn(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8')).packages;
  } catch {
    return undefined;
  }
}

/**
 * `npm ci`, development packages included: the build and the tests need them.
 * @param {string} root
 * @throws Error when npm fails; npm has said why
 */
export function installPackages(root) {
  const flags = ['ci', '--include=dev', '--no-audit', '--no-fund', '--loglevel=error'];
  const npmScript = process.env.npm_execpath;
  const [program, first] = npmScript?.endsWith('.js') ? [process.execPath, [npmScript]] : ['npm', []];
  return new Promise((resolve, reject) => {
    const child = spawn(program, [...first, ...flags], { cwd: root, stdio: ['ignore', 2, 2] });
    child.on('error', (error) => reject(new Error(`npm could not be started: ${error.message}`)));
    child.on('exit', (code) =>
      code === 0 ? resolve() : reject(new Error('npm ci failed (see above). Is the package registry reachable?')),
    );
  });
}
