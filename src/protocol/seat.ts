/** Who may speak in a game, and who may only look. */
import { z } from 'zod';
import { UserId } from './ids';

/**
 * A seat speaks for somebody in one game: a manager for a team, the scorekeeper of a scored game for what happened
 * on the field, the commissioner for the league.
 */
export const Seat = z.enum(['home', 'away', 'scorekeeper', 'commissioner']);
export type Seat = z.infer<typeof Seat>;

/**
 * Who may have given a command: a seat, or the game's clock, which speaks from inside the service only. No request can
 * name it.
 */
export const ActorSeat = z.enum([...Seat.options, 'clock']);
export type ActorSeat = z.infer<typeof ActorSeat>;

/** Whose eyes a view or an event is made for. */
export const Viewer = z.enum(['home', 'away', 'scorekeeper', 'commissioner', 'spectator']);
export type Viewer = z.infer<typeof Viewer>;

/** Which user holds each seat of a game; a seat that is not named is empty. */
export const Seats = z.strictObject({
  home: UserId.optional(),
  away: UserId.optional(),
  scorekeeper: UserId.optional(),
  commissioner: UserId.optional(),
});
export type Seats = z.infer<typeof Seats>;
