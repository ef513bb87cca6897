/** Spoils a value: what comes out is JSON text, or once in a while no JSON at all. */
import type { SeededRandom } from '../../sim/random';

const brackets = (depth: number): string => `${'['.repeat(depth)}${']'.repeat(depth)}`;

/** Put in the place of a part. */
const HOSTILE: readonly unknown[] = [
  ...[null, true, false, 0, -1, 0.5, 1e15, 2 ** 53, -(2 ** 53), '', ' ', '0', '1', '-1', 'null', 'true', 'NaN', '[]'],
  ...['__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty', 'then', 'toJSON', 'length', '$where'],
  ...["' OR '1'='1", "'; DROP TABLE games; --", '1); DELETE FROM game_events; --', '${7*7}', '<script>', '%00', '%n%s'],
  ...['../../etc/passwd', 'file:///etc/passwd', '\u0000', 'a\u0000b', '\ud800', '\udfff\ud800', '\u202e', '\ufeff'],
  ...['\u{1f4a9}', 'é', 'ﷺ', 'İ', 'ß', '\r\n', '\n', '\t', '\u2028', '*', '}{p00', 'dg:{p00}:journal'],
  ...['x'.repeat(41), 'x'.repeat(65), 'x'.repeat(300), 'x'.repeat(5000), [], [[]], [null], {}, { a: {} }],
  ...[{ length: 9 }, { toString: 1 }, { then: 1 }, { type: 'Buffer', data: [1] }, { _placeholder: true, num: 0 }],
  Array.from({ length: 200 }, () => 1),
];

/** Text that `JSON.stringify` would never write, some of it no JSON. */
const UNWRITTEN: readonly string[] = [
  ...['-0', '1e308', '-1e308', '1e999', '1E+2', '0.1e1', '1.0', '12345678901234567890', '00', '+1', '.5', 'NaN'],
  ...['undefined', '"\\ud800"', '"\\u0000"', '"\\x41"', "'a'", '{"__proto__":{"x":1}}', '{"a":1,"a":2}', '[,]'],
  ...['{"constructor":{"prototype":{"x":1}}}', '//', brackets(2000), `${'{"a":'.repeat(2000)}1${'}'.repeat(2000)}`],
];
const EXTRA_KEYS = [
  '__proto__',
  'constructor',
  'prototype',
  'toString',
  'isAdmin',
  'user',
  '$where',
  '',
  'a'.repeat(300),
];

/** Stands for a text of `UNWRITTEN` until the value is written. */
const MARK = '\u0001raw';
const MARKED = /"\\u0001raw(\d+)"/g;

/** @param changes how many parts are spoiled */
export function spoil(value: unknown, changes: number, random: SeededRandom): string {
  let spoiled = value;
  for (let n = 0; n < changes; n += 1) spoiled = changeOne(spoiled, random);
  const text = JSON.stringify(spoiled).replace(MARKED, (_mark, index: string) => UNWRITTEN[Number(index)] ?? '0');
  return random.chance(0.01) ? noise(text, random) : text;
}

function changeOne(value: unknown, random: SeededRandom): unknown {
  const isInner = typeof value === 'object' && value !== null && Object.keys(value).length > 0;
  if (!isInner || random.chance(0.15)) return replacement(value, random);
  return Array.isArray(value) ? changeList(value, random) : changeObject(value as Record<string, unknown>, random);
}

function replacement(value: unknown, random: SeededRandom): unknown {
  if (typeof value === 'number' && random.chance(0.3)) return String(value);
  if (typeof value === 'number' && random.chance(0.3)) return value + random.pick([0.5, -1, 1, 1e6, -1e9]);
  if (typeof value === 'string' && random.chance(0.4)) return noise(value, random);
  return random.chance(0.2) ? `${MARK}${random.between(0, UNWRITTEN.length - 1)}` : random.pick(HOSTILE);
}

function changeList(list: readonly unknown[], random: SeededRandom): unknown[] {
  const at = random.between(0, list.length - 1);
  const copy = [...list];
  const how = random.between(0, 4);
  if (how === 0) copy.splice(at, 1);
  else if (how === 1) copy.push(...Array.from({ length: random.pick([1, 10, 300]) }, () => list[at]));
  else copy[at] = changeOne(copy[at], random);
  return copy;
}

function changeObject(object: Readonly<Record<string, unknown>>, random: SeededRandom): Record<string, unknown> {
  const entries = Object.entries(object);
  const at = random.between(0, entries.length - 1);
  const [key, inner] = entries[at] ?? ['', null];
  const how = random.between(0, 9);
  if (how === 0) entries.splice(at, 1);
  else if (how === 1) entries.push([random.pick(EXTRA_KEYS), random.pick(HOSTILE)]);
  else if (how === 2) entries[at] = [noise(key, random), inner];
  else entries[at] = [key, changeOne(inner, random)];
  // So `__proto__` becomes a key like any other.
  return Object.fromEntries(entries);
}

const STRANGE = [0, 9, 10, 34, 44, 48, 58, 91, 92, 93, 123, 125, 127, 160, 0x2028, 0xd800, 0xfffd];

/** A text with a letter changed, gone or doubled, or cut off. */
export function noise(text: string, random: SeededRandom): string {
  const at = random.between(0, Math.max(text.length - 1, 0));
  const strange = String.fromCharCode(random.pick(STRANGE));
  const [before, after] = [text.slice(0, at), text.slice(at)];
  return random.pick([
    before,
    before + after.slice(1),
    before + strange + after.slice(1),
    before + after.slice(0, 8) + after,
    before + strange + after,
  ]);
}
