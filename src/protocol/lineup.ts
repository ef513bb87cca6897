/**
 * Players, lineups and positions, in Retrosheet's numbering.
 *
 * `battingOrderSlot` 1–9 is the place in the order; slot 0 is the pitcher for whom somebody else bats.
 * `position` 1–9 is the field, 10 the designated hitter, 11 a pinch hitter, 12 a pinch runner.
 */
import { z } from 'zod';
import { PlayerId, TeamId } from './ids';
import { plainText } from './text';

/** The side from which a player bats, or the arm he throws with; `B` is both. */
export const Hand = z.enum(['L', 'R', 'B']);
export type Hand = z.infer<typeof Hand>;

export const Player = z.strictObject({
  id: PlayerId,
  name: plainText(80).min(1),
  bats: Hand.optional(),
  throws: Hand.optional(),
});
export type Player = z.infer<typeof Player>;

export const BattingOrderSlot = z.int().min(0).max(9);
export const Position = z.int().min(1).max(12);

/** A fielder's position 1–9. */
export const FieldPosition = z.int().min(1).max(9);

export const Starter = z.strictObject({ player: Player, position: z.int().min(1).max(10) });
export type Starter = z.infer<typeof Starter>;

export const Lineup = z.strictObject({
  /** The batting order: element 0 bats first. */
  order: z.array(Starter).length(9),
  /** The pitcher when a designated hitter bats for him (slot 0); absent when the pitcher bats. */
  pitcher: Player.optional(),
  /** Who may come in later. Empty: anybody may (a scored game learns of its players as they appear). */
  bench: z.array(Player).max(60).default([]),
});
export type Lineup = z.infer<typeof Lineup>;

/** Which rule a lineup that is refused breaks: `details.rule` of `lineup/invalid`. */
export const LineupRule = z.enum([
  'positionTwice',
  'positionVacant',
  'designatedHitter',
  'playerTwice',
  'otherTeam',
  'rosterMax',
  'noCard',
]);
export type LineupRule = z.infer<typeof LineupRule>;

export const Team = z.strictObject({ id: TeamId, name: plainText(80).min(1) });
export type Team = z.infer<typeof Team>;
