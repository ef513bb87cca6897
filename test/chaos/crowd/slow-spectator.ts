/**
 * A spectator who asks for much and reads nothing: his connection stands, his computer sleeps. He asks until the
 * buffers between him and the node are full, and then some, so that the node has to choose between its memory and him.
 */
import { io, type Socket } from 'socket.io-client';
import { systemClock } from '../../../src/platform/clock';
import type { GameId } from '../../../src/protocol/ids';
import type { CatchupAnswer, ClientToServerEvents, ServerToClientEvents } from '../../../src/protocol/socket';

const ANSWER_WITHIN_MS = 10_000;
/** Below what one user may ask a second: who asks faster is refused in few bytes, which fill nothing. */
const ASKS_AT_ONCE = 15;
const ASKS_EVERY_MS = 100;
/** The longest run of updates that a node answers with. */
const LONG_RUN = 90;

interface Pausable {
  pause(): void;
  resume(): void;
}

export class SlowSpectator {
  private asking: { cancel(): void } | undefined;

  private constructor(private readonly socket: Socket<ServerToClientEvents, ClientToServerEvents>) {}

  /** Joins a game. @throws Error when the node does not let it */
  static async join(url: string, gameId: GameId): Promise<SlowSpectator> {
    const socket: Socket<ServerToClientEvents, ClientToServerEvents> = io(url, {
      transports: ['websocket'],
      auth: { user: 'sleeper' },
      reconnection: false,
      forceNew: true,
    });
    await new Promise<void>((resolve, reject) => {
      socket.on('connect', resolve);
      socket.on('connect_error', reject);
    });
    const request = { gameId, as: 'spectator' } as const;
    const answer = await answerTo((look) => socket.timeout(ANSWER_WITHIN_MS).emit('join', request, look));
    if (!answer.ok) throw new Error(`the slow spectator may not join: ${answer.error.code}`);
    return new SlowSpectator(socket);
  }

  /** Asks once for much, then reads nothing any more, and asks on until he leaves. @param seq how far the game is */
  async fallAsleep(gameId: GameId, seq: number): Promise<void> {
    const since = Math.max(0, seq - LONG_RUN);
    await answerTo((look) => this.socket.timeout(ANSWER_WITHIN_MS).emit('updates', { gameId, since }, look));
    this.line().pause();
    this.asking = systemClock.every(ASKS_EVERY_MS, () => {
      for (let ask = 0; ask < ASKS_AT_ONCE; ask += 1) this.socket.emit('updates', { gameId, since }, () => undefined);
    });
  }

  /** Wakes up, to find the connection gone or not, and leaves. */
  leave(): void {
    this.asking?.cancel();
    if (this.socket.connected) this.line().resume();
    this.socket.disconnect();
  }

  /** The WebSocket under engine.io and socket.io. */
  private line(): Pausable {
    return (this.socket.io.engine.transport as unknown as { readonly ws: Pausable }).ws;
  }
}

type Look = (failure: Error | null, answer: CatchupAnswer) => void;

/** @throws Error when none comes in time */
function answerTo(ask: (look: Look) => void): Promise<CatchupAnswer> {
  return new Promise((resolve, reject) =>
    ask((failure, answer) => (failure === null ? resolve(answer) : reject(failure))),
  );
}
