/**
 * `npm test`: lint, types, format and every test, all of them even when one fails.
 *
 * With arguments it runs the tests alone and hands them to jest: `npm test -- test/unit/baseball`. It ends with jest's
 * totals and one line `N passed, N failed`, in which a check that failed counts as a failure, and so does a test file
 * that could not be run.
 */
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { projectRoot } from './cluster/layout';

interface Check {
  readonly name: string;
  /** A package's program and its arguments. */
  readonly program: string;
  readonly args: readonly string[];
}

interface Totals {
  readonly passed: number;
  readonly failed: number;
}

/** Lanes that run side by side: lint takes as long as the other two together, and each of them one core. */
const CHECKS: readonly (readonly Check[])[] = [
  [
    {
      name: 'lint',
      program: 'eslint/bin/eslint.js',
      args: ['--config', 'test/eslint.config.mjs', '--max-warnings', '0', '.'],
    },
  ],
  [
    { name: 'types', program: 'typescript/bin/tsc', args: ['--noEmit', '-p', '.'] },
    { name: 'format', program: 'prettier/bin/prettier.cjs', args: ['--check', '--log-level', 'warn', '.'] },
  ],
];

const ON_SERVICES = ['contract', 'integration', 'security'];

/**
 * The tests in steps, one after the other, by what they take. Whole searches, a core each and promises by the million;
 * then what computes; then what mostly waits for real services; then whole clusters, which are busy with themselves:
 * beside them nothing else runs unless there are cores for it.
 */
const STEPS: readonly (readonly string[])[] = [
  ['--selectProjects', 'sim', 'model', '--maxWorkers=100%'],
  ['--ignoreProjects', 'sim', 'model', ...ON_SERVICES, 'cluster', '--maxWorkers=100%'],
  ['--selectProjects', ...ON_SERVICES, '--maxWorkers=100%'],
  ['--selectProjects', 'cluster', '--maxWorkers=50%'],
];

const root = projectRoot();

async function main(argv: readonly string[]): Promise<number> {
  const withTests = argv[0] !== '--no-tests';
  const jestArgs = withTests ? argv : [];
  const steps = jestArgs.length === 0 ? STEPS : [jestArgs];
  const totals: Totals[] = [];
  if (jestArgs.length === 0) totals.push(...(await Promise.all(CHECKS.map(runChecks))));
  for (const step of withTests ? steps : []) totals.push(await runTests(step));
  const [passed, failed] = [sum(totals, 'passed'), sum(totals, 'failed')];
  process.stdout.write(`${passed} passed, ${failed} failed\n`);
  return failed === 0 ? 0 : 1;
}

function sum(totals: readonly Totals[], of: keyof Totals): number {
  return totals.reduce((all, each) => all + each[of], 0);
}

/** One after the other. */
async function runChecks(lane: readonly Check[]): Promise<Totals> {
  let failed = 0;
  for (const { name, program, args } of lane) {
    const since = performance.now();
    const isRight = (await run(program, args)) === 0;
    failed += isRight ? 0 : 1;
    process.stdout.write(`${name}: ${isRight ? 'ok' : 'FAILED'} (${seconds(performance.now() - since)})\n`);
  }
  return { passed: lane.length - failed, failed };
}

/** Jest's own words go to the terminal; the totals come from its JSON. */
async function runTests(args: readonly string[]): Promise<Totals> {
  const folder = mkdtempSync(join(tmpdir(), 'dugout-test-'));
  const report = join(folder, 'report.json');
  try {
    const status = await run('jest/bin/jest.js', [
      ...['--config', 'test/jest.config.js', '--json', '--outputFile', report],
      ...args,
    ]);
    return withStatus(totalsOf(report), status);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

interface JestReport {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly numRuntimeErrorTestSuites: number;
}

function totalsOf(report: string): Totals {
  try {
    const { numPassedTests, numFailedTests, numRuntimeErrorTestSuites } = JSON.parse(
      readFileSync(report, 'utf8'),
    ) as JestReport;
    return { passed: numPassedTests, failed: numFailedTests + numRuntimeErrorTestSuites };
  } catch {
    return { passed: 0, failed: 0 };
  }
}

/** A run that failed has at least one failure, also when it came to no test. */
function withStatus(totals: Totals, status: number): Totals {
  return status !== 0 && totals.failed === 0 ? { ...totals, failed: 1 } : totals;
}

/** The JSON that jest prints beside the file is of no use to a person: its report goes to stderr. */
function run(program: string, args: readonly string[]): Promise<number> {
  const isJest = program.startsWith('jest/');
  const child = spawn(process.execPath, [join(root, 'node_modules', program), ...args], {
    cwd: root,
    stdio: ['ignore', isJest ? 'ignore' : 'inherit', 'inherit'],
  });
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('exit', (code) => resolve(code ?? 1));
  });
}

const seconds = (ms: number): string => `${(ms / 1000).toFixed(1)} s`;

main(process.argv.slice(2)).then(
  (status) => (process.exitCode = status),
  (error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 1;
  },
);
