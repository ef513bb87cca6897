/**
 * What a dice game is played with, and what a play keeps of its rolls.
 *
 * The service draws a secret for each game and shows only its hash, the commitment. Roll n follows from the secret, the
 * game, a word of each manager and n; the secret is revealed with the end, and then anybody can check every roll.
 */
import { z } from 'zod';
import { DefensiveDecision, OffensiveDecision } from './decisions';
import { CardSetId, PlayerId } from './ids';

/** 32 bytes, in hexadecimal. */
const Hex256 = z.string().regex(/^[0-9a-f]{64}$/, '64 hexadecimal digits');

/** A game's secret; the key of its rolls. */
export const DiceSecret = Hex256;
export type DiceSecret = z.infer<typeof DiceSecret>;

/** The SHA-256 of the secret's 32 bytes. */
export const DiceCommitment = Hex256;
export type DiceCommitment = z.infer<typeof DiceCommitment>;

/** What a manager adds of his own to the rolls. */
export const DiceWord = z
  .string()
  .min(1)
  .max(64)
  .regex(/^[\x21-\x7b\x7d\x7e]+$/, 'printable ASCII without blanks and without "|"');
export type DiceWord = z.infer<typeof DiceWord>;

/** Who decides for a side: whoever holds its seat, or the computer. */
export const DiceManager = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('human') }),
  z.strictObject({ kind: z.literal('computer') }),
]);
export type DiceManager = z.infer<typeof DiceManager>;

const DURATION_MAX_MS = 30 * 24 * 3600 * 1000;
const DurationMs = z.int().min(0).max(DURATION_MAX_MS);

/** How long a manager may think: as long as he likes, so long each turn, or from a bank that grows by each turn. */
export const ClockRule = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('none') }),
  z.strictObject({ kind: z.literal('perTurn'), turnMs: DurationMs.min(1000) }),
  z.strictObject({ kind: z.literal('bank'), bankMs: DurationMs.min(1000), incrementMs: DurationMs }),
]);
export type ClockRule = z.infer<typeof ClockRule>;

const RestDays = z
  .record(PlayerId, z.int().min(1).max(9))
  .refine((days) => Object.keys(days).length <= 60, 'at most 60 pitchers');

/** What whoever makes a dice game says of it. */
export const DiceOptions = z.strictObject({
  /** Each side's card set. */
  cards: z.strictObject({ away: CardSetId, home: CardSetId }),
  managers: z.strictObject({ away: DiceManager, home: DiceManager }),
  clock: ClockRule,
  /** Days of rest that a pitcher lacks, by side and player; whoever is not named lacks none. */
  missingRestDays: z.strictObject({ away: RestDays, home: RestDays }).optional(),
});
export type DiceOptions = z.infer<typeof DiceOptions>;

/** A secret under its commitment. */
export interface DiceSeal {
  readonly commitment: DiceCommitment;
  readonly secret: DiceSecret;
}

/** What the first event of a dice game holds. `secret` is left out of what viewers get. */
export const DiceTerms = z.object({
  ...DiceOptions.shape,
  commitment: DiceCommitment,
  secret: DiceSecret.optional(),
});
export type DiceTerms = z.infer<typeof DiceTerms>;

/** One roll: a die of so many faces, what it showed, and what it was for. */
export const DiceRoll = z.object({
  faces: z.int().min(2).max(1_000_000),
  value: z.int().min(1),
  for: z.string().max(40),
});
export type DiceRoll = z.infer<typeof DiceRoll>;

/** The line of a card or chart that decided something: where it stands, and what it said. */
export const DiceLine = z.object({
  /** Whose card. */
  card: PlayerId,
  kind: z.string().max(40),
  column: z.union([z.string().max(40), z.number()]),
  row: z.union([z.string().max(40), z.number()]),
  split: z.number().optional(),
  result: z.string().max(80),
});
export type DiceLine = z.infer<typeof DiceLine>;

/** Why a play came out as it did: both decisions, the rolls in order, and the lines that they hit. */
export const DiceRecord = z.object({
  defense: DefensiveDecision,
  offense: OffensiveDecision,
  rolls: z.array(DiceRoll).max(100),
  lines: z.array(DiceLine).max(50),
});
export type DiceRecord = z.infer<typeof DiceRecord>;
