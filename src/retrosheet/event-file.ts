/**
 * The reader of event files: bytes in, games and problems out.
 *
 * A line that cannot be read leaves out its game and no other: the reader names it, passes over the rest of that
 * game, and goes on at the next `id` record. So a file has at most one problem a game, and one for what stands before
 * the first game.
 */
import { GameReader } from './game-reader';
import type { RetrosheetGame } from './game';
import { NO_ROSTERS, type Rosters } from './roster';
import { damageOf, decodeText, fieldsOf, isId, linesOf, type Problem } from './text';

export interface EventFile {
  readonly games: readonly RetrosheetGame[];
  readonly problems: readonly Problem[];
}

/** The place in a file while it is read. */
interface Reading {
  readonly file: string;
  readonly rosters: Rosters;
  readonly games: RetrosheetGame[];
  readonly problems: Problem[];
  readonly ids: Set<string>;
  /** The game under way; null before the first, and after one that is left out. */
  open: GameReader | null;
  /** Lines are passed over until the next game. */
  isSkipping: boolean;
}

function leaveOut(reading: Reading, line: number, reason: string): void {
  reading.problems.push({ file: reading.file, line, reason });
  reading.open = null;
  reading.isSkipping = true;
}

function closeGame(reading: Reading): void {
  const { open } = reading;
  if (open === null) return;
  const game = open.finish();
  if (typeof game === 'string') leaveOut(reading, open.line, `${open.id}: ${game}`);
  else reading.games.push(game);
  reading.open = null;
}

function openGame(reading: Reading, id: string, line: number): void {
  closeGame(reading);
  reading.isSkipping = false;
  if (!isId(id)) return leaveOut(reading, line, 'not id,game');
  if (reading.ids.has(id)) return leaveOut(reading, line, `${id}: the file has this game twice`);
  reading.ids.add(id);
  reading.open = new GameReader(id, line, reading.rosters);
}

function readLine(reading: Reading, text: string, line: number): void {
  if (text.startsWith('id,')) return openGame(reading, text.slice(3).replaceAll('"', '').trim(), line);
  if (reading.isSkipping || text.trim() === '' || text === '\u001a') return;
  const { open } = reading;
  if (open === null) return leaveOut(reading, line, 'a record before the first game');
  const reason = damageOf(text) ?? open.read(fieldsOf(text), line);
  if (reason !== null) leaveOut(reading, line, `${open.id}: ${reason}`);
}

/** Reads an event file. Never throws; `fileName` is for the problems, `rosters` for hands and team names. */
export function readEventFile(bytes: Uint8Array, fileName: string, rosters: Rosters = NO_ROSTERS): EventFile {
  const reading: Reading = {
    file: fileName,
    rosters,
    games: [],
    problems: [],
    ids: new Set(),
    open: null,
    isSkipping: false,
  };
  linesOf(decodeText(bytes)).forEach((text, i) => readLine(reading, text, i + 1));
  closeGame(reading);
  return { games: reading.games, problems: reading.problems };
}
