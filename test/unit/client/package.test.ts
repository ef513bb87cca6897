/** What the package gives to programs: the client, REST, the protocol and a clock, each as code and as types. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from '../../../scripts/cluster/layout';

const read = (path: string): unknown => JSON.parse(readFileSync(join(projectRoot(), path), 'utf8'));

interface Export {
  readonly types: string;
  readonly default: string;
}
const { exports } = read('package.json') as { readonly exports: Readonly<Record<string, Export>> };
const { compilerOptions } = read('scripts/tsconfig.build.json') as {
  readonly compilerOptions: Readonly<Record<string, unknown>>;
};

test.each(Object.entries(exports))('package: %s → a source, built as code and as types of the same', (_, entry) => {
  const [, source = ''] = /^\.\/dist\/(.*)\.js$/.exec(entry.default) ?? [];
  expect(existsSync(join(projectRoot(), `${source}.ts`))).toBe(true);
  expect(entry.types).toBe(`./dist/types/${source}.d.ts`);
});

test('package: the build writes types where the exports look for them', () => {
  expect(compilerOptions).toMatchObject({ outDir: '../dist', declaration: true, declarationDir: '../dist/types' });
});

test('package: whoever takes it up finds the client', () => {
  expect(Object.keys(exports).sort()).toEqual(['.', './clock', './protocol', './rest']);
  expect(exports['.']?.default).toBe('./dist/src/client/client.js');
});
