/**
 * A play: the closed words for what can happen on the field, and the structured form in which a scorekeeper (or the
 * reader of a notation) says it.
 *
 * A `ScoredPlay` says what was seen and judges nothing: which advances are implied, who drove in whom, what a force
 * does to the pitcher responsible, and whether the play can happen at all, is `baseball/`'s to decide.
 */
import { z } from 'zod';
import { plainText } from './text';

/** What a play is, by the first thing that is scored of it. The order is Retrosheet's (2 = out … 23 = homeRun). */
export const PlayKind = z.enum([
  'out',
  'strikeout',
  'stolenBase',
  'defensiveIndifference',
  'caughtStealing',
  'pickoff',
  'wildPitch',
  'passedBall',
  'balk',
  'otherAdvance',
  'foulError',
  'walk',
  'intentionalWalk',
  'hitByPitch',
  'interference',
  'error',
  'fieldersChoice',
  'single',
  'double',
  'triple',
  'homeRun',
]);
export type PlayKind = z.infer<typeof PlayKind>;

/** A fielder 1–9, or 0 when the record does not know who. */
export const Fielder = z.int().min(0).max(9);

/** OBR 9.12: a misplayed ball, a wild throw, or a good throw dropped. */
export const ErrorKind = z.enum(['fielding', 'throwing', 'dropped']);
export type ErrorKind = z.infer<typeof ErrorKind>;

export const FieldingError = z.strictObject({ fielder: Fielder, kind: ErrorKind });
export type FieldingError = z.infer<typeof FieldingError>;

/**
 * Who handled the ball, in order: the last one has the putout and the others an assist; with `error` nobody is out,
 * and those before it have an assist.
 */
export const FieldingSequence = z.strictObject({
  fielders: z.array(Fielder).max(20),
  error: FieldingError.optional(),
});
export type FieldingSequence = z.infer<typeof FieldingSequence>;

/** Where a runner stands: 0 is the batter, 1–3 the bases. */
export const FromBase = z.int().min(0).max(3);
/** Where a runner goes: 1–3 the bases, 4 home. */
export const ToBase = z.int().min(1).max(4);

/** How a run counts: against the pitcher, against nobody, or against the pitcher but not his team (OBR 9.16(i)). */
export const RunKind = z.enum(['earned', 'unearned', 'teamUnearned']);
export type RunKind = z.infer<typeof RunKind>;

/** An out of the play itself: `64(1)3` retires the runner from first, then the batter (`runner` 0). */
export const ScoredOut = z.strictObject({ runner: FromBase, by: FieldingSequence });
export type ScoredOut = z.infer<typeof ScoredOut>;

/** A runner caught stealing `base` (2–4), or picked off `base` (1–3), or picked off on the way to `base` (2–4). */
export const ScoredAttempt = z.strictObject({
  kind: z.enum(['stolenBase', 'caughtStealing', 'pickoff', 'pickoffCaughtStealing']),
  base: z.int().min(1).max(4),
  by: FieldingSequence.optional(),
  run: RunKind.optional(),
  rbi: z.boolean().optional(),
});
export type ScoredAttempt = z.infer<typeof ScoredAttempt>;

/** A runner's advance, or an out on the bases (`out`); an `out` whose last sequence holds an error is safe. */
export const ScoredAdvance = z.strictObject({
  from: FromBase,
  to: ToBase,
  out: z.boolean().optional(),
  by: z.array(FieldingSequence).max(4).optional(),
  run: RunKind.optional(),
  /** Said outright: true for (RBI), false for (NR); absent: by rule. */
  rbi: z.boolean().optional(),
  wildPitch: z.boolean().optional(),
  passedBall: z.boolean().optional(),
  /** He was stealing the base that he was given, as behind a balk: (SB2). */
  stolenBase: z.boolean().optional(),
});
export type ScoredAdvance = z.infer<typeof ScoredAdvance>;

export const Trajectory = z.enum(['G', 'F', 'L', 'P']);
export type Trajectory = z.infer<typeof Trajectory>;

export const PlayModifier = z.enum([
  'bunt',
  'foul',
  'force',
  'sacrificeHit',
  'sacrificeFly',
  'doublePlay',
  'groundedIntoDoublePlay',
  'triplePlay',
  'groundRule',
  'batterRunning',
  'interference',
]);
export type PlayModifier = z.infer<typeof PlayModifier>;

export const ScoredPlay = z.strictObject({
  kind: PlayKind,
  /** Who first handled a batted ball. */
  fieldedBy: Fielder.optional(),
  outs: z.array(ScoredOut).max(4).optional(),
  attempts: z.array(ScoredAttempt).max(4).optional(),
  /** The misplay of an `error`, a `foulError`, an `interference`, or of the runner's half of a strikeout or walk. */
  error: FieldingError.optional(),
  /** Assists on that misplay, e.g. the 4 of `C/4E1`. */
  assists: z.array(Fielder).max(3).optional(),
  /** The runner's half of a strikeout or walk: `K+WP`, `W+PB`, `IW+DI`… */
  plus: z.enum(['wildPitch', 'passedBall', 'otherAdvance', 'defensiveIndifference', 'error']).optional(),
  trajectory: Trajectory.optional(),
  location: plainText(8).min(1).optional(),
  modifiers: z.array(PlayModifier).max(8).optional(),
  advances: z.array(ScoredAdvance).max(8).optional(),
});
export type ScoredPlay = z.infer<typeof ScoredPlay>;

export const Count = z.strictObject({ balls: z.int().min(0).max(4), strikes: z.int().min(0).max(3) });
export type Count = z.infer<typeof Count>;

/** The pitches of a plate appearance so far, one letter each, in Retrosheet's code. */
export const Pitches = z
  .string()
  .max(120)
  .regex(/^[\x20-\x7e]*$/, 'printable characters');

/** A play's text in Retrosheet's notation, e.g. `S8.2-H;1-3`. Its reader answers better than a pattern what is wrong. */
export const Notation = z
  .string()
  .min(1)
  .max(200)
  .regex(/^[\x20-\x7e]+$/, 'printable ASCII characters');
