/** Roster files (`NYA2019.ROS`) and team files (`TEAM2019`): who bats and throws from where, and what teams are called. */
import type { Hand } from '../protocol/lineup';
import { damageOf, decodeText, fieldsOf, isId, linesOf, type Problem } from './text';

export interface RosterPlayer {
  readonly id: string;
  readonly name: string;
  readonly first: string;
  readonly last: string;
  readonly bats: Hand | null;
  readonly throws: Hand | null;
}

export interface RosterFile {
  readonly players: readonly RosterPlayer[];
  readonly problems: readonly Problem[];
}

export interface TeamFile {
  readonly teams: readonly {
    readonly id: string;
    readonly league: string;
    readonly city: string;
    readonly name: string;
  }[];
  readonly problems: readonly Problem[];
}

/** What is known besides an event file: players' hands and teams' names. Anything may be missing. */
export interface Rosters {
  /** By team, then by player: a player who was traded is on two rosters. */
  readonly players: ReadonlyMap<string, ReadonlyMap<string, RosterPlayer>>;
  readonly teamNames: ReadonlyMap<string, string>;
  readonly cities: ReadonlyMap<string, string>;
}

export const NO_ROSTERS: Rosters = { players: new Map(), teamNames: new Map(), cities: new Map() };

function handOf(word: string | undefined): Hand | null {
  switch (word?.trim().toUpperCase()) {
    case 'L':
      return 'L';
    case 'R':
      return 'R';
    case 'B':
    case 'S':
      return 'B';
    default:
      return null;
  }
}

/** Reads lines by `read`, which answers null for a line it cannot read. Empty lines are passed over. */
function readLines<T>(
  file: { readonly bytes: Uint8Array; readonly name: string },
  expected: string,
  read: (fields: string[]) => T | null,
): { rows: T[]; problems: Problem[] } {
  const rows: T[] = [];
  const problems: Problem[] = [];
  linesOf(decodeText(file.bytes)).forEach((line, i) => {
    if (line.trim() === '' || line === '\u001a') return;
    const row = damageOf(line) !== null ? null : read(fieldsOf(line));
    if (row !== null) rows.push(row);
    else if (problems.length < 100) problems.push({ file: file.name, line: i + 1, reason: `not ${expected}` });
  });
  return { rows, problems };
}

/** `adamc002,Adams,Chance,R,R,NYA,P` */
export function readRosterFile(bytes: Uint8Array, fileName: string): RosterFile {
  const { rows, problems } = readLines(
    { bytes, name: fileName },
    'a roster line: id,last,first,bats,throws',
    (fields) => {
      const [id = '', last = '', first = '', bats, throws] = fields;
      if (!isId(id) || bats === undefined || throws === undefined) return null;
      return { id, name: `${first} ${last}`.trim() || id, first, last, bats: handOf(bats), throws: handOf(throws) };
    },
  );
  return { players: rows, problems };
}

/** `NYA,A,New York,Yankees` */
export function readTeamFile(bytes: Uint8Array, fileName: string): TeamFile {
  const { rows, problems } = readLines({ bytes, name: fileName }, 'a team line: id,league,city,nickname', (fields) => {
    const [id = '', league = '', city = '', nickname = ''] = fields;
    if (!isId(id) || fields.length < 4) return null;
    return { id, league, city, name: `${city} ${nickname}`.trim() || id };
  });
  return { teams: rows, problems };
}

/** `NYA2019.ROS` is the roster of `NYA`, `TEAM2019` names the teams; other files are none of these. */
export function rosterFileKind(fileName: string): 'roster' | 'teams' | 'other' {
  if (/\.ROS$/i.test(fileName)) return 'roster';
  return /^TEAM[A-Z]*\d{4}$/i.test(fileName) ? 'teams' : 'other';
}

/** Gathers roster and team files, given by their names without folders. */
export function gatherRosters(files: Iterable<{ readonly name: string; readonly bytes: Uint8Array }>): {
  readonly rosters: Rosters;
  readonly problems: readonly Problem[];
} {
  const players = new Map<string, Map<string, RosterPlayer>>();
  const teamNames = new Map<string, string>();
  const cities = new Map<string, string>();
  const problems: Problem[] = [];
  for (const { name, bytes } of files) {
    const kind = rosterFileKind(name);
    if (kind === 'roster') {
      const file = readRosterFile(bytes, name);
      players.set(name.slice(0, 3).toUpperCase(), new Map(file.players.map((player) => [player.id, player])));
      problems.push(...file.problems);
    } else if (kind === 'teams') {
      const file = readTeamFile(bytes, name);
      for (const team of file.teams) {
        teamNames.set(team.id, team.name);
        cities.set(team.id, team.city);
      }
      problems.push(...file.problems);
    }
  }
  return { rosters: { players, teamNames, cities }, problems };
}
