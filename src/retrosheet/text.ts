/**
 * From bytes to records: whatever a file holds becomes lines of fields, and never an exception.
 *
 * Files are ASCII with DOS line ends, mostly. Names may be UTF-8 or Latin-1, line ends LF or a lone CR, and a byte
 * order mark may stand in front.
 */

/** The text of a file: UTF-8 when it is valid UTF-8, else Latin-1. */
export function decodeText(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder('latin1').decode(bytes);
  }
}

/** The lines of a text, without their ends; element 0 is line 1. */
export function linesOf(text: string): string[] {
  return text.split(/\r\n|\n|\r/);
}

/** No record of a whole file is longer. */
const LINE_MAX = 1_000;

/** Why a line is no record at all, or null: too long, or with a NUL that no store takes. */
export function damageOf(line: string): string | null {
  if (line.length > LINE_MAX) return 'the line is too long';
  return line.includes('\0') ? 'the line holds a NUL byte' : null;
}

/** Splits a record at its commas; a field in double quotes may hold commas, and is given without its quotes. */
export function fieldsOf(line: string): string[] {
  if (!line.includes('"')) return line.split(',');
  const fields: string[] = [];
  let field = '';
  let isQuoted = false;
  for (const char of line) {
    if (char === '"') isQuoted = !isQuoted;
    else if (char === ',' && !isQuoted) {
      fields.push(field);
      field = '';
    } else field += char;
  }
  fields.push(field);
  return fields;
}

/** Words that serve as ids: the alphabet of `protocol/ids`. */
const ID = /^[A-Za-z0-9][A-Za-z0-9_.-]{0,39}$/;

export function isId(word: string): boolean {
  return ID.test(word);
}

/** A whole number from 0 to `max`, or -1; some old files have blanks in front of it. */
export function wholeNumber(word: string | undefined, max: number): number {
  if (word === undefined || !/^ {0,3}\d{1,4} {0,3}$/.test(word)) return -1;
  const value = Number(word);
  return value <= max ? value : -1;
}

/** A line of a file that cannot be read, and why. */
export interface Problem {
  readonly file: string;
  readonly line: number;
  readonly reason: string;
}
