/** What it takes to put a game on the schedule. */
import { z } from 'zod';
import { DiceOptions } from './dice';
import { LeagueId } from './ids';
import { Team } from './lineup';
import { SeatAccess } from './lobby';
import { Ruleset, RulesetName } from './ruleset';
import { Seats } from './seat';
import { plainText } from './text';

/** How plays come about: `scored`, a scorekeeper records what happened; `dice`, two managers decide, and dice fall. */
export const GameMode = z.enum(['scored', 'dice']);
export type GameMode = z.infer<typeof GameMode>;

/** Facts about a game that no rule asks for: park, date, gameNumber, attendance… */
export const GameInfo = z
  .record(plainText(40).min(1), plainText(200))
  .refine((info) => Object.keys(info).length <= 64, 'at most 64 entries');
export type GameInfo = z.infer<typeof GameInfo>;

export const ScheduleInput = z
  .strictObject({
    league: LeagueId,
    ruleset: z.union([RulesetName, Ruleset]),
    /** Overrides the ruleset's: in `mlb-2019` the home park decides. */
    designatedHitter: z.boolean().optional(),
    mode: GameMode,
    teams: z.strictObject({ away: Team, home: Team }),
    /** Who holds which seat; each command is checked against it. */
    seats: Seats,
    info: GameInfo.optional(),
    /** With mode `dice`, and only then: cards, managers, clock. */
    dice: DiceOptions.optional(),
    /** Who may take a seat of a dice game that is free; nobody by himself, unless it says so. */
    access: SeatAccess.optional(),
  })
  .refine(({ mode, dice }) => (mode === 'dice') === (dice !== undefined), {
    path: ['dice'],
    message: 'a dice game needs it, and a scored game has none',
  })
  .refine(({ mode, access }) => mode === 'dice' || access === undefined, {
    path: ['access'],
    message: 'a scored game has none',
  });
export type ScheduleInput = z.infer<typeof ScheduleInput>;
