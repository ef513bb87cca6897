/**
 * The line score (OBR 9.02, 9.18): runs by inning, and runs, hits, errors and left on base, as a fold of the events.
 *
 * Left on base follows from what proves a box score: a team's plate appearances and automatic runners are its runs,
 * its outs and those whom it left on base.
 */
import type { GameEvent, PlayRecorded } from '../protocol/events';
import { effectiveEvents } from '../protocol/history';
import type { LineScore, TeamLine } from '../protocol/scores';
import type { BySide, Side } from '../protocol/side';
import { assert } from './assert';
import { hitValue } from './play-kinds';
import { otherSide, sideBattingIn } from './state';

interface Line {
  readonly runsByInning: (number | null)[];
  hits: number;
  errors: number;
  /** Plate appearances and automatic runners, less outs. */
  reached: number;
}

const newLine = (): Line => ({ runsByInning: [], hits: 0, errors: 0, reached: 0 });

/** Reads the half-inning's first play: from then on the team has a number in that inning, if only 0. */
function inningOf(line: Line, inning: number): number {
  while (line.runsByInning.length < inning) line.runsByInning.push(null);
  return line.runsByInning[inning - 1] ?? 0;
}

function addPlay(lines: BySide<Line>, batting: Side, event: PlayRecorded): void {
  const line = lines[batting];
  const runs = event.runners.filter((runner) => runner.to === 4).length;
  line.runsByInning[event.inning - 1] = inningOf(line, event.inning) + runs;
  if (hitValue(event.kind) > 0) line.hits += 1;
  if (event.runners.some((runner) => runner.base === 0)) line.reached += 1;
  line.reached -= event.outsMade;
  lines[otherSide(batting)].errors += event.errors?.length ?? 0;
}

function finished(line: Line, innings: number): TeamLine {
  const { hits, errors } = line;
  const runsByInning = [...line.runsByInning];
  while (runsByInning.length < innings) runsByInning.push(null);
  let runs = 0;
  for (const inning of runsByInning) runs += inning ?? 0;
  return { runsByInning, runs, hits, errors, leftOnBase: line.reached - runs };
}

/** The line score of a game so far, from all its events; both teams have as many innings as the longer of the two. */
export function lineScore(events: Iterable<GameEvent>): LineScore {
  const lines: BySide<Line> = { away: newLine(), home: newLine() };
  let first: Side | null = null;
  for (const event of effectiveEvents(events)) {
    switch (event.type) {
      case 'GameScheduled':
        first = sideBattingIn('top', event.ruleset);
        break;
      case 'PlayRecorded':
        assert(first !== null, 'a play before GameScheduled');
        addPlay(lines, event.half === 'top' ? first : otherSide(first), event);
        break;
      case 'AutomaticRunnerPlaced':
        lines[event.side].reached += 1;
        break;
      default:
        break;
    }
  }
  const innings = Math.max(lines.away.runsByInning.length, lines.home.runsByInning.length);
  return { away: finished(lines.away, innings), home: finished(lines.home, innings) };
}
