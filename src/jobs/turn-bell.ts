/**
 * The clock queue: one delayed job a game, for the moment when its open turn has something due (a warning, a deadline,
 * the start). A turn that is answered in time moves the job on; the job itself only says "look", and the owner judges.
 *
 * A job that is lost is found missing by the sweep: PostgreSQL knows when each game is due.
 */
import type { Queue } from 'bullmq';
import type { GameId } from '../protocol/ids';
import { QUEUES, type ClockJob } from '../protocol/jobs';

export interface TurnBellOptions {
  readonly queue: Pick<Queue<ClockJob>, 'add'>;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Told of every add that failed; the sweep makes up for it. */
  readonly onError: (error: unknown) => void;
}

export class TurnBell {
  readonly #options: TurnBellOptions;

  constructor(options: TurnBellOptions) {
    this.#options = options;
  }

  /** Rings for the game at a time, in place of an earlier call for it. Never throws, never waits. */
  ringAt(gameId: GameId, dueAt: number): void {
    const { queue, now, onError } = this.#options;
    const delay = Math.max(0, dueAt - now());
    // While a job of the game is being processed, the call is kept for when it ends.
    const deduplication = { id: gameId, replace: true, keepLastIfActive: true };
    queue.add(QUEUES.clock, { gameId }, { deduplication, delay }).catch(onError);
  }
}
