/**
 * What is recorded of a game: lineups, plays, substitutions, its course. Whoever may record it, in a scored game or in
 * one of dice, this is what follows.
 */
import type { FieldCommand } from '../protocol/commands';
import type { GameEvent } from '../protocol/events';
import { assert, assertNever } from './assert';
import { decideAdjustment } from './decide-adjustment';
import { decideLineup, decideStart } from './decide-lineup';
import { decidePitches, decidePlay } from './decide-play';
import { type DecideAgain, decideCorrection, decideUndo } from './decide-revision';
import { decideSubstitution } from './decide-substitution';
import { accepted, refused, type Decision } from './decision';
import { inLineup, type LiveState, type ScheduledState, type StartedState } from './state';

/** Before the start. */
export function decideScheduled(state: ScheduledState, command: FieldCommand): Decision {
  if (command.type === 'SetLineup') return decideLineup(state, command);
  if (command.type === 'StartGame') return decideStart(state, command);
  return refused('game/not_started', undefined, { command: command.type });
}

export interface Recorded {
  readonly command: FieldCommand;
  readonly history: readonly GameEvent[] | undefined;
}

/** From the start on. */
export function decideStarted(state: StartedState, { command, history }: Recorded): Decision {
  switch (command.type) {
    case 'SetLineup':
    case 'StartGame':
      return refused('game/already_started', undefined, { command: command.type });
    case 'SetEarnedRuns':
      return decideEarnedRuns(state, command);
    case 'ResumeGame':
      if (state.status === 'suspended') return resumed(command);
      return state.status === 'final'
        ? refused('game/over')
        : refused('command/not_allowed', 'The game is not suspended.', { command: command.type });
    case 'UndoPlay':
      return decideUndo(state, command, known(history));
    case 'CorrectPlay': {
      const decideAgain: DecideAgain = (then, again) => decideStarted(then, { command: again, history: undefined });
      return decideCorrection(state, command, { history: known(history), decideAgain });
    }
    default:
      if (state.status === 'final') return refused('game/over', undefined, { command: command.type });
      if (state.status === 'suspended') return decideSuspended(state, command);
      return decideLive(state, command);
  }
}

function known(history: readonly GameEvent[] | undefined): readonly GameEvent[] {
  assert(history !== undefined, 'a command that needs the history was decided without it');
  return history;
}

function resumed({ date }: Extract<FieldCommand, { type: 'ResumeGame' }>): Decision {
  return accepted({ type: 'GameResumed', ...(date === undefined ? {} : { date }) });
}

type LiveCommand = Exclude<
  FieldCommand,
  { type: 'SetLineup' | 'StartGame' | 'SetEarnedRuns' | 'ResumeGame' | 'UndoPlay' | 'CorrectPlay' }
>;

/** A suspended game can still be called: then it ends as it stands. */
function decideSuspended(state: StartedState, command: LiveCommand): Decision {
  if (command.type !== 'EndGame') return refused('game/suspended', undefined, { command: command.type });
  return accepted({ type: 'GameEnded', reason: command.reason, score: state.score });
}

function decideLive(state: LiveState, command: LiveCommand): Decision {
  switch (command.type) {
    case 'RecordPlay':
      return decidePlay(state, command);
    case 'RecordPitches':
      return decidePitches(state, command);
    case 'RecordSubstitution':
      return decideSubstitution(state, command);
    case 'RecordAdjustment':
      return decideAdjustment(state, command.adjustment);
    case 'EndGame':
      return accepted({ type: 'GameEnded', reason: command.reason, score: state.score });
    case 'SuspendGame':
      return accepted({ type: 'GameSuspended' });
    default:
      return assertNever(command);
  }
}

function decideEarnedRuns(
  state: StartedState,
  { pitcher, earnedRuns }: Extract<FieldCommand, { type: 'SetEarnedRuns' }>,
): Decision {
  const hasPlayed = [state.lineups.away, state.lineups.home].some(
    (lineup) => inLineup(lineup, pitcher) !== null || lineup.used.some((player) => player.id === pitcher),
  );
  if (!hasPlayed) return refused('command/not_allowed', `${pitcher} has not played in this game.`, { pitcher });
  return accepted({ type: 'EarnedRunsSet', pitcher, earnedRuns });
}
