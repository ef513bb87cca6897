/** docs/notation.md: every example in it can have happened, and every word that the reader knows is in it. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readNotation } from '../../../src/baseball/notation/read';
import { after, type Scorebook } from './scorebook';

const ROOT = join(__dirname, '..', '..', '..');
const page = readFileSync(join(ROOT, 'docs', 'notation.md'), 'utf8');

type Row = Readonly<Record<string, string>>;

/** The rows of the page's tables, each cell under its heading. */
function rowsOf(text: string): Row[] {
  const tables = text.split(/\n\n+/).filter((block) => block.startsWith('|'));
  return tables.flatMap((table) => {
    const [heading = [], , ...rows] = table.split('\n').map((line) =>
      line
        .split('|')
        .slice(1, -1)
        .map((cell) => cell.trim()),
    );
    return rows.map((cells) => Object.fromEntries(heading.map((name, i) => [name, cells[i] ?? ''])));
  });
}

/** A game with runners on these bases and nobody out. */
const WITH_RUNNERS: Readonly<Record<string, () => Scorebook>> = {
  '–': () => after(),
  '1': () => after('S8'),
  '2': () => after('D8'),
  '3': () => after('T8'),
  '1 2': () => after('D8', 'W'),
};

function bookWith(runners: string): Scorebook {
  const make = WITH_RUNNERS[runners];
  if (make === undefined) throw new Error(`no game with runners "${runners}"`);
  return make();
}

const plain = (cell: string): string => cell.replaceAll('`', '');
const rows = rowsOf(page);
const examples = rows.flatMap(({ example, runners }) =>
  example === undefined ? [] : [[plain(example), runners ?? '']],
);
const advised = rows.flatMap((row) =>
  row['written'] === undefined ? [] : [[plain(row['written']), row['runners'] ?? '', plain(row['did you mean'] ?? '')]],
);

describe('the guide to the notation', () => {
  test.each(examples)('%s, runners %s → is read, and can happen', (notation = '', runners = '') => {
    expect(readNotation(notation)).toMatchObject({ ok: true });
    expect(bookWith(runners).play(notation).notation).toBe(notation);
  });

  test.each(advised)('%s, runners %s → did you mean %s?', (notation = '', runners = '', reading = '') => {
    const book = bookWith(runners);
    const { details } = book.refusal({ type: 'RecordPlay', turn: book.started.turn, notation });
    expect(details?.['didYouMean']).toBe(reading);
    expect(book.play(reading).notation).toBe(reading);
  });

  /** The words of a source file between two of its lines. */
  function wordsIn(file: string, [from, to, word]: readonly [from: string, to: string, word: RegExp]): string[] {
    const source = readFileSync(join(ROOT, 'src', 'baseball', 'notation', file), 'utf8');
    const start = source.indexOf(from);
    const words = [...source.slice(start, source.indexOf(to, start)).matchAll(word)].map((found) => found[1] ?? '');
    expect(words.length).toBeGreaterThan(3);
    return words;
  }

  test('every play, attempt, modifier and parameter that the reader knows → has its place', () => {
    const words = [
      ...wordsIn('read.ts', ['const BASIC_PLAYS', '};', /^ {2}([A-Z]+): \[/gm]),
      ...wordsIn('read.ts', ['switch (word)', 'default:', /case '([A-Z]+)'/g]),
      ...wordsIn('attempts.ts', ['const ATTEMPTS', '};', /^ {2}([A-Z]+): /gm]),
      ...wordsIn('modifiers.ts', ['const MEANINGS', '};', /^ {2}([A-Z]+): \{/gm]),
      ...wordsIn('advances.ts', ['switch (word)', 'default:', /case '([A-Z]+)'/g]),
    ];
    const written = rows.map((row) => ` ${(row['write'] ?? '').replace(/[(),]/g, ' ')} `);
    expect(words.filter((word) => !written.some((cell) => cell.includes(` ${word} `)))).toEqual([]);
    expect(words.filter((word) => !examples.some(([example = '']) => example.includes(word)))).toEqual([]);
  });
});
