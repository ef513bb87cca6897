/** `Catalog` in memory, over the games of a `MemoryArchive`. */
import { Fault, type Catalog } from '../../cluster/ports';
import { JournalEntry } from '../../protocol/envelope';
import { countsOf } from '../../protocol/counts';
import type { GameId, UserId } from '../../protocol/ids';
import type { Seat } from '../../protocol/seat';
import type { OwnershipPage, OwnershipQuery } from '../../protocol/ownership';
import type { CatalogTotals, GameListItem, GameListPage, ListGamesQuery } from '../../protocol/rest';
import type { MemoryArchive, MemoryGame } from './archive';

export class MemoryCatalog implements Catalog {
  readonly #archive: MemoryArchive;

  constructor(options: { archive: MemoryArchive }) {
    this.#archive = options.archive;
  }

  async listGames({ status, league, user, open, cursor, limit }: ListGamesQuery): Promise<GameListPage> {
    const newestFirst = this.#items().sort((a, b) => (keyOf(a) < keyOf(b) ? 1 : -1));
    const isWanted = (game: GameListItem): boolean =>
      (status ?? game.status) === game.status &&
      (league ?? game.league) === game.league &&
      (user === undefined || Object.values(this.#seatsOf(game)).includes(user)) &&
      (open === undefined || this.#isOpen(game));
    const { items, next } = pageOf(itemsAfter(newestFirst, keyOf, cursor).filter(isWanted), keyOf, limit);
    return { games: items, next };
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

  async ownership(gameId: GameId, { cursor, limit }: OwnershipQuery): Promise<OwnershipPage> {
    const moves = this.#archive.games.get(gameId)?.ownership ?? [];
    const newestFirst = moves
      .map((move, id) => ({ move, id }))
      .sort((a, b) => b.move.epoch - a.move.epoch || b.id - a.id);
    const keyOfMove = ({ move, id }: (typeof newestFirst)[number]): string => `${move.epoch} ${id}`;
    const { items, next } = pageOf(itemsAfter(newestFirst, keyOfMove, cursor), keyOfMove, limit);
    return { moves: items.map(({ move }) => move), next };
  }

  async quarantined(): Promise<number> {
    return [...this.#archive.games.values()].filter(({ quarantine }) => quarantine !== null).length;
  }

  async ping(): Promise<void> {}

  #seatsOf({ gameId }: GameListItem): Readonly<Partial<Record<Seat, UserId | undefined>>> {
    const game = this.#archive.games.get(gameId);
    const seats: { -readonly [seat in Seat]?: UserId | undefined } = { ...game?.event.seats };
    for (const text of game?.entries ?? []) {
      for (const event of JournalEntry.parse(JSON.parse(text)).events) {
        if (event.type === 'SeatTaken') seats[event.seat] = event.user;
        if (event.type === 'SeatLeft') seats[event.seat] = undefined;
      }
    }
    return seats;
  }

  #isOpen(game: GameListItem): boolean {
    const { dice, lobby } = this.#archive.games.get(game.gameId)?.event ?? {};
    if (game.status !== 'scheduled' || lobby?.access !== 'open' || dice === undefined) return false;
    const seats = this.#seatsOf(game);
    return (['away', 'home'] as const).some(
      (side) => dice.managers[side].kind === 'human' && seats[side] === undefined,
    );
  }

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

/** @throws Fault `request/invalid` for a cursor that no page gave out. */
function itemsAfter<T>(items: readonly T[], keyOfItem: (item: T) => string, cursor: string | undefined): readonly T[] {
  if (cursor === undefined) return items;
  const before = items.findIndex((item) => cursorOf(keyOfItem(item)) === cursor);
  if (before >= 0) return items.slice(before + 1);
  throw new Fault({ code: 'request/invalid', outcome: 'notApplied', message: 'The cursor is not one of a page.' });
}

function pageOf<T>(
  rest: readonly T[],
  keyOfItem: (item: T) => string,
  limit: number,
): { readonly items: readonly T[]; readonly next: string | null } {
  const items = rest.slice(0, limit);
  const last = items.at(-1);
  return { items, next: rest.length > limit && last !== undefined ? cursorOf(keyOfItem(last)) : null };
}

function cursorOf(key: string): string {
  return Buffer.from(key).toString('base64url');
}

function countBy(games: readonly GameListItem[], key: (game: GameListItem) => string): Record<string, number> {
  return countsOf(games.map((game) => [key(game), 1]));
}
