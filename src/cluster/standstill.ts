/**
 * When nobody served a game because the whole service was stopped, in order, and started again.
 *
 * Its record says when its last owner, which went away, let it go; the sessions say since when somebody has been there
 * who could have taken it. A game that merely left memory, or that a living node could have had all the while, stood
 * still for nobody. A service that died leaves no such record: then a dead owner is taken over, and nobody knows since
 * when there was none.
 */
import type { GameId } from '../protocol/ids';
import type { Archive, Sessions } from './ports';
import type { Outage } from './session';

export interface StandstillDeps {
  readonly archive: Pick<Archive, 'lastMoves'>;
  readonly sessions: Pick<Sessions, 'list'>;
}

/**
 * @returns times of day; null when the game did not stand still before it was acquired now.
 * @throws Fault
 */
export async function standstillBefore({ archive, sessions }: StandstillDeps, gameId: GameId): Promise<Outage | null> {
  const [, before] = await archive.lastMoves(gameId, 2);
  if (before?.kind !== 'released' || before.reason !== 'handOff') return null;
  const from = Date.parse(before.at);
  const to = Math.min(...(await sessions.list()).map(({ startedAt }) => startedAt));
  return from < to && Number.isFinite(to) ? { from, to } : null;
}
