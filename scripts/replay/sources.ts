/** Finds the event files that somebody named, with the rosters beside them, and reads their games. */
import { existsSync, readFileSync, readdirSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { readEventFile } from '../../src/retrosheet/event-file';
import type { RetrosheetGame } from '../../src/retrosheet/game';
import { gatherRosters, rosterFileKind, type Rosters } from '../../src/retrosheet/roster';
import type { Problem } from '../../src/retrosheet/text';
import { UsageError } from '../cluster/verbs';

/** A game, and the file that it came from. */
export interface SourceGame {
  readonly file: string;
  readonly game: RetrosheetGame;
}

export interface Sources {
  readonly games: readonly SourceGame[];
  /** Lines of event files that could not be read; the game of each is left out. */
  readonly problems: readonly Problem[];
  /** Lines of rosters that could not be read: a player has no hands then, or a team no name, and no game suffers. */
  readonly warnings: readonly Problem[];
}

const EVENT_FILE = /\.E[A-Z]{2}$/i;

/**
 * Reads the files, and all event files of the folders, in the order of their names.
 * @throws UsageError for a path that is not there, and a folder without event files
 */
export function readSources(paths: readonly string[]): Sources {
  const files = paths.flatMap(eventFilesOf);
  const rosters = new Map<string, Rosters>();
  const [problems, warnings]: [Problem[], Problem[]] = [[], []];
  const games: SourceGame[] = [];
  for (const path of files) {
    const folder = dirname(path);
    const known = rosters.get(folder) ?? rostersOf(folder, warnings);
    rosters.set(folder, known);
    const file = readEventFile(readFileSync(path), path, known);
    problems.push(...file.problems);
    games.push(...file.games.map((game) => ({ file: path, game })));
  }
  return { games, problems, warnings };
}

function eventFilesOf(path: string): string[] {
  if (!existsSync(path)) throw new UsageError(`There is no ${path}.`);
  if (!statSync(path).isDirectory()) return [path];
  const names = readdirSync(path).filter((name) => EVENT_FILE.test(name));
  if (names.length === 0) throw new UsageError(`${path} holds no event files (such as 2024GUL.EVA).`);
  return names.sort().map((name) => join(path, name));
}

function rostersOf(folder: string, warnings: Problem[]): Rosters {
  const names = readdirSync(folder).filter((name) => rosterFileKind(name) !== 'other');
  const gathered = gatherRosters(names.map((name) => ({ name, bytes: readFileSync(join(folder, name)) })));
  warnings.push(...gathered.problems.map((problem) => ({ ...problem, file: join(folder, basename(problem.file)) })));
  return gathered.rosters;
}
