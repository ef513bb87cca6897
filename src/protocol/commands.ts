/**
 * What may be asked of a game. A command is imperative, and names what it needs and nothing it wants to be believed.
 *
 * `turn` is the number of the open decision: it starts at 1 and each recorded play opens the next. A command that
 * carries a turn is refused unless it names the open one, so a late or doubled command changes nothing.
 */
import { z } from 'zod';
import { DefensiveDecision, OffensiveDecision } from './decisions';
import { DiceWord } from './dice';
import { PlayerId } from './ids';
import { LOBBY_COMMANDS, type LobbyCommand } from './lobby';
import { BattingOrderSlot, Lineup, Player, Position } from './lineup';
import { Count, Notation, Pitches, ScoredPlay } from './play';
import { Side } from './side';

export const Turn = z.int().min(1).max(1_000_000);

/** Names a team's starters; may be given again until the game starts. */
export const SetLineup = z.strictObject({ type: z.literal('SetLineup'), side: Side, lineup: Lineup });
export type SetLineup = z.infer<typeof SetLineup>;

export const StartGame = z.strictObject({ type: z.literal('StartGame') });
export type StartGame = z.infer<typeof StartGame>;

/** A play as a scorekeeper says it. */
const SAID_PLAY = {
  turn: Turn,
  /** Who bats, when the sender wants that checked: another batter than the one who is up refuses the command. */
  batter: PlayerId.optional(),
  notation: Notation.optional(),
  play: ScoredPlay.optional(),
  count: Count.optional(),
  pitches: Pitches.optional(),
};

const isSaidOnce = (said: { notation?: unknown; play?: unknown }): boolean =>
  (said.notation === undefined) !== (said.play === undefined);
const SAY_ONCE = 'give either notation or play';

/** What happened, as notation or structured: exactly one of the two. */
export const RecordPlay = z.strictObject({ type: z.literal('RecordPlay'), ...SAID_PLAY }).refine(isSaidOnce, SAY_ONCE);
export type RecordPlay = z.infer<typeof RecordPlay>;

/**
 * What happened in truth on a play that is recorded otherwise. Everything recorded after it is judged again; what no
 * longer fits refuses the correction. A count or pitches that are not given stay as they were recorded.
 */
export const CorrectPlay = z
  .strictObject({ type: z.literal('CorrectPlay'), ...SAID_PLAY })
  .refine(isSaidOnce, SAY_ONCE);
export type CorrectPlay = z.infer<typeof CorrectPlay>;

/**
 * The last recorded play did not happen: the game stands again as just before it. What was recorded after it (an
 * ending, substitutions, counts) is taken back with it.
 */
export const UndoPlay = z.strictObject({ type: z.literal('UndoPlay'), turn: Turn });
export type UndoPlay = z.infer<typeof UndoPlay>;

/** The count of a plate appearance that goes on, e.g. before a substitution in the middle of it. */
export const RecordPitches = z.strictObject({
  type: z.literal('RecordPitches'),
  turn: Turn,
  batter: PlayerId.optional(),
  count: Count.optional(),
  pitches: Pitches.optional(),
});
export type RecordPitches = z.infer<typeof RecordPitches>;

/** A player takes a slot and a position; the side may be left out when the player or the position says it. */
export const RecordSubstitution = z.strictObject({
  type: z.literal('RecordSubstitution'),
  side: Side.optional(),
  player: Player,
  battingOrderSlot: BattingOrderSlot,
  position: Position,
  /** The player who leaves is hurt, ill or sent off: a pitcher may then go before he has faced his minimum. */
  injury: z.boolean().optional(),
});
export type RecordSubstitution = z.infer<typeof RecordSubstitution>;

/** The batter bats, or the pitcher pitches, from a side that his roster entry does not say. */
export const HandAdjustment = z.strictObject({
  kind: z.enum(['battingHand', 'pitchingHand']),
  player: PlayerId,
  hand: z.enum(['L', 'R']),
});

/** The batter of this slot comes up out of turn. */
export const BattingOrderAdjustment = z.strictObject({
  kind: z.literal('battingOutOfTurn'),
  side: Side,
  battingOrderSlot: z.int().min(1).max(9),
});

