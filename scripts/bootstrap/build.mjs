/**
 * The build: TypeScript to dist/, the .lua files beside the code that reads them, and nothing in dist/ whose source
 * is gone. Whether it is current is told by the names, sizes and times of all sources, kept in dist/ itself, so that
 * a dist/ that was taken away is built again.
 */
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join, relative } from 'node:path';

const SOURCE_FOLDERS = ['src', 'workers', 'migrations', 'scripts', 'bench'];
const SOURCE_FILES = ['knexfile.ts', 'package.json', 'package-lock.json', 'tsconfig.json'];
const STAMP = 'dist/.built-from';
const TYPESCRIPT_STATE = '.dugout/build.tsbuildinfo';

/** @param {string} root */
export function buildIsCurrent(root) {
  try {
    return readFileSync(join(root, STAMP), 'utf8') === digestOf(sourcesOf(root));
  } catch {
    return false;
  }
}

/**
 * @param {string} root
 * @throws Error when the compiler refuses; it has said what
 */
export async function buildProject(root) {
  const sources = sourcesOf(root);
  const digest = digestOf(sources);
  if (!existsSync(join(root, STAMP))) {
    // Without it the compiler would believe that what it once wrote is still there.
    rmSync(join(root, TYPESCRIPT_STATE), { force: true });
  }
  await compile(root);
  for (const { path } of sources.filter((source) => source.path.endsWith('.lua'))) {
    mkdirSync(join(root, 'dist', dirname(path)), { recursive: true });
    copyFileSync(join(root, path), join(root, 'dist', path));
  }
  removeOrphans(root, new Set(sources.map((source) => source.path)));
  writeFileSync(join(root, STAMP), digest);
}

function sourcesOf(root) {
  const paths = SOURCE_FOLDERS.filter((folder) => existsSync(join(root, folder))).flatMap((folder) =>
    filesBelow(join(root, folder)).map((file) => relative(root, file)),
  );
  const files = SOURCE_FILES.filter((file) => existsSync(join(root, file)));
  return [...paths, ...files].sort().map((path) => {
    const { size, mtimeMs } = statSync(join(root, path));
    return { path, size, mtimeMs };
  });
}

function filesBelow(folder) {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
}

function digestOf(sources) {
  const hash = createHash('sha256');
  for (const { path, size, mtimeMs } of sources) {
    hash.update(`${path}\0${size}\0${mtimeMs}\n`);
  }
  return hash.digest('hex');
}

function compile(root) {
  const compiler = join(root, 'node_modules', 'typescript', 'bin', 'tsc');
  const project = join(root, 'scripts', 'tsconfig.build.json');
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [compiler, '-p', project], { cwd: root, stdio: ['ignore', 2, 2] });
    child.on('error', reject);
    child.on('exit', (code) =>
      code === 0
        ? resolve()
        : reject(new Error('The build failed: the compiler has said what it refuses (see above).')),
    );
  });
}

/** What a file in dist/ was built from; the types of all that is built have a folder of their own there. */
function sourceOf(file) {
  return file.replace(/^types\/(.*)\.d\.ts$/, '$1.ts').replace(/\.js$/, '.ts');
}

/** A migration or a script whose source is gone must not be found in dist/. */
function removeOrphans(root, sources) {
  const built = filesBelow(join(root, 'dist')).map((file) => relative(join(root, 'dist'), file));
  for (const path of built.filter((file) => /\.(js|lua|d\.ts)$/.test(file))) {
    if (!sources.has(path) && !sources.has(sourceOf(path))) {
      rmSync(join(root, 'dist', path));
    }
  }
}
