/** Asks everybody who can be asked what became of a game. */
import { RestClient } from '../../src/client/rest';
import { systemClock, systemRandom } from '../../src/platform/clock';
import type { GameUpdate, Refused } from '../../src/protocol/envelope';
import { type GameId, UserId } from '../../src/protocol/ids';
import type { EventsAnswer } from '../../src/protocol/rest';
import type { Evidence } from './findings';
import type { GameRun } from './scorekeeper';
import type { StoredGames } from './stored';

const NOTHING: Evidence = { served: null, stored: null, servedLineScore: null };

/** @throws Fault when the database does not answer; a service that does not is evidence by its absence */
export async function gatherEvidence(
  { gameId }: GameRun,
  from: { readonly url: string; readonly stored: StoredGames | null },
): Promise<Evidence> {
  if (gameId === null) return NOTHING;
  const credential = { user: UserId.parse('replay') };
  const rest = new RestClient({ url: from.url, credential, clock: systemClock, random: systemRandom });
  const [served, score, stored] = await Promise.all([
    updatesOf(rest, gameId),
    rest.lineScore(gameId),
    from.stored === null ? null : from.stored.entries(gameId),
  ]);
  return { served, stored, servedLineScore: score.ok ? score.lineScore : null };
}

/** Everything that happened in a game, as anybody may see it; none when the service does not say. */
async function updatesOf(rest: RestClient, gameId: GameId): Promise<readonly GameUpdate[]> {
  const updates: GameUpdate[] = [];
  for (let after: number | null = 0; after !== null;) {
    const page: EventsAnswer | Refused = await rest.events(gameId, after);
    if (!page.ok) return [];
    updates.push(...page.updates);
    after = page.next;
  }
  return updates;
}
