/** The comparison as a person reads it: sections of rows, real beside simulated, what is off marked. */
import { isOff, type Row } from './compare';

const NAME = 32;
const NUMBER = 10;

function line(row: Row): string {
  const { name, real, simulated, allowed, digits } = row;
  const off = real === 0 ? '' : `${(100 * (simulated / real - 1)).toFixed(1)} %`;
  const may = allowed === null ? '' : `± ${allowed.toFixed(digits)}`;
  const numbers = [real.toFixed(digits), simulated.toFixed(digits), off].map((text) => text.padStart(NUMBER)).join('');
  return `  ${name.padEnd(NAME)}${numbers}  ${may.padEnd(NUMBER)}${isOff(row) ? '  OFF' : ''}`.trimEnd();
}

export function report(rows: readonly Row[]): string {
  const lines: string[] = [];
  let section = '';
  for (const row of rows) {
    if (row.section !== section) {
      section = row.section;
      const heads = ['2019', 'simulated', ''].map((head) => head.padStart(NUMBER)).join('');
      lines.push('', `${section.padEnd(NAME + 2)}${heads}  allowed`);
    }
    lines.push(line(row));
  }
  return lines.join('\n');
}

export function summary(rows: readonly Row[]): string {
  const held = rows.filter(({ allowed }) => allowed !== null);
  const off = held.filter(isOff);
  if (off.length === 0) return `All ${held.length} figures are within their tolerance.`;
  const names = off.map(({ section, name }) => `${section}: ${name}`).join('; ');
  return `${off.length} of ${held.length} figures are outside their tolerance: ${names}.`;
}
