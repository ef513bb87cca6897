/**
 * The WebSocket's words: socket.io event maps for players and spectators.
 *
 * Broadcasts are hints, `seq` is the truth: a client that sees a gap, or a `head` above its own, asks for `updates`.
 * Every request is acknowledged exactly once with `{ok: true, …}` or `{ok: false, error}`.
 */
import { z } from 'zod';
import { type CommandAnswer, type CommandRequest, type GameUpdate, type Refused, Seq } from './envelope';
import { GameId, type UserId } from './ids';
import { Viewer, type Seat } from './seat';
import type { GameView } from './view';

/** Look at a game, from a seat that is yours or as a spectator; `since` asks for the updates after that seq. */
export const JoinRequest = z.strictObject({ gameId: GameId, as: Viewer, since: Seq.optional() });
export type JoinRequest = z.infer<typeof JoinRequest>;

export const LeaveRequest = z.strictObject({ gameId: GameId });
export type LeaveRequest = z.infer<typeof LeaveRequest>;

/** Ask for what was missed: the exact run after `since`, or the whole view when the run is long. */
export const UpdatesRequest = z.strictObject({ gameId: GameId, since: Seq });
export type UpdatesRequest = z.infer<typeof UpdatesRequest>;

/** A run of updates without a gap from `since + 1` to `seq`, or a whole view at `seq`. */
export type Catchup = {
  readonly seq: number;
  readonly epoch: number;
  /** The answering node's clock, in milliseconds since 1970: a deadline is so far off, whatever the client's clock says. */
  readonly now: number;
} & (
  { readonly kind: 'run'; readonly updates: readonly GameUpdate[] } | { readonly kind: 'view'; readonly view: GameView }
);

export type CatchupAnswer = { readonly ok: true; readonly catchup: Catchup } | Refused;
export type PlainAnswer = { readonly ok: true } | Refused;

/** Who is at a game now, over all nodes. */
export interface Presence {
  readonly gameId: GameId;
  readonly seats: readonly { readonly seat: Seat; readonly user: UserId }[];
  readonly spectators: number;
}

/** The head of a quiet game, a second after its last command and then every five: whose seq is lower missed something. */
export interface HeadBeacon {
  readonly gameId: GameId;
  readonly seq: number;
  readonly epoch: number;
}

/** This node is going away: connect again (the balancer finds another), then resume with `since`. */
export interface DrainingNotice {
  readonly reconnectWithinMs: number;
}

export interface ClientToServerEvents {
  join: (request: JoinRequest, ack: (answer: CatchupAnswer) => void) => void;
  leave: (request: LeaveRequest, ack: (answer: PlainAnswer) => void) => void;
  command: (request: CommandRequest, ack: (answer: CommandAnswer) => void) => void;
  updates: (request: UpdatesRequest, ack: (answer: CatchupAnswer) => void) => void;
}

export interface ServerToClientEvents {
  update: (update: GameUpdate) => void;
  presence: (presence: Presence) => void;
  head: (beacon: HeadBeacon) => void;
  draining: (notice: DrainingNotice) => void;
}
