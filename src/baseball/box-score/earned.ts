/** Earned runs of a box score: the official scorer's where he gave them, else by rule 9.16. */
import type { BoxScore, PitchingLine } from '../../protocol/box-score';
import type { GameEvent } from '../../protocol/events';
import type { RunKind } from '../../protocol/play';
import type { BySide, Side } from '../../protocol/side';
import { reconstructRuns } from '../earned-runs';

/** A run as it was charged. */
export interface ChargedRun {
  /** The team in the field. */
  readonly side: Side;
  readonly line: PitchingLine;
  readonly turn: number;
  readonly base: number;
  /** As the play was recorded; `earned` where nothing was said. */
  readonly said: RunKind;
}

interface EarnedRuns {
  readonly by: BoxScore['earnedRunsBy'];
  /** Earned against the team in the field. */
  readonly team: BySide<number>;
}

function scorersFigures(events: readonly GameEvent[]): ReadonlyMap<string, number> {
  const figures = new Map<string, number>();
  for (const event of events) if (event.type === 'EarnedRunsSet') figures.set(event.pitcher, event.earnedRuns);
  return figures;
}

/** What the scorer marked stands; what he left unmarked is judged by the plays. */
function kindsByRule(runs: readonly ChargedRun[], events: readonly GameEvent[]): RunKind[] {
  const judged = new Map(reconstructRuns(events).map((run) => [`${run.turn}/${run.base}`, run.kind]));
  return runs.map((run) => (run.said === 'earned' ? (judged.get(`${run.turn}/${run.base}`) ?? 'earned') : run.said));
}

/** Sets a pitcher's figure; what an earlier stay of his on the mound has of it stays there. */
function setFigure(lines: readonly PitchingLine[], id: string, earnedRuns: number): void {
  const own = lines.filter((line) => line.id === id);
  const last = own.pop();
  if (last !== undefined)
    last.earnedRuns = Math.max(
      0,
      own.reduce((left, line) => left - line.earnedRuns, earnedRuns),
    );
}

/** Writes the earned runs of all pitching lines. */
export function chargeEarnedRuns(
  runs: readonly ChargedRun[],
  events: readonly GameEvent[],
  lines: BySide<readonly PitchingLine[]>,
): EarnedRuns {
  const figures = scorersFigures(events);
  const by = figures.size > 0 ? 'scorer' : 'rule';
  const kinds = by === 'scorer' ? runs.map((run) => run.said) : kindsByRule(runs, events);
  const notTheTeams = { away: 0, home: 0 };
  runs.forEach((run, i) => {
    if (kinds[i] !== 'unearned') run.line.earnedRuns += 1;
    if (kinds[i] === 'teamUnearned') notTheTeams[run.side] += 1;
  });
  const total = (side: Side): number => {
    for (const [id, earnedRuns] of figures) setFigure(lines[side], id, earnedRuns);
    return lines[side].reduce((sum, line) => sum + line.earnedRuns, 0) - notTheTeams[side];
  };
  return { by, team: { away: total('away'), home: total('home') } };
}
