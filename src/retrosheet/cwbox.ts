/**
 * A game's box score as the text that Chadwick's `cwbox` prints, to the character: two columns of batters, the line
 * score, pitchers, and what else happened.
 */
import type { BoxScore, BoxScoreNote, BoxScoreNoteKind, BoxScorePlayer, PitchingLine } from '../protocol/box-score';
import type { GameEvent } from '../protocol/events';
import type { Side } from '../protocol/side';
import { chargedRuns, type ChargedRuns } from './charged-runs';
import { infoNumber, infoOf, type GameInfo } from './game-info';

/** How teams and players are called. */
export interface BoxNames {
  readonly city: (side: Side) => string;
  /** A player of a side; the roster's name and initial, or the name of the record. */
  readonly player: (side: Side, id: string) => string;
}

interface Page {
  readonly info: GameInfo;
  readonly box: BoxScore;
  readonly names: BoxNames;
  readonly charged: ReadonlyMap<string, ChargedRuns>;
}

const POSITIONS = ['', 'p', 'c', '1b', '2b', '3b', 'ss', 'lf', 'cf', 'rf', 'dh', 'ph', 'pr'];
const MARKERS = ['*', '+', '#'];
const SIDES = ['away', 'home'] as const;
const LONGEST_POSITIONS = 10;
const NAME_WIDTH = 18;

const right = (value: number): string => String(value).padStart(2);

/** The text of a game; ends with a form feed. */
export function cwboxText(events: readonly GameEvent[], box: BoxScore, names: BoxNames): string {
  const page: Page = { info: infoOf(events), box, names, charged: chargedRuns(events) };
  const lines = [
    heading(page),
    '',
    `  ${SIDES.map((side) => `${names.city(side).padEnd(18)} AB  R  H RBI`).join('    ')}`,
    ...batters(page),
    '',
    ...innings(page),
    '',
    ...pitchers(page),
    '',
    ...apparatus(page),
  ];
  return `${lines.join('\n')}\n\f`;
}

function heading({ info, names }: Page): string {
  const [year, month, day] = (info['date'] ?? '').split('/').map(Number);
  const number = info['number'] ?? '0';
  const game = number === '0' ? '' : `, game ${number}`;
  const light = { day: ' (D)', night: ' (N)' }[info['daynight'] ?? ''] ?? '';
  return `     Game of ${month}/${day}/${year}${game} -- ${names.city('away')} at ${names.city('home')}${light}`;
}

/** `Smith D, lf`, in as much room as there is. */
function nameAndPositions(name: string, positions: readonly number[]): string {
  const text = positions.map((position) => POSITIONS[position] ?? '').join('-');
  if (text.length > LONGEST_POSITIONS) return `${name}, ${POSITIONS[positions[0] ?? 0] ?? ''},...`;
  return `${name.slice(0, NAME_WIDTH - text.length)}, ${text}`;
}

function batters({ box, names }: Page): string[] {
  const columns = SIDES.map((side) =>
    box[side].players
      .filter((player) => player.slot > 0)
      .map(({ id, positions, batting }) => {
        const { atBats, runs, hits, runsBattedIn } = batting;
        const name = nameAndPositions(names.player(side, id), positions).padEnd(20);
        return `${name} ${[atBats, runs, hits, runsBattedIn].map(right).join(' ')}`;
      }),
  );
  const height = Math.max(...columns.map((column) => column.length));
  const rows = Array.from({ length: height }, (_row, i) =>
    columns.map((column) => `${(column[i] ?? '').padEnd(32)}   `).join(''),
  );
  const [away = '', home = ''] = SIDES.map((side) => totals(box[side].players).map(right).join(' '));
  const rule = '-- -- -- --';
  const blank = { away: ' '.repeat(20), home: ' '.repeat(22) };
  return [...rows, `${blank.away} ${rule} ${blank.home} ${rule}`, `${blank.away} ${away} ${blank.home} ${home}`];
}

function totals(players: readonly BoxScorePlayer[]): number[] {
  const sum = (key: 'atBats' | 'runs' | 'hits' | 'runsBattedIn'): number =>
    players.filter((player) => player.slot > 0).reduce((total, player) => total + player.batting[key], 0);
  return [sum('atBats'), sum('runs'), sum('hits'), sum('runsBattedIn')];
}

function innings({ box, names }: Page): string[] {
  const rows = SIDES.map((side) => {
    const { runsByInning, runs } = box.lineScore[side];
    const cells = runsByInning.map((inning) => (inning === null ? 'x' : inning >= 10 ? `(${inning})` : String(inning)));
    const groups: string[] = [];
    for (let i = 0; i < cells.length; i += 3) groups.push(`${cells.slice(i, i + 3).join('')} `);
    return `${names.city(side).padEnd(17)}${groups.join('')}-- ${right(runs)}`;
  });
  const { outs, tookLead } = box.ending;
  if (outs === 3) return rows;
  return [...rows, `  ${outs} out${outs === 1 ? '' : 's'} when ${tookLead ? 'winning run was scored' : 'game ended'}.`];
}

/** The sign of a pitcher who left without an out, and the same sign twice, thrice… for further ones. */
function marker(index: number): string {
  return (MARKERS[index % 3] ?? '').repeat(Math.floor(index / 3) + 1);
}

