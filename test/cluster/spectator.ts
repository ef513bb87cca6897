/** Somebody who looks on, over a bare socket: what the service itself sends, with nothing put in order on the way. */
import { io, type Socket } from 'socket.io-client';
import type { GameId } from '../../src/protocol/ids';
import type { CatchupAnswer, ClientToServerEvents, JoinRequest, ServerToClientEvents } from '../../src/protocol/socket';
import type { GameView } from '../../src/protocol/view';
import { until } from '../support/until';
import type { History } from './history';

const ANSWER_WITHIN_MS = 10_000;
/** Right after faults no node may be sure yet who owns a game, and says so; it must be within this long. */
const SURE_WITHIN_MS = 10_000;

export interface SeenView {
  readonly seq: number;
  readonly view: GameView;
}

export class Spectator {
  private readonly socket: Socket<ServerToClientEvents, ClientToServerEvents>;
  /** The highest seq seen of each game, to go on from after a lost connection. */
  private readonly seen = new Map<GameId, number>();

  /** @param options.url a node's, or the balancer's: then it comes back through another node */
  constructor(private readonly options: { readonly name: string; readonly url: string; readonly history: History }) {
    this.socket = io(options.url, {
      transports: ['websocket'],
      auth: { user: options.name },
      reconnectionDelay: 50,
      reconnectionDelayMax: 200,
      forceNew: true,
    });
    this.socket.on('update', (update) => {
      options.history.saw(options.name, this.socket.id ?? 'none', update);
      this.seen.set(update.gameId, Math.max(this.seen.get(update.gameId) ?? 0, update.seq));
    });
    this.socket.on('connect', () => {
      for (const [gameId, since] of this.seen) this.resume(gameId, since);
    });
  }

  /** The game as it is now; its updates follow. @throws Error when it is refused, or no answer comes */
  watch(gameId: GameId): Promise<SeenView> {
    const { history, name } = this.options;
    const askedAt = history.next();
    return new Promise((resolve, reject) => {
      this.join({ gameId, as: 'spectator' }, (error, answer) => {
        const catchup = answer?.ok === true ? answer.catchup : undefined;
        if (catchup?.kind !== 'view') {
          reject(new Error(`${name} cannot watch ${gameId}: ${error?.message ?? JSON.stringify(answer)}`));
          return;
        }
        history.read(name, { askedAt, gameId, seq: catchup.seq });
        this.seen.set(gameId, catchup.seq);
        resolve(catchup);
      });
    });
  }

  /** As `watch`, and asks again while it is refused. @throws Error when it still is after ten seconds */
  async watchStubbornly(gameId: GameId): Promise<SeenView> {
    const shown: SeenView[] = [];
    let refusal = 'nobody was asked';
    const isShown = async (): Promise<boolean> => {
      await this.watch(gameId).then(
        (view) => shown.push(view),
        (cause: unknown) => (refusal = String(cause)),
      );
      return shown.length > 0;
    };
    await until('a game is shown', isShown, SURE_WITHIN_MS).catch(() => undefined);
    const [view] = shown;
    if (view === undefined) throw new Error(`after ${SURE_WITHIN_MS} ms still: ${refusal}`);
    return view;
  }

  /** The highest seq seen of a game; 0 before any. */
  seqOf(gameId: GameId): number {
    return this.seen.get(gameId) ?? 0;
  }

  close(): void {
    this.socket.disconnect();
  }

  /** After a lost connection: asks for what was missed. */
  private resume(gameId: GameId, since: number): void {
    const { history, name } = this.options;
    const connection = this.socket.id ?? 'none';
    this.join({ gameId, as: 'spectator', since }, (_error, answer) => {
      if (answer?.ok !== true || answer.catchup.kind !== 'run') return;
      for (const update of answer.catchup.updates) history.saw(name, connection, update);
    });
  }

  /** The answer is looked at before the next message, so that the history keeps their order. */
  private join(request: JoinRequest, look: (error: Error | null, answer: CatchupAnswer | undefined) => void): void {
    this.socket.timeout(ANSWER_WITHIN_MS).emit('join', request, look);
  }
}
