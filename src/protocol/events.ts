/**
 * What has happened in a game: the facts that the journal holds, in the past tense.
 *
 * One command yields one or more events; they are journaled together as one entry under one seq. An event holds
 * everything that was judged when it was decided, so that replay only does arithmetic, and so that a row of `plays`
 * is made from a `PlayRecorded` alone. What is absent or empty is left out. Schemas of events are not strict: a later
 * version may add a field, never change a meaning.
 */
import { z } from 'zod';
import { DecidedBy, DefensiveDecision, OffensiveDecision } from './decisions';
import { DiceRecord, DiceSecret, DiceTerms, DiceWord } from './dice';
import { GameId, LeagueId, PlayerId } from './ids';
import { CalledReason, Turn } from './commands';
import { LOBBY_EVENTS, LobbyTerms } from './lobby';
import { BattingOrderSlot, Hand, Lineup, Player, Position, Team } from './lineup';
import { Count, Fielder, FieldingError, FromBase, PlayKind, RunKind, Trajectory } from './play';
import { Ruleset } from './ruleset';
import { GameInfo, GameMode } from './schedule';
import { Seats } from './seat';
import { Half, Score, Side } from './side';

const flag = z.literal(true).optional();

export const GameScheduled = z.object({
  type: z.literal('GameScheduled'),
  /** The version of the rules of judgement by which the game's events are evolved. */
  rulesVersion: z.literal(1),
  league: LeagueId,
  mode: GameMode,
  ruleset: Ruleset,
  teams: z.object({ away: Team, home: Team }),
  seats: Seats,
  info: GameInfo.optional(),
  /** Present in a dice game. */
  dice: DiceTerms.optional(),
  lobby: LobbyTerms.optional(),
  /** The game and position from which this one goes on. */
  forkedFrom: z.object({ gameId: GameId, seq: z.int().min(1) }).optional(),
});
export type GameScheduled = z.infer<typeof GameScheduled>;

export const LineupSet = z.object({ type: z.literal('LineupSet'), side: Side, lineup: Lineup });
export type LineupSet = z.infer<typeof LineupSet>;

export const GameStarted = z.object({ type: z.literal('GameStarted') });
export type GameStarted = z.infer<typeof GameStarted>;

/** What became of one runner; `base` 0 is the batter, who is listed only when his plate appearance is over. */
export const RunnerOutcome = z.object({
  base: FromBase,
  id: PlayerId,
  /** 0 out, 1–3 on that base, 4 scored. */
  to: z.int().min(0).max(4),
  /** The pitcher responsible before the play, when he is not the one who pitches. */
  pitcher: PlayerId.optional(),
  /** The pitcher responsible from now on, when the play changes it (OBR 9.16(g)). */
  newPitcher: PlayerId.optional(),
  /** How his run counts; present when `to` is 4. */
  run: RunKind.optional(),
  rbi: flag,
  stolenBase: flag,
  caughtStealing: flag,
  pickedOff: flag,
  /** Who handled the ball in the play on him, e.g. `643`, or `5E3` when it failed. */
  play: z.string().max(24).optional(),
});
export type RunnerOutcome = z.infer<typeof RunnerOutcome>;

