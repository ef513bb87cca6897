/** Who looks at which game on this node: the streams of its sockets, and what to say of them to others. */
import type { GameId, UserId } from '../protocol/ids';
import type { Seat } from '../protocol/seat';
import type { GameStream } from './game-stream';

export interface Member {
  readonly socket: string;
  readonly user: UserId;
  readonly stream: GameStream;
}

/** This node's share of a game's presence. */
export interface PresencePart {
  readonly seats: readonly { readonly seat: Seat; readonly user: UserId }[];
  readonly spectators: number;
}

export class Audience {
  private readonly games = new Map<GameId, Map<string, Member>>();

  /** @param onChange told of each game whose audience changed */
  constructor(private readonly onChange: (gameId: GameId) => void) {}

  /** A socket's newer look at a game takes the place of its older one. It counts when its stream is open. */
  add(gameId: GameId, member: Member): void {
    const members = this.games.get(gameId) ?? new Map<string, Member>();
    members.set(member.socket, member);
    this.games.set(gameId, members);
  }

  /** The stream of somebody who looks at the game is open: he was let in. */
  opened(gameId: GameId): void {
    this.onChange(gameId);
  }

  /** Forgets a socket's look at a game, if it still is the one with this stream. */
  remove(gameId: GameId, socket: string, stream: GameStream): void {
    const members = this.games.get(gameId);
    if (members?.get(socket)?.stream !== stream) {
      return;
    }
    members.delete(socket);
    if (members.size === 0) {
      this.games.delete(gameId);
    }
    if (stream.isOpen) {
      this.onChange(gameId);
    }
  }

  has(gameId: GameId): boolean {
    return this.games.has(gameId);
  }

  all(): IterableIterator<GameId> {
    return this.games.keys();
  }

  *streamsOf(gameId: GameId): Iterable<readonly [string, GameStream]> {
    for (const member of this.games.get(gameId)?.values() ?? []) {
      yield [member.socket, member.stream];
    }
  }

  partOf(gameId: GameId): PresencePart {
    const seats: { seat: Seat; user: UserId }[] = [];
    let spectators = 0;
    const seen = [...(this.games.get(gameId)?.values() ?? [])].filter(({ stream }) => stream.isOpen);
    for (const { user, stream } of seen) {
      if (stream.viewer === 'spectator') {
        spectators += 1;
      } else {
        seats.push({ seat: stream.viewer, user });
      }
    }
    return { seats, spectators };
  }
}
