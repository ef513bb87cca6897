/** REST's words: what its resources take and give. Paths are under `/api`. */
import { z } from 'zod';
import type { BoxScore } from './box-score';
import { type GameUpdate, Seq } from './envelope';
import type { CardPlayer, CardSet } from './cards';
import { DiceOptions } from './dice';
import { type CardSetId, GameId, LeagueId, TeamId, UserId } from './ids';
import { Season } from './league';
import { SeatAccess } from './lobby';
import { GameMode } from './schedule';
import { GameStatus, type LineScore } from './scores';
import { Seat, Seats, Viewer } from './seat';
import type { GameView } from './view';

/** `GET /api/games`: newest first; `cursor` is the `next` of the page before. */
export const ListGamesQuery = z.strictObject({
  status: GameStatus.optional(),
  league: LeagueId.optional(),
  /** Games in which this user holds a seat. */
  user: UserId.optional(),
  /** `true`: dice games that have not begun, with a seat that anybody may take. */
  open: z.enum(['true']).optional(),
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

/** What a resource is read with: whose eyes. A seat's are for its holder. */
export const ViewerQuery = z.strictObject({ as: Viewer.default('spectator') });
export type ViewerQuery = z.infer<typeof ViewerQuery>;

/** `GET /api/games/:id/events` */
export const EventsQuery = ViewerQuery.extend({
  after: z.coerce.number().int().min(0).max(1_000_000).default(0),
  limit: z.coerce.number().int().min(1).max(500).default(200),
});
export type EventsQuery = z.infer<typeof EventsQuery>;

/** The seat from which a command is given: `POST …/commands`, `PUT …/lineups/:side`. */
export const SeatQuery = z.strictObject({ seat: Seat.default('scorekeeper') });
export type SeatQuery = z.infer<typeof SeatQuery>;

/** A resource that takes no parameters in its query. */
export const NoQuery = z.strictObject({});

/** What names a creation; hashed, so it may be anything printable. */
export const IdempotencyKey = z
  .string()
  .min(1)
  .max(200)
  .regex(/^[\x21-\x7e]+$/, 'printable characters without blanks');

/** `POST /api/games` */
export interface CreatedGame {
  readonly ok: true;
  readonly gameId: GameId;
  /** True when this key had created the game before. */
  readonly duplicate: boolean;
}

/** `POST /api/card-sets` */
export interface StoredCardSet {
  readonly ok: true;
  readonly cardSetId: CardSetId;
}

/** `GET /api/card-sets/:id` */
export interface CardSetAnswer extends StoredCardSet {
  readonly cardSet: CardSet;
}

/** `GET /api/card-sets/:id/players`: in the order of the set. */
export interface CardPlayersAnswer extends StoredCardSet {
  readonly team: CardSet['team'];
  readonly season: CardSet['season'];
  readonly players: readonly CardPlayerItem[];
}

export type CardPlayerItem = CardPlayer & {
  /** 1–9, as on his card; empty: he only bats, or only pitches. */
  readonly positions: readonly number[];
  /** Null: he does not pitch. */
  readonly pitches: 'starter' | 'reliever' | 'both' | null;
};

/** `GET /api/card-sets`: newest first. */
export const CardSetsQuery = z.strictObject({
  kind: z.enum(['sba', 'pd']).optional(),
  season: Season.optional(),
  team: TeamId.optional(),
  limit: z.coerce.number().int().min(1).max(500).default(100),
});
export type CardSetsQuery = z.infer<typeof CardSetsQuery>;

export interface CardSetListItem {
  readonly cardSetId: CardSetId;
  readonly kind: CardSet['kind'];
  readonly team: CardSet['team'];
  readonly season: CardSet['season'];
}

export interface CardSetListAnswer {
  readonly ok: true;
  readonly cardSets: readonly CardSetListItem[];
}

/** `POST /api/games/:id/forks`: a game of its own that goes on from a position of this one. */
export const ForkInput = z
  .strictObject({
    seq: Seq,
    /** The other game's, unless named. */
    league: LeagueId.optional(),
    mode: GameMode,
    seats: Seats,
    dice: DiceOptions.optional(),
    access: SeatAccess.optional(),
  })
  .refine(({ mode, dice }) => (mode === 'dice') === (dice !== undefined), {
    path: ['dice'],
    message: 'a dice game needs it, and a scored game has none',
  });
export type ForkInput = z.infer<typeof ForkInput>;

/** `GET /api/games/:id` */
export interface GameAnswer {
  readonly ok: true;
  readonly gameId: GameId;
  readonly seq: number;
  readonly epoch: number;
  /** The answering node's clock, in milliseconds since 1970: what the view's deadlines are to be held against. */
  readonly now: number;
  readonly view: GameView;
}

/** The seq in `GET /api/games/:id/at/:seq`; whether the game has had it is for its owner to say. */
export const AtSeq = z
  .string()
  .regex(/^-?\d{1,15}$/, 'a whole number')
  .transform(Number);

/** `GET /api/games/:id/at/:seq`: the game as it stood after that seq, through a spectator's eyes. */
export interface GameAtAnswer {
  readonly ok: true;
  readonly gameId: GameId;
  readonly seq: number;
  /** The game's seq now. */
  readonly head: number;
  readonly view: GameView;
}

/** `GET /api/games/:id/events` */
export interface EventsAnswer {
  readonly ok: true;
  readonly gameId: GameId;
  readonly updates: readonly GameUpdate[];
  /** The game's head. */
  readonly seq: number;
  /** `after` of the next page; null when this page reaches the head. */
  readonly next: number | null;
}

/** `GET /api/games/:id/line-score` */
export interface LineScoreAnswer {
  readonly ok: true;
  readonly gameId: GameId;
  /** The score as of this seq. */
  readonly seq: number;
  readonly lineScore: LineScore;
}

/** `GET /api/games/:id/box-score` */
export interface BoxScoreAnswer {
  readonly ok: true;
  readonly gameId: GameId;
  /** The score as of this seq. */
  readonly seq: number;
  readonly boxScore: BoxScore;
}

/** Games in memory, and who looks at them: of one node, or of all. */
export interface ActiveCounts {
  readonly games: number;
  /** Lineups that those games hold, two when both are set. */
  readonly lineups: number;
  readonly sockets: number;
  readonly byLeague: Readonly<Record<string, number>>;
  readonly byStatus: Readonly<Record<string, number>>;
}

/** `GET /api/stats` */
export interface StatsAnswer {
  readonly ok: true;
  /** All living nodes together. */
  readonly active: ActiveCounts;
  readonly nodes: readonly (ActiveCounts & {
    readonly node: string;
    readonly session: string;
    readonly address: string;
    readonly startedAt: string;
    readonly sinceBeatMs: number;
  })[];
  /** What PostgreSQL has, ended games included. */
  readonly stored: CatalogTotals;
}
