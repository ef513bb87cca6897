/** The game as it stands, for a terminal: score, inning, the diamond with who is on it, batter and pitcher. */
import type { LineScore, TeamLine } from '../../src/protocol/scores';
import type { GameView, SituationView } from '../../src/protocol/view';

const NAME_LETTERS = 16;

const dots = (count: number, of: number): string => '●'.repeat(count) + '○'.repeat(Math.max(of - count, 0));

function short(name: string | undefined): string {
  return (name ?? '').slice(0, NAME_LETTERS);
}

function centred(text: string, width: number): string {
  const left = Math.max(0, Math.floor((width - text.length) / 2));
  return (' '.repeat(left) + text).padEnd(width);
}

/** Second above, third and first beside, home below; a full square is a runner. */
function diamond({ bases }: SituationView): string[] {
  const [first, second, third] = bases;
  const square = (runner: object | null): string => (runner === null ? '◇' : '◆');
  const side = NAME_LETTERS + 2;
  return [
    centred(short(second?.name), 2 * side + 5),
    centred(square(second), 2 * side + 5),
    `${short(third?.name).padStart(side)} ${square(third)}   ${square(first)} ${short(first?.name).padEnd(side)}`,
    centred('⌂', 2 * side + 5),
  ];
}

/** So many innings fit beside each other; of a longer game the last ones are shown. */
const INNINGS_SHOWN = 9;
const TEAM_LETTERS = 20;

const cell = (value: number | string): string => String(value).padStart(3);

/** Runs by inning, and runs, hits and errors; `x`: the team needed no last turn at bat. */
function lineScoreOf({ teams, status }: GameView, { away, home }: LineScore): string[] {
  const last = Math.max(away.runsByInning.length, home.runsByInning.length, INNINGS_SHOWN);
  const innings = Array.from({ length: INNINGS_SHOWN }, (_, i) => last - INNINGS_SHOWN + i + 1);
  const row = (name: string, cells: readonly (number | string)[], totals: readonly (number | string)[]): string =>
    `${name.slice(0, TEAM_LETTERS).padEnd(TEAM_LETTERS)}${cells.map(cell).join('')} ${totals.map(cell).join('')}`;
  const played = Math.max(away.runsByInning.length, home.runsByInning.length);
  const lineOf = (name: string, { runsByInning, runs, hits, errors }: TeamLine): string => {
    const unplayed = (inning: number): string => (status === 'final' && inning === played ? 'x' : '');
    const cells = innings.map((inning) => runsByInning[inning - 1] ?? unplayed(inning));
    return row(name, cells, [runs, hits, errors]);
  };
  return [row('', innings, ['R', 'H', 'E']), lineOf(teams.away.name, away), lineOf(teams.home.name, home)];
}

/** Lines without colour, fit for a pipe as well. */
export function scoreboard(view: GameView, lineScore: LineScore): string {
  const { situation, status } = view;
  const head = lineScoreOf(view, lineScore);
  if (situation === null || status === 'final') return [...head, `(${status})`].join('\n');
  const { half, inning, outs, batter, pitcher } = situation;
  return [
    ...head,
    `${half === 'top' ? '▲' : '▼'} inning ${inning}   outs ${dots(outs, 3)}${status === 'live' ? '' : `   (${status})`}`,
    ...diamond(situation),
    `At bat: ${batter.name}   Pitching: ${pitcher?.name ?? 'nobody'}`,
  ].join('\n');
}
