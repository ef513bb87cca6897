/**
 * Two ways to drive the tables.
 *
 * `paced`: commands fall due in a steady beat, whatever the service does, and go to the tables in turn; one whose table
 * still waits for an answer waits too, and its time counts from the moment it was due. So a service that stalls cannot
 * hide it by slowing its clients down.
 *
 * `unpaced`: each table sends as soon as it was answered: the highest rate that so many tables get out of the service.
 */
import type { Sent, Table } from './table';

export interface DriveOptions {
  readonly tables: readonly Table[];
  /** Told of each answer: when the command was due (or sent), by `performance.now()`. */
  readonly onAnswer: (answer: Sent, dueAt: number) => void;
}

export interface Driver {
  /** No more commands; resolves when none is under way. */
  stop(): Promise<void>;
}

const BEAT_MS = 2;
const NOT_READY_PAUSE_MS = 2;

export function drivePaced(ratePerS: number, { tables, onAnswer }: DriveOptions): Driver {
  const queues = tables.map((table) => new DueQueue(table, onAnswer));
  const startedAt = performance.now();
  let issued = 0;
  let turn = 0;
  const timer = setInterval(() => {
    const due = Math.floor(((performance.now() - startedAt) / 1000) * ratePerS);
    for (; issued < due; issued++) {
      const dueAt = startedAt + ((issued + 1) / ratePerS) * 1000;
      queues[turn++ % queues.length]?.add(dueAt);
    }
  }, BEAT_MS);
  return {
    async stop() {
      clearInterval(timer);
      await Promise.all(queues.map((queue) => queue.idle()));
    },
  };
}

/** The commands of one table that are due. */
class DueQueue {
  private readonly due: number[] = [];
  private running: Promise<void> | null = null;

  constructor(
    private readonly table: Table,
    private readonly onAnswer: DriveOptions['onAnswer'],
  ) {}

  add(dueAt: number): void {
    this.due.push(dueAt);
    this.running ??= this.run();
  }

  async idle(): Promise<void> {
    await this.running;
  }

  private async run(): Promise<void> {
    for (let dueAt = this.due.shift(); dueAt !== undefined; dueAt = this.due.shift()) {
      await untilReady(this.table);
      this.onAnswer(await this.table.send(), dueAt);
    }
    this.running = null;
  }
}

export function driveUnpaced({ tables, onAnswer }: DriveOptions): Driver {
  let isStopped = false;
  const runs = tables.map(async (table) => {
    while (!isStopped) {
      await untilReady(table);
      const sentAt = performance.now();
      onAnswer(await table.send(), sentAt);
    }
  });
  return {
    async stop() {
      isStopped = true;
      await Promise.all(runs);
    },
  };
}

async function untilReady(table: Table): Promise<void> {
  while (!table.isReady) await new Promise((resolve) => setTimeout(resolve, NOT_READY_PAUSE_MS));
}
