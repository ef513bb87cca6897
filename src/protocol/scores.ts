/** The summary for lists, and the line score. */
import { z } from 'zod';
import { Half, Score } from './side';

export const GameStatus = z.enum(['scheduled', 'live', 'suspended', 'final']);
export type GameStatus = z.infer<typeof GameStatus>;

export const GameSummary = z.object({
  status: GameStatus,
  /** The inning under way, or the last one; 0 before the game starts. */
  inning: z.int().min(0),
  half: Half,
  outs: z.int().min(0).max(3),
  score: Score,
  /** When the game's clock has something to say (ms since 1970; 0: at any time); absent: never. */
  dueAt: z.int().min(0).optional(),
});
export type GameSummary = z.infer<typeof GameSummary>;

/** One team's line: runs by inning (null: it did not bat in that inning), and the totals. */
export const TeamLine = z.object({
  runsByInning: z.array(z.int().min(0).nullable()),
  runs: z.int().min(0),
  hits: z.int().min(0),
  errors: z.int().min(0),
  leftOnBase: z.int().min(0),
});
export type TeamLine = z.infer<typeof TeamLine>;

export const LineScore = z.object({ away: TeamLine, home: TeamLine });
export type LineScore = z.infer<typeof LineScore>;
