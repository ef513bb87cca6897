/** A recorded play as a row of `plays`: what the event says, in columns, with the counts that queries ask for. */
import type { JournalEntry } from '../../protocol/envelope';
import type { PlayRecorded, RunnerOutcome } from '../../protocol/events';
import type { PlayKind } from '../../protocol/play';
import type { Row } from './recordset';

export const PLAY_COLUMNS = {
  game_id: 'text',
  seq: 'integer',
  turn: 'integer',
  inning: 'integer',
  half: 'text',
  outs: 'smallint',
  away_score: 'integer',
  home_score: 'integer',
  batting_order_slot: 'smallint',
  batter: 'text',
  batter_hand: 'text',
  pitcher: 'text',
  pitcher_hand: 'text',
  charged_batter: 'text',
  charged_pitcher: 'text',
  balls: 'smallint',
  strikes: 'smallint',
  pitches: 'text',
  runner_on_first: 'text',
  runner_on_second: 'text',
  runner_on_third: 'text',
  kind: 'text',
  hit_value: 'smallint',
  notation: 'text',
  at_bat: 'boolean',
  sacrifice_hit: 'boolean',
  sacrifice_fly: 'boolean',
  double_play: 'boolean',
  grounded_into_double_play: 'boolean',
  triple_play: 'boolean',
  wild_pitch: 'boolean',
  passed_ball: 'boolean',
  bunt: 'boolean',
  foul: 'boolean',
  trajectory: 'text',
  location: 'text',
  fielded_by: 'smallint',
  batter_to: 'smallint',
  first_to: 'smallint',
  second_to: 'smallint',
  third_to: 'smallint',
  outs_made: 'smallint',
  runs: 'smallint',
  rbi: 'smallint',
  errors: 'smallint',
  stolen_bases: 'smallint',
  caught_stealing: 'smallint',
  picked_off: 'smallint',
  putouts: 'jsonb',
  assists: 'jsonb',
  error_fielders: 'jsonb',
} as const;

const BASES_GAINED: Partial<Record<PlayKind, number>> = { single: 1, double: 2, triple: 3, homeRun: 4 };

/** The plays of an entry: one at most, but for a correction, which tells all those since again. */
export function playRows(entry: JournalEntry): Row<typeof PLAY_COLUMNS>[] {
  return entry.events
    .filter((event) => event.type === 'PlayRecorded')
    .map((play) => ({
      game_id: entry.gameId,
      seq: entry.seq,
      turn: play.turn,
      ...situation(play),
      ...result(play),
      ...outcomes(play),
      ...fielding(play),
    }));
}

function situation(play: PlayRecorded) {
  return {
    inning: play.inning,
    half: play.half,
    outs: play.outs,
    away_score: play.score.away,
    home_score: play.score.home,
    batting_order_slot: play.slot,
    batter: play.batter,
    batter_hand: play.batterHand ?? null,
    pitcher: play.pitcher,
    pitcher_hand: play.pitcherHand ?? null,
    charged_batter: play.chargedBatter ?? play.batter,
    charged_pitcher: play.chargedPitcher ?? play.pitcher,
    balls: play.count?.balls ?? null,
    strikes: play.count?.strikes ?? null,
    pitches: play.pitches ?? null,
    runner_on_first: runnerFrom(play, 1)?.id ?? null,
    runner_on_second: runnerFrom(play, 2)?.id ?? null,
    runner_on_third: runnerFrom(play, 3)?.id ?? null,
  };
}

function result(play: PlayRecorded) {
  return {
    kind: play.kind,
    hit_value: BASES_GAINED[play.kind] ?? 0,
    notation: play.notation,
    at_bat: play.atBat ?? false,
    sacrifice_hit: play.sacrificeHit ?? false,
    sacrifice_fly: play.sacrificeFly ?? false,
    double_play: play.doublePlay ?? false,
    grounded_into_double_play: play.groundedIntoDoublePlay ?? false,
    triple_play: play.triplePlay ?? false,
    wild_pitch: play.wildPitch ?? false,
    passed_ball: play.passedBall ?? false,
    bunt: play.bunt ?? false,
    foul: play.foul ?? false,
    trajectory: play.trajectory ?? null,
    location: play.location ?? null,
    fielded_by: play.fieldedBy ?? null,
    outs_made: play.outsMade,
  };
}

function outcomes(play: PlayRecorded) {
  const count = (is: (runner: RunnerOutcome) => boolean): number => play.runners.filter(is).length;
  return {
    batter_to: runnerFrom(play, 0)?.to ?? null,
    first_to: runnerFrom(play, 1)?.to ?? null,
    second_to: runnerFrom(play, 2)?.to ?? null,
    third_to: runnerFrom(play, 3)?.to ?? null,
    runs: count((runner) => runner.to === 4),
    rbi: count((runner) => runner.rbi === true),
    stolen_bases: count((runner) => runner.stolenBase === true),
    caught_stealing: count((runner) => runner.caughtStealing === true),
    picked_off: count((runner) => runner.pickedOff === true),
  };
}

function fielding(play: PlayRecorded) {
  const errors = play.errors ?? [];
  return {
    putouts: play.putouts ?? [],
    assists: play.assists ?? [],
    errors: errors.length,
    error_fielders: errors.map((error) => error.fielder),
  };
}

function runnerFrom(play: PlayRecorded, base: number): RunnerOutcome | undefined {
  return play.runners.find((runner) => runner.base === base);
}
