/** The two teams of a game, and the halves of an inning in which they bat. */
import { z } from 'zod';

/** Which team: the visitors or the hosts. Who bats first is the ruleset's matter (`homeBatsFirst`). */
export const Side = z.enum(['away', 'home']);
export type Side = z.infer<typeof Side>;

/** A value for each team, e.g. the score. */
export interface BySide<T> {
  readonly away: T;
  readonly home: T;
}

/** The halves of an inning: whoever bats first bats in the top. */
export const Half = z.enum(['top', 'bottom']);
export type Half = z.infer<typeof Half>;

/** Runs of each team. */
export const Score = z.object({ away: z.int().min(0), home: z.int().min(0) });
export type Score = z.infer<typeof Score>;