export const PlayRecorded = z.object({
  type: z.literal('PlayRecorded'),
  turn: Turn,

  // The situation before the play.
  inning: z.int().min(1),
  half: Half,
  outs: z.int().min(0).max(2),
  score: Score,
  batter: PlayerId,
  /** The batter's place in the order. */
  slot: z.int().min(1).max(9),
  batterHand: Hand.optional(),
  pitcher: PlayerId,
  pitcherHand: Hand.optional(),
  /** Who is charged with the strikeout or the walk when it is another (OBR 9.15(b), 9.16(h)). */
  chargedBatter: PlayerId.optional(),
  chargedBatterHand: Hand.optional(),
  chargedPitcher: PlayerId.optional(),
  chargedPitcherHand: Hand.optional(),
  count: Count.optional(),
  pitches: z.string().max(120).optional(),

  // What happened.
  kind: PlayKind,
  /** The play as it was written, or as the structured play would be written. */
  notation: z.string().max(200),
  atBat: flag,
  sacrificeHit: flag,
  sacrificeFly: flag,
  doublePlay: flag,
  groundedIntoDoublePlay: flag,
  triplePlay: flag,
  wildPitch: flag,
  passedBall: flag,
  bunt: flag,
  foul: flag,
  trajectory: Trajectory.optional(),
  location: z.string().max(8).optional(),
  fieldedBy: Fielder.optional(),

  // Who did what, in order.
  /** The batter (when his plate appearance is over) and every runner, moved or not, from home to third. */
  runners: z.array(RunnerOutcome).max(4),
  putouts: z.array(Fielder).max(100).optional(),
  assists: z.array(Fielder).max(200).optional(),
  errors: z.array(FieldingError).max(100).optional(),
  outsMade: z.int().min(0).max(3),

  /** Why, in a dice game: both decisions, the rolls, and the lines of the cards that they hit. */
  dice: DiceRecord.optional(),
});
export type PlayRecorded = z.infer<typeof PlayRecorded>;

export const PitchesRecorded = z.object({
  type: z.literal('PitchesRecorded'),
  turn: Turn,
  batter: PlayerId,
  pitcher: PlayerId,
  count: Count.optional(),
  pitches: z.string().max(120).optional(),
});
export type PitchesRecorded = z.infer<typeof PitchesRecorded>;

export const PlayerSubstituted = z.object({
  type: z.literal('PlayerSubstituted'),
  side: Side,
  player: Player,
  slot: BattingOrderSlot,
  position: Position,
  /** Whose slot it was; absent when the player changes his position only. */
  replaced: PlayerId.optional(),
  /** The position that the replaced player (or the player himself) had. */
  replacedPosition: z.int().min(0).max(12).optional(),
  /** The base of the runner whose place he takes. */
  base: z.int().min(1).max(3).optional(),
  /** The player who left was hurt, ill or sent off. */
  injury: flag,
});
export type PlayerSubstituted = z.infer<typeof PlayerSubstituted>;

export const HandAdjusted = z.object({
  type: z.literal('HandAdjusted'),
  kind: z.enum(['battingHand', 'pitchingHand']),
  player: PlayerId,
  hand: z.enum(['L', 'R']),
});
export type HandAdjusted = z.infer<typeof HandAdjusted>;

export const BattingOrderAdjusted = z.object({
  type: z.literal('BattingOrderAdjusted'),
  side: Side,
  slot: z.int().min(1).max(9),
});
export type BattingOrderAdjusted = z.infer<typeof BattingOrderAdjusted>;

export const AutomaticRunnerPlaced = z.object({
  type: z.literal('AutomaticRunnerPlaced'),
  side: Side,
  player: PlayerId,
  base: z.int().min(1).max(3),
});
export type AutomaticRunnerPlaced = z.infer<typeof AutomaticRunnerPlaced>;

export const ResponsiblePitcherAdjusted = z.object({
  type: z.literal('ResponsiblePitcherAdjusted'),
  pitcher: PlayerId,
  base: z.int().min(1).max(3),
});
export type ResponsiblePitcherAdjusted = z.infer<typeof ResponsiblePitcherAdjusted>;

export const HalfInningEnded = z.object({ type: z.literal('HalfInningEnded'), inning: z.int().min(1), half: Half });
export type HalfInningEnded = z.infer<typeof HalfInningEnded>;

export const GameSuspended = z.object({ type: z.literal('GameSuspended') });
export type GameSuspended = z.infer<typeof GameSuspended>;

/** `date` (YYYYMMDD) when play went on on another day. */
export const GameResumed = z.object({ type: z.literal('GameResumed'), date: z.string().max(8).optional() });
export type GameResumed = z.infer<typeof GameResumed>;

