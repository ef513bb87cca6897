/**
 * The bell of the persistence queue: says of a partition that its journal holds something.
 *
 * A partition that is rung again within FLUSH_MS is told once more at the end of it, not each time; and while the queue
 * has not answered, not at all. So however much is played, a node adds one job a partition and FLUSH_MS, and with a
 * queue that is away it holds one call a partition and no more.
 *
 *     quiet ──ring──▶ telling (add sent; FLUSH_MS runs) ──both over──▶ quiet, or telling again if it was rung meanwhile
 *
 * The job waits FLUSH_MS in the queue, so that one pass serves all who ring in that time, on every node: BullMQ keeps
 * one waiting job a partition, and, with `keepLastIfActive`, one more behind a pass that has begun (a bell that rings
 * during a pass may be about an entry which that pass no longer sees). A bell that is lost is rung again by the sweep.
 */
import type { Queue } from 'bullmq';
import { QUEUES, type PersistJob } from '../protocol/jobs';

export interface PersistBellOptions {
  readonly queue: Pick<Queue<PersistJob>, 'add'>;
  readonly clock: { after(delayMs: number, run: () => void): unknown };
  readonly flushMs: number;
  /** Told of every add that failed; nothing is lost by it. */
  readonly onError: (error: unknown) => void;
}

/** What is still to come before the partition is quiet, and whether it was rung meanwhile. */
interface Telling {
  isAnswered: boolean;
  isOver: boolean;
  isRungAgain: boolean;
}

export class PersistBell {
  readonly #options: PersistBellOptions;
  readonly #telling = new Map<number, Telling>();

  constructor(options: PersistBellOptions) {
    this.#options = options;
  }

  /** Never throws, never waits. */
  ring(partition: number): void {
    const telling = this.#telling.get(partition);
    if (telling === undefined) this.#tell(partition);
    else telling.isRungAgain = true;
  }

  #tell(partition: number): void {
    const { clock, flushMs, onError } = this.#options;
    const telling: Telling = { isAnswered: false, isOver: false, isRungAgain: false };
    this.#telling.set(partition, telling);
    const finish = (): void => {
      if (!telling.isAnswered || !telling.isOver) return;
      this.#telling.delete(partition);
      if (telling.isRungAgain) this.#tell(partition);
    };
    this.#add(partition)
      .catch(onError)
      .finally(() => {
        telling.isAnswered = true;
        finish();
      });
    clock.after(flushMs, () => {
      telling.isOver = true;
      finish();
    });
  }

  async #add(partition: number): Promise<void> {
    await this.#options.queue.add(
      QUEUES.persist,
      { partition },
      {
        deduplication: { id: `p${partition}`, keepLastIfActive: true },
        delay: this.#options.flushMs,
      },
    );
  }
}
