/**
 * The box score (OBR 9.02, 9.03): what each player of a game did at bat, on the mound and in the field, and what a
 * newspaper tells besides. Every number is a count of the game's events and nothing else.
 */
import { z } from 'zod';
import { PlayerId } from './ids';
import { FieldPosition, Position, Team } from './lineup';
import { FromBase } from './play';
import { GameStatus, LineScore } from './scores';
import { Half, Side } from './side';

const tally = z.int().min(0);

/** OBR 9.02(a): a batter's, and a runner's, day. */
export const BattingLine = z.object({
  plateAppearances: tally,
  atBats: tally,
  runs: tally,
  hits: tally,
  doubles: tally,
  triples: tally,
  homeRuns: tally,
  /** Home runs that drove in four. */
  grandSlams: tally,
  runsBattedIn: tally,
  walks: tally,
  /** Among the walks. */
  intentionalWalks: tally,
  strikeouts: tally,
  hitByPitch: tally,
  sacrificeHits: tally,
  sacrificeFlies: tally,
  /** Times that he was given first base because of interference. */
  interference: tally,
  groundedIntoDoublePlay: tally,
  stolenBases: tally,
  caughtStealing: tally,
  /** Runners who were still on base after a plate appearance of his that cost an out. */
  leftOnBase: tally,
});
export type BattingLine = z.infer<typeof BattingLine>;

/** OBR 9.02(b): a fielder's day at one position. */
export const FieldingLine = z.object({
  position: FieldPosition,
  /** 1 once he was there for a play; 0 when he was only announced. */
  games: z.int().min(0).max(1),
  /** Outs made by his side while he was there. */
  outs: tally,
  putouts: tally,
  assists: tally,
  errors: tally,
  doublePlays: tally,
  triplePlays: tally,
  passedBalls: tally,
  /** Interferences with a batter, by a catcher. */
  interference: tally,
});
export type FieldingLine = z.infer<typeof FieldingLine>;

/** OBR 9.02(c): a pitcher's day. A pitcher who comes back to the mound has another line for his second stay. */
export const PitchingLine = z.object({
  id: PlayerId,
  name: z.string(),
  outs: tally,
  battersFaced: tally,
  atBats: tally,
  runs: tally,
  earnedRuns: tally,
  hits: tally,
  doubles: tally,
  triples: tally,
  homeRuns: tally,
  grandSlams: tally,
  walks: tally,
  intentionalWalks: tally,
  strikeouts: tally,
  hitBatters: tally,
  sacrificeHits: tally,
  sacrificeFlies: tally,
  interference: tally,
  groundedIntoDoublePlay: tally,
  wildPitches: tally,
  balks: tally,
  /** Outs of batted balls that were not bunted, on the ground and in the air. */
  groundOuts: tally,
  airOuts: tally,
  /** Runners on base when he came in, and how many of these scored. */
  inheritedRunners: tally,
  inheritedRunnersScored: tally,
  /** Pitches thrown, and strikes among them; 0 where nobody wrote down pitches. */
  pitches: tally,
  strikes: tally,
  decision: z.enum(['win', 'loss', 'save']).nullable(),
  /** He left without having retired one of the batters whom he had faced in that inning. */
  facedWithoutOut: z.object({ batters: z.int().min(1), inning: z.int().min(1) }).nullable(),
});
export type PitchingLine = z.infer<typeof PitchingLine>;

/** A player in the batting order, or a pitcher for whom another bats (slot 0). */
export const BoxScorePlayer = z.object({
  id: PlayerId,
  name: z.string(),
  slot: z.int().min(0).max(9),
  isStarter: z.boolean(),
  /** The day (YYYYMMDD) on which he came in, when that was after a suspended game had been resumed. */
  enteredOn: z.string().optional(),
  /** In the order in which he held them; 11 and 12 are for a pinch hitter and a pinch runner. */
  positions: z.array(Position).min(1),
  batting: BattingLine,
  /** One line a position that he was announced for. */
  fielding: z.array(FieldingLine),
});
export type BoxScorePlayer = z.infer<typeof BoxScorePlayer>;

export const TeamBoxScore = z.object({
  team: Team,
  /** By slot, and within it as they came in; those of slot 0 last. */
  players: z.array(BoxScorePlayer),
  /** As they came in. */
  pitchers: z.array(PitchingLine),
  /** Made in the field. */
  doublePlays: tally,
  triplePlays: tally,
  /** Runs against the team that were earned for the team (OBR 9.16(i)): the pitchers' may be more. */
  earnedRuns: tally,
});
export type TeamBoxScore = z.infer<typeof TeamBoxScore>;

export const BoxScoreNoteKind = z.enum([
  'error',
  'double',
  'triple',
  'homeRun',
  'stolenBase',
  'caughtStealing',
  'pickedOff',
  'sacrificeHit',
  'sacrificeFly',
  'hitByPitch',
  'intentionalWalk',
  'wildPitch',
  'balk',
  'passedBall',
  'doublePlay',
  'triplePlay',
]);
export type BoxScoreNoteKind = z.infer<typeof BoxScoreNoteKind>;

/** Something that a newspaper names below the lines, in the order of the game. */
export const BoxScoreNote = z.object({
  kind: BoxScoreNoteKind,
  /** The side of the players named. */
  side: Side,
  inning: z.int().min(1),
  half: Half,
  outs: z.int().min(0).max(2),
  /** Who did it; for a double or triple play everybody who had a putout or an assist. */
  players: z.array(PlayerId),
  /** The pitcher from whom, or by whose pitch. */
  pitcher: PlayerId.optional(),
  /** The base from which a runner stole, was caught or was picked off. */
  base: FromBase.optional(),
  /** Runners on base when a home run was hit. */
  runnersOn: z.int().min(0).max(3).optional(),
});
export type BoxScoreNote = z.infer<typeof BoxScoreNote>;

/** Winning, losing and saving pitcher (OBR 9.17, 9.19); null: there is none, or not yet. */
export const PitchingDecisions = z.object({
  win: PlayerId.nullable(),
  loss: PlayerId.nullable(),
  save: PlayerId.nullable(),
});
export type PitchingDecisions = z.infer<typeof PitchingDecisions>;

export const BoxScore = z.object({
  status: GameStatus,
  lineScore: LineScore,
  away: TeamBoxScore,
  home: TeamBoxScore,
  decisions: PitchingDecisions,
  /** Whether the official scorer gave the earned runs, or rule 9.16 was applied to the plays. */
  earnedRunsBy: z.enum(['scorer', 'rule']),
  notes: z.array(BoxScoreNote),
  /** Outs after the last play, and whether that play took the lead. */
  ending: z.object({ outs: z.int().min(0).max(3), tookLead: z.boolean() }),
});
export type BoxScore = z.infer<typeof BoxScore>;
