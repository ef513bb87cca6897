/** Where connected sockets are noted, for operators: who is on, from where, at which game, and when last heard of. */
import type { GameId, UserId } from '../protocol/ids';
import type { Viewer } from '../protocol/seat';

export interface SocketRow {
  readonly socket: string;
  readonly user: UserId;
  /** The game that it joined last; null before the first. */
  readonly gameId: GameId | null;
  readonly seat: Viewer | null;
  readonly address: string;
  /** Milliseconds since 1970. */
  readonly connectedAt: number;
  readonly lastActionAt: number;
}

/** Gathers and writes by itself; never throws. */
export interface SessionBoard {
  seen(row: SocketRow): void;
  gone(socket: string): void;
}