function decisionMark(info: GameInfo, id: string): string {
  if (info['wp'] === id) return ' (W)';
  if (info['lp'] === id) return ' (L)';
  return info['save'] === id ? ' (S)' : '';
}

function pitchers(page: Page): string[] {
  const { box, names, info } = page;
  const remarks: string[] = [];
  const columns = SIDES.map((side) => [
    `  ${names.city(side).padEnd(18)}   IP  H  R ER BB SO`,
    ...box[side].pitchers.map((line) => {
      let name = names.player(side, line.id) + decisionMark(info, line.id);
      const faced = line.facedWithoutOut;
      if (faced !== null) {
        const sign = marker(remarks.length);
        name += sign;
        remarks.push(
          `  ${sign} Pitched to ${faced.batters} batter${faced.batters === 1 ? '' : 's'} in ${ordinal(faced.inning)}`,
        );
      }
      const inningsPitched = `${right(Math.floor(line.outs / 3))}.${line.outs % 3}`;
      const { runs, earned } = runsOf(page, side, line);
      const counts = [line.hits, runs, earned, line.walks, line.strikeouts];
      return `${name.padEnd(20)} ${inningsPitched} ${counts.map(right).join(' ')}`;
    }),
  ]);
  return [...(columns[0] ?? []), '', ...(columns[1] ?? []), ...remarks];
}

function runsOf({ box, charged }: Page, side: Side, line: PitchingLine): ChargedRuns {
  const isOnce = box[side].pitchers.filter((other) => other.id === line.id).length === 1;
  if (!isOnce) return { runs: line.runs, earned: line.earnedRuns };
  return charged.get(line.id) ?? { runs: 0, earned: 0 };
}

function ordinal(n: number): string {
  const isTeen = n >= 11 && n <= 13;
  return `${n}${(isTeen ? undefined : { 1: 'st', 2: 'nd', 3: 'rd' }[n % 10]) ?? 'th'}`;
}

/** A label, and what stands behind it. */
type Heading = readonly [string, BoxScoreNoteKind];

const COUNTED: readonly Heading[] = [
  ['2B', 'double'],
  ['3B', 'triple'],
  ['HR', 'homeRun'],
  ['SB', 'stolenBase'],
  ['CS', 'caughtStealing'],
  ['SH', 'sacrificeHit'],
  ['SF', 'sacrificeFly'],
];

const PITCHED: readonly Heading[] = [
  ['WP', 'wildPitch'],
  ['Balk', 'balk'],
  ['PB', 'passedBall'],
];

function apparatus(page: Page): string[] {
  const { info, box, names } = page;
  const list = (heading: Heading): string[] => listed(page, heading, named);
  const minutes = infoNumber(info, 'timeofgame');
  const left = SIDES.map((side) => `${names.city(side)} ${box.lineScore[side].leftOnBase}`);
  const isLeft = SIDES.some((side) => box.lineScore[side].leftOnBase !== 0);
  return [
    ...list(['E', 'error']),
    ...teamCounts(page, 'DP', 'doublePlays'),
    ...teamCounts(page, 'TP', 'triplePlays'),
    ...(isLeft ? [`LOB -- ${left.join(', ')}`] : []),
    ...COUNTED.flatMap(list),
    ...listed(page, ['HBP', 'hitByPitch'], namedWithPitcher),
    ...PITCHED.flatMap(list),
    ...(minutes > 0 ? [`T -- ${Math.floor(minutes / 60)}:${String(minutes % 60).padStart(2, '0')}`] : []),
    `A -- ${info['attendance'] ?? '(null)'}`,
  ];
}

function teamCounts({ box, names }: Page, label: string, key: 'doublePlays' | 'triplePlays'): string[] {
  const teams = SIDES.filter((side) => box[side][key] > 0).map((side) => `${names.city(side)} ${box[side][key]}`);
  return teams.length === 0 ? [] : [`${label} -- ${teams.join(', ')}`];
}

function named({ names }: Page, note: BoxScoreNote): string {
  return names.player(note.side, note.players[0] ?? '');
}

function namedWithPitcher(page: Page, note: BoxScoreNote): string {
  const opponents = note.side === 'away' ? 'home' : 'away';
  return `by ${page.names.player(opponents, note.pitcher ?? '')} (${named(page, note)})`;
}

/** Notes of a kind, each name once, with its number when there were more. */
function listed(page: Page, [label, kind]: Heading, nameOf: (page: Page, note: BoxScoreNote) => string): string[] {
  const counts = new Map<string, { readonly name: string; count: number }>();
  for (const note of page.box.notes) {
    if (note.kind !== kind) continue;
    const key = kind === 'hitByPitch' ? `${note.players[0]} ${note.pitcher}` : (note.players[0] ?? '');
    const known = counts.get(key);
    if (known === undefined) counts.set(key, { name: nameOf(page, note), count: 1 });
    else known.count += 1;
  }
  if (counts.size === 0) return [];
  const names = [...counts.values()].map(({ name, count }) => (count === 1 ? name : `${name} ${count}`));
  return [`${label} -- ${names.join(', ')}`];
}
