/** A league's tables: who won how often, and who leads in what. All of it is counted from completed games. */
import { z } from 'zod';
import type { BattingLine, PitchingLine } from './box-score';
import type { FacesSpread } from './dice-proof';
import { type GameId, LeagueId, type PlayerId } from './ids';
import type { Team } from './lineup';
import type { Side } from './side';

/** The year of a season. */
export const Season = z.coerce.number().int().min(1800).max(9999);

/** `GET /api/leagues/:league/standings`: the newest season unless one is named. */
export const StandingsQuery = z.strictObject({ season: Season.optional() });

/** `GET /api/leagues/:league/leaders`: so many a category, ties at the end left out. */
export const LeadersQuery = StandingsQuery.extend({ limit: z.coerce.number().int().min(1).max(50).default(5) });

/** `GET /api/leagues/:league/dice`: so many of a season's dice games, newest first; `cursor` is the `next` of the page before. */
export const LeagueDiceQuery = StandingsQuery.extend({
  cursor: z.string().min(1).max(200).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});

export const LeaguePath = LeagueId;

/** A completed game as the standings count it. */
export interface GameResult {
  readonly gameId: GameId;
  readonly away: Team & { readonly runs: number };
  readonly home: Team & { readonly runs: number };
  /** Null: a tie. A forfeited game has the winner that the forfeit says, whatever the score was. */
  readonly winner: Side | null;
}

export interface WinsAndLosses {
  readonly wins: number;
  readonly losses: number;
}

export interface StandingsRow extends WinsAndLosses {
  readonly team: Team;
  readonly games: number;
  readonly ties: number;
  /** Wins by games decided, ties left out; 0 when none was. */
  readonly winningPercentage: number;
  /** Behind the first of the table; halves occur. */
  readonly gamesBehind: number;
  readonly runsScored: number;
  readonly runsAllowed: number;
  readonly home: WinsAndLosses;
  readonly away: WinsAndLosses;
  readonly lastTen: WinsAndLosses;
  /** How often in a row the last result came. */
  readonly streak: { readonly result: 'win' | 'loss' | 'tie'; readonly games: number };
}

/** The counts of a batter's games together. */
export type BattingTotals = BattingLine & { readonly games: number };

type PitchingCounts = Omit<PitchingLine, 'id' | 'name' | 'decision' | 'facedWithoutOut'>;

/** The counts of a pitcher's games together. */
export interface PitchingTotals extends PitchingCounts {
  readonly games: number;
  readonly starts: number;
  readonly completeGames: number;
  readonly shutouts: number;
  readonly wins: number;
  readonly losses: number;
  readonly saves: number;
}

/** What one player did for one team, in one game or in many. */
export interface PlayerTotals {
  readonly player: { readonly id: PlayerId; readonly name: string };
  readonly team: Team['id'];
  readonly batting: BattingTotals;
  readonly pitching: PitchingTotals;
}

export type LeaderCategoryName =
  | 'battingAverage'
  | 'onBasePercentage'
  | 'sluggingPercentage'
  | 'onBasePlusSlugging'
  | 'hits'
  | 'doubles'
  | 'triples'
  | 'homeRuns'
  | 'runs'
  | 'runsBattedIn'
  | 'stolenBases'
  | 'walks'
  | 'earnedRunAverage'
  | 'walksAndHitsPerInning'
  | 'wins'
  | 'saves'
  | 'strikeouts'
  | 'inningsPitched';

export interface Leader {
  readonly player: PlayerTotals['player'];
  readonly team: Team['id'];
  readonly value: number;
}

export interface LeaderCategory {
  readonly name: LeaderCategoryName;
  readonly side: 'batting' | 'pitching';
  readonly leaders: readonly Leader[];
}

/** `GET /api/leagues/:league/standings` */
export interface StandingsAnswer {
  readonly ok: true;
  readonly league: LeagueId;
  /** Null: the league has no completed game. */
  readonly season: number | null;
  readonly standings: readonly StandingsRow[];
}

/** `GET /api/leagues/:league/leaders` */
export interface LeadersAnswer {
  readonly ok: true;
  readonly league: LeagueId;
  readonly season: number | null;
  readonly categories: readonly LeaderCategory[];
}

/** `GET /api/leagues/:league/dice` */
export interface LeagueDiceAnswer {
  readonly ok: true;
  readonly league: LeagueId;
  /** Null: the league has no completed game. */
  readonly season: number | null;
  /** How many completed dice games this page counts. */
  readonly games: number;
  /** Those of them whose dice do not follow from their secrets. */
  readonly failing: readonly GameId[];
  /** Of all their rolls together; the counts of pages add up. */
  readonly spread: readonly FacesSpread[];
  readonly next: string | null;
}

/** Which of a season's dice games are wanted. */
export type DiceGamesAsked = Omit<z.infer<typeof LeagueDiceQuery>, 'season'> & { readonly season: number };

export interface DiceGamesPage {
  readonly games: readonly GameId[];
  readonly next: string | null;
}
