import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { Command } from '../../../src/protocol/commands';
import { ERROR_CODES, type ErrorCode } from '../../../src/protocol/error-codes';

const root = path.join(__dirname, '..', '..', '..');
const docs = readFileSync(path.join(root, 'docs', 'api.md'), 'utf8');

/** The rows of the error table: code, status, rule, cause, remedy. */
const rows = docs
  .split('\n')
  .filter((line) => /^\| `[a-z]+\/[a-z_]+`/.test(line))
  .map((line) =>
    line
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim().replaceAll('`', '')),
  );

const codes = Object.keys(ERROR_CODES) as ErrorCode[];

function sourcesIn(folder: string): string[] {
  return readdirSync(path.join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts') && !file.endsWith('error-codes.ts'))
    .map((file) => readFileSync(path.join(root, folder, file), 'utf8'));
}

describe('docs/api.md: errors', () => {
  test.each(codes)('%s → documented as the table has it, with cause and remedy', (code) => {
    const row = rows.find(([documented]) => documented === code);
    expect(row?.slice(1, 3)).toEqual([String(ERROR_CODES[code].http), ERROR_CODES[code].retry]);
    expect(row?.slice(3).every((cell) => cell.length > 5)).toBe(true);
  });

  test('every documented code exists, once', () => {
    expect(rows.map(([code]) => code).sort()).toEqual([...codes].sort());
  });

  test.each<ErrorCode>([
    ...(['game/not_found', 'game/over', 'seat/not_yours', 'seat/not_seated', 'seat/wrong_seat'] as const),
    ...(['turn/stale', 'turn/future', 'command/reused', 'request/too_large', 'request/binary'] as const),
    ...(['auth/missing', 'auth/invalid', 'auth/expired'] as const),
  ])('%s → the message says what is wrong, and what to do', (code) => {
    expect(ERROR_CODES[code].message).toMatch(/^[^;:]+[;:] \S.*\.$/);
  });

  const sources = [...sourcesIn('src'), ...sourcesIn('workers')];

  test.each(codes)('%s → answered somewhere', (code) => {
    expect(sources.some((text) => text.includes(`'${code}'`))).toBe(true);
  });
});

describe('docs/api.md: resources and messages', () => {
  const routes = sourcesIn('src/api').flatMap((text) =>
    [...text.matchAll(/\.route\('([^']+)'\)/g)].map((match) => match[1]),
  );

  test('every route is documented', () => {
    expect(routes.length).toBeGreaterThan(8);
    expect(routes.filter((route) => !docs.includes(`${String(route)}\``))).toEqual([]);
  });

  test('every message of the socket is documented', () => {
    const socket = readFileSync(path.join(root, 'src', 'protocol', 'socket.ts'), 'utf8');
    const messages = [...socket.matchAll(/^ {2}(\w+): \((?:request|update|presence|beacon|notice):/gm)].map(
      (match) => match[1],
    );
    expect(messages).toHaveLength(8);
    expect(messages.filter((message) => !docs.includes(`\`${String(message)}\``))).toEqual([]);
  });

  test('every command is documented', () => {
    const names = Command.options.map(({ shape }) => shape.type.value);
    expect(names.length).toBeGreaterThan(8);
    expect(names.filter((name) => !docs.includes(`\`${name}\``))).toEqual([]);
  });
});
