/** `Catalog` in memory, over the games of a `MemoryArchive`. */
import { Fault, type Catalog } from '../../cluster/ports';
import { JournalEntry } from '../../protocol/envelope';
import type { GameId } from '../../protocol/ids';
import type { CatalogTotals, GameListItem, GameListPage, ListGamesQuery } from '../../protocol/rest';
import type { MemoryArchive, MemoryGame } from './archive';

export class MemoryCatalog implements Catalog {
  readonly #archive: MemoryArchive;

  constructor(options: { archive: MemoryArchive }) {
    this.#archive = options.archive;
  }

  async listGames({ status, league, cursor, limit }: ListGamesQuery): Promise<GameListPage> {
    const newestFirst = this.#items().sort((a, b) => (keyOf(a) < keyOf(b) ? 1 : -1));
    const from = cursor === undefined ? 0 : newestFirst.findIndex((game) => cursorAfter(game) === cursor) + 1;
    if (cursor !== undefined && from === 0) {
      throw new Fault({ code: 'request/invalid', outcome: 'notApplied', message: 'The cursor is not one of a page.' });
    }
    const rest = newestFirst
      .slice(from)
      .filter((game) => (status ?? game.status) === game.status && (league ?? game.league) === game.league);
    const games = rest.slice(0, limit);
    const last = games.at(-1);
    return { games, next: rest.length > limit && last !== undefined ? cursorAfter(last) : null };
  }

  async gameRow(gameId: GameId): Promise<GameListItem | undefined> {
    const game = this.#archive.games.get(gameId);
    return game === undefined ? undefined : listItem(gameId, game);
  }

  async totals(): Promise<CatalogTotals> {
    const games = this.#items();
    return {
      games: games.length,
      byLeague: countBy(games, (game) => game.league),
      byStatus: countBy(games, (game) => game.status),
    };
  }

  async ping(): Promise<void> {}

  #items(): GameListItem[] {
    return [...this.#archive.games].map(([gameId, game]) => listItem(gameId, game));
  }
}

function listItem(gameId: GameId, game: MemoryGame): GameListItem {
  const last = JournalEntry.parse(JSON.parse(game.entries.at(-1) ?? ''));
  const { status, inning, half, outs, score } = last.after;
  const { league, mode, teams } = game.event;
  return {
    gameId,
    league,
    mode,
    status,
    away: { ...teams.away, runs: score.away },
    home: { ...teams.home, runs: score.home },
    inning,
    half,
    outs,
    lastSeq: last.seq,
    createdAt: new Date(game.createdAt).toISOString(),
    updatedAt: new Date(last.at).toISOString(),
  };
}

function keyOf(game: GameListItem): string {
  return `${game.createdAt} ${game.gameId}`;
}

function cursorAfter(game: GameListItem): string {
  return Buffer.from(keyOf(game)).toString('base64url');
}

function countBy(games: readonly GameListItem[], key: (game: GameListItem) => string): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const game of games) counts[key(game)] = (counts[key(game)] ?? 0) + 1;
  return counts;
}
