/**
 * Completed games and what each player did in them: what standings and leaders are counted from. Derived from
 * `game_events` by a worker, a moment after a game ends, and made again when a completed game is corrected (`seq` says
 * of which state of the game a row tells).
 */
import type { Knex } from 'knex';

const COUNTS_AT_BAT = [
  'plate_appearances',
  'at_bats',
  'runs',
  'hits',
  'doubles',
  'triples',
  'home_runs',
  'grand_slams',
  'runs_batted_in',
  'walks',
  'intentional_walks',
  'strikeouts',
  'hit_by_pitch',
  'sacrifice_hits',
  'sacrifice_flies',
  'interference',
  'grounded_into_double_play',
  'stolen_bases',
  'caught_stealing',
  'left_on_base',
];

const COUNTS_ON_THE_MOUND = [
  'starts',
  'complete_games',
  'shutouts',
  'wins',
  'losses',
  'saves',
  'outs',
  'batters_faced',
  'at_bats',
  'runs',
  'earned_runs',
  'hits',
  'doubles',
  'triples',
  'home_runs',
  'grand_slams',
  'walks',
  'intentional_walks',
  'strikeouts',
  'hit_batters',
  'sacrifice_hits',
  'sacrifice_flies',
  'interference',
  'grounded_into_double_play',
  'wild_pitches',
  'balks',
  'ground_outs',
  'air_outs',
  'inherited_runners',
  'inherited_runners_scored',
  'pitches',
  'strikes',
];

async function createTotals(knex: Knex, table: string, counts: readonly string[]): Promise<void> {
  await knex.raw(`
    CREATE TABLE ${table} (
      game_id   text COLLATE "C" NOT NULL REFERENCES game_results (game_id) ON DELETE CASCADE,
      team_id   text COLLATE "C" NOT NULL,
      player_id text COLLATE "C" NOT NULL,
      name      text NOT NULL,
      games     integer NOT NULL,
      ${counts.map((count) => `${count} integer NOT NULL`).join(',\n      ')},
      PRIMARY KEY (game_id, team_id, player_id)
    )`);
  await knex.raw(`CREATE INDEX ${table}_by_player ON ${table} (player_id, game_id)`);
}

export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    CREATE TABLE game_results (
      game_id   text COLLATE "C" PRIMARY KEY,
      league    text COLLATE "C" NOT NULL,
      season    integer NOT NULL,
      seq       integer NOT NULL,
      away_id   text COLLATE "C" NOT NULL,
      away_name text NOT NULL,
      away_runs integer NOT NULL,
      home_id   text COLLATE "C" NOT NULL,
      home_name text NOT NULL,
      home_runs integer NOT NULL,
      winner    text,
      ended_at  timestamptz NOT NULL
    )`);
  await knex.raw(`CREATE INDEX game_results_by_season ON game_results (league, season, ended_at, game_id)`);
  await createTotals(knex, 'game_batting', COUNTS_AT_BAT);
  await createTotals(knex, 'game_pitching', COUNTS_ON_THE_MOUND);
}
