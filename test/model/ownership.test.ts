/**
 * The model of ownership, looked at in full: the design holds, and without any one of its rules it does not, unless the
 * fault that the rule is for does not come.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const MODEL = join(__dirname, '..', '..', 'docs', 'model', 'ownership.pml');
const SOURCE = readFileSync(MODEL, 'utf8');

/** The variants that the model itself names, each with the rule that it takes away. */
const VARIANTS = [...SOURCE.matchAll(/^ \* {3}([A-Z_]+) {2,}\S/gm)].map(([, name = '']) => name);

/** Those that must pass: the fault that is left out, and the rule that is not needed then. */
const HARMLESS = [...SOURCE.matchAll(/^ \* {3}([A-Z_]+) \+ ([A-Z_]+)$/gm)].map(
  ([, absent = '', rule = '']) => [absent, rule] as const,
);

const missing = [
  ['spin', '-V'],
  ['cc', '--version'],
].flatMap(([program = '', flag = '']) => (spawnSync(program, [flag]).status === 0 ? [] : [program]));

/** No promise of speed: it compiles and searches, which a busy machine may take its time for. */
const BUSY_MACHINE_MS = 300_000;

let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'dugout-model-'));
  writeFileSync(join(folder, 'ownership.pml'), SOURCE);
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

interface Verdict {
  readonly errors: number;
  readonly states: number;
  /** The whole space was seen: nothing was cut off by a bound of the verifier. */
  readonly isWhole: boolean;
}

function verify(defines: readonly string[]): Verdict {
  const run = (program: string, args: readonly string[]): string =>
    execFileSync(program, [...args], { cwd: folder, encoding: 'utf8', maxBuffer: 10_000_000 });
  run('spin', ['-a', ...defines.map((name) => `-D${name}`), 'ownership.pml']);
  run('cc', ['-O1', '-w', '-DSAFETY', '-DCOLLAPSE', '-DVECTORSZ=2048', '-o', 'pan', 'pan.c']);
  const said = run(join(folder, 'pan'), ['-m100000', '-w22']);
  const [, errors = 'none'] = /errors: (\d+)/.exec(said) ?? [];
  const [, states = '0'] = /(\d+) states, stored/.exec(said) ?? [];
  const isWhole = !/max search depth too small|Search not completed|out of memory/i.test(said);
  return { errors: Number(errors), states: Number(states), isWhole };
}

if (missing.length > 0) {
  test(`the model of ownership is left out: there is no ${missing.join(' and no ')} here`, () => {
    expect(VARIANTS.length).toBeGreaterThan(0);
  });
} else {
  describe('the model of ownership', () => {
    test(
      'the design → nothing acked is lost or doubled, whatever the order and whichever the fault',
      () => {
        const { errors, states, isWhole } = verify([]);
        expect([errors, isWhole]).toEqual([0, true]);
        expect(states).toBeGreaterThan(1_000_000);
      },
      BUSY_MACHINE_MS,
    );

    test.each(VARIANTS)(
      '%s → something is lost or doubled',
      (variant) => {
        expect(verify([variant]).errors).toBe(1);
      },
      BUSY_MACHINE_MS,
    );

    test.each(HARMLESS)(
      '%s, and %s → nothing is lost or doubled',
      (...defines) => {
        const { errors, states, isWhole } = verify(defines);
        expect([errors, isWhole]).toEqual([0, true]);
        expect(states).toBeGreaterThan(100_000);
      },
      BUSY_MACHINE_MS,
    );
  });
}

test('the variants: each that is named is used in the model, and each that is used is named', () => {
  const used = [...SOURCE.matchAll(/^#ifn?def ([A-Z_]+)$/gm)].map(([, name = '']) => name);
  const bounds = ['NODES', 'COMMANDS'];
  const named = new Set([...VARIANTS, ...HARMLESS.flat()]);
  expect([...new Set(used)].filter((name) => !bounds.includes(name)).sort()).toEqual([...named].sort());
  expect(HARMLESS.map(([, rule]) => rule).filter((rule) => !VARIANTS.includes(rule))).toEqual([]);
});
