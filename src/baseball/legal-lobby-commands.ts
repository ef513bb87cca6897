/**
 * What a seat may command around a dice game: seats, readiness, pauses, giving up.
 *
 * Who is handed a seat, and the word that opens a private game, are for whoever gives the command to know: such
 * commands are named by their type, and no list holds them.
 */
import type { LobbyCommand } from '../protocol/lobby';
import type { Seat } from '../protocol/seat';
import { lobbyFault } from './decide-lobby';
import type { GameState } from './state';
import { SEATS } from './view';

const LISTED: readonly LobbyCommand[] = [
  { type: 'TakeSeat' },
  { type: 'LeaveSeat' },
  { type: 'Ready' },
  { type: 'OfferPause' },
  { type: 'AnswerPause', accept: true },
  { type: 'AnswerPause', accept: false },
  { type: 'Resign' },
  { type: 'ClaimAbandoned' },
  ...SEATS.map((seat): LobbyCommand => ({ type: 'AssignSeat', seat, user: null })),
];

type LobbyType = LobbyCommand['type'];

/** What managers and commissioners may ever give; the clock's own are not among them. */
export const LOBBY_TYPES: readonly LobbyType[] = [...new Set(LISTED.map(({ type }) => type))];

const OFFERED: ReadonlySet<string> = new Set(LOBBY_TYPES);

export function isLobbyType(type: string): type is LobbyType {
  return OFFERED.has(type);
}

/** Whether a command of that type, which the seat may give now, could be accepted. */
export function isLobbyOpen(state: GameState, seat: Seat, type: LobbyType): boolean {
  if (type === 'AssignSeat') return true;
  if (type !== 'TakeSeat') return legalLobbyCommands(state, seat, [type]).length > 0;
  const invite = state.lobby?.invite ?? undefined;
  return lobbyFault(state, seat, { type, ...(invite === undefined ? {} : { invite }) }) === null;
}

/** @param types which the seat may give now */
export function legalLobbyCommands(state: GameState, seat: Seat, types: readonly string[]): readonly LobbyCommand[] {
  return LISTED.filter((command) => types.includes(command.type) && lobbyFault(state, seat, command) === null);
}
