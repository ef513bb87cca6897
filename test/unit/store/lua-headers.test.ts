/** A script's header is its contract: what it says of keys, arguments and replies is what its code has. */
import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { SCRIPTS, SCRIPT_FOLDER } from '../../../src/store/redis/scripts';

const SECTIONS = ['PURPOSE', 'KEYS', 'ARGV', 'RETURNS', 'INVARIANT'];

interface Script {
  /** The lines of each section of the header, in order. */
  readonly header: ReadonlyMap<string, readonly string[]>;
  readonly code: string;
}

function read(name: string): Script {
  const text = readFileSync(path.join(SCRIPT_FOLDER, `${name}.lua`), 'utf8');
  const lines = text.replace(/^#!lua .*\n/, '').split('\n');
  const end = lines.findIndex((line) => !line.startsWith('--'));
  const header = new Map<string, string[]>();
  let section: string[] = [];
  for (const line of lines.slice(0, end)) {
    const [, title] = /^-- ([A-Z]+)$/.exec(line) ?? [];
    if (title === undefined) section.push(line);
    else header.set(title, (section = []));
  }
  return { header, code: lines.slice(end).join('\n') };
}

/** The names of `1 fence (hash)`, `2 journal (stream)`, …; a list of open length (`2… fence`) has none. */
function named(section: readonly string[]): string[] {
  return section.flatMap((line) => /^-- {3}(\d+) (\w+)/.exec(line)?.[2] ?? []);
}

/** The names that the code gives to KEYS[1], KEYS[2], … in one `local` statement. */
function locals(code: string, table: 'KEYS' | 'ARGV'): string[] {
  const first = code.split('\n').find((line) => line.startsWith('local ') && line.includes(`${table}[1]`));
  const [names = '', values = ''] = first?.slice('local '.length).split(' = ') ?? [];
  const plain = values.replace(/tonumber\((\w+\[\d+\])\)/g, '$1').split(', ');
  return names.split(', ').filter((_, i) => plain[i] === `${table}[${i + 1}]`);
}

const words = (lines: readonly string[]): string[] =>
  lines.flatMap((line) => /^-- {3}([A-Z_]+)\b/.exec(line)?.[1] ?? []);

test('the folder: its files → those that the service loads', () => {
  const files = readdirSync(SCRIPT_FOLDER).map((file) => path.basename(file, '.lua'));
  expect(files.sort()).toEqual([...SCRIPTS].sort());
});

describe.each(SCRIPTS)('%s', (name) => {
  const { header, code } = read(name);

  test('its header: the five sections, in order, none of them empty', () => {
    expect([...header.keys()]).toEqual(SECTIONS);
    for (const lines of header.values()) expect(lines.length).toBeGreaterThan(0);
  });

  test('its keys and arguments: each is a local of the name in the header', () => {
    expect(locals(code, 'KEYS')).toEqual(named(header.get('KEYS') ?? []));
    expect(named(header.get('KEYS') ?? [])).not.toEqual([]);
    expect(locals(code, 'ARGV')).toEqual(named(header.get('ARGV') ?? []));
  });

  test('its replies: the status words of the code are those of the header', () => {
    const replied = [...code.matchAll(/(?:return|reply =) \{ '([A-Z_]+)'/g)].map(([, word]) => word);
    expect([...new Set(replied)].sort()).toEqual(words(header.get('RETURNS') ?? []).sort());
  });
});
