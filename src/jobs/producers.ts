/** The jobs that are not bells: what runs by itself, and a game that must be tried again. */
import type { Queue } from 'bullmq';
import type { GameId, SessionId } from '../protocol/ids';
import { QUEUES, type PresenceJob, type QuarantineJob } from '../protocol/jobs';

/** Of a period: a worker that is alone must not miss its own next turn by a hair. */
const QUIET_PART = 0.9;

export interface Recurring {
  readonly clock: { every(periodMs: number, run: () => void): { cancel(): void } };
  readonly everyMs: number;
  /** Told of every add that failed; the next period makes up for it. */
  readonly onError: (error: unknown) => void;
}

/**
 * Has a job run by itself, once a period for the whole deployment, however many workers ask for it: each asks by a timer
 * of its own, and Redis, by its own clock, lets one of them through; nobody while the last one has not ended.
 *
 * Not with BullMQ's job schedulers: they reckon by the clock of whoever took the last job, and one that is an hour fast
 * would keep the sweep from running for an hour.
 */
export function runAlways(queue: Pick<Queue, 'name' | 'add'>, { clock, everyMs, onError }: Recurring): () => void {
  const deduplication = { id: queue.name, ttl: Math.floor(everyMs * QUIET_PART) };
  const ask = (): void => void queue.add(queue.name, {}, { jobId: `the-${queue.name}`, deduplication }).catch(onError);
  ask();
  const timer = clock.every(everyMs, ask);
  return () => timer.cancel();
}

/**
 * One job a game. While it is there nothing is added: neither beside one that runs, nor beside one that has failed for
 * good and waits for an operator.
 */
export async function addQuarantineJob(queue: Pick<Queue<QuarantineJob>, 'add'>, gameId: GameId): Promise<void> {
  await queue.add(QUEUES.quarantine, { gameId }, { jobId: `game-${gameId}` });
}

export async function addPresenceJob(queue: Pick<Queue<PresenceJob>, 'add'>, session: SessionId): Promise<void> {
  await queue.add(QUEUES.presence, { session }, { deduplication: { id: session, keepLastIfActive: true } });
}
