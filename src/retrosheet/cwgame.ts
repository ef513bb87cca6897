/**
 * A game as Chadwick's `cwgame` describes it: one row of strings, the fields of `CWGAME_FIELDS`. Score, hits, errors,
 * runners left on base, lineups and pitchers come from the events; the rest repeats the game's info records.
 */
import type { BoxScore } from '../protocol/box-score';
import type { GameEvent } from '../protocol/events';
import { compactDate, infoNumber, infoOf, type GameInfo } from './game-info';

const DAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];

/** The words of an info record, by their code; what is not among them is 0. */
const CODES: Readonly<Record<string, readonly string[]>> = {
  howscored: ['unknown', 'park', 'tv', 'radio'],
  pitches: ['unknown', 'pitches', 'count'],
  winddir: ['unknown', 'tolf', 'tocf', 'torf', 'ltor', 'fromlf', 'fromcf', 'fromrf', 'rtol'],
  fieldcond: ['unknown', 'soaked', 'wet', 'damp', 'dry'],
  precip: ['unknown', 'none', 'drizzle', 'showers', 'rain', 'snow'],
  sky: ['unknown', 'sunny', 'cloudy', 'overcast', 'night', 'dome'],
};

const UMPIRES = ['umphome', 'ump1b', 'ump2b', 'ump3b', 'umplf', 'umprf'];
const RECORD = ['scorer', 'translator', 'inputter', 'inputtime', 'edittime'];

function codeOf(info: GameInfo, key: string): number {
  return Math.max(0, CODES[key]?.indexOf(info[key] ?? '') ?? 0);
}

/** The day of the week of `2019/03/28`, by Zeller's congruence. */
function dayOfWeek(info: GameInfo): string {
  const [year = 0, month = 0, day = 0] = (info['date'] ?? '').split('/').map(Number);
  // January and February belong to the year before.
  const [y, m] = month < 3 ? [year - 1, month + 12] : [year, month];
  const weekday =
    day + Math.floor((13 * (m + 1)) / 5) + y + Math.floor(y / 4) - Math.floor(y / 100) + Math.floor(y / 400);
  return DAYS[(weekday + 6) % 7] ?? '';
}

/** `7:05PM` as 705; 0 when it is not known. */
function startTime(info: GameInfo): number {
  const [, hour = 0, minute = 0] = /^(\d+):(\d+)/.exec(info['starttime'] ?? '') ?? [];
  return Number(hour) * 100 + Number(minute);
}

type Fields = readonly (string | number)[];

function identity(gameId: string, info: GameInfo, box: BoxScore): Fields {
  return [
    gameId,
    compactDate(info),
    infoNumber(info, 'number'),
    dayOfWeek(info),
    startTime(info),
    info['usedh'] === 'true' ? 'T' : 'F',
    info['daynight'] === 'night' ? 'N' : 'D',
    box.away.team.id,
    box.home.team.id,
    info['site'] ?? '',
    box.away.pitchers[0]?.id ?? '',
    box.home.pitchers[0]?.id ?? '',
  ];
}

function circumstances(info: GameInfo): Fields {
  return [
    ...UMPIRES.map((key) => info[key] ?? ''),
    infoNumber(info, 'attendance'),
    ...RECORD.map((key) => info[key] ?? ''),
    codeOf(info, 'howscored'),
    codeOf(info, 'pitches'),
    infoNumber(info, 'temp'),
    codeOf(info, 'winddir'),
    infoNumber(info, 'windspeed'),
    codeOf(info, 'fieldcond'),
    codeOf(info, 'precip'),
    codeOf(info, 'sky'),
    infoNumber(info, 'timeofgame'),
  ];
}

/** The inning of the last play. */
function lastInning(events: readonly GameEvent[]): number {
  const last = events.findLast((event) => event.type === 'PlayRecorded');
  return last?.type === 'PlayRecorded' ? last.inning : 1;
}

function result(info: GameInfo, { lineScore }: BoxScore): Fields {
  const { away, home } = lineScore;
  return [
    away.runs,
    home.runs,
    away.hits,
    home.hits,
    away.errors,
    home.errors,
    away.leftOnBase,
    home.leftOnBase,
    ...['wp', 'lp', 'save', 'gwrbi'].map((key) => info[key] ?? ''),
  ];
}

function lineup({ players }: BoxScore['away']): Fields {
  return [1, 2, 3, 4, 5, 6, 7, 8, 9].flatMap((slot) => {
    const starter = players.find((player) => player.slot === slot);
    return [starter?.id ?? '', starter?.positions[0] ?? 0];
  });
}

/** Who pitched last, when another had begun. */
function finisher({ pitchers }: BoxScore['away']): string {
  return pitchers.length > 1 ? (pitchers.at(-1)?.id ?? '') : '';
}

/** The row of a game. */
export function cwgameRow(gameId: string, events: readonly GameEvent[], box: BoxScore): string[] {
  const info = infoOf(events);
  return [
    ...identity(gameId, info, box),
    ...circumstances(info),
    lastInning(events),
    ...result(info, box),
    ...lineup(box.away),
    ...lineup(box.home),
    finisher(box.away),
    finisher(box.home),
  ].map(String);
}
