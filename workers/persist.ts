/** The persist queue: passes over one partition until its journal is empty, or the process is told to stop. */
import type { PersisterDeps } from '../src/cluster/persister';
import { persistPartition } from '../src/cluster/persister';
import type { Bell } from '../src/cluster/ports';
import type { GameId } from '../src/protocol/ids';
import type { PersistJob } from '../src/protocol/jobs';

export interface PersistDeps {
  readonly persister: PersisterDeps;
  /** Has a game tried again that was set aside. May be lost: the sweep does it again. */
  readonly retryLater: (gameId: GameId) => Promise<void>;
  readonly bell: Bell;
  readonly isStopping: () => boolean;
}

export async function persist(deps: PersistDeps, { partition }: PersistJob): Promise<void> {
  let after: string | null = '';
  while (after !== null) {
    if (deps.isStopping()) {
      deps.bell.ring(partition);
      return;
    }
    const report = await persistPartition(deps.persister, partition, after);
    for (const gameId of report.quarantined) await deps.retryLater(gameId);
    after = report.next;
  }
}
