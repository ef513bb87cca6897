/**
 * What will be sent, and what must come of it: a game's commands, and the events and line score that the file's own
 * plays add up to when the rules are asked here, with no service in between.
 */
import { lineScore } from '../../src/baseball/line-score';
import type { SetLineup } from '../../src/protocol/commands';
import type { GameEvent } from '../../src/protocol/events';
import type { ScheduleInput } from '../../src/protocol/schedule';
import type { LineScore } from '../../src/protocol/scores';
import type { BySide, Side } from '../../src/protocol/side';
import { commandsOf, type FileCommand } from '../../src/retrosheet/game';
import { playGame } from '../../src/retrosheet/play-game';
import type { Problem } from '../../src/retrosheet/text';
import { readSources, type SourceGame, type Sources } from './sources';

export interface PlannedGame {
  /** Retrosheet's, e.g. `NYA201903280`. */
  readonly id: string;
  readonly file: string;
  readonly schedule: ScheduleInput;
  readonly lineups: BySide<SetLineup>;
  /** From the start of the game on. */
  readonly commands: readonly FileCommand[];
  /** Every event after `GameScheduled`. */
  readonly events: readonly GameEvent[];
  readonly lineScore: LineScore;
}

export type Plan =
  { readonly ok: true; readonly game: PlannedGame } | { readonly ok: false; readonly problem: Problem };

/** The games that can be played, and the lines because of which the others cannot. */
export interface PlannedGames extends Omit<Sources, 'games'> {
  readonly games: readonly PlannedGame[];
}

/**
 * Plans every game of these files and folders.
 * @throws UsageError for a path that is not there, and a folder without event files
 */
export function planGames(paths: readonly string[]): PlannedGames {
  const sources = readSources(paths);
  const plans = sources.games.map(planGame);
  const refused = plans.flatMap((plan) => (plan.ok ? [] : [plan.problem]));
  const games = plans.flatMap((plan) => (plan.ok ? [plan.game] : []));
  return { games, problems: [...sources.problems, ...refused], warnings: sources.warnings };
}

/** Plays the game by the rules alone; the problem is the line that they refuse, or where the file breaks off. */
export function planGame({ file, game }: SourceGame): Plan {
  let given = 0;
  const { events, state, refusal } = playGame(game, () => (given += 1));
  const isWhole = state?.status === 'final';
  if (refusal !== null || !isWhole) {
    const line = refusal?.line ?? game.commands.at(-1)?.line ?? game.line;
    const reason = refusal?.rejection.message ?? 'the game does not end';
    return { ok: false, problem: { file, line, reason: `${game.id}: ${reason}` } };
  }
  const wasEnded = given > game.commands.length + game.earnedRuns.length;
  const commands = [...commandsOf(game, () => !wasEnded)];
  return {
    ok: true,
    game: {
      id: game.id,
      file,
      schedule: game.schedule,
      lineups: { away: lineupOf(commands, 'away'), home: lineupOf(commands, 'home') },
      commands: commands.filter(({ command }) => command.type !== 'SetLineup'),
      events: events.slice(1),
      lineScore: lineScore(events),
    },
  };
}

function lineupOf(commands: readonly FileCommand[], side: Side): SetLineup {
  for (const { command } of commands) if (command.type === 'SetLineup' && command.side === side) return command;
  throw new Error(`a game that was played had no lineup of the ${side} team`);
}
