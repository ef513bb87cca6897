/**
 * The sweep queue: every few seconds, in one worker of the deployment, whatever may have been forgotten is done again.
 *
 * - Partitions with entries are rung: their bell may have been lost.
 * - Games whose entries wait for an owner: a node is asked to acquire them.
 * - Games that are set aside: each has its job.
 * - Games whose clock should have spoken: it is rung, its own job may have been lost.
 * - Connected sockets: those of dead node sessions are forgotten, those of living ones copied again.
 *
 * Each part is tried whether or not the one before succeeded.
 */
import type { Bell, Journal, Sessions, SessionSighting } from '../src/cluster/ports';
import { stuckGames, type StuckGamesDeps } from '../src/cluster/stuck-games';
import type { GameId, SessionId } from '../src/protocol/ids';

export interface SweepDeps {
  readonly journal: Pick<Journal, 'depths'>;
  readonly sessions: Pick<Sessions, 'list'>;
  readonly stuck: StuckGamesDeps;
  readonly bell: Bell;
  readonly askToAcquire: (gameId: GameId, session: SessionId) => Promise<void>;
  readonly quarantined: () => Promise<readonly GameId[]>;
  readonly retryLater: (gameId: GameId) => Promise<void>;
  readonly overdue: () => Promise<readonly GameId[]>;
  readonly ringTurn: (gameId: GameId) => void;
  readonly dropDeadSockets: (living: readonly SessionId[]) => Promise<unknown>;
  readonly copySockets: (session: SessionId) => Promise<void>;
}

/** @throws AggregateError when a part failed */
export async function sweep(deps: SweepDeps): Promise<void> {
  const parts = [ringWaiting, wakeStuck, retrySetAside, ringOverdue, tidySockets];
  const outcomes = await Promise.allSettled(parts.map((part) => part(deps)));
  const failures = outcomes.flatMap((outcome) => (outcome.status === 'rejected' ? [outcome.reason as unknown] : []));
  if (failures.length > 0) throw new AggregateError(failures, 'a part of the sweep failed');
}

async function waitingPartitions({ journal }: SweepDeps): Promise<number[]> {
  const depths = await journal.depths();
  return depths.flatMap((depth, partition) => (depth > 0 ? [partition] : []));
}

async function ringWaiting(deps: SweepDeps): Promise<void> {
  for (const partition of await waitingPartitions(deps)) deps.bell.ring(partition);
}

async function wakeStuck(deps: SweepDeps): Promise<void> {
  const stuck: GameId[] = [];
  for (const partition of await waitingPartitions(deps)) stuck.push(...(await stuckGames(deps.stuck, partition)));
  if (stuck.length === 0) return;
  const node = leastLoaded(await deps.sessions.list());
  if (node === undefined) return;
  for (const gameId of stuck) await deps.askToAcquire(gameId, node.id);
}

async function retrySetAside(deps: SweepDeps): Promise<void> {
  for (const gameId of await deps.quarantined()) await deps.retryLater(gameId);
}

async function ringOverdue(deps: SweepDeps): Promise<void> {
  for (const gameId of await deps.overdue()) deps.ringTurn(gameId);
}

async function tidySockets(deps: SweepDeps): Promise<void> {
  const living = (await deps.sessions.list()).map((session) => session.id);
  await deps.dropDeadSockets(living);
  for (const session of living) await deps.copySockets(session);
}

/** The node session with the fewest games in memory. */
export function leastLoaded(sessions: readonly SessionSighting[]): SessionSighting | undefined {
  const load = (session: SessionSighting): number => session.stats?.hotGames ?? 0;
  return [...sessions].sort((a, b) => load(a) - load(b))[0];
}
