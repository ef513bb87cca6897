/** The jobs that are not bells: the sweep that runs by itself, and a game that must be tried again. */
import type { Queue } from 'bullmq';
import type { GameId, SessionId } from '../protocol/ids';
import { QUEUES, type PresenceJob, type QuarantineJob, type SweepJob } from '../protocol/jobs';

/** One sweep for the whole deployment, however many workers ask for it; a later period takes the place of an earlier. */
export async function scheduleSweep(
  queue: Pick<Queue<SweepJob>, 'upsertJobScheduler'>,
  everyMs: number,
): Promise<void> {
  await queue.upsertJobScheduler(QUEUES.sweep, { every: everyMs }, { name: QUEUES.sweep, data: {} });
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
