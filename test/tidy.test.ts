/** The house rules, as law: each test lists every place of the project that breaks one. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { forbiddenImports, importRings } from './tidy/arrows';
import { bannedCalls } from './tidy/calls';
import { lockfileGaps } from './tidy/lockfile';
import { luaOffences } from './tidy/lua';
import { FUNCTION_LINES_P90, functionLengths, tooLarge } from './tidy/sizes';
import { projectFiles, sourceOf } from './tidy/source';
import { forbiddenWords, sleepsAndSkips } from './tidy/words';

const root = join(__dirname, '..');
const sources = projectFiles(root, '.ts').map(({ path, text }) => sourceOf(path, text));
const scripts = projectFiles(root, '.lua');

test('rooms: arrows point only where they may', () => {
  expect(sources.flatMap(forbiddenImports)).toEqual([]);
});

test('files: none needs itself to load', () => {
  expect(importRings(sources)).toEqual([]);
});

test('rooms: none reaches for time, chance, environment or terminal by itself', () => {
  expect(sources.flatMap(bannedCalls)).toEqual([]);
});

test('sizes: no function, file or list of parameters is too long', () => {
  expect(sources.flatMap(tooLarge)).toEqual([]);
});

test('sizes: nine functions of ten are short', () => {
  const lengths = sources
    .filter(({ path }) => path.startsWith('src/'))
    .flatMap(functionLengths)
    .sort((a, b) => a - b);
  expect(lengths[Math.floor(lengths.length * 0.9)]).toBeLessThanOrEqual(FUNCTION_LINES_P90);
});

test('words: nothing switches a check off, puts work off or lacks its header', () => {
  expect(sources.flatMap(forbiddenWords)).toEqual([]);
});

test('tests: none sleeps, none is left out', () => {
  expect(sources.flatMap(sleepsAndSkips)).toEqual([]);
});

test('sources: no compiled file lies beside them', () => {
  expect(projectFiles(root, '.js').map(({ path }) => path)).toEqual(['test/jest.config.js']);
});

test('lockfile: npm ci takes it on any machine', () => {
  expect(lockfileGaps(readFileSync(join(root, 'package-lock.json'), 'utf8'))).toEqual([]);
});

test('scripts: each header is what its code does', () => {
  expect(scripts.length).toBeGreaterThan(0);
  expect(scripts.flatMap(({ path, text }) => luaOffences(path, text))).toEqual([]);
});
