/**
 * The decider: a state, a command and the seat that gives it; the events that follow, or the rule that says no.
 *
 * Pure and deterministic: no clock, no chance but `dice`, no I/O. A refusal changes nothing. Everything that needs
 * judgement is judged here, once, and written into the events; `evolve` only does the arithmetic.
 */
import type { Command, DiceCommand, FieldCommand } from '../protocol/commands';
import type { ActorSeat } from '../protocol/seat';
import type { GameEvent } from '../protocol/events';
import { assert, assertNever } from './assert';
import { decideAdjustment } from './decide-adjustment';
import { decideLineup, decideStart } from './decide-lineup';
import { adviseOnPlay, decidePitches, decidePlay } from './decide-play';
import { type DecideAgain, decideCorrection, decideUndo } from './decide-revision';
import { decideSubstitution } from './decide-substitution';
import { accepted, refused, type Decision } from './decision';
import type { Dice } from './dice';
import { inLineup, isStarted, type GameState, type LiveState, type StartedState } from './state';

export type { Decision } from './decision';

export interface DecideInput {
  readonly seat: ActorSeat;
  readonly command: Command;
  /** All events of the game from the first on: for the commands that `needsHistory` names. */
  readonly history?: readonly GameEvent[];
}

/** True for a command that is decided from what was recorded before, which the state does not hold. */
export function needsHistory({ type }: Command): boolean {
  return type === 'UndoPlay' || type === 'CorrectPlay';
}

/** In a scored game the scorekeeper and the commissioner record everything; a manager hands in his own lineup. */
function wrongSeat({ seat, command }: DecideInput): Decision | null {
  if (seat === 'scorekeeper' || seat === 'commissioner') return null;
  if (command.type === 'SetLineup' && command.side === seat) return null;
  return refused('seat/wrong_seat', undefined, { seat, command: command.type });
}

export function decide(state: GameState, input: DecideInput, _dice: Dice): Decision {
  const decision = decidePlainly(state, input);
  if (decision.ok || state.status !== 'live' || input.command.type !== 'RecordPlay') return decision;
  return adviseOnPlay(state, input.command, decision);
}

/** Whether `decide` would accept it; cheaper than to ask why not. */
export function isAccepted(state: GameState, input: DecideInput): boolean {
  return decidePlainly(state, input).ok;
}

/** The decision without advice on what may have been meant. */
function decidePlainly(state: GameState, input: DecideInput): Decision {
  const wrong = wrongSeat(input);
  if (wrong !== null) return wrong;
  const { command, history } = input;
  if (isDiceCommand(command)) {
    return refused('command/not_allowed', 'What happens in this game is recorded; nobody decides it.', {
      command: command.type,
    });
  }
  return isStarted(state) ? decideStarted(state, { command, history }) : decideScheduled(state, command);
}

function isDiceCommand(command: Command): command is DiceCommand {
  const { type } = command;
  return type === 'SubmitDefense' || type === 'SubmitOffense' || type === 'AddWord' || type === 'ExpireTurn';
}

function decideScheduled(state: Exclude<GameState, StartedState>, command: FieldCommand): Decision {
  if (command.type === 'SetLineup') return decideLineup(state, command);
  if (command.type === 'StartGame') return decideStart(state, command);
  return refused('game/not_started', undefined, { command: command.type });
}

interface Recorded {
  readonly command: FieldCommand;
  readonly history: readonly GameEvent[] | undefined;
}

function decideStarted(state: StartedState, { command, history }: Recorded): Decision {
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

function resumed({ date }: Extract<Command, { type: 'ResumeGame' }>): Decision {
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
  { pitcher, earnedRuns }: Extract<Command, { type: 'SetEarnedRuns' }>,
): Decision {
  const hasPlayed = [state.lineups.away, state.lineups.home].some(
    (lineup) => inLineup(lineup, pitcher) !== null || lineup.used.some((player) => player.id === pitcher),
  );
  if (!hasPlayed) return refused('command/not_allowed', `${pitcher} has not played in this game.`, { pitcher });
  return accepted({ type: 'EarnedRunsSet', pitcher, earnedRuns });
}
