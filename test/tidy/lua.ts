/**
 * A script's header is its contract, and contracts rot where nobody compares them with the code: what it says of KEYS,
 * ARGV and the words of the answer must be what the code does.
 */
import { LUA_LINES_MAX, linesIn } from './sizes';
import type { Offence } from './source';

const SECTIONS = ['PURPOSE', 'KEYS', 'ARGV', 'RETURNS', 'INVARIANT'];
const KEYS_MAX = 5;
const ARGV_MAX = 10;

interface Script {
  readonly path: string;
  /** Each section's lines, without the comment's dashes. */
  readonly sections: ReadonlyMap<string, readonly string[]>;
  readonly code: string;
}

/** What a section declares: names by number, and the number from which any are allowed. */
interface Declared {
  readonly names: ReadonlyMap<number, string>;
  readonly openFrom: number;
}

export function luaOffences(path: string, text: string): Offence[] {
  const script = parse(path, text);
  const lines = linesIn(text);
  const problems = [
    ...(lines > LUA_LINES_MAX ? [`has ${lines} lines, at most ${LUA_LINES_MAX}`] : []),
    ...sectionProblems(script),
    ...argumentProblems(script, 'KEYS', KEYS_MAX),
    ...argumentProblems(script, 'ARGV', ARGV_MAX),
    ...statusProblems(script),
    ...(/\b(?:TODO|FIXME|XXX|HACK)\b/.test(text) ? ['puts work off'] : []),
  ];
  return problems.map((problem) => `${path}:1: ${problem}`);
}

function parse(path: string, text: string): Script {
  // Before the header stand, if anything, the flags that the server is to know.
  const lines = text.replace(/^#!lua .*\n/, '').split('\n');
  const end = lines.findIndex((line) => !line.startsWith('--'));
  const sections = new Map<string, string[]>();
  let current: string[] = [];
  for (const line of lines.slice(0, end).map((comment) => comment.replace(/^-- ?/, ''))) {
    if (/^[A-Z]+$/.test(line)) {
      current = [];
      sections.set(line, current);
    } else {
      current.push(line.trimEnd());
    }
  }
  return { path, sections, code: lines.slice(end).join('\n') };
}

function sectionProblems({ sections }: Script): string[] {
  const order = [...sections.keys()];
  const isWhole = order.length === SECTIONS.length && SECTIONS.every((name, index) => order[index] === name);
  const empty = order.filter((name) => (sections.get(name) ?? []).join('').trim() === '');
  return [
    ...(isWhole ? [] : [`its header has ${order.join(', ') || 'nothing'}; wanted: ${SECTIONS.join(', ')}`]),
    ...empty.map((name) => `its ${name} says nothing`),
  ];
}

function argumentProblems(script: Script, name: 'KEYS' | 'ARGV', max: number): string[] {
  const declared = declaredIn(script.sections.get(name) ?? []);
  const locals = localsOf(script.code, name);
  const used = [...script.code.matchAll(new RegExp(`${name}\\[(\\d+)\\]`, 'g'))].map((match) => Number(match[1]));
  const unknown = new Set(used.filter((index) => !declared.names.has(index) && index < declared.openFrom));
  return [
    ...(declared.names.size > max ? [`names ${declared.names.size} ${name}, at most ${max}`] : []),
    ...[...unknown].map((index) => `uses ${name}[${index}], which its header does not name`),
    ...[...declared.names]
      .filter(([index, word]) => locals.get(index) !== word)
      .map(
        ([index, word]) => `its header calls ${name}[${index}] ${word}, its code ${locals.get(index) ?? 'does not'}`,
      ),
  ];
}

/** `2 journal (stream)` names one; `2… fence (hash)` and `then …` stand for any number from there on. */
function declaredIn(lines: readonly string[]): Declared {
  const names = new Map<number, string>();
  let openFrom = Number.POSITIVE_INFINITY;
  for (const line of lines) {
    const one = /^ {2}(\d+)(…?) (\w+)/.exec(line);
    if (one?.[2] === '…') {
      openFrom = Math.min(openFrom, Number(one[1]));
    } else if (one?.[3] !== undefined) {
      names.set(Number(one[1]), one[3]);
    }
  }
  return { names, openFrom };
}

/** `local a, b = KEYS[1], tonumber(KEYS[2])` gives 1 → a, 2 → b. */
function localsOf(code: string, name: string): Map<number, string> {
  const locals = new Map<number, string>();
  for (const match of code.matchAll(/^local ([\w, ]+) = (.+)$/gm)) {
    const words = (match[1] ?? '').split(',').map((word) => word.trim());
    const values = (match[2] ?? '').split(/,\s*(?![^()]*\))/);
    words.forEach((word, index) => {
      const place = new RegExp(`^(?:tonumber\\()?${name}\\[(\\d+)\\]\\)?$`).exec(values[index]?.trim() ?? '');
      if (place !== null) {
        locals.set(Number(place[1]), word);
      }
    });
  }
  return locals;
}

function statusProblems({ sections, code }: Script): string[] {
  const said = new Set(
    (sections.get('RETURNS') ?? [])
      .map((line) => /^ {2}([A-Z][A-Z_]+)\b/.exec(line)?.[1])
      .filter((word) => word !== undefined),
  );
  const returned = new Set([...code.matchAll(/\{ '([A-Z][A-Z_]+)'/g)].map((match) => match[1] ?? ''));
  return [
    ...[...returned].filter((word) => !said.has(word)).map((word) => `answers ${word}, which its header does not name`),
    ...[...said]
      .filter((word) => !returned.has(word))
      .map((word) => `its header names ${word}, which it never answers`),
  ];
}
