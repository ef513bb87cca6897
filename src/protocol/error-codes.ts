/**
 * Every way in which the service says no, in one table.
 *
 * A code names a cause, never a place in the code. `http` is what a REST answer carries, `retry` is what a client
 * does next, and both are derived from here alone, so that the same cause looks the same over HTTP and WebSocket.
 *
 * - `never`: the same command can never succeed; change it.
 * - `afterMs`: wait (`details.retryAfterMs` when known), then send the same command id again.
 * - `sameCommandId`: the outcome is unknown or the way was cut; send the same command id again at once.
 * - `resync`: the client acted on an old view; fetch what it missed, then decide anew.
 * - `reroute`: another node owns the game; servers follow this themselves, clients seldom see it.
 *
 * `applied` says what is known of the command's effect: `no` (nothing changed), or `unknown` (it may have been
 * accepted; asking again with the same command id settles it).
 */
export type RetryRule = 'never' | 'afterMs' | 'sameCommandId' | 'resync' | 'reroute';

export interface ErrorCodeRow {
  readonly http: number;
  readonly retry: RetryRule;
  readonly applied: 'no' | 'unknown';
  readonly message: string;
}

const row = (http: number, retry: RetryRule, message: string): ErrorCodeRow => ({
  http,
  retry,
  applied: 'no',
  message,
});

/** A row of a cause that leaves open whether the command was accepted. */
const uncertain = (http: number, retry: RetryRule, message: string): ErrorCodeRow => ({
  ...row(http, retry, message),
  applied: 'unknown',
});

export const ERROR_CODES = {
  // What was sent could not be read.
  'request/invalid': row(400, 'never', 'The request does not have the form that this resource takes.'),
  'request/malformed_json': row(400, 'never', 'The body is not valid JSON.'),
  'request/too_large': row(413, 'never', 'The request is larger than the service accepts; send less.'),
  'request/binary': row(400, 'never', 'Binary attachments are not accepted; send plain JSON values.'),
  'request/unsupported_media': row(415, 'never', 'Send the body as application/json.'),
  'request/not_found': row(404, 'never', 'There is no such resource.'),
  'request/method_not_allowed': row(405, 'never', 'This resource does not take that method.'),
  'request/rate_limited': row(429, 'afterMs', 'Too many requests; slow down.'),

  // Who sent it.
  'auth/missing': row(401, 'never', 'Send a token: "Authorization: Bearer <token>", or "auth.token" on the socket.'),
  'auth/invalid': row(401, 'never', 'The token is not one that this service signed; get one from whoever runs it.'),
  'auth/expired': row(401, 'never', 'The token has expired; sign in again.'),
  'auth/forbidden': row(403, 'never', 'This identity may not do that.'),
  'seat/not_yours': row(403, 'never', 'The seat belongs to somebody else; speak from one that is yours.'),
  'seat/not_seated': row(403, 'never', 'A spectator cannot command; join with a seat that is yours.'),
  'seat/wrong_seat': row(403, 'never', 'That command belongs to another seat; leave it to its holder.'),

  'league/closed': row(403, 'never', 'Games of this league are made by its commissioner.'),

  'seat/taken': row(409, 'resync', 'Somebody sits there already.'),
  'seat/closed': row(403, 'never', 'That seat is not open to you.'),

  // The game and its moment.
  'game/not_found': row(404, 'never', 'There is no such game; look for it in the list, or create one.'),
  'game/exists': row(409, 'never', 'A game with this id exists already, with other content.'),
  'game/no_such_seq': row(404, 'never', 'The game has not had that seq.'),
  'game/not_started': row(409, 'resync', 'The game has not started: set both lineups and start it first.'),
  'game/already_started': row(409, 'resync', 'The game has started already.'),
  'game/over': row(409, 'resync', 'The game is over and takes no more plays; fetch it to see how it ended.'),
  'game/suspended': row(409, 'resync', 'The game is suspended; resume it first.'),
  'game/busy': row(429, 'afterMs', 'Too many commands are waiting for this game.'),
  'game/quarantined': row(503, 'never', 'The game is set aside until an operator has looked at it.'),
  'game/violation': row(
    500,
    'never',
    'The command broke an assumption of the engine; nothing was changed, and it has been recorded.',
  ),
  'turn/stale': row(409, 'resync', 'That turn has been answered already; fetch the game and decide on the open turn.'),
  'turn/future': row(409, 'resync', 'That turn has not opened yet; fetch the game and decide on the open turn.'),

  'clock/not_due': row(409, 'resync', 'The time is not up yet.'),

  // The rules of baseball.
  'lineup/invalid': row(422, 'never', 'The lineup breaks a rule of the game.'),
  'lineup/missing': row(409, 'never', 'Both lineups must be set first.'),
  'substitution/invalid': row(422, 'never', 'The substitution breaks a rule of the game.'),
  'play/invalid': row(422, 'never', 'The play cannot happen in this situation.'),
  'play/notation': row(422, 'never', 'The notation of the play cannot be read.'),
  'play/no_longer_fits': row(422, 'never', 'Something that was recorded later does not fit the corrected play.'),
  'cards/not_found': row(404, 'never', 'There is no such card set.'),
  'cards/mismatch': row(422, 'never', 'The two card sets cannot play each other.'),
  'cards/invalid': row(422, 'never', 'The card set breaks a rule of the cards.'),
  'decision/illegal': row(422, 'never', 'The situation does not allow that decision.'),
  'decision/already_in': row(409, 'resync', 'Your decision for this turn is in; it cannot be changed.'),
  'adjustment/invalid': row(422, 'never', 'The adjustment does not fit the game.'),
  'command/not_allowed': row(422, 'never', 'The rules do not allow that command now.'),

  // The command itself.
  'command/reused': row(409, 'never', 'This command id was used for another command; choose a new id.'),
  'command/unknown': uncertain(503, 'sameCommandId', 'The outcome is not known yet; send the same command id again.'),
  'command/timeout': uncertain(503, 'sameCommandId', 'No answer in time; send the same command id again.'),

  // The service.
  'owner/moved': row(503, 'reroute', 'Another node owns this game now.'),
  'owner/unavailable': row(503, 'sameCommandId', 'No node could take the game over yet; try again.'),
  'server/draining': row(503, 'sameCommandId', 'This node is shutting down; connect again.'),
  'server/overloaded': row(503, 'afterMs', 'The node is at its limit; try again shortly.'),
  'server/storage': row(503, 'afterMs', 'A store did not answer; nothing was changed.'),
  'server/unstorable': row(500, 'never', 'The database refuses this content; nothing was changed.'),
  'server/internal': uncertain(500, 'sameCommandId', 'Something failed on our side; it has been recorded.'),
} as const satisfies Record<string, ErrorCodeRow>;

export type ErrorCode = keyof typeof ERROR_CODES;

/** The codes that a rule of the game or the protocol may answer: values, never exceptions. */
export interface Rejection {
  readonly code: ErrorCode;
  /** What is wrong, in this case, and what to do. */
  readonly message: string;
  /** Where: the field, the part of a notation, the runner, the slot. Plain JSON. */
  readonly details?: Readonly<Record<string, unknown>>;
}

/** A rejection with the table's own words, or better ones. */
export function rejection(code: ErrorCode, message?: string, details?: Readonly<Record<string, unknown>>): Rejection {
  const text = message ?? ERROR_CODES[code].message;
  return details === undefined ? { code, message: text } : { code, message: text, details };
}
