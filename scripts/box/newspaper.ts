/** A box score as a newspaper prints it: the line score, and for each team its batters, its pitchers, and the notes. */
import type {
  BoxScore,
  BoxScoreNote,
  BoxScoreNoteKind,
  BoxScorePlayer,
  PitchingLine,
} from '../../src/protocol/box-score';
import type { TeamLine } from '../../src/protocol/scores';
import type { Side } from '../../src/protocol/side';
import { infoNumber, type GameInfo } from '../../src/retrosheet/game-info';
import { shortNames } from './short-names';

interface Page {
  readonly box: BoxScore;
  readonly info: GameInfo;
  readonly nameOf: (id: string) => string;
}

const SIDES = ['away', 'home'] as const;
const POSITIONS = ['', 'p', 'c', '1b', '2b', '3b', 'ss', 'lf', 'cf', 'rf', 'dh', 'ph', 'pr'];
const NAME_WIDTH = 28;
const DECISIONS = { win: ' (W)', loss: ' (L)', save: ' (S)' };

const cells = (values: readonly (string | number)[], width = 4): string =>
  values.map((value) => String(value).padStart(width)).join('');

/** The text of a box score; `info` gives date, time and attendance where it has them. */
export function newspaper(box: BoxScore, info: GameInfo): string {
  const page: Page = { box, info, nameOf: shortNames(box) };
  const parts = [
    heading(page),
    lineScore(page),
    ...SIDES.flatMap((side) => [batters(page, side), notes(page, side)]),
    pitchers(page),
    closing(page),
  ];
  return `${parts.filter((part) => part !== '').join('\n\n')}\n`;
}

function heading({ box, info }: Page): string {
  const title = SIDES.map((side) => `${box[side].team.name} ${box.lineScore[side].runs}`).join(', ');
  const number = info['number'] ?? '0';
  const game = number === '0' || number === '' ? '' : `, game ${number}`;
  const date = info['date'] === undefined ? '' : `  (${info['date']}${game})`;
  const status = box.status === 'final' ? '' : `  [${box.status}]`;
  return `${title}${date}${status}`;
}

function lineScore({ box }: Page): string {
  const innings = Math.max(box.lineScore.away.runsByInning.length, box.lineScore.home.runsByInning.length);
  const heads = Array.from({ length: innings }, (_, i) => String(i + 1));
  const row = (name: string, values: readonly string[], totals: readonly (string | number)[]): string =>
    `${name.padEnd(NAME_WIDTH)}${values.map(inThrees).join('')}   ${cells(totals)}`;
  const teamRow = (side: Side): string => {
    const line: TeamLine = box.lineScore[side];
    const runs = line.runsByInning.map((each) => (each === null ? unplayed(box) : String(each)));
    return row(box[side].team.name, runs, [line.runs, line.hits, line.errors]);
  };
  const rows = [row('', heads, ['R', 'H', 'E']), teamRow('away'), teamRow('home')];
  const { outs, tookLead } = box.ending;
  if (box.status === 'final' && outs < 3) {
    rows.push(`  ${outs} out when ${tookLead ? 'the winning run scored' : 'the game ended'}.`);
  }
  return rows.join('\n');
}

/** A half-inning that need not be played, or has not been yet. */
function unplayed({ status }: BoxScore): string {
  return status === 'final' ? 'x' : '';
}

/** Innings in groups of three. */
function inThrees(value: string, i: number): string {
  return `${i > 0 && i % 3 === 0 ? ' ' : ''}${value.padStart(3)}`;
}

const BATTING_HEADS = ['AB', 'R', 'H', 'RBI', 'BB', 'SO', 'LOB', 'PO', 'A'];

function battingCells({ batting, fielding }: BoxScorePlayer): number[] {
  const { atBats, runs, hits, runsBattedIn, walks, strikeouts, leftOnBase } = batting;
  const sum = (key: 'putouts' | 'assists'): number => fielding.reduce((total, line) => total + line[key], 0);
  return [atBats, runs, hits, runsBattedIn, walks, strikeouts, leftOnBase, sum('putouts'), sum('assists')];
}

function batters({ box, nameOf }: Page, side: Side): string {
  const { team, players } = box[side];
  const row = (name: string, values: readonly (string | number)[]): string =>
    `${name.padEnd(NAME_WIDTH)}${cells(values)}`;
  const rows = players.map((player) => {
    const indent = player.isStarter || player.slot === 0 ? '' : '  ';
    const positions = player.positions.map((position) => POSITIONS[position] ?? '').join('-');
    return row(`${indent}${nameOf(player.id)} ${positions}`, battingCells(player));
  });
  const totals = players.map(battingCells).reduce((sum, each) => sum.map((value, i) => value + (each[i] ?? 0)));
  // What each batter left on base, added up, says nothing; the team's is in the notes.
  const shown = totals.map((total, i) => (BATTING_HEADS[i] === 'LOB' ? '' : total));
  return [row(team.name, BATTING_HEADS), ...rows, row('Totals', shown)].join('\n');
}

const BATTING_NOTES: readonly (readonly [string, BoxScoreNoteKind])[] = [
  ['2B', 'double'],
  ['3B', 'triple'],
  ['HR', 'homeRun'],
  ['SH', 'sacrificeHit'],
  ['SF', 'sacrificeFly'],
  ['SB', 'stolenBase'],
  ['CS', 'caughtStealing'],
  ['Picked off', 'pickedOff'],
  ['HBP', 'hitByPitch'],
  ['IBB', 'intentionalWalk'],
];

const FIELDING_NOTES: readonly (readonly [string, BoxScoreNoteKind])[] = [
  ['E', 'error'],
  ['PB', 'passedBall'],
  ['DP', 'doublePlay'],
  ['TP', 'triplePlay'],
];

