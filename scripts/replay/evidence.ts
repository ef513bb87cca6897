/** Asks everybody who can be asked what became of a game. */
import { UserId } from '../../src/protocol/ids';
import type { Evidence } from './findings';
import { Rest } from './rest';
import type { GameRun } from './scorekeeper';
import type { StoredGames } from './stored';

const NOTHING: Evidence = { served: null, stored: null, servedLineScore: null };

/** @throws Fault when the database does not answer; a service that does not is evidence by its absence */
export async function gatherEvidence(
  { gameId }: GameRun,
  from: { readonly url: string; readonly stored: StoredGames | null },
): Promise<Evidence> {
  if (gameId === null) return NOTHING;
  const rest = new Rest({ url: from.url, user: UserId.parse('replay') });
  const [updates, score, stored] = await Promise.all([
    rest.updates(gameId),
    rest.lineScore(gameId),
    from.stored === null ? null : from.stored.entries(gameId),
  ]);
  return {
    served: updates.ok ? updates.updates : [],
    stored,
    servedLineScore: score.ok ? score.lineScore : null,
  };
}
