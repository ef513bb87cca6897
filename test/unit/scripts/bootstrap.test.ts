/** The bootstrap in a project in small: the real scripts, a compiler that copies, an npm that notes what it was told. */
import { spawn, type ChildProcess } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { projectRoot } from '../../../scripts/cluster/layout';
import { until } from '../../support/until';

const COPYING_COMPILER = `const { cpSync, readdirSync, mkdirSync } = require('node:fs');
if (require('node:fs').existsSync('src/broken.ts')) { console.error('src/broken.ts: no'); process.exit(2); }
for (const folder of ['src', 'scripts']) {
  for (const file of readdirSync(folder).filter((name) => name.endsWith('.ts'))) {
    mkdirSync('dist/' + folder, { recursive: true });
    cpSync(folder + '/' + file, 'dist/' + folder + '/' + file.replace('.ts', '.js'));
  }
}`;
const NOTING_NPM = `const { writeFileSync, mkdirSync, readFileSync } = require('node:fs');
writeFileSync('npm-was-told', process.argv.slice(2).join(' '));
const { packages } = JSON.parse(readFileSync('package-lock.json', 'utf8'));
writeFileSync('node_modules/.package-lock.json', JSON.stringify({ packages }));`;
/** Whoever waits says so when it is ready for a signal, and not before. */
const REPLAY = `if (process.argv[2] === 'wait') {
  process.on('SIGTERM', () => process.exit(7));
  setInterval(() => undefined, 1000);
} else {
  process.exitCode = 3;
}
console.log('replay', ...process.argv.slice(2));`;

interface Run {
  readonly child: ChildProcess;
  out: string;
  said: string;
  readonly status: Promise<number | null>;
}

describe('bootstrap', () => {
  let root: string;

  const write = (path: string, text: string): void => {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  };
  const lockfile = (version: string): string =>
    JSON.stringify({
      packages: {
        '': {},
        'node_modules/a': { version, integrity: `sha512-${version}` },
        'node_modules/other-platform': { version: '1.0.0', integrity: 'x', optional: true },
      },
    });

  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'dugout-bootstrap-'));
    for (const path of ['scripts/bootstrap.mjs', 'scripts/bootstrap']) {
      cpSync(join(projectRoot(), path), join(root, path), { recursive: true });
    }
    write('package.json', '{}');
    write('package-lock.json', lockfile('1.0.0'));
    write('node_modules/.package-lock.json', lockfile('1.0.0').replace(/,"node_modules\/other-platform":[^}]*}/, ''));
    write('node_modules/typescript/bin/tsc', COPYING_COMPILER);
    write('npm.js', NOTING_NPM);
    write('scripts/replay.ts', REPLAY);
    write('src/a.ts', 'a');
    write('src/store/redis/lua/fence.open.lua', 'return 1');
  });
  afterEach(() => rmSync(root, { recursive: true, force: true }));

  const start = (...args: string[]): Run => {
    const child = spawn(process.execPath, [join(root, 'scripts/bootstrap.mjs'), ...args], {
      env: { PATH: process.env['PATH'], npm_execpath: join(root, 'npm.js') },
    });
    const status = new Promise<number | null>((resolve) => child.on('close', resolve));
    const run: Run = { child, out: '', said: '', status };
    child.stdout.on('data', (part) => (run.out += String(part)));
    child.stderr.on('data', (part) => (run.said += String(part)));
    return run;
  };
  const bootstrap = async (...args: string[]): Promise<{ status: number | null; out: string; said: string }> => {
    const run = start(...args);
    return { status: await run.status, out: run.out, said: run.said };
  };
  const built = (path: string): boolean => existsSync(join(root, 'dist', path));

  test('first run: builds, says so in one line, passes arguments and status through', async () => {
    expect(await bootstrap('replay', 'a.EVA', '--games', '3')).toEqual({
      status: 3,
      out: 'replay a.EVA --games 3\n',
      said: '· Building (TypeScript to dist/)\n',
    });
    expect([built('src/a.js'), built('src/store/redis/lua/fence.open.lua')]).toEqual([true, true]);
  });

  test('second run: nothing to do, nothing said', async () => {
    await bootstrap('build');
    expect(await bootstrap('replay')).toMatchObject({ said: '' });
  });

  test.each([
    ['a source is newer', () => utimesSync(join(root, 'src/a.ts'), 1, 1)],
    ['a script is newer', () => write('src/store/redis/lua/fence.open.lua', 'return 2')],
    ['dist/ was taken away', () => rmSync(join(root, 'dist'), { recursive: true })],
  ])('%s: builds again', async (_what, change) => {
    await bootstrap('build');
    change();
    expect(await bootstrap('build')).toMatchObject({ status: 0, said: '· Building (TypeScript to dist/)\n' });
    expect(readFileSync(join(root, 'dist/src/store/redis/lua/fence.open.lua'), 'utf8')).toBe(
      readFileSync(join(root, 'src/store/redis/lua/fence.open.lua'), 'utf8'),
    );
  });

  test('a source is gone: so is what was built from it', async () => {
    await bootstrap('build');
    write('dist/types/src/a.d.ts', '');
    write('dist/types/scripts/replay.d.ts', '');
    rmSync(join(root, 'src/a.ts'));
    await bootstrap('build');
    expect([built('src/a.js'), built('types/src/a.d.ts'), built('types/scripts/replay.d.ts')]).toEqual([
      false,
      false,
      true,
    ]);
  });

  test('the compiler refuses: its words, status 1, and the next run tries again', async () => {
    write('src/broken.ts', '');
    const failed = await bootstrap('replay');
    expect(failed).toMatchObject({ status: 1, out: '' });
    expect(failed.said).toContain('src/broken.ts: no');
    rmSync(join(root, 'src/broken.ts'));
    expect(await bootstrap('replay')).toMatchObject({ status: 3 });
  });

  test.each([
    ['older than the lockfile', () => write('package-lock.json', lockfile('2.0.0'))],
    ['missing', () => rmSync(join(root, 'node_modules/.package-lock.json'))],
  ])('packages that are %s: npm ci, once', async (_what, change) => {
    change();
    expect((await bootstrap('build')).said).toContain('· Installing the npm packages (npm ci)\n');
    expect(readFileSync(join(root, 'npm-was-told'), 'utf8')).toMatch(/^ci --include=dev /);
    expect(await bootstrap('build')).toMatchObject({ status: 0, said: '' });
  });

  test('unknown command: named, with those that there are', async () => {
    const unknown = await bootstrap('constructor');
    expect(unknown.status).toBe(2);
    expect(unknown.said).toContain('There is no command "constructor". There are: demo, cluster, test');
  });

  test('signal: the command gets it, and its status comes back', async () => {
    const run = start('replay', 'wait');
    await until('the command runs', () => run.out.includes('replay wait'));
    run.child.kill('SIGTERM');
    expect(await run.status).toBe(7);
  });

  test('two at once: one builds while the other waits', async () => {
    const both = await Promise.all([bootstrap('build'), bootstrap('build')]);
    expect(both.map(({ status }) => status)).toEqual([0, 0]);
    expect(both.filter(({ said }) => said.includes('Building'))).toHaveLength(1);
  });

  test('lock of a command that died: taken over', async () => {
    write('.dugout/bootstrap.lock/pid', '999999999');
    expect(await bootstrap('build')).toMatchObject({ status: 0 });
    expect(existsSync(join(root, '.dugout/bootstrap.lock'))).toBe(false);
  });
});
