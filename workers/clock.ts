/** The clock queue: a game's turn has something due; a living node is asked to see to it through the game's owner. */
import type { Sessions } from '../src/cluster/ports';
import type { GameId, SessionId } from '../src/protocol/ids';
import type { ClockJob } from '../src/protocol/jobs';
import { leastLoaded } from './sweep';

export interface ClockJobDeps {
  readonly sessions: Pick<Sessions, 'list'>;
  readonly askToTick: (gameId: GameId, session: SessionId) => Promise<void>;
}

/** @throws Error while no node lives: the sweep rings again */
export async function ringTurn(deps: ClockJobDeps, { gameId }: ClockJob): Promise<void> {
  const node = leastLoaded(await deps.sessions.list());
  if (node === undefined) throw new Error(`no node lives to see to the clock of game ${gameId}`);
  await deps.askToTick(gameId, node.id);
}
