/** What a comparison found: for people as tables, for machines as one object. */
import type { Problem } from '../../src/retrosheet/text';
import { renderTable } from '../cluster/table';
import { ROWS } from './compare';
import type { Difference, FieldTally, Tally } from './tally';

/** A game that stopped at a record that the rules refuse. */
export interface RefusedGame {
  readonly game: string;
  readonly file: string;
  readonly line: number;
  readonly reason: string;
}

export interface Findings {
  readonly games: number;
  readonly plays: number;
  readonly tally: Tally;
  /** What the rules alone say, beside the official scorer. No difference here is a failure. */
  readonly byRule: Tally;
  readonly problems: readonly Problem[];
  readonly refused: readonly RefusedGame[];
  /** Games that the reference does not know. */
  readonly unknown: readonly string[];
  /** Fields of the reference that are not compared. */
  readonly uncompared: readonly string[];
}

const COLUMNS = 3;
const GAP = '   ';

/** True when everything that was compared is equal, and everything was. */
export function isClean({ games, tally, problems, refused, unknown }: Findings): boolean {
  return games > 0 && tally.differing === 0 && problems.length + refused.length + unknown.length === 0;
}

const count = (n: number): string => n.toLocaleString('en');

export function textReport(findings: Findings): string {
  const { tally, byRule, games, plays } = findings;
  const parts = [...tally.files].map(([file, fields]) => `${file}\n\n${fieldTable(fields)}`);
  parts.push(...[...tally.files].flatMap(([file, fields]) => firstDifferences(file, fields)));
  parts.push(...troubles(findings));
  if (byRule.files.size > 0) parts.push(byRuleReport(byRule));
  parts.push([`${count(games)} games, ${count(plays)} plays: ${verdict(findings)}`, ...totals(tally)].join('\n'));
  return `${parts.join('\n\n')}\n`;
}

function verdict(findings: Findings): string {
  if (isClean(findings)) return 'equal';
  const { differing } = findings.tally;
  return differing === 0 ? 'no difference, but not everything could be compared' : `${count(differing)} differences`;
}

/** Many fields: several side by side. */
function fieldTable(fields: ReadonlyMap<string, FieldTally>): string {
  const rows = [...fields].map(([field, { checked, differing }]) => [field, count(checked), count(differing)]);
  const height = Math.ceil(rows.length / COLUMNS);
  const heading = ['field', 'checked', 'differ'];
  const table = Array.from({ length: COLUMNS }, (_, column) => rows.slice(column * height, (column + 1) * height))
    .filter((part) => part.length > 0)
    .map((part) => renderTable([heading, ...part]).split('\n'));
  const widths = table.map((lines) => Math.max(...lines.map((line) => line.length)));
  return Array.from({ length: height + 2 }, (_, i) =>
    table
      .map((lines, column) => (lines[i] ?? '').padEnd(widths[column] ?? 0))
      .join(GAP)
      .trimEnd(),
  ).join('\n');
}

function firstDifferences(file: string, fields: ReadonlyMap<string, FieldTally>): string[] {
  return [...fields].flatMap(([field, { differing, first }]) =>
    differing === 0
      ? []
      : [`${`${file} ${field}`.trim()}: ${count(differing)} differ\n${first.map(differenceLine).join('\n')}`],
  );
}

function differenceLine({ game, place, ours, theirs }: Difference): string {
  return `  ${game}${place === '' ? '' : ` (${place})`}: ours "${ours}", theirs "${theirs}"`;
}

function troubles({ problems, refused, unknown, uncompared }: Findings): string[] {
  const lines = [
    ...problems.map(({ file, line, reason }) => `${file}:${line}: ${reason}`),
    ...refused.map(({ game, file, line, reason }) => `${file}:${line}: ${game} stops here: ${reason}`),
    ...unknown.map((game) => `${game}: the reference does not know this game`),
  ];
  if (uncompared.length > 0) lines.push(`Not compared: ${uncompared.join(', ')}`);
  return lines.length === 0 ? [] : [lines.join('\n')];
}

function byRuleReport(byRule: Tally): string {
  const parts = [...byRule.files.values()].flatMap((fields) => [fieldTable(fields), ...firstDifferences('', fields)]);
  return `By the rules alone, beside the official scorer (judgement may differ; no failure)\n\n${parts.join('\n\n')}`;
}

function totals(tally: Tally): string[] {
  return [...tally.files].map(([file, fields]) => {
    const all = [...fields].filter(([field]) => field !== ROWS).map(([, each]) => each);
    const sum = (key: 'checked' | 'differing'): number => all.reduce((total, each) => total + each[key], 0);
    return `  ${file}: ${count(sum('checked'))} values in ${all.length} field${all.length === 1 ? '' : 's'}, ${count(sum('differing'))} differ`;
  });
}

export function jsonReport(findings: Findings): string {
  const { games, plays, tally, byRule, problems, refused, unknown, uncompared } = findings;
  const object = (files: Tally['files']): unknown =>
    Object.fromEntries([...files].map(([file, fields]) => [file, Object.fromEntries(fields)]));
  return `${JSON.stringify({
    ok: isClean(findings),
    games,
    plays,
    differing: tally.differing,
    files: object(tally.files),
    byRule: object(byRule.files),
    problems,
    refused,
    unknown,
    uncompared,
  })}\n`;
}
