/** The table at the end of a replay: each game's line score as it is stored, and whether it is the file's. */
import type { LineScore, TeamLine } from '../../src/protocol/scores';
import type { Verified } from './findings';

const NAME_LETTERS = 24;
const INNING_LETTERS = 3;
const TOTAL_LETTERS = 4;

/** One game: its id and verdict, both teams' lines, and what is wrong, a line each. */
export function gameReport(verified: Verified): string {
  const { run, lineScore, findings } = verified;
  const { planned, acks, end } = run;
  const commands = `${acks.length} commands acknowledged`;
  const sofar = end.is === 'stopped' ? 'stopped, equal so far' : 'equal';
  const verdict = findings.length === 0 ? `${sofar}, ${commands}, each stored once` : `DIFFERS, ${commands}`;
  const complaints = findings.map((finding) => `  ! ${finding}`);
  return [
    `${planned.id}  ${verdict}`,
    ...(lineScore === null ? [] : scoreLines(verified, lineScore)),
    ...complaints,
  ].join('\n');
}

function scoreLines({ run }: Verified, score: LineScore): string[] {
  const { away, home } = run.planned.schedule.teams;
  const innings = score.away.runsByInning.map((_, i) => String(i + 1).padStart(INNING_LETTERS));
  const totals = ['R', 'H', 'E'].map((title) => title.padStart(TOTAL_LETTERS));
  const heading = `  ${''.padEnd(NAME_LETTERS)}${innings.join('')} ${totals.join('')}`;
  return [heading, teamLine(away.name, score.away), teamLine(home.name, score.home)];
}

function teamLine(name: string, line: TeamLine): string {
  const innings = line.runsByInning.map((runs) => (runs === null ? 'x' : String(runs)).padStart(INNING_LETTERS));
  const totals = [line.runs, line.hits, line.errors].map((total) => String(total).padStart(TOTAL_LETTERS));
  return `  ${name.slice(0, NAME_LETTERS).padEnd(NAME_LETTERS)}${innings.join('')} ${totals.join('')}`;
}

/** The last line: what all of it comes to. */
export function summary(
  all: readonly Verified[],
  how: { readonly leftOut: number; readonly readDatabase: boolean },
): string {
  const wrong = all.filter(({ findings }) => findings.length > 0).length;
  const acks = all.reduce((sum, { run }) => sum + run.acks.length, 0);
  const where = how.readDatabase ? 'read back over REST and from PostgreSQL' : 'read back over REST';
  const stopped = all.filter(({ run }) => run.end.is === 'stopped').length;
  const leftOut = `${stopped === 0 ? '' : `, ${stopped} of them stopped`}${how.leftOut === 0 ? '' : `, ${how.leftOut} left out`}`;
  return wrong === 0
    ? `${all.length} games equal to their files${leftOut}; ${acks} acknowledged commands, each stored once (${where})`
    : `${wrong} of ${all.length} games DIFFER from their files${leftOut}; ${acks} acknowledged commands (${where})`;
}
