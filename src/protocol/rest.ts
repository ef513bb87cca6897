/** REST's words: what its resources take and give. Paths are under `/api`. */
import { z } from 'zod';
import { Seq } from './envelope';
import { GameId, LeagueId } from './ids';
import { GameStatus } from './scores';

/** `GET /api/games`: newest first; `cursor` is the `next` of the page before. */
export const ListGamesQuery = z.strictObject({
  status: GameStatus.optional(),
  league: LeagueId.optional(),
  cursor: z.string().min(1).max(200).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});
export type ListGamesQuery = z.infer<typeof ListGamesQuery>;

/** A game in a list: the narrow row, as PostgreSQL has it (a second behind at most). */
export const GameListItem = z.object({
  gameId: GameId,
  league: LeagueId,
  mode: z.string(),
  status: GameStatus,
  away: z.object({ id: z.string(), name: z.string(), runs: z.int() }),
  home: z.object({ id: z.string(), name: z.string(), runs: z.int() }),
  inning: z.int(),
  half: z.enum(['top', 'bottom']),
  outs: z.int(),
  lastSeq: Seq,
  createdAt: z.string(),
  updatedAt: z.string(),
});
export type GameListItem = z.infer<typeof GameListItem>;

export interface GameListPage {
  readonly games: readonly GameListItem[];
  readonly next: string | null;
}

/** Games in PostgreSQL. */
export interface CatalogTotals {
  readonly games: number;
  readonly byLeague: Readonly<Record<string, number>>;
  readonly byStatus: Readonly<Record<string, number>>;
}

/** `GET /api/games/:id/events` */
export const EventsQuery = z.strictObject({
  after: z.coerce.number().int().min(0).default(0),
  limit: z.coerce.number().int().min(1).max(500).default(200),
});
export type EventsQuery = z.infer<typeof EventsQuery>;
