/**
 * A BullMQ worker of one queue: parses each job's data, then hands it on.
 *
 * A worker that is killed leaves its job active, and the partition's bell with it; others take it over once its lock
 * has run out. Every job may be done twice, so the lock is short, and a job that was dropped often is no reason to
 * give it up.
 */
import { UnrecoverableError, Worker, type ConnectionOptions, type Job } from 'bullmq';
import type { z } from 'zod';
import { QUEUE_PREFIX } from '../src/jobs/queues';
import { QUEUES, type QueueName } from '../src/protocol/jobs';

const LOCK_MS = 5_000;
const STALLED_CHECK_MS = 2_000;
/** In effect never. */
const STALLED_MAX = 1_000_000;

export interface QueueWorkerOptions<S extends z.ZodType> {
  readonly queue: QueueName;
  readonly schema: S;
  readonly process: (data: z.output<S>) => Promise<void>;
  /** An ioredis client with `maxRetriesPerRequest: null`; the worker makes a second one of it to wait with. */
  readonly connection: ConnectionOptions;
  /** Jobs at a time in this process. */
  readonly concurrency: number;
  /** A try of a job failed, or the connection did. */
  readonly onError: (error: Error) => void;
}

export function startQueueWorker<S extends z.ZodType>(options: QueueWorkerOptions<S>): Worker {
  const { queue, schema, onError } = options;
  const process = async (job: Job): Promise<void> => {
    const parsed = schema.safeParse(job.data);
    if (!parsed.success) throw new UnrecoverableError(`not a job of ${queue}: ${parsed.error.message}`);
    await options.process(parsed.data);
  };
  const worker = new Worker(QUEUES[queue], process, {
    connection: options.connection,
    prefix: QUEUE_PREFIX,
    concurrency: options.concurrency,
    lockDuration: LOCK_MS,
    stalledInterval: STALLED_CHECK_MS,
    maxStalledCount: STALLED_MAX,
  });
  worker.on('failed', (_, error) => onError(error));
  worker.on('error', onError);
  return worker;
}
