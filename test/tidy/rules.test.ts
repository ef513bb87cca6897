/** The rules themselves: each catches what it is there to catch, and lets pass what only looks like it. */
import { forbiddenImports, importRings } from './arrows';
import { bannedCalls } from './calls';
import { lockfileGaps } from './lockfile';
import { luaOffences } from './lua';
import { FILE_LINES_MAX, FUNCTION_LINES_MAX, tooLarge } from './sizes';
import { sourceOf, type Offence, type Source } from './source';
import { forbiddenWords, sleepsAndSkips } from './words';

type Rule = (source: Source) => Offence[];

const found = (rule: Rule, path: string, code: string): number => rule(sourceOf(path, code)).length;

describe('arrows', () => {
  test.each([
    ['src/protocol/ids.ts', `import { x } from '../baseball/state';`],
    ['src/baseball/decide.ts', `import { Command } from '../protocol/commands';`],
    ['src/baseball/decide.ts', `import { type A, b } from '../protocol/commands';`],
    ['src/baseball/decide.ts', `import { readFile } from 'node:fs';`],
    ['src/baseball/decide.ts', `import { DateTime } from 'luxon';`],
    ['src/protocol/history.ts', `import { z } from 'zod';`],
    ['src/protocol/history.ts', `import { GameEvent } from './events';`],
    ['src/retrosheet/reader.ts', `import { readFileSync } from 'fs';`],
    ['src/cluster/lane.ts', `import { Redis } from 'ioredis';`],
    ['src/cluster/lane.ts', `export { RedisFences } from '../store/redis/fences';`],
    ['src/cluster/lane.ts', `const later = require('node:timers');`],
    ['src/store/memory/journal.ts', `import { decide } from '../../baseball/decide';`],
    ['src/store/memory/journal.ts', `import type { Owner } from '../../cluster/owner';`],
    ['src/store/redis/journal.ts', `import { archive } from '../postgres/archive';`],
    ['src/store/redis/journal.ts', `import { setTimeout } from 'node:timers/promises';`],
    ['src/api/games.ts', `import { Owner } from '../cluster/owner';`],
    ['src/api/games.ts', `const redis = await import('ioredis');`],
    ['src/realtime/rooms.ts', `type State = import('../baseball/state').GameState;`],
    ['src/platform/logger.ts', `import { x } from '../cluster';`],
    ['src/client/client.ts', `import { x } from '../platform/clock';`],
    ['workers/persist.ts', `import { app } from '../src/api/app';`],
    ['migrations/1_a.ts', `import { x } from '../src/protocol/ids';`],
    ['scripts/demo.ts', `import { main } from '../src/main';`],
  ])('%s: %s → refused', (path, code) => {
    expect(found(forbiddenImports, path, code)).toBe(1);
  });

  test.each([
    ['src/baseball/decide.ts', `import type { Command } from '../protocol/commands';`],
    ['src/baseball/decide.ts', `import { type A, type B } from '../protocol/commands';`],
    ['src/baseball/decide.ts', `import { rejection } from '../protocol/error-codes';`],
    ['src/protocol/history.ts', `import type { GameEvent } from './events';`],
    ['src/store/redis/journal.ts', `import type { Journal } from '../../cluster/ports';`],
    ['src/api/games.ts', `import type { GameService } from '../cluster';`],
    ['src/api/games.ts', `import type { GameService } from '../cluster/index';`],
    ['src/main.ts', `import { RedisFences } from './store/redis/fences';`],
    ['workers/persist.ts', `import { persist } from '../src/cluster/persister';`],
    ['scripts/demo.ts', `import { x } from '../src/store/postgres/migrate';`],
    ['src/realtime/rooms.ts', `const words = "import { x } from '../store/redis/keys'";`],
  ])('%s: %s → allowed', (path, code) => {
    expect(found(forbiddenImports, path, code)).toBe(0);
  });

  test('rings: two files that need each other → named once, a ring of types passes', () => {
    const a = sourceOf('src/cluster/a.ts', `import { b } from './b';`);
    const types = sourceOf('src/cluster/b.ts', `import type { a } from './a';`);
    const values = sourceOf('src/cluster/b.ts', `import { a } from './a';`);
    expect(importRings([a, types])).toEqual([]);
    expect(importRings([a, values])).toEqual([
      'src/cluster/a.ts:1: needs itself: src/cluster/a.ts → src/cluster/b.ts → src/cluster/a.ts',
    ]);
  });
});

