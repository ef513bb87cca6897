/**
 * What a seat may command in a dice game: for a manager every decision that his situation allows, and every
 * substitution by his bench. What is not listed of these is refused, and what is listed is accepted; but for a start for
 * which the other manager was waited for long enough: the clock gives that too, and only a time of day tells it.
 *
 * Lineups, words and corrections are unbounded: `legalDiceTypes` names them, and no list holds them. What goes on around
 * the game is in `legal-lobby-commands.ts`.
 */
import type { Command, CommandType } from '../protocol/commands';
import type { Seat } from '../protocol/seat';
import type { Side } from '../protocol/side';
import { isItsMoment, mayGive } from './decide-dice';
import { judgeDiceSubstitution } from './decide-dice-lineup';
import { sideAwaited } from './decide-lobby';
import { submissionFault } from './decide-turn';
import { legalDefenses, legalOffenses } from './decisions';
import { diceOf } from './evolve-dice';
import { isLobbyOpen, isLobbyType, legalLobbyCommands, LOBBY_TYPES } from './legal-lobby-commands';
import { battingTeam, hasDecided, SIDES, type GameState, type LiveState, type ScheduledState } from './state';
import { substitutionsOf } from './usual-substitutions';

const TYPES: readonly CommandType[] = [
  'SetLineup',
  'AddWord',
  'StartGame',
  'SubmitDefense',
  'SubmitOffense',
  'RecordSubstitution',
  'CorrectPlay',
  'SuspendGame',
  'ResumeGame',
  'EndGame',
  ...LOBBY_TYPES,
];

/** A seat that speaks for a team; null for the others. */
function managed(seat: Seat): Side | null {
  return seat === 'away' || seat === 'home' ? seat : null;
}

/** The kinds of command that a seat may give now. */
export function legalDiceTypes(state: GameState, seat: Seat): readonly CommandType[] {
  return TYPES.filter((type) => mayGive(state, seat, type) && isItsMoment(state, type) && isOpen(state, seat, type));
}

/** Whether the kind of command still has something to say. */
function isOpen(state: GameState, seat: Seat, type: CommandType): boolean {
  if (isLobbyType(type)) return isLobbyOpen(state, seat, type);
  if (state.status === 'scheduled') return isOpenBefore(state, seat, type);
  if (type === 'CorrectPlay') return state.turn > 1;
  const side = managed(seat);
  if (type !== 'SubmitDefense' && type !== 'SubmitOffense') return true;
  if (side === null || hasDecided(state, diceOf(state), side)) return false;
  return (type === 'SubmitOffense') === (side === battingTeam(state));
}

function isOpenBefore(state: ScheduledState, seat: Seat, type: CommandType): boolean {
  const { words, facts } = diceOf(state);
  const side = managed(seat);
  if (type === 'AddWord') return side !== null && words[side] === '';
  if (type !== 'StartGame') return true;
  if (side !== null && sideAwaited(state, side) !== null) return false;
  return SIDES.every((each) => state.lineups[each] !== null || facts.managers[each].kind === 'computer');
}

/** Commands that `decide` accepts from this seat in this state. */
export function legalDiceCommands(state: GameState, seat: Seat): readonly Command[] {
  const types = legalDiceTypes(state, seat);
  const side = managed(seat);
  const ofSide = state.status === 'live' && side !== null ? sideCommands(state, side) : [];
  const around = legalLobbyCommands(state, seat, types);
  return [...[...ofSide, ...courseCommands()].filter(({ type }) => types.includes(type)), ...around];
}

function sideCommands(state: LiveState, side: Side): Command[] {
  return [...decisions(state, side), ...substitutions(state, side)];
}

function decisions(state: LiveState, side: Side): Command[] {
  const { turn } = state;
  const all: (Command & { type: 'SubmitDefense' | 'SubmitOffense' })[] =
    side === battingTeam(state)
      ? legalOffenses(state).map((decision) => ({ type: 'SubmitOffense', turn, decision }))
      : legalDefenses(state).map((decision) => ({ type: 'SubmitDefense', turn, decision }));
  const [first] = all;
  return first === undefined || submissionFault(state, side, first) !== null ? [] : all;
}

function substitutions(state: LiveState, side: Side): Command[] {
  return substitutionsOf(state, side).filter((command) => judgeDiceSubstitution(state, side, command).ok);
}

function courseCommands(): Command[] {
  return [
    { type: 'StartGame' },
    { type: 'SuspendGame' },
    { type: 'ResumeGame' },
    { type: 'EndGame', reason: 'called' },
  ];
}
