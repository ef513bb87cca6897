/**
 * What the two managers of a dice game decide before each play, each without knowing the other's.
 *
 * A decision answers a turn. It cannot be changed once it is submitted, and nobody but its side sees it before both are
 * in; the play event then shows both. Which decisions a situation allows is `baseball/decisions.ts`'s to say.
 */
import { z } from 'zod';

const Base = z.union([z.literal(1), z.literal(2), z.literal(3)]);

/** Bases by number, lowest first, each at most once. */
const Bases = z
  .array(Base)
  .max(3)
  .refine((bases) => bases.every((base, i) => i === 0 || base > (bases[i - 1] ?? 0)), 'rising, each base once');

export const DefensiveDecision = z.strictObject({
  alignment: z.enum(['normal', 'shift']),
  /** `in`: all four to cut off a run at the plate; `cornersIn`: first and third, for a bunt. */
  infieldDepth: z.enum(['normal', 'in', 'cornersIn', 'doublePlay']),
  outfieldDepth: z.enum(['normal', 'in', 'deep']),
  /** The bases whose runners are held. */
  hold: Bases,
  /** The catcher is ready for a runner who goes; the batter gets a ball. */
  pitchOut: z.boolean(),
  intentionalWalk: z.boolean(),
});
export type DefensiveDecision = z.infer<typeof DefensiveDecision>;

export const OffensiveDecision = z.strictObject({
  approach: z.enum(['normal', 'contact', 'power', 'patient']),
  /** The bases whose runners go with the pitch, for a steal. */
  steal: Bases,
  hitAndRun: z.boolean(),
  bunt: z.enum(['none', 'sacrifice', 'squeeze']),
});
export type OffensiveDecision = z.infer<typeof OffensiveDecision>;

/** Who decided: the manager, or the computer for him. */
export const DecidedBy = z.enum(['manager', 'computer']);
export type DecidedBy = z.infer<typeof DecidedBy>;
