/** The end of a log, for the error that has its reason there. */
import { readFileSync } from 'node:fs';

const LINES = 12;

export function tailOf(file: string): string {
  try {
    return readFileSync(file, 'utf8').trimEnd().split('\n').slice(-LINES).join('\n');
  } catch {
    return '(there is none)';
  }
}
