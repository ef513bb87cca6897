/** The quarantine queue: tries one game that was set aside. Its job fails, visibly, until the game is let go. */
import { retryQuarantined, type QuarantineDeps } from '../src/cluster/quarantine';
import type { GameId } from '../src/protocol/ids';
import type { QuarantineJob } from '../src/protocol/jobs';

export interface QuarantineJobDeps {
  readonly quarantine: QuarantineDeps;
  readonly askToAcquire: (gameId: GameId) => Promise<void>;
  /** Told when a game was let go. */
  readonly onReleased: (fact: { gameId: GameId; stored: number }) => void;
}

/** @throws Error with the reason why the game stays where it is */
export async function retryGame(deps: QuarantineJobDeps, { gameId }: QuarantineJob): Promise<void> {
  const outcome = await retryQuarantined(deps.quarantine, gameId);
  if (outcome.status === 'released') {
    deps.onReleased({ gameId, stored: outcome.stored });
    return;
  }
  if (outcome.needsOwner) await deps.askToAcquire(gameId);
  throw new Error(`game ${gameId} stays set aside: ${outcome.reason}`);
}
