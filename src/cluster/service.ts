/** What REST and the sockets ask of a node: every question about a game goes through here, wherever its owner is. */
import type { CommandAnswer, CommandRequest, Refused } from '../protocol/envelope';
import type { GameEvent, GameScheduled } from '../protocol/events';
import type { Role } from '../protocol/identity';
import type { GameId, UserId } from '../protocol/ids';
import type { UpdatesPage } from '../protocol/mesh';
import type { GameAtAnswer } from '../protocol/rest';
import type { ActorSeat, Viewer } from '../protocol/seat';
import type { CatchupAnswer } from '../protocol/socket';
import type { SessionSighting } from './ports';

/** A command as an owner takes it: from a seat, or from the clock, which speaks inside the service only. */
export type OwnerRequest = Omit<CommandRequest, 'seat'> & { readonly seat: ActorSeat };

export interface Caller {
  readonly user: UserId;
  /** What his identity may do besides holding seats; a player's when left out. */
  readonly role?: Role | undefined;
  /** The caller's socket, when it has one: broadcasts of what it did itself leave it out. */
  readonly socket?: string | undefined;
}

/** A game that goes on from a position of another one. */
export interface Fork {
  readonly event: GameScheduled;
  /** What had happened in the other game up to there (`pastOf`). */
  readonly past: readonly GameEvent[];
}

export interface GameService {
  /** Creates the game; the same id with the same content again is accepted again (`duplicate`). */
  create(
    gameId: GameId,
    event: GameScheduled,
    caller: Caller,
  ): Promise<{ readonly ok: true; readonly duplicate: boolean } | Refused>;
  /** As `create`, for a game that goes on from a position of another one. */
  fork(
    gameId: GameId,
    fork: Fork,
    caller: Caller,
  ): Promise<{ readonly ok: true; readonly duplicate: boolean } | Refused>;
  /** Exactly one answer; identity was checked by the caller, the seat is checked by the owner. Never throws. */
  submit(request: CommandRequest, caller: Caller): Promise<CommandAnswer>;
  /** The run after `since`, or the whole view. A seat's eyes are for its holder. Never throws. */
  catchup(
    request: { gameId: GameId; viewer: Viewer; since?: number | undefined },
    caller: Caller,
  ): Promise<CatchupAnswer>;
  /** A page of updates after a seq. Never throws. */
  updates(
    request: { gameId: GameId; viewer: Viewer; after: number; limit: number },
    caller: Caller,
  ): Promise<UpdatesPage | Refused>;
  /** The game as it stood after a seq, through a spectator's eyes. Never throws. */
  at(request: { gameId: GameId; seq: number }): Promise<GameAtAnswer | Refused>;
  /** The living nodes, with what each last reported. */
  nodes(): Promise<readonly SessionSighting[]>;
  /** Whether this node takes new work: false while it drains, or has lost its session. */
  isReady(): boolean;
}
