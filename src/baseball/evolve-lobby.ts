/** The arithmetic of what goes on around a dice game: seats, readiness, pauses, and managers who let turns expire. */
import type { DefenseSubmitted, OffenseSubmitted } from '../protocol/events';
import type { ClockCredited, LobbyTerms, SeatLeft, SeatTaken, SideReady, TurnWarned } from '../protocol/lobby';
import type { Seat, Seats } from '../protocol/seat';
import type { Side } from '../protocol/side';
import { assert } from './assert';
import { diceDraftOf, withFacts, withSide, type GameState, type LobbyState } from './state';

export function initialLobby({ access, invite }: LobbyTerms): LobbyState {
  return {
    access,
    invite: invite ?? null,
    ready: { away: false, home: false },
    startBy: null,
    pauseOfferedBy: null,
    expired: { away: 0, home: 0 },
  };
}

function lobbyOf({ lobby }: GameState): LobbyState {
  assert(lobby !== null, 'an event of the lobby in a game without one');
  return lobby;
}

function without(seats: Seats, seat: Seat): Seats {
  const { [seat]: _, ...others } = seats;
  return others;
}

/** Somebody else sits there: whoever sat there before was ready, not he. */
export function afterSeat<S extends GameState>(state: S, event: SeatTaken | SeatLeft): S {
  const { seat } = event;
  const seats = event.type === 'SeatTaken' ? { ...state.seats, [seat]: event.user } : without(state.seats, seat);
  const { lobby } = state;
  if (lobby === null || (seat !== 'home' && seat !== 'away')) return withFacts(state, { seats });
  const { ready, expired } = lobby;
  const fresh = { ...lobby, ready: withSide(ready, seat, false), expired: withSide(expired, seat, 0) };
  return withFacts(state, { seats, lobby: fresh });
}

export function afterReady<S extends GameState>(state: S, { side, startBy }: SideReady): S {
  const lobby = lobbyOf(state);
  return withFacts(state, { lobby: { ...lobby, ready: withSide(lobby.ready, side, true), startBy } });
}

/** An offer stands until it is answered, or the game was paused. */
export function withPauseOffer<S extends GameState>(state: S, side: Side | null): S {
  if (state.lobby === null || state.lobby.pauseOfferedBy === side) return state;
  return withFacts(state, { lobby: { ...state.lobby, pauseOfferedBy: side } });
}

/** Counts the turns in a row that a manager has left to the computer. */
export function afterSubmission(
  { lobby, dice }: GameState,
  { side, by }: DefenseSubmitted | OffenseSubmitted,
): LobbyState | null {
  if (lobby === null || dice?.facts.managers[side].kind !== 'human') return lobby;
  const expired = by === 'computer' ? lobby.expired[side] + 1 : 0;
  return expired === lobby.expired[side] ? lobby : { ...lobby, expired: withSide(lobby.expired, side, expired) };
}

/** A warning was given, or time given back. */
export function afterClock<S extends GameState>(state: S, event: TurnWarned | ClockCredited): S {
  const { dice } = state;
  assert(dice !== null && dice.clock !== null, 'a clock’s word in a game without one');
  const { clock } = dice;
  const next = diceDraftOf(dice);
  next.clock =
    event.type === 'TurnWarned'
      ? { ...clock, warned: withSide(clock.warned, event.side, true) }
      : { ...clock, deadlines: event.deadlines, credits: clock.credits + 1 };
  return withFacts(state, { dice: next });
}
