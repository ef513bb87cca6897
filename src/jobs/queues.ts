/**
 * The queues as BullMQ has them: one connection for all, and what becomes of a job unless its producer says otherwise.
 *
 * A job that is kept after it ended blocks its deduplication for good, so bells are removed whether they succeed or
 * fail. Only quarantine keeps its failures: they are what an operator must see, and may retry in the dashboard.
 */
import { Queue, type ConnectionOptions, type JobsOptions, type QueueOptions } from 'bullmq';
import {
  QUEUES,
  type ClockJob,
  type PersistJob,
  type PresenceJob,
  type QuarantineJob,
  type ResultsJob,
  type SweepJob,
} from '../protocol/jobs';

/** In braces: on a Redis Cluster all keys of the queues must share a slot. */
export const QUEUE_PREFIX = '{bull}';

export interface Queues {
  readonly persist: Queue<PersistJob>;
  readonly quarantine: Queue<QuarantineJob>;
  readonly presence: Queue<PresenceJob>;
  readonly sweep: Queue<SweepJob>;
  readonly results: Queue<ResultsJob>;
  readonly clock: Queue<ClockJob>;
  /** For the dashboard. */
  readonly all: readonly Queue[];
  close(): Promise<void>;
}

/**
 * A pass that fails is not tried again by BullMQ, which would put it off by the worker's own clock: one that is an hour
 * fast would put it off by an hour, and every bell of that partition with it. Owners ring while entries are unconfirmed,
 * and the sweep rings.
 */
const BELL: JobsOptions = {
  attempts: 1,
  removeOnComplete: true,
  removeOnFail: true,
};

/** A game that stays set aside: from seconds to hours between its tries. */
const QUARANTINE: JobsOptions = {
  attempts: 12,
  backoff: { type: 'exponential', delay: 5_000 },
  removeOnComplete: true,
  removeOnFail: false,
};

/**
 * @param connection an ioredis client of its own, with `maxRetriesPerRequest: null`
 * @param onError told of every failure of the connection that a queue sees
 */
export function createQueues(connection: ConnectionOptions, onError: (error: Error) => void = () => undefined): Queues {
  const open = <Job>(name: string, defaultJobOptions: JobsOptions): Queue<Job> => {
    const options: QueueOptions = { connection, prefix: QUEUE_PREFIX, defaultJobOptions };
    const queue = new Queue<Job>(name, options);
    queue.on('error', onError);
    return queue;
  };
  const persist = open<PersistJob>(QUEUES.persist, BELL);
  const quarantine = open<QuarantineJob>(QUEUES.quarantine, QUARANTINE);
  const presence = open<PresenceJob>(QUEUES.presence, BELL);
  const sweep = open<SweepJob>(QUEUES.sweep, BELL);
  const results = open<ResultsJob>(QUEUES.results, BELL);
  const clock = open<ClockJob>(QUEUES.clock, BELL);
  const all: readonly Queue[] = [persist, quarantine, presence, sweep, results, clock];
  return {
    persist,
    quarantine,
    presence,
    sweep,
    results,
    clock,
    all,
    async close() {
      await Promise.all(all.map((queue) => queue.close()));
    },
  };
}
