/** May whoever asks speak from that seat? Checked by the owner for every command, whatever the border has checked. */
import type { GameState } from '../baseball/state';
import { type Refused, refused } from '../protocol/envelope';
import type { Caller, OwnerRequest } from './service';

/** Why he may not; undefined when he may. */
export function barredFromSeat(state: GameState, request: OwnerRequest, caller: Caller): Refused | undefined {
  const { seat, command } = request;
  // No request from outside can name the clock: its schema does not know it.
  if (seat === 'clock') return undefined;
  const holder = state.seats[seat];
  if (holder === caller.user) return undefined;
  // Whose a seat becomes is for the rules of the lobby to say.
  if (command.type === 'TakeSeat') return undefined;
  if (seat === 'commissioner' && (caller.role === 'commissioner' || caller.role === 'operator')) return undefined;
  return refused('seat/not_yours', {
    message:
      holder === undefined ? `Nobody holds the seat "${seat}" of this game; speak from one that is yours.` : undefined,
    details: { seat },
  });
}
