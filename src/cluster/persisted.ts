/** How far PostgreSQL has come with hot games. */
import type { Owner } from './owner';
import type { Bell, Journal } from './ports';

export interface PersistedDeps {
  readonly journal: Pick<Journal, 'partitionOf' | 'persisted'>;
  readonly bell: Bell;
}

/** Asks about the games whose owners do not know that it has everything, and has the rest moved there. @throws Fault */
export async function refreshPersisted(owners: readonly Owner[], { journal, bell }: PersistedDeps): Promise<void> {
  const behind = owners.filter(({ game }) => (game?.unpersisted.length ?? 0) > 0);
  if (behind.length === 0) return;
  const persisted = await journal.persisted(behind.map(({ gameId }) => gameId));
  for (const { gameId, game } of behind) {
    game?.markPersisted(persisted.get(gameId) ?? 0);
    if ((game?.unpersisted.length ?? 0) > 0) bell.ring(journal.partitionOf(gameId));
  }
}