describe('calls', () => {
  test.each([
    ['src/cluster/owner.ts', 'const t = Date.now();'],
    ['src/cluster/owner.ts', `const t = Date['now']();`],
    ['src/cluster/owner.ts', 'const t = new Date();'],
    ['src/cluster/owner.ts', 'const t = performance.now();'],
    ['src/api/games.ts', 'const r = Math.random();'],
    ['src/cluster/lane.ts', 'setTimeout(run, 5);'],
    ['src/cluster/lane.ts', 'globalThis.setInterval(run, 5);'],
    ['src/cluster/lane.ts', 'const wait = setImmediate;'],
    ['src/jobs/bell.ts', 'const url = process.env.REDIS_URL;'],
    ['workers/sweep.ts', `console.log('swept');`],
    ['src/baseball/innings.ts', 'const day = new Date(0);'],
    ['src/baseball/innings.ts', 'async function play() {}'],
    ['src/baseball/innings.ts', 'Promise.resolve();'],
  ])('%s: %s → refused', (path, code) => {
    expect(found(bannedCalls, path, code)).toBe(1);
  });

  test.each([
    ['src/platform/clock.ts', 'setTimeout(run, Date.now());'],
    ['src/platform/config.ts', 'const env = process.env;'],
    ['scripts/cluster.ts', 'console.log(process.env.PORT, Date.now());'],
    ['src/client/client.ts', 'setTimeout(connect, 5);'],
    ['src/store/postgres/rows.ts', 'const at = new Date(row.created_at);'],
    ['src/cluster/owner.ts', 'clock.setTimeout(run); const o = { setTimeout: 1, console: 2 };'],
    ['src/cluster/owner.ts', '// Date.now() is not for us\nconst text = "Math.random()";'],
    ['test/unit/a.test.ts', 'const env = process.env;'],
  ])('%s: %s → allowed', (path, code) => {
    expect(found(bannedCalls, path, code)).toBe(0);
  });
});

describe('sizes', () => {
  const body = (lines: number): string => `() => {\n${'  run();\n'.repeat(lines - 2)}}`;

  test('function: one line too many → refused, but in a test', () => {
    expect(found(tooLarge, 'src/a.ts', `const f = ${body(FUNCTION_LINES_MAX)};`)).toBe(0);
    expect(found(tooLarge, 'src/a.ts', `const f = ${body(FUNCTION_LINES_MAX + 1)};`)).toBe(1);
    expect(found(tooLarge, 'src/a.ts', `class A { m${body(FUNCTION_LINES_MAX + 1).replace('=>', '')} }`)).toBe(1);
    expect(found(tooLarge, 'test/a.test.ts', `const f = ${body(FUNCTION_LINES_MAX + 1)};`)).toBe(0);
  });

  test('file: one line too many → refused', () => {
    expect(found(tooLarge, 'src/a.ts', 'run();\n'.repeat(FILE_LINES_MAX))).toBe(0);
    expect(found(tooLarge, 'src/a.ts', 'run();\n'.repeat(FILE_LINES_MAX + 1))).toBe(1);
  });

  test('parameters: the fourth → refused', () => {
    expect(found(tooLarge, 'src/a.ts', 'const f = (a, b, c) => a;')).toBe(0);
    expect(found(tooLarge, 'src/a.ts', 'const f = (a, b, c, d) => a;')).toBe(1);
    expect(found(tooLarge, 'src/a.ts', 'class A { constructor(a, b, c, d) {} }')).toBe(1);
  });
});

describe('words', () => {
  const header = '/** What it is. */\n';

  test.each([
    [`const a = b as any;`],
    [`const a = <any>b;`],
    ['// TODO: later\nrun();'],
    ['run(); // FIXME'],
    ['/* eslint-disable no-console */\nrun();'],
    ['// @ts-expect-error it is so\nrun();'],
    ['function f() {\n  // @ts-ignore\n}'],
  ])('%j → refused', (code) => {
    expect(found(forbiddenWords, 'src/a.ts', header + code)).toBe(1);
  });

  test.each([
    [`const words = /\\/\\/ TODO/;`],
    [`const text = '// eslint-disable';`],
    ['const text = `// TODO ${name} // FIXME`;'],
    ['const a = b as unknown;'],
  ])('%j → allowed', (code) => {
    expect(found(forbiddenWords, 'src/a.ts', header + code)).toBe(0);
  });

  test('header: a file of a room without one → refused', () => {
    expect(found(forbiddenWords, 'src/a.ts', 'run();')).toBe(1);
    expect(found(forbiddenWords, 'scripts/a.ts', `#!/usr/bin/env node\n${header}run();`)).toBe(0);
    expect(found(forbiddenWords, 'test/unit/a.test.ts', 'run();')).toBe(0);
  });
});

