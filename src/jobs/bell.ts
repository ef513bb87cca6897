/**
 * The bell of the persistence queue: says of partitions that their journals hold something.
 *
 * Time is cut into windows of FLUSH_MS by the wall clock, the same ones on every node. What is rung in a window is told
 * to the queue at its end, all partitions in one call; while the queue has not answered, nothing is told. So however
 * much is played, a node adds one job a partition and window, and with a queue that is away it holds one call and no
 * more.
 *
 *     quiet ──ring──▶ gathering ──the window ends──▶ telling ──answered──▶ quiet, or gathering if it was rung meanwhile
 *
 * The jobs of all nodes and partitions come together, at the window's end: BullMQ keeps one a partition, and a worker
 * that takes several moves them in one transaction (workers/gathering-writer.ts). A clock that is wrong costs a
 * pass more and nothing else. With `keepLastIfActive`, a bell that comes while a pass is under way is kept for one more
 * behind it, which may be about an entry that the pass no longer sees. A bell that is lost is rung again by the sweep.
 */
import type { Queue } from 'bullmq';
import { QUEUES, type PersistJob } from '../protocol/jobs';

interface Timer {
  cancel(): void;
}

export interface PersistBellOptions {
  readonly queue: Pick<Queue<PersistJob>, 'addBulk'>;
  readonly clock: { now(): number; after(delayMs: number, run: () => void): Timer };
  readonly flushMs: number;
  /** Told of every call that failed; nothing is lost by it. */
  readonly onError: (error: unknown) => void;
}

export class PersistBell {
  readonly #options: PersistBellOptions;
  readonly #rung = new Set<number>();
  #gathering: Timer | null = null;
  #isTelling = false;

  constructor(options: PersistBellOptions) {
    this.#options = options;
  }

  /** Never throws, never waits. */
  ring(partition: number): void {
    this.#rung.add(partition);
    this.#gather();
  }

  /** Tells at once what was rung: for a process that stops. Never throws. */
  async tellNow(): Promise<void> {
    this.#gathering?.cancel();
    this.#gathering = null;
    if (this.#rung.size > 0 && !this.#isTelling) await this.#tell();
  }

  #gather(): void {
    if (this.#gathering !== null || this.#isTelling || this.#rung.size === 0) return;
    const { clock, flushMs } = this.#options;
    this.#gathering = clock.after(flushMs - (clock.now() % flushMs), () => {
      this.#gathering = null;
      void this.#tell();
    });
  }

  async #tell(): Promise<void> {
    const partitions = [...this.#rung];
    this.#rung.clear();
    this.#isTelling = true;
    try {
      await this.#options.queue.addBulk(partitions.map(jobOf));
    } catch (error) {
      this.#options.onError(error);
    } finally {
      this.#isTelling = false;
      this.#gather();
    }
  }
}

/**
 * Never with a delay: BullMQ reckons it by the clock of whoever adds the job, so a node whose clock is an hour fast would
 * put a bell an hour ahead, and every later one of the partition would be taken for the same.
 */
function jobOf(partition: number): Parameters<Queue<PersistJob>['addBulk']>[0][number] {
  const deduplication = { id: `p${partition}`, keepLastIfActive: true };
  return { name: QUEUES.persist, data: { partition }, opts: { deduplication } };
}