function notes(page: Page, side: Side): string {
  const { box } = page;
  const grounded = box[side].players.flatMap(({ id, batting }) =>
    Array.from({ length: batting.groundedIntoDoublePlay }, () => id),
  );
  const lines = [
    ...BATTING_NOTES.map(([label, kind]) => noteLine(page, label, ofKind(box, side, kind))),
    named(page, 'GIDP', grounded),
    `LOB: ${box.lineScore[side].leftOnBase}`,
    ...FIELDING_NOTES.map(([label, kind]) => noteLine(page, label, ofKind(box, side, kind))),
  ];
  return lines.filter((line) => line !== '').join('\n');
}

const ofKind = ({ notes: all }: BoxScore, side: Side, kind: BoxScoreNoteKind): BoxScoreNote[] =>
  all.filter((note) => note.side === side && note.kind === kind);

function noteLine(page: Page, label: string, found: readonly BoxScoreNote[]): string {
  const [first] = found;
  if (first === undefined) return '';
  if (first.kind === 'homeRun') return `${label}: ${found.map((note) => homeRun(page, note)).join('; ')}`;
  if (first.kind === 'doublePlay' || first.kind === 'triplePlay') {
    const plays = found.map((note) => note.players.map(page.nameOf).join('-')).filter((play) => play !== '');
    return `${label}: ${found.length}${plays.length === 0 ? '' : ` (${plays.join('; ')})`}`;
  }
  return named(
    page,
    label,
    found.flatMap((note) => note.players),
  );
}

/** `Voit (1st inning, off Cashner, 2 on, 0 out)` */
function homeRun({ nameOf }: Page, { players, inning, pitcher, runnersOn = 0, outs }: BoxScoreNote): string {
  const off = pitcher === undefined ? '' : `, off ${nameOf(pitcher)}`;
  return `${players.map(nameOf).join('')} (${ordinal(inning)} inning${off}, ${runnersOn} on, ${outs} out)`;
}

/** Names in order, each once, with a number when there were more. */
function named({ nameOf }: Page, label: string, ids: readonly string[]): string {
  const counts = new Map<string, number>();
  for (const id of ids) counts.set(id, (counts.get(id) ?? 0) + 1);
  if (counts.size === 0) return '';
  const texts = [...counts].map(([id, count]) => (count === 1 ? nameOf(id) : `${nameOf(id)} ${count}`));
  return `${label}: ${texts.join(', ')}`;
}

const PITCHING_HEADS = ['IP', 'H', 'R', 'ER', 'BB', 'SO', 'HR', 'BF'];
const PITCHES_WIDTH = 8;

function pitchers(page: Page): string {
  const { box, nameOf } = page;
  const remarks: string[] = [];
  const hasPitches = SIDES.some((side) => box[side].pitchers.some((line) => line.pitches > 0));
  const row = (line: PitchingLine): string => {
    const { hits, runs, earnedRuns, walks, strikeouts, homeRuns, battersFaced, facedWithoutOut } = line;
    let name = `${nameOf(line.id)}${line.decision === null ? '' : DECISIONS[line.decision]}`;
    if (facedWithoutOut !== null) {
      const { batters: faced, inning } = facedWithoutOut;
      name += '*';
      remarks.push(
        `* ${nameOf(line.id)} pitched to ${faced} batter${faced === 1 ? '' : 's'} in the ${ordinal(inning)}.`,
      );
    }
    const innings = `${Math.floor(line.outs / 3)}.${line.outs % 3}`;
    const counts = cells([innings, hits, runs, earnedRuns, walks, strikeouts, homeRuns, battersFaced]);
    const thrown = hasPitches ? `${line.pitches}-${line.strikes}`.padStart(PITCHES_WIDTH) : '';
    return `${name.padEnd(NAME_WIDTH)}${counts}${thrown}`;
  };
  const tables = SIDES.map((side) => {
    const heads = `${box[side].team.name.padEnd(NAME_WIDTH)}${cells(PITCHING_HEADS)}`;
    return [`${heads}${hasPitches ? 'P-S'.padStart(PITCHES_WIDTH) : ''}`, ...box[side].pitchers.map(row)].join('\n');
  });
  const below = [...remarks, ...pitchingNotes(page)].join('\n');
  return [...tables, below].filter((part) => part !== '').join('\n\n');
}

function pitchingNotes(page: Page): string[] {
  const { box, nameOf } = page;
  const all = [...box.away.pitchers, ...box.home.pitchers];
  const inherited = all
    .filter((line) => line.inheritedRunners > 0)
    .map((line) => `${nameOf(line.id)} ${line.inheritedRunners}-${line.inheritedRunnersScored}`);
  const both = (kind: BoxScoreNoteKind): string[] =>
    box.notes.filter((note) => note.kind === kind).flatMap((note) => note.players);
  return [
    named(page, 'WP', both('wildPitch')),
    named(page, 'Balk', both('balk')),
    inherited.length === 0 ? '' : `Inherited runners-scored: ${inherited.join(', ')}`,
  ].filter((line) => line !== '');
}

function closing({ info }: Page): string {
  const minutes = infoNumber(info, 'timeofgame');
  const attendance = infoNumber(info, 'attendance');
  const parts = [
    minutes > 0 ? `T: ${Math.floor(minutes / 60)}:${String(minutes % 60).padStart(2, '0')}` : '',
    attendance > 0 ? `A: ${attendance.toLocaleString('en')}` : '',
  ];
  return parts.filter((part) => part !== '').join('   ');
}

function ordinal(n: number): string {
  const isTeen = n % 100 >= 11 && n % 100 <= 13;
  return `${n}${(isTeen ? undefined : ['th', 'st', 'nd', 'rd'][n % 10]) ?? 'th'}`;
}