describe('sleeps and skips', () => {
  test.each([
    ['await sleep(20);'],
    ['setTimeout(done, 20);'],
    [`import { setTimeout as rest } from 'node:timers/promises';`],
    [`it.skip('later', () => {});`],
    [`test.only('this', () => {});`],
    [`describe.skip('all', () => {});`],
    [`test.todo('one day');`],
    [`xit('later', () => {});`],
  ])('%s → refused', (code) => {
    expect(found(sleepsAndSkips, 'test/unit/a.test.ts', code)).toBe(1);
  });

  test.each([
    ['test/support/poll.ts', 'setTimeout(look, 20);'],
    ['test/unit/a.test.ts', `test('a sleep is no rest', () => {});`],
    ['src/platform/clock.ts', 'setTimeout(run, 20);'],
  ])('%s: %s → allowed', (path, code) => {
    expect(found(sleepsAndSkips, path, code)).toBe(0);
  });
});

describe('lockfile', () => {
  const lock = (...there: string[]): string =>
    JSON.stringify({
      packages: {
        '': { optionalDependencies: { a: '1' } },
        'node_modules/a': { optionalDependencies: { 'a-darwin': '1' } },
        'node_modules/a/node_modules/b': { optionalDependencies: { '@b/linux': '1' } },
        ...Object.fromEntries(there.map((path) => [path, {}])),
      },
    });

  test('every platform is there, beside or above whoever asks → allowed', () => {
    expect(lockfileGaps(lock('node_modules/a-darwin', 'node_modules/@b/linux'))).toEqual([]);
    expect(lockfileGaps(lock('node_modules/a/node_modules/a-darwin', 'node_modules/a/node_modules/@b/linux'))).toEqual(
      [],
    );
  });

  test('a platform is left out → named, with whoever may need it', () => {
    expect(lockfileGaps(lock('node_modules/a-darwin'))).toEqual([
      'package-lock.json:1: leaves out @b/linux, which node_modules/a/node_modules/b may need elsewhere',
    ]);
  });
});

describe('scripts', () => {
  const header = [
    ['PURPOSE', '  Says something.'],
    ['KEYS', '  1 fence (hash)', '  2… others (hash): one for each'],
    ['ARGV', '  1 head (seq)'],
    ['RETURNS', '  SAID head', '  GONE: there is none'],
    ['INVARIANT', '  It stays so.'],
  ];
  const code = `local fence = KEYS[1]
local head = tonumber(ARGV[1])
local other = KEYS[2]
if not head then
  return { 'GONE' }
end
return { 'SAID', head }`;
  const script = (sections: readonly (readonly string[])[], lua: string): string =>
    `${sections
      .flat()
      .map((line) => `-- ${line}`)
      .join('\n')}\n${lua}\n`;
  const offences = (sections: readonly (readonly string[])[], lua: string): string =>
    luaOffences('src/store/redis/lua/a.lua', script(sections, lua)).join('\n');

  test('header that is what the code does → allowed', () => {
    expect(offences(header, code)).toBe('');
  });

  test.each([
    ['a section is missing', header.slice(1), code, 'its header has KEYS, ARGV, RETURNS, INVARIANT'],
    ['a section is empty', [['PURPOSE'], ...header.slice(1)], code, 'its PURPOSE says nothing'],
    ['a key has another name', header, code.replace('local fence', 'local lock'), 'calls KEYS[1] fence, its code lock'],
    ['an argument is used unnamed', header, `${code}\nlocal more = ARGV[2]`, 'uses ARGV[2]'],
    [
      'a key is not used',
      header,
      code.replace('local fence = KEYS[1]\n', ''),
      'calls KEYS[1] fence, its code does not',
    ],
    ['a word is answered unnamed', header, `${code}\nreturn { 'STALE' }`, 'answers STALE'],
    ['a word is never answered', header, code.replace(`return { 'GONE' }`, 'return nil'), 'names GONE'],
    ['it is too long', header, `${code}\n${'-- x\n'.repeat(100)}`, 'at most 100'],
  ])('%s → refused', (_what, sections, lua, expected) => {
    expect(offences(sections, lua)).toContain(expected);
  });
});
