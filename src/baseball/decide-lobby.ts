/**
 * Around a dice game: taking and leaving seats, being ready, pausing, giving up; and the clock's word that the start has
 * been waited for long enough.
 *
 * Nobody can be kept waiting for good: who is ready and has an opponent starts by a deadline, whatever the opponent
 * does; who lets turn after turn expire can be claimed out; and a commissioner can end, pause or re-seat any game.
 * Which seat may give which command when is in `decide-dice.ts`.
 */
import type { Command } from '../protocol/commands';
import type { GameEvent } from '../protocol/events';
import type { AssignSeat, CreditClock, LobbyCommand, TakeSeat } from '../protocol/lobby';
import type { ActorSeat } from '../protocol/seat';
import type { Side } from '../protocol/side';
import { assert, assertNever } from './assert';
import { lostCredit, startDue } from './clock-due';
import { startGame } from './decide-dice-lineup';
import { wrongTurn } from './decide-play';
import type { DiceTable } from './decide-turn';
import { accepted, refused, type Decision } from './decision';
import { diceOf } from './evolve-dice';
import { secretRevealed } from './play-events';
import { isStarted, otherSide, type GameState, type LobbyState, type ScheduledState, type StartedState } from './state';
import { Telling } from './telling';

/** How long a manager who is ready waits for the other, where a clock runs and where none does. */
const START_WITHIN_MS = 60_000;
const START_WITHIN_UNCLOCKED_MS = 24 * 3_600_000;
/** Turns in a row that a manager must have let expire before the other may claim the game. */
const ABANDONED_TURNS = 6;

export interface LobbyAsked {
  readonly seat: ActorSeat;
  readonly command: LobbyCommand;
  readonly table: DiceTable;
}

const LOBBY_TYPES: ReadonlySet<string> = new Set<LobbyCommand['type']>([
  'TakeSeat',
  'LeaveSeat',
  'Ready',
  'ExpireStart',
  'CreditClock',
  'OfferPause',
  'AnswerPause',
  'Resign',
  'ClaimAbandoned',
  'AssignSeat',
]);

export function isLobbyCommand(command: Command): command is LobbyCommand {
  return LOBBY_TYPES.has(command.type);
}

/** @param asked from a seat that may give the command, at a moment when it may be given */
export function decideLobby(state: GameState, asked: LobbyAsked): Decision {
  const { seat, command, table } = asked;
  const fault = lobbyFault(state, seat, command);
  if (fault !== null) return fault;
  if (command.type === 'AssignSeat') return assigned(command);
  if (command.type === 'ExpireStart') return expireStart(state, table);
  if (command.type === 'CreditClock') return creditClock(state, command, table.at);
  const side = managersSide(seat);
  if (command.type === 'TakeSeat') return takeSeat(state, side, table);
  if (command.type === 'LeaveSeat') return accepted({ type: 'SeatLeft', seat: side });
  if (command.type === 'Ready') return ready(state, side, table);
  assert(isStarted(state), `${command.type} before the start`);
  return decidePlaying(state, side, command);
}

/**
 * What the state has against a command whose seat and moment are right; null: `decideLobby` accepts it, but for what
 * the time says of the clock's own.
 */
export function lobbyFault(state: GameState, seat: ActorSeat, command: LobbyCommand): Decision | null {
  switch (command.type) {
    case 'TakeSeat':
      return takeSeatFault(state, managersSide(seat), command);
    case 'AssignSeat':
      return assignFault(state, command);
    case 'OfferPause':
      return offerFault(state, managersSide(seat));
    case 'AnswerPause':
      return answerFault(state, managersSide(seat));
    case 'ClaimAbandoned':
      return claimFault(state, managersSide(seat));
    default:
      return null;
  }
}

function managersSide(seat: ActorSeat): Side {
  assert(seat === 'home' || seat === 'away', 'a manager’s command from another seat');
  return seat;
}

type PlayingCommand = Extract<LobbyCommand, { type: 'OfferPause' | 'AnswerPause' | 'Resign' | 'ClaimAbandoned' }>;

function decidePlaying(state: StartedState, side: Side, command: PlayingCommand): Decision {
  switch (command.type) {
    case 'OfferPause':
      return offerPause(state, side);
    case 'AnswerPause':
      return accepted(command.accept ? { type: 'GameSuspended' } : { type: 'PauseDeclined', side });
    case 'Resign':
      return accepted({ type: 'Resigned', side }, ...givenTo(state, otherSide(side)));
    case 'ClaimAbandoned':
      return accepted({ type: 'SideAbandoned', side: otherSide(side) }, ...givenTo(state, side));
    default:
      return assertNever(command);
  }
}

function lobbyOf({ lobby }: GameState): LobbyState {
  assert(lobby !== null, 'a dice game without a lobby');
  return lobby;
}

/**
 * The side whose word a manager must wait for before he may start the game; null when there is none. The other side has
 * had its say when it is ready, or when nobody sits there to have one.
 */
export function sideAwaited(state: ScheduledState, side: Side): Side | null {
  const other = otherSide(side);
  const hasSpoken = lobbyOf(state).ready[other] || isComputer(state, other) || state.seats[other] === undefined;
  return hasSpoken ? null : other;
}

