/** The jobs that are not bells: what runs by itself, and a game that must be tried again. */
import type { Queue } from 'bullmq';
import type { GameId, SessionId } from '../protocol/ids';
import { QUEUES, type PresenceJob, type QuarantineJob } from '../protocol/jobs';

/**
 * A job that runs by itself: one for the whole deployment, however many workers ask for it; a later period takes the
 * place of an earlier.
 */
export async function scheduleAlways(
  queue: Pick<Queue, 'name' | 'upsertJobScheduler'>,
  everyMs: number,
): Promise<void> {
  await queue.upsertJobScheduler(queue.name, { every: everyMs }, { name: queue.name, data: {} });
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
