/** What a client renders: a game as one viewer may see it. */
import { z } from 'zod';
import { DefensiveDecision, OffensiveDecision } from './decisions';
import { ClockRule, DiceCommitment, DiceManager } from './dice';
import { CardSetId, LeagueId, PlayerId } from './ids';
import { EndReason } from './events';
import { Hand, Team } from './lineup';
import { LobbyTerms } from './lobby';
import { Count } from './play';
import { Ruleset } from './ruleset';
import { GameMode } from './schedule';
import { GameStatus } from './scores';
import { Seat } from './seat';
import { Half, Score, Side } from './side';

export const PlayerView = z.object({ id: PlayerId, name: z.string() });
export type PlayerView = z.infer<typeof PlayerView>;

/** A player in the game: slot 0–9, position 0–12 (0: relieved of his position, waiting for the next). */
export const LineupPlayerView = z.object({
  id: PlayerId,
  name: z.string(),
  bats: Hand.optional(),
  throws: Hand.optional(),
  slot: z.int().min(0).max(9),
  position: z.int().min(0).max(12),
});
export type LineupPlayerView = z.infer<typeof LineupPlayerView>;

export const LineupView = z.object({
  order: z.array(LineupPlayerView),
  /** The pitcher for whom somebody else bats; null when the pitcher bats. */
  pitcher: LineupPlayerView.nullable(),
  /** Named, and not yet in the game. */
  bench: z.array(PlayerView),
  /** Has left the game. */
  used: z.array(PlayerView),
});
export type LineupView = z.infer<typeof LineupView>;

/** What an open plate appearance looks like; for a final game, as it stood when the game ended. */
export const SituationView = z.object({
  inning: z.int().min(1),
  half: Half,
  outs: z.int().min(0).max(3),
  /** Runners on first, second and third. */
  bases: z.tuple([PlayerView.nullable(), PlayerView.nullable(), PlayerView.nullable()]),
  batter: PlayerView,
  /** Null between a pitcher's leaving and the next one's coming in. */
  pitcher: PlayerView.nullable(),
  count: Count,
});
export type SituationView = z.infer<typeof SituationView>;

const TimeBySide = z.object({ away: z.int().nullable(), home: z.int().nullable() });

/** A dice game's own part of the view. */
export const DiceView = z.object({
  /** The hash of the secret from which the rolls follow; the last event tells the secret. */
  commitment: DiceCommitment,
  cards: z.object({ away: CardSetId, home: CardSetId }),
  managers: z.object({ away: DiceManager, home: DiceManager }),
  clock: ClockRule,
  /** What each manager added to the rolls; '' for none. */
  words: z.object({ away: z.string(), home: z.string() }),
  /** Whose decision for the open turn is in. */
  decided: z.object({ away: z.boolean(), home: z.boolean() }),
  /** The viewer's own decision for the open turn; null for whoever has none. */
  own: z.union([DefensiveDecision, OffensiveDecision]).nullable(),
  /** How many rolls have fallen. */
  rolled: z.int().min(0),
  /** When each side's time is up, in milliseconds since 1970, and what its bank held as the turn opened. */
  deadlines: TimeBySide,
  banks: TimeBySide,
});
export type DiceView = z.infer<typeof DiceView>;

/** What goes on around a dice game. */
export const LobbyView = z.object({
  access: LobbyTerms.shape.access,
  /** Who has said that he may begin. */
  ready: z.object({ away: z.boolean(), home: z.boolean() }),
  /** When the game starts although one side has not said so (ms since 1970). */
  startBy: z.int().nullable(),
  /** Who offers a pause, and waits for the other's answer. */
  pauseOfferedBy: Side.nullable(),
  /** Turns in a row that each manager has left to the clock. */
  expired: z.object({ away: z.int(), home: z.int() }),
});
export type LobbyView = z.infer<typeof LobbyView>;

export const GameView = z.object({
  status: GameStatus,
  mode: GameMode,
  league: LeagueId,
  ruleset: Ruleset,
  teams: z.object({ away: Team, home: Team }),
  /** The seats that somebody holds. */
  seats: z.array(Seat),
  /** The open decision; 0 before the game starts. */
  turn: z.int().min(0),
  score: Score,
  /** Null before the game starts. */
  situation: SituationView.nullable(),
  lineups: z.object({ away: LineupView.nullable(), home: LineupView.nullable() }),
  /** Why the game ended; null while it has not. */
  endReason: EndReason.nullable(),
  /** Null in a scored game. */
  dice: DiceView.nullable(),
  /** Null in a scored game. */
  lobby: LobbyView.nullable(),
});
export type GameView = z.infer<typeof GameView>;
