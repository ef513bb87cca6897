/**
 * What travels around a command: who sent it, what was answered, what is journaled, what is broadcast.
 *
 * One command makes one journal entry with one `seq`; the entry holds the 1..n events that the command caused.
 * `seq` counts 1, 2, 3, … in each game without a gap; (epoch, seq) is what a client orders and resumes by.
 */
import { z } from 'zod';
import { Command } from './commands';
import { ERROR_CODES, type ErrorCode, type RetryRule } from './error-codes';
import { GameEvent } from './events';
import { ENTRY_EVENTS_MAX } from './history';
import { CommandId, GameId, UserId } from './ids';
import { ActorSeat, Seat } from './seat';
import { GameSummary } from './scores';

/** A gapless count of a game's accepted commands; 0 before the first. */
export const Seq = z.int().min(0).max(1_000_000);
/** A fencing token from PostgreSQL's sequence; 0 on the entry that creates a game, which no session owns yet. */
export const Epoch = z.int().min(0);
/** Milliseconds since 1970-01-01T00:00:00Z. */
export const TimestampMs = z.int().min(0);

/** A command as a client sends it, over HTTP or WebSocket. */
export const CommandRequest = z.strictObject({
  gameId: GameId,
  commandId: CommandId,
  seat: Seat,
  command: Command,
});
export type CommandRequest = z.infer<typeof CommandRequest>;

/** Who gave a command: the signed-in user, speaking from a seat; or the service, for the game's clock. */
export const Actor = z.strictObject({ user: UserId, seat: ActorSeat });
export type Actor = z.infer<typeof Actor>;

/** The version of `JournalEntry`; readers upcast older ones. */
export const ENTRY_VERSION = 1;

/**
 * One accepted command in the journal, in `game_events`, and in an owner's memory until PostgreSQL has it.
 * Holds everything, secrets included: never sent to a client whole (see `GameUpdate`).
 */
export const JournalEntry = z.strictObject({
  v: z.literal(ENTRY_VERSION),
  gameId: GameId,
  seq: Seq.min(1),
  epoch: Epoch,
  commandId: CommandId,
  /** A digest of the command's content: the same id with another digest is `command/reused`. */
  digest: z.string().min(1).max(64),
  actor: Actor,
  at: TimestampMs,
  events: z.array(GameEvent).min(1).max(ENTRY_EVENTS_MAX),
  /** The game just after these events, for lists and statistics. */
  after: GameSummary,
  /** The whole game state after these events, as JSON; present when a half-inning or the game ended, or plays were revised. */
  snapshot: z.string().optional(),
});
export type JournalEntry = z.infer<typeof JournalEntry>;

/** What a viewer gets to see of an entry. Broadcast to a room, and carried by the actor's own answer. */
export const GameUpdate = z.object({
  gameId: GameId,
  seq: Seq,
  epoch: Epoch,
  commandId: CommandId,
  actor: Actor,
  at: TimestampMs,
  events: z.array(GameEvent),
});
export type GameUpdate = z.infer<typeof GameUpdate>;

/** Why not: the same body over REST and WebSocket. `retry` and `applied` come from the table in error-codes.ts. */
export interface ErrorBody {
  readonly code: ErrorCode;
  readonly message: string;
  readonly retry: RetryRule;
  readonly applied: 'no' | 'unknown';
  readonly details?: Readonly<Record<string, unknown>>;
  /** Quote this to an operator: it is in the service's log. */
  readonly requestId?: string;
}

export interface Refused {
  readonly ok: false;
  readonly error: ErrorBody;
}

export interface Accepted {
  readonly ok: true;
  readonly seq: number;
  readonly epoch: number;
  /** The update as the actor's seat may see it: the actor gets no second copy by broadcast. */
  readonly update: GameUpdate;
  /** True when this command id had been accepted before, and this is its first answer again. */
  readonly duplicate?: true;
}

/** Every command gets exactly one of these. */
export type CommandAnswer = Accepted | Refused;

/** Builds the one error body from a code, with better words and details where there are any. */
export function refused(
  code: ErrorCode,
  more: {
    message?: string | undefined;
    details?: Readonly<Record<string, unknown>> | undefined;
    requestId?: string | undefined;
  } = {},
): Refused {
  const row = ERROR_CODES[code];
  return {
    ok: false,
    error: {
      code,
      message: more.message ?? row.message,
      retry: row.retry,
      applied: row.applied,
      ...(more.details === undefined ? {} : { details: more.details }),
      ...(more.requestId === undefined ? {} : { requestId: more.requestId }),
    },
  };
}

/** `refused` from a rejection by a rule. */
export function refusedBy(reason: {
  code: ErrorCode;
  message: string;
  details?: Readonly<Record<string, unknown>>;
}): Refused {
  return refused(reason.code, { message: reason.message, details: reason.details });
}
