/** A season's standings and leaders as a newspaper prints them. */
import type { ManagementFigure } from '../../src/baseball/league/management';
import { renderTable } from '../cluster/table';
import type {
  Leader,
  LeaderCategory,
  LeaderCategoryName,
  StandingsRow,
  WinsAndLosses,
} from '../../src/protocol/league';

const TEAM_WIDTH = 26;
const LEADER_WIDTH = 34;
const COLUMNS = 3;

const pair = ({ wins, losses }: WinsAndLosses): string => `${wins}-${losses}`;

/** .625 and 1.000. */
function threePlaces(value: number): string {
  return value.toFixed(3).replace(/^0/, '');
}

const STREAKS = { win: 'W', loss: 'L', tie: 'T' };

function cellsOf(row: StandingsRow): string[] {
  return [
    String(row.wins),
    String(row.losses),
    ...(row.ties === 0 ? [] : [String(row.ties)]),
    threePlaces(row.winningPercentage),
    row.gamesBehind === 0 ? '—' : row.gamesBehind.toFixed(1),
    String(row.runsScored),
    String(row.runsAllowed),
    pair(row.home),
    pair(row.away),
    pair(row.lastTen),
    `${STREAKS[row.streak.result]}${row.streak.games}`,
  ];
}

const HEADS = ['W', 'L', 'Pct', 'GB', 'RS', 'RA', 'Home', 'Away', 'L10', 'Strk'];

export function standingsTable(rows: readonly StandingsRow[]): string {
  const hasTies = rows.some(({ ties }) => ties > 0);
  const heads = hasTies ? [...HEADS.slice(0, 2), 'T', ...HEADS.slice(2)] : HEADS;
  const cells = rows.map((row) => (hasTies && row.ties === 0 ? withTie(cellsOf(row)) : cellsOf(row)));
  const widths = heads.map((head, i) => Math.max(head.length, ...cells.map((each) => each[i]?.length ?? 0)));
  const line = (name: string, values: readonly string[]): string =>
    `${name.slice(0, TEAM_WIDTH).padEnd(TEAM_WIDTH)}${values.map((value, i) => `  ${value.padStart(widths[i] ?? 0)}`).join('')}`;
  return [line('Team', heads), ...rows.map((row, i) => line(row.team.name, cells[i] ?? []))].join('\n');
}

function withTie(cells: readonly string[]): string[] {
  return [...cells.slice(0, 2), '0', ...cells.slice(2)];
}

const TITLES: Readonly<Record<LeaderCategoryName, string>> = {
  battingAverage: 'Batting average',
  onBasePercentage: 'On-base percentage',
  sluggingPercentage: 'Slugging percentage',
  onBasePlusSlugging: 'On-base plus slugging',
  hits: 'Hits',
  doubles: 'Doubles',
  triples: 'Triples',
  homeRuns: 'Home runs',
  runs: 'Runs',
  runsBattedIn: 'Runs batted in',
  stolenBases: 'Stolen bases',
  walks: 'Walks',
  earnedRunAverage: 'Earned run average',
  walksAndHitsPerInning: 'Walks and hits per inning',
  wins: 'Wins',
  saves: 'Saves',
  strikeouts: 'Strikeouts',
  inningsPitched: 'Innings pitched',
};

const TWO_PLACES = new Set<LeaderCategoryName>(['earnedRunAverage', 'walksAndHitsPerInning']);
const THREE_PLACES = new Set<LeaderCategoryName>([
  'battingAverage',
  'onBasePercentage',
  'sluggingPercentage',
  'onBasePlusSlugging',
]);

function figure(name: LeaderCategoryName, value: number): string {
  if (THREE_PLACES.has(name)) return threePlaces(value);
  if (TWO_PLACES.has(name)) return value.toFixed(2);
  if (name !== 'inningsPitched') return String(value);
  const outs = Math.round(value * 3);
  return `${Math.floor(outs / 3)}.${outs % 3}`;
}

function leaderLine(name: LeaderCategoryName, { player, team, value }: Leader): string {
  const shown = figure(name, value);
  const room = LEADER_WIDTH - shown.length - 1;
  return `${`${player.name}, ${team}`.slice(0, room).padEnd(room)} ${shown}`;
}

function block({ name, leaders }: LeaderCategory, lines: number): string[] {
  const rows = leaders.map((leader) => leaderLine(name, leader));
  return [TITLES[name], ...rows, ...Array.from({ length: lines - rows.length }, () => '')].map((row) =>
    row.padEnd(LEADER_WIDTH),
  );
}

/** The categories of one side, three abreast. */
export function leadersTable(categories: readonly LeaderCategory[]): string {
  const lines = Math.max(0, ...categories.map(({ leaders }) => leaders.length));
  const bands: string[] = [];
  for (let i = 0; i < categories.length; i += COLUMNS) {
    const blocks = categories.slice(i, i + COLUMNS).map((category) => block(category, lines));
    const rows = Array.from({ length: lines + 1 }, (_, row) =>
      blocks
        .map((each) => each[row] ?? '')
        .join('   ')
        .trimEnd(),
    );
    bands.push(rows.join('\n').trimEnd());
  }
  return bands.join('\n\n');
}

/** What managers did, beside the managers of 2019. */
export function managementTable(figures: readonly ManagementFigure[]): string {
  const percent = (part: number): string => `${part >= 0 ? '+' : '−'}${Math.abs(100 * part).toFixed(0)} %`;
  const rows = figures.map(({ name, value, in2019 }) => [
    name,
    value.toFixed(3),
    in2019.toFixed(3),
    percent(value / in2019 - 1),
  ]);
  return renderTable([['', 'here', '2019', ''], ...rows]);
}
