/**
 * The bell of the persistence queue: says of partitions that their journals hold something.
 *
 * Time is cut into windows of FLUSH_MS by the wall clock, the same ones on every node, and each partition belongs to one
 * of a few *phases*, whose windows end one after the other: so the workers' load is spread over the window, and those
 * who play do not wait behind a burst of it. What is rung in a window is told to the queue at its end, all partitions of
 * the phase in one call; while the queue has not answered, nothing more of the phase is told. So however much is played, a
 * node adds at most one job a partition and window, and with a queue that is away it holds a call a phase and no more.
 *
 *     quiet ──ring──▶ gathering ──the window ends──▶ telling ──answered──▶ quiet, or gathering if it was rung meanwhile
 *
 * The jobs of all nodes and of a phase's partitions come together: BullMQ keeps one a partition, and a worker that takes
 * several moves them in one transaction (workers/gathering-writer.ts). A clock that is wrong costs a pass more and nothing
 * else. With `keepLastIfActive`, a bell that comes while a pass is under way is kept for one more behind it, which may be
 * about an entry that the pass no longer sees. A bell that is lost is rung again by the sweep.
 */
import type { Queue } from 'bullmq';
import { QUEUES, type PersistJob } from '../protocol/jobs';

/** Fewer: larger bursts. More: smaller transactions, and an entry costs PostgreSQL more in a small one. */
const PHASES = 2;

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
  readonly #phases: readonly PhaseBell[];

  constructor(options: PersistBellOptions) {
    const shiftMs = (phase: number): number => Math.floor((phase * options.flushMs) / PHASES);
    this.#phases = Array.from({ length: PHASES }, (_, phase) => new PhaseBell(options, shiftMs(phase)));
  }

  /** Never throws, never waits. */
  ring(partition: number): void {
    this.#phases[partition % PHASES]?.ring(partition);
  }

  /** Tells at once what was rung: for a process that stops. Never throws. */
  async tellNow(): Promise<void> {
    await Promise.all(this.#phases.map((phase) => phase.tellNow()));
  }
}

/** The bell of the partitions whose windows end together. */
class PhaseBell {
  readonly #options: PersistBellOptions;
  readonly #shiftMs: number;
  readonly #rung = new Set<number>();
  #gathering: Timer | null = null;
  #isTelling = false;

  constructor(options: PersistBellOptions, shiftMs: number) {
    this.#options = options;
    this.#shiftMs = shiftMs;
  }

  ring(partition: number): void {
    this.#rung.add(partition);
    this.#gather();
  }

  async tellNow(): Promise<void> {
    this.#gathering?.cancel();
    this.#gathering = null;
    if (this.#rung.size > 0 && !this.#isTelling) await this.#tell();
  }

  #gather(): void {
    if (this.#gathering !== null || this.#isTelling || this.#rung.size === 0) return;
    const { clock, flushMs } = this.#options;
    const intoWindowMs = (clock.now() + flushMs - this.#shiftMs) % flushMs;
    this.#gathering = clock.after(flushMs - intoWindowMs, () => {
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
