/**
 * A dice game's decider: what a manager, the commissioner or the clock may command, and what follows.
 *
 * Nobody records plays here, and nobody undoes one: the dice say what happens. Which seat may give a command is one
 * table; what a command then does is the same code as in a scored game wherever it is the same thing.
 */
import type { Command, CommandType } from '../protocol/commands';
import type { GameEvent } from '../protocol/events';
import type { ActorSeat } from '../protocol/seat';
import type { Side } from '../protocol/side';
import { decideDiceCorrection } from './decide-dice-correction';
import { decideDiceLineup, decideDiceStart, decideDiceSubstitution } from './decide-dice-lineup';
import { decideLobby, isLobbyCommand, startFault } from './decide-lobby';
import { decideExpiry, decideSubmission, openTurn, type DiceTable } from './decide-turn';
import { accepted, refused, type Decision } from './decision';
import { diceOf } from './evolve-dice';
import { secretRevealed } from './play-events';
import { isStarted, type GameState, type LiveState, type ScheduledState, type StartedState } from './state';
import { Telling } from './telling';

export interface DiceInput {
  readonly seat: ActorSeat;
  readonly command: Command;
  /** All events of the game from the first on: for a correction. */
  readonly history: readonly GameEvent[] | undefined;
}

const MANAGERS: readonly ActorSeat[] = ['away', 'home'];
const COMMISSIONER: readonly ActorSeat[] = ['commissioner'];
const NOBODY: readonly ActorSeat[] = [];

/** Who may give each command in a dice game. */
const GIVERS: Readonly<Record<CommandType, readonly ActorSeat[]>> = {
  SetLineup: [...MANAGERS, ...COMMISSIONER],
  StartGame: [...MANAGERS, ...COMMISSIONER],
  AddWord: MANAGERS,
  SubmitDefense: MANAGERS,
  SubmitOffense: MANAGERS,
  RecordSubstitution: MANAGERS,
  ExpireTurn: ['clock'],
  CorrectPlay: COMMISSIONER,
  EndGame: COMMISSIONER,
  SuspendGame: COMMISSIONER,
  ResumeGame: [...MANAGERS, ...COMMISSIONER],
  RecordPlay: NOBODY,
  RecordPitches: NOBODY,
  UndoPlay: NOBODY,
  RecordAdjustment: NOBODY,
  SetEarnedRuns: NOBODY,
  TakeSeat: MANAGERS,
  LeaveSeat: MANAGERS,
  Ready: MANAGERS,
  ExpireStart: ['clock'],
  CreditClock: ['clock'],
  OfferPause: MANAGERS,
  AnswerPause: MANAGERS,
  Resign: MANAGERS,
  ClaimAbandoned: MANAGERS,
  AssignSeat: COMMISSIONER,
};

/** Whether a seat may ever give that command in a dice game. */
export function mayGive(state: GameState, seat: ActorSeat, type: CommandType): boolean {
  return seatFault(state, { seat, type }) === null;
}

function seatFault(state: GameState, { seat, type }: { seat: ActorSeat; type: CommandType }): Decision | null {
  const givers = GIVERS[type];
  const details = { seat, command: type };
  if (givers.length === 0) {
    return refused('command/not_allowed', 'In a dice game nobody records what happens: the dice say it.', details);
  }
  if (!givers.includes(seat)) return refused('seat/wrong_seat', undefined, details);
  if ((seat === 'away' || seat === 'home') && diceOf(state).facts.managers[seat].kind === 'computer') {
    return refused('seat/wrong_seat', `The computer manages the ${seat} team.`, details);
  }
  return null;
}

/** Only managers get here with a command that is a side's. */
function sideOf(seat: ActorSeat): Side {
  return seat === 'home' ? 'home' : 'away';
}

export function decideDice(state: GameState, input: DiceInput, table: DiceTable): Decision {
  const { seat, command } = input;
  const fault = seatFault(state, { seat, type: command.type }) ?? momentFault(state, command);
  if (fault !== null) return fault;
  if (isLobbyCommand(command)) return decideLobby(state, { seat, command, table });
  if (!isStarted(state)) return decideBefore(state, input, table);
  return state.status === 'live' ? decideLive(state, input, table) : decideStopped(state, input, table);
}

