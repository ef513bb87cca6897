/**
 * Before, around and after a dice game: who sits where, who is ready, who wants a pause, who gives up.
 *
 * These are commands and events of the game like all others: journaled, owned, and answered once.
 */
import { z } from 'zod';
import { UserId } from './ids';
import { Seat } from './seat';
import { Side } from './side';

/** The word in the link to a private game. */
export const Invite = z
  .string()
  .min(16)
  .max(64)
  .regex(/^[\w-]+$/, 'letters, digits, "_" and "-"');
export type Invite = z.infer<typeof Invite>;

/** Who may take a seat that is free: anybody, whoever has the link, or only whom the commissioner seats. */
export const SeatAccess = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('open') }),
  z.strictObject({ kind: z.literal('invite'), invite: Invite }),
  z.strictObject({ kind: z.literal('closed') }),
]);
export type SeatAccess = z.infer<typeof SeatAccess>;

/** As the first event keeps it; `invite` is left out of what viewers get. */
export const LobbyTerms = z.object({
  access: z.enum(['open', 'invite', 'closed']),
  invite: Invite.optional(),
});
export type LobbyTerms = z.infer<typeof LobbyTerms>;

/** The command's seat is the one that is taken, its user who takes it. */
export const TakeSeat = z.strictObject({ type: z.literal('TakeSeat'), invite: Invite.optional() });
export type TakeSeat = z.infer<typeof TakeSeat>;

/** Before the game starts; later a manager resigns. */
export const LeaveSeat = z.strictObject({ type: z.literal('LeaveSeat') });
export type LeaveSeat = z.infer<typeof LeaveSeat>;

/** This side may begin. Without a lineup it gets the one that the computer would choose. */
export const Ready = z.strictObject({ type: z.literal('Ready') });
export type Ready = z.infer<typeof Ready>;

/** Nobody answered in time whether he is ready: the game starts all the same. The clock's alone to say. */
export const ExpireStart = z.strictObject({ type: z.literal('ExpireStart') });
export type ExpireStart = z.infer<typeof ExpireStart>;

export const OfferPause = z.strictObject({ type: z.literal('OfferPause') });
export type OfferPause = z.infer<typeof OfferPause>;

export const AnswerPause = z.strictObject({ type: z.literal('AnswerPause'), accept: z.boolean() });
export type AnswerPause = z.infer<typeof AnswerPause>;

/** Gives the game to the other side. */
export const Resign = z.strictObject({ type: z.literal('Resign') });
export type Resign = z.infer<typeof Resign>;

/** The other side's manager has let too many turns in a row expire: the game is claimed. */
export const ClaimAbandoned = z.strictObject({ type: z.literal('ClaimAbandoned') });
export type ClaimAbandoned = z.infer<typeof ClaimAbandoned>;

/** The commissioner hands a seat to another; null: to nobody. */
export const AssignSeat = z.strictObject({ type: z.literal('AssignSeat'), seat: Seat, user: UserId.nullable() });
export type AssignSeat = z.infer<typeof AssignSeat>;

/** The service was away while a turn was open: so much is given back to whoever has not decided. The clock's alone. */
export const CreditClock = z.strictObject({
  type: z.literal('CreditClock'),
  turn: z.int().min(1).max(1_000_000),
  ms: z.int().min(1).max(86_400_000),
});
export type CreditClock = z.infer<typeof CreditClock>;

export const LOBBY_COMMANDS = [
  TakeSeat,
  LeaveSeat,
  Ready,
  ExpireStart,
  CreditClock,
  OfferPause,
  AnswerPause,
  Resign,
  ClaimAbandoned,
  AssignSeat,
] as const;
export type LobbyCommand = z.infer<(typeof LOBBY_COMMANDS)[number]>;

/** Somebody sits there from now on, by his own wish or the commissioner's. */
export const SeatTaken = z.object({ type: z.literal('SeatTaken'), seat: Seat, user: UserId });
export type SeatTaken = z.infer<typeof SeatTaken>;

export const SeatLeft = z.object({ type: z.literal('SeatLeft'), seat: Seat });
export type SeatLeft = z.infer<typeof SeatLeft>;

/** `startBy`: when the game starts although the other side has not said that it is ready; null: it may wait. */
export const SideReady = z.object({
  type: z.literal('SideReady'),
  side: Side,
  startBy: z.int().min(0).nullable(),
});
export type SideReady = z.infer<typeof SideReady>;

export const PauseOffered = z.object({ type: z.literal('PauseOffered'), side: Side });
export type PauseOffered = z.infer<typeof PauseOffered>;

export const PauseDeclined = z.object({ type: z.literal('PauseDeclined'), side: Side });
export type PauseDeclined = z.infer<typeof PauseDeclined>;

export const Resigned = z.object({ type: z.literal('Resigned'), side: Side });
export type Resigned = z.infer<typeof Resigned>;

export const SideAbandoned = z.object({ type: z.literal('SideAbandoned'), side: Side });
export type SideAbandoned = z.infer<typeof SideAbandoned>;

/** A quarter of a side's time for the turn is left. */
export const TurnWarned = z.object({
  type: z.literal('TurnWarned'),
  turn: z.int().min(1),
  side: Side,
  leftMs: z.int().min(0),
});
export type TurnWarned = z.infer<typeof TurnWarned>;

/** The service lost time, and gives it back: these are the deadlines of the open turn now. */
export const ClockCredited = z.object({
  type: z.literal('ClockCredited'),
  turn: z.int().min(1),
  ms: z.int().min(0),
  deadlines: z.object({ away: z.int().nullable(), home: z.int().nullable() }),
});
export type ClockCredited = z.infer<typeof ClockCredited>;

export const LOBBY_EVENTS = [
  SeatTaken,
  SeatLeft,
  SideReady,
  PauseOffered,
  PauseDeclined,
  Resigned,
  SideAbandoned,
  TurnWarned,
  ClockCredited,
] as const;