/** Why a game ended: by the innings, in the last of them, by a lead too large, level by rule, or as it was called. */
export const EndReason = z.enum(['regulation', 'walkOff', 'mercy', 'tie', ...CalledReason.options]);
export type EndReason = z.infer<typeof EndReason>;

export const GameEnded = z.object({ type: z.literal('GameEnded'), reason: EndReason, score: Score });
export type GameEnded = z.infer<typeof GameEnded>;

export const EarnedRunsSet = z.object({
  type: z.literal('EarnedRunsSet'),
  pitcher: PlayerId,
  earnedRuns: z.int().min(0),
});
export type EarnedRunsSet = z.infer<typeof EarnedRunsSet>;

/**
 * The play of a turn, and everything recorded after it, stopped counting: it was undone, or corrected. What counts in
 * its place follows in the same entry, judged again (`effectiveEvents` in history.ts).
 */
export const HistoryRevised = z.object({
  type: z.literal('HistoryRevised'),
  reason: z.enum(['undo', 'correction']),
  turn: Turn,
  /** The state of the game just before that play, for the engine alone; left out of what viewers get. */
  state: z.record(z.string(), z.unknown()).optional(),
});
export type HistoryRevised = z.infer<typeof HistoryRevised>;

/** What the side's bank holds now, in milliseconds, where it has one. */
const bank = z.int().min(0).optional();

/** A side has decided. `decision` is for its own eyes; the play of the turn then shows both. */
export const DefenseSubmitted = z.object({
  type: z.literal('DefenseSubmitted'),
  turn: Turn,
  side: Side,
  by: DecidedBy,
  decision: DefensiveDecision.optional(),
  bank,
});
export type DefenseSubmitted = z.infer<typeof DefenseSubmitted>;

export const OffenseSubmitted = z.object({
  type: z.literal('OffenseSubmitted'),
  turn: Turn,
  side: Side,
  by: DecidedBy,
  decision: OffensiveDecision.optional(),
  bank,
});
export type OffenseSubmitted = z.infer<typeof OffenseSubmitted>;

export const WordAdded = z.object({ type: z.literal('WordAdded'), side: Side, word: DiceWord });
export type WordAdded = z.infer<typeof WordAdded>;

/** Milliseconds, or null where no clock runs. */
const TimeBySide = z.object({ away: z.int().nullable(), home: z.int().nullable() });

/**
 * A turn is open, and nothing is decided for it. What was decided for the turn before it, if that had no play, is
 * withdrawn. Left out where a play opens the next turn and no clock runs.
 */
export const TurnOpened = z.object({
  type: z.literal('TurnOpened'),
  turn: Turn,
  /** When, in milliseconds since 1970; the deadlines likewise. */
  at: z.int().min(0),
  /** When the computer decides for a side that has not. */
  deadlines: TimeBySide,
  /** What each side has in its bank, in milliseconds. */
  banks: TimeBySide,
});
export type TurnOpened = z.infer<typeof TurnOpened>;

/** The last event of a dice game: what its commitment was made from, and how many rolls followed from it. */
export const SecretRevealed = z.object({
  type: z.literal('SecretRevealed'),
  secret: DiceSecret,
  rolls: z.int().min(0),
});
export type SecretRevealed = z.infer<typeof SecretRevealed>;

export const GameEvent = z.discriminatedUnion('type', [
  GameScheduled,
  LineupSet,
  GameStarted,
  PlayRecorded,
  PitchesRecorded,
  PlayerSubstituted,
  HandAdjusted,
  BattingOrderAdjusted,
  AutomaticRunnerPlaced,
  ResponsiblePitcherAdjusted,
  HalfInningEnded,
  GameSuspended,
  GameResumed,
  GameEnded,
  EarnedRunsSet,
  HistoryRevised,
  DefenseSubmitted,
  OffenseSubmitted,
  WordAdded,
  TurnOpened,
  SecretRevealed,
  ...LOBBY_EVENTS,
]);
export type GameEvent = z.infer<typeof GameEvent>;
export type GameEventType = GameEvent['type'];
