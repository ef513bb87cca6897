/** The reference files: what a trusted tool makes of the same games. A row is taken apart when it is asked for. */
import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { decodeText, linesOf } from '../../src/retrosheet/text';
import { UsageError } from '../cluster/verbs';

/** A file of rows; the first field of each is its game. */
export interface ReferenceTable {
  readonly file: string;
  readonly fields: readonly string[];
  /** The lines of each game, as they stand in the file. */
  readonly lines: ReadonlyMap<string, readonly string[]>;
}

export interface Reference {
  readonly events: ReferenceTable | null;
  readonly games: ReferenceTable | null;
  readonly players: ReferenceTable | null;
  /** Box scores by their first line, each to its form feed; null when there are none. */
  readonly boxScores: ReadonlyMap<string, string> | null;
}

/** @throws UsageError when the folder is not there, or holds none of the files, or one that is no such file */
export function readReference(folder: string): Reference {
  if (!existsSync(folder) || !statSync(folder).isDirectory()) throw new UsageError(`There is no folder ${folder}.`);
  const reference: Reference = {
    events: readTable(folder, 'events.csv'),
    games: readTable(folder, 'games.csv'),
    players: readTable(folder, 'players.csv'),
    boxScores: readBoxScores(folder),
  };
  if (Object.values(reference).every((file) => file === null)) {
    throw new UsageError(`${folder} holds none of events.csv, games.csv, players.csv and boxscores.txt (or .gz).`);
  }
  return reference;
}

function readText(folder: string, name: string): string | null {
  const plain = join(folder, name);
  const zipped = `${plain}.gz`;
  if (existsSync(zipped)) return decodeText(gunzipSync(readFileSync(zipped)));
  return existsSync(plain) ? decodeText(readFileSync(plain)) : null;
}

function readTable(folder: string, name: string): ReferenceTable | null {
  const text = readText(folder, name);
  if (text === null) return null;
  const [header = '', ...rows] = linesOf(text);
  const fields = splitRow(header);
  if (fields[0] !== 'GAME_ID') throw new UsageError(`${join(folder, name)}: the first row must name the fields.`);
  const lines = new Map<string, string[]>();
  for (const row of rows) {
    if (row === '') continue;
    const game = row.slice(0, row.indexOf(',')).replaceAll('"', '').trim();
    const known = lines.get(game);
    if (known === undefined) lines.set(game, [row]);
    else known.push(row);
  }
  return { file: name, fields, lines };
}

function readBoxScores(folder: string): ReadonlyMap<string, string> | null {
  const text = readText(folder, 'boxscores.txt');
  if (text === null) return null;
  const texts = text.replaceAll('\r\n', '\n').split('\f');
  return new Map(texts.flatMap((box) => (box.trim() === '' ? [] : [[firstLine(box), `${box}\f`]])));
}

export function firstLine(text: string): string {
  return text.slice(0, text.indexOf('\n'));
}

/** The fields of a row; those in double quotes are given without them. */
export function splitRow(row: string): string[] {
  const fields: string[] = [];
  for (let at = 0; at <= row.length; at += 1) {
    const isQuoted = row.charAt(at) === '"';
    const from = isQuoted ? at + 1 : at;
    const end = row.indexOf(isQuoted ? '"' : ',', from);
    const to = end === -1 ? row.length : end;
    fields.push(row.slice(from, to));
    at = isQuoted ? to + 1 : to;
  }
  return fields;
}
