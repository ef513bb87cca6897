/**
 * One game of an event file: what is needed to put it on the schedule, and the commands that a scorekeeper would
 * have given, in order.
 */
import type { Command } from '../protocol/commands';
import type { ScheduleInput } from '../protocol/schedule';

/** A command, and the line of the file from which it was made. */
export interface FileCommand {
  readonly line: number;
  readonly command: Command;
}

export interface RetrosheetGame {
  /** Retrosheet's own, e.g. `NYA201903280`. */
  readonly id: string;
  /** The line of its `id` record. */
  readonly line: number;
  /** The info records as the file has them; the last of several with one name. */
  readonly info: Readonly<Record<string, string>>;
  /** Nobody holds a seat yet: whoever schedules the game says who does. */
  readonly schedule: ScheduleInput;
  /** Both lineups, the start, and all plays, substitutions and adjustments. */
  readonly commands: readonly FileCommand[];
  /**
   * How the game ends when the innings do not end it: called, or forfeited. Null when the file breaks off before the
   * game's closing records; then a game that is not over after its commands is incomplete.
   */
  readonly ending: FileCommand | null;
  /** The official earned runs. */
  readonly earnedRuns: readonly FileCommand[];
}

/**
 * All commands of a game in order. `isOver` is asked once, after the last play: the ending is given only to a game
 * that its innings did not end.
 */
export function* commandsOf(game: RetrosheetGame, isOver: () => boolean): Generator<FileCommand, void> {
  yield* game.commands;
  if (game.ending !== null && !isOver()) yield game.ending;
  yield* game.earnedRuns;
}
