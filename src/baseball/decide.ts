/**
 * The decider: a state, a command and the seat that gives it; the events that follow, or the rule that says no.
 *
 * Pure and deterministic: no clock, no chance but `dice`, no I/O. A refusal changes nothing. Everything that needs
 * judgement is judged here, once, and written into the events; `evolve` only does the arithmetic.
 */
import type { Command, DiceCommand, FieldCommand } from '../protocol/commands';
import type { UserId } from '../protocol/ids';
import type { ActorSeat } from '../protocol/seat';
import type { GameEvent } from '../protocol/events';
import { assert } from './assert';
import { decideDice } from './decide-dice';
import { adviseOnPlay } from './decide-play';
import { decideScheduled, decideStarted } from './decide-recorded';
import type { DiceTable } from './decide-turn';
import { refused, type Decision } from './decision';
import type { Dice } from './dice';
import { isStarted, type GameState } from './state';

export type { Decision } from './decision';

export interface DecideInput {
  readonly seat: ActorSeat;
  readonly command: Command;
  /** All events of the game from the first on: for the commands that `needsHistory` names. */
  readonly history?: readonly GameEvent[];
  /** When, in milliseconds since 1970; for a dice game. */
  readonly at?: number;
  /** Who gives the command; for a dice game, in which seats are taken. */
  readonly user?: UserId;
  /** What a dice game is decided with, besides its dice. */
  readonly table?: Pick<DiceTable, 'cards' | 'rules'>;
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

export function decide(state: GameState, input: DecideInput, dice: Dice): Decision {
  if (state.dice !== null) return decideDice(state, { history: undefined, ...input }, tableOf(input, dice));
  const decision = decidePlainly(state, input);
  if (decision.ok || state.status !== 'live' || input.command.type !== 'RecordPlay') return decision;
  return adviseOnPlay(state, input.command, decision);
}

function tableOf({ table, at, user }: DecideInput, dice: Dice): DiceTable {
  assert(table !== undefined && at !== undefined, 'a dice game was decided without its cards, or without the time');
  assert(user !== undefined, 'a dice game was decided for nobody');
  return { cards: table.cards, rules: table.rules, at, user, dice };
}

/** Whether `decide` would accept it in a scored game; cheaper than to ask why not. */
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
  return !FIELD_TYPES.has(command.type);
}

const FIELD_TYPES: ReadonlySet<string> = new Set<FieldCommand['type']>([
  'SetLineup',
  'StartGame',
  'RecordPlay',
  'CorrectPlay',
  'UndoPlay',
  'RecordPitches',
  'RecordSubstitution',
  'RecordAdjustment',
  'EndGame',
  'SuspendGame',
  'ResumeGame',
  'SetEarnedRuns',
]);