/** Why a manager may not start the game now: the other's word for the dice may be still to come. */
export function startFault(state: ScheduledState, side: Side, at: number): Decision | null {
  const waitsFor = sideAwaited(state, side);
  const { startBy } = lobbyOf(state);
  if (waitsFor === null || (startBy !== null && at >= startBy)) return null;
  const message =
    startBy === null
      ? `The ${waitsFor} manager is not ready: say that you are (Ready), and he has a limited time to answer.`
      : `The ${waitsFor} manager is not ready: wait for him, or until the time is over in which he can answer.`;
  return refused('command/not_allowed', message, { waitsFor, startBy });
}

function isComputer(state: GameState, side: Side): boolean {
  return diceOf(state).facts.managers[side].kind === 'computer';
}

function assignFault({ seats }: GameState, { seat, user }: AssignSeat): Decision | null {
  if (user !== null || seats[seat] !== undefined) return null;
  return refused('command/not_allowed', 'Nobody holds that seat.', { seat });
}

function assigned({ seat, user }: AssignSeat): Decision {
  return accepted(user === null ? { type: 'SeatLeft', seat } : { type: 'SeatTaken', seat, user });
}

function takeSeatFault(state: GameState, side: Side, { invite }: TakeSeat): Decision | null {
  const lobby = lobbyOf(state);
  const details = { seat: side };
  if (state.seats[side] !== undefined) return refused('seat/taken', undefined, details);
  if (lobby.access === 'closed') return refused('seat/closed', undefined, details);
  if (lobby.access === 'invite' && invite !== lobby.invite) {
    return refused('seat/closed', 'That seat is for whoever has the invite: send it with the command.', details);
  }
  return null;
}

function takeSeat(state: GameState, side: Side, { at, user }: DiceTable): Decision {
  const other = otherSide(side);
  const isAwaited = !isStarted(state) && lobbyOf(state).ready[other];
  const waits: GameEvent[] = isAwaited ? [{ type: 'SideReady', side: other, startBy: startBy(state, at) }] : [];
  return accepted({ type: 'SeatTaken', seat: side, user }, ...waits);
}

function startBy(state: GameState, at: number): number {
  return at + (diceOf(state).facts.clock.kind === 'none' ? START_WITHIN_UNCLOCKED_MS : START_WITHIN_MS);
}

function ready(state: GameState, side: Side, table: DiceTable): Decision {
  const other = otherSide(side);
  const isOtherReady = lobbyOf(state).ready[other] || isComputer(state, other);
  const isAwaited = !isOtherReady && state.seats[other] !== undefined;
  const telling = new Telling(state);
  telling.tell({ type: 'SideReady', side, startBy: isAwaited ? startBy(state, table.at) : null });
  if (isOtherReady) startGame(telling, table, () => true);
  return { ok: true, events: telling.events };
}

function expireStart(state: GameState, table: DiceTable): Decision {
  assert(!isStarted(state), 'a start that is due for a game that has started');
  const dueAt = startDue(state);
  if (dueAt === null || table.at < dueAt) return refused('clock/not_due', undefined, { at: table.at, dueAt });
  const telling = new Telling(state);
  startGame(telling, table, () => true);
  return { ok: true, events: telling.events };
}

function creditClock(state: GameState, { turn, ms }: CreditClock, at: number): Decision {
  assert(state.status === 'live', 'a credit for a game that is not played');
  const wrong = wrongTurn(state, turn);
  if (wrong !== null) return wrong;
  const credited = lostCredit(state, diceOf(state), { at, ms });
  if (credited !== null) return accepted(credited);
  return refused('command/not_allowed', 'No clock runs, or time was given back as often as it may be in a turn.', {
    turn,
  });
}

function offerFault(state: GameState, side: Side): Decision | null {
  if (lobbyOf(state).pauseOfferedBy !== side) return null;
  return refused('command/not_allowed', 'Your offer stands already.', { seat: side });
}

function offerPause(state: StartedState, side: Side): Decision {
  const isAgreed = lobbyOf(state).pauseOfferedBy !== null || isComputer(state, otherSide(side));
  return accepted(isAgreed ? { type: 'GameSuspended' } : { type: 'PauseOffered', side });
}

function answerFault(state: GameState, side: Side): Decision | null {
  if (lobbyOf(state).pauseOfferedBy === otherSide(side)) return null;
  return refused('command/not_allowed', 'The other side has offered no pause.', { seat: side });
}

function claimFault(state: GameState, side: Side): Decision | null {
  const expired = lobbyOf(state).expired[otherSide(side)];
  if (expired >= ABANDONED_TURNS) return null;
  const message = `A game can be claimed once the other side has let ${ABANDONED_TURNS} turns in a row expire; it was ${expired}.`;
  return refused('command/not_allowed', message, { expired, needed: ABANDONED_TURNS });
}

/** The end of a game that one side was given, with the secret of its dice. */
function givenTo(state: StartedState, winner: Side): GameEvent[] {
  const reason = winner === 'home' ? 'forfeitedToHome' : 'forfeitedToAway';
  return [{ type: 'GameEnded', reason, score: state.score }, secretRevealed(diceOf(state))];
}