type Moment = readonly GameState['status'][];

const BEFORE: Moment = ['scheduled'];
const STARTED: Moment = ['live', 'suspended', 'final'];

/** When a command may be given; those that are not named, while the game is played. */
const MOMENTS: Readonly<Partial<Record<CommandType, Moment>>> = {
  SetLineup: BEFORE,
  StartGame: BEFORE,
  AddWord: BEFORE,
  CorrectPlay: STARTED,
  EndGame: ['live', 'suspended'],
  ResumeGame: ['suspended'],
  TakeSeat: ['scheduled', 'live', 'suspended'],
  AssignSeat: ['scheduled', 'live', 'suspended'],
  LeaveSeat: BEFORE,
  Ready: BEFORE,
  ExpireStart: BEFORE,
  Resign: ['live', 'suspended'],
  ClaimAbandoned: ['live', 'suspended'],
};

/** Whether the state of the game is one in which that command is ever accepted. */
export function isItsMoment({ status }: GameState, type: CommandType): boolean {
  return (MOMENTS[type] ?? ['live']).includes(status);
}

function momentFault(state: GameState, { type }: Command): Decision | null {
  if (isItsMoment(state, type)) return null;
  const details = { command: type };
  if (state.status === 'scheduled') return refused('game/not_started', undefined, details);
  if (MOMENTS[type] === BEFORE) return refused('game/already_started', undefined, details);
  if (state.status === 'final') return refused('game/over', undefined, details);
  if (type === 'ResumeGame') return refused('command/not_allowed', 'The game is not suspended.', details);
  return refused('game/suspended', undefined, details);
}

function decideBefore(state: ScheduledState, { seat, command }: DiceInput, table: DiceTable): Decision {
  switch (command.type) {
    case 'SetLineup':
      if (seat !== 'commissioner' && command.side !== seat) {
        return refused('seat/wrong_seat', undefined, { seat, command: command.type, side: command.side });
      }
      return decideDiceLineup(state, command, table.cards);
    case 'AddWord':
      return decideWord(state, sideOf(seat), command.word);
    default: {
      const fault = seat === 'commissioner' ? null : startFault(state, sideOf(seat), table.at);
      return fault ?? decideDiceStart(state, table);
    }
  }
}

function decideWord(state: ScheduledState, side: Side, word: string): Decision {
  if (diceOf(state).words[side] !== '') {
    return refused('command/not_allowed', 'Your word is among the dice already; it cannot be taken back.', { side });
  }
  return accepted({ type: 'WordAdded', side, word });
}

function decideLive(state: LiveState, { seat, command, history }: DiceInput, table: DiceTable): Decision {
  switch (command.type) {
    case 'SubmitDefense':
    case 'SubmitOffense':
      return decideSubmission(state, sideOf(seat), { command, table });
    case 'ExpireTurn':
      return decideExpiry(state, command, table);
    case 'RecordSubstitution':
      return decideDiceSubstitution(state, { side: sideOf(seat), command }, table);
    case 'SuspendGame':
      return accepted({ type: 'GameSuspended' });
    case 'EndGame':
    case 'CorrectPlay':
      return decideStopped(state, { seat, command, history }, table);
    default:
      throw new Error(`violation: ${command.type} in a dice game`);
  }
}

/** What the commissioner may do, whether or not the game stands still. */
function decideStopped(state: StartedState, { command, history }: DiceInput, table: DiceTable): Decision {
  switch (command.type) {
    case 'EndGame': {
      const ended = { type: 'GameEnded', reason: command.reason, score: state.score } as const;
      return accepted(ended, secretRevealed(diceOf(state)));
    }
    case 'CorrectPlay':
      return decideDiceCorrection(state, { command, history }, table);
    case 'ResumeGame': {
      const telling = new Telling(state);
      telling.tell({ type: 'GameResumed', ...(command.date === undefined ? {} : { date: command.date }) });
      openTurn(telling, table, 'commissioner');
      return { ok: true, events: telling.events };
    }
    default:
      throw new Error(`violation: ${command.type} in a dice game that is ${state.status}`);
  }
}