/** A half-inning begins with this runner on this base (OBR 7.01(b)). */
export const AutomaticRunnerAdjustment = z.strictObject({
  kind: z.literal('automaticRunner'),
  player: PlayerId,
  base: z.int().min(1).max(3),
});

/** The scorer holds another pitcher responsible for the runner on this base. */
export const ResponsiblePitcherAdjustment = z.strictObject({
  kind: z.literal('responsiblePitcher'),
  pitcher: PlayerId,
  base: z.int().min(1).max(3),
});

export const Adjustment = z.discriminatedUnion('kind', [
  HandAdjustment,
  BattingOrderAdjustment,
  AutomaticRunnerAdjustment,
  ResponsiblePitcherAdjustment,
]);
export type Adjustment = z.infer<typeof Adjustment>;

export const RecordAdjustment = z.strictObject({ type: z.literal('RecordAdjustment'), adjustment: Adjustment });
export type RecordAdjustment = z.infer<typeof RecordAdjustment>;

/** Why a game ends that the innings do not end: called by weather or darkness, by agreement, or forfeited. */
export const CalledReason = z.enum(['called', 'forfeitedToHome', 'forfeitedToAway']);
export type CalledReason = z.infer<typeof CalledReason>;

export const EndGame = z.strictObject({ type: z.literal('EndGame'), reason: CalledReason });
export type EndGame = z.infer<typeof EndGame>;

export const SuspendGame = z.strictObject({ type: z.literal('SuspendGame') });
export type SuspendGame = z.infer<typeof SuspendGame>;

/** `date` (YYYYMMDD) when play goes on on another day. */
export const ResumeGame = z.strictObject({
  type: z.literal('ResumeGame'),
  date: z
    .string()
    .regex(/^\d{8}$/, 'a date, YYYYMMDD')
    .optional(),
});
export type ResumeGame = z.infer<typeof ResumeGame>;

/** The official scorer's earned runs of one pitcher; they outrank what rule 9.16 reconstructs. */
export const SetEarnedRuns = z.strictObject({
  type: z.literal('SetEarnedRuns'),
  pitcher: PlayerId,
  earnedRuns: z.int().min(0).max(99),
});
export type SetEarnedRuns = z.infer<typeof SetEarnedRuns>;

/** What the fielding side's manager decides for a turn of a dice game. */
export const SubmitDefense = z.strictObject({
  type: z.literal('SubmitDefense'),
  turn: Turn,
  decision: DefensiveDecision,
});
export type SubmitDefense = z.infer<typeof SubmitDefense>;

/** What the batting side's manager decides for a turn of a dice game. */
export const SubmitOffense = z.strictObject({
  type: z.literal('SubmitOffense'),
  turn: Turn,
  decision: OffensiveDecision,
});
export type SubmitOffense = z.infer<typeof SubmitOffense>;

/** A manager's own word for the rolls, before the game starts. */
export const AddWord = z.strictObject({ type: z.literal('AddWord'), word: DiceWord });
export type AddWord = z.infer<typeof AddWord>;

/** Time is up for whoever has not decided: the computer decides for him. The clock's alone to say. */
export const ExpireTurn = z.strictObject({ type: z.literal('ExpireTurn'), turn: Turn });
export type ExpireTurn = z.infer<typeof ExpireTurn>;

export const Command = z.discriminatedUnion('type', [
  SetLineup,
  StartGame,
  RecordPlay,
  CorrectPlay,
  UndoPlay,
  RecordPitches,
  RecordSubstitution,
  RecordAdjustment,
  EndGame,
  SuspendGame,
  ResumeGame,
  SetEarnedRuns,
  SubmitDefense,
  SubmitOffense,
  AddWord,
  ExpireTurn,
  ...LOBBY_COMMANDS,
]);
export type Command = z.infer<typeof Command>;
export type CommandType = Command['type'];

/** What a dice game adds. */
export type DiceCommand = SubmitDefense | SubmitOffense | AddWord | ExpireTurn | LobbyCommand;
/** What tells of players, plays, and the game's course. */
export type FieldCommand = Exclude<Command, DiceCommand>;
