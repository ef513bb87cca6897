/**
 * The persistence queue as BullMQ keeps it: one waiting job a partition, one more behind a pass that has begun
 * (`keepLastIfActive`), nothing left behind by a job that is done or has failed. The job of a worker that died is given
 * to another after a while.
 */
import type { PersistJob } from '../../src/protocol/jobs';
import type { VirtualClock } from '../support/virtual-clock';

/** After this long without a sign of its worker, a job counts as stalled. */
const STALLED_AFTER_MS = 5000;

interface Entry {
  state: 'waiting' | 'active';
  /** It was added again while it was active. */
  again: boolean;
}

export interface Added {
  readonly data: PersistJob;
}

/** Whoever takes jobs: settles when the job is done or has failed, and never when its worker died. */
export type Process = (job: PersistJob) => Promise<void>;

export class JobQueue {
  private readonly jobs = new Map<number, Entry>();

  constructor(
    private readonly clock: VirtualClock,
    private readonly process: Process,
  ) {}

  async addBulk(jobs: readonly Added[]): Promise<void> {
    for (const { data } of jobs) this.add(data.partition);
  }

  private add(partition: number): void {
    const there = this.jobs.get(partition);
    if (there !== undefined) {
      there.again ||= there.state === 'active';
      return;
    }
    this.jobs.set(partition, { state: 'waiting', again: false });
    this.clock.after(0, () => this.start(partition));
  }

  private start(partition: number): void {
    const job = this.jobs.get(partition);
    if (job === undefined || job.state === 'active') return;
    job.state = 'active';
    const stalled = this.clock.after(STALLED_AFTER_MS, () => {
      if (this.jobs.get(partition) === job) this.end(partition, true);
    });
    const finish = (): void => {
      stalled.cancel();
      if (this.jobs.get(partition) === job) this.end(partition, job.again);
    };
    this.process({ partition }).then(finish, finish);
  }

  private end(partition: number, again: boolean): void {
    this.jobs.delete(partition);
    if (again) this.add(partition);
  }
}
