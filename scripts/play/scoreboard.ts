/** The game as it stands, for a terminal: score, inning, the diamond with who is on it, batter and pitcher. */
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

/** Lines without colour, fit for a pipe as well. */
export function scoreboard({ teams, score, situation, status }: GameView): string {
  const line = (name: string, runs: number): string => `${name.padEnd(28)} ${String(runs).padStart(3)}`;
  const head = [line(teams.away.name, score.away), line(teams.home.name, score.home)];
  if (situation === null) return [...head, `(${status})`].join('\n');
  const { half, inning, outs, batter, pitcher } = situation;
  return [
    ...head,
    `${half === 'top' ? '▲' : '▼'} inning ${inning}   outs ${dots(outs, 3)}`,
    ...diamond(situation),
    `At bat: ${batter.name}   Pitching: ${pitcher?.name ?? 'nobody'}`,
  ].join('\n');
}
