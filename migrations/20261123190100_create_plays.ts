/**
 * The plays, a row each with typed columns: what statistics and line scores are queried from. Derived from
 * `game_events`, under the same key, and always written in the same transaction.
 */
import type { Knex } from 'knex';

const PLAY_PARTITIONS = 8;

export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    CREATE TABLE plays (
      game_id         text COLLATE "C" NOT NULL,
      seq             integer NOT NULL,
      turn            integer NOT NULL,
      inning          integer NOT NULL,
      half            text NOT NULL,
      outs            smallint NOT NULL,
      away_score      integer NOT NULL,
      home_score      integer NOT NULL,
      batting_order_slot smallint NOT NULL,
      batter          text COLLATE "C" NOT NULL,
      batter_hand     text,
      pitcher         text COLLATE "C" NOT NULL,
      pitcher_hand    text,
      charged_batter  text COLLATE "C" NOT NULL,
      charged_pitcher text COLLATE "C" NOT NULL,
      balls           smallint,
      strikes         smallint,
      pitches         text,
      runner_on_first  text COLLATE "C",
      runner_on_second text COLLATE "C",
      runner_on_third  text COLLATE "C",
      kind            text NOT NULL,
      hit_value       smallint NOT NULL,
      notation        text NOT NULL,
      at_bat          boolean NOT NULL,
      sacrifice_hit   boolean NOT NULL,
      sacrifice_fly   boolean NOT NULL,
      double_play     boolean NOT NULL,
      grounded_into_double_play boolean NOT NULL,
      triple_play     boolean NOT NULL,
      wild_pitch      boolean NOT NULL,
      passed_ball     boolean NOT NULL,
      bunt            boolean NOT NULL,
      foul            boolean NOT NULL,
      trajectory      text,
      location        text,
      fielded_by      smallint,

      batter_to       smallint,
      first_to        smallint,
      second_to       smallint,
      third_to        smallint,
      outs_made       smallint NOT NULL,
      runs            smallint NOT NULL,
      rbi             smallint NOT NULL,
      errors          smallint NOT NULL,
      stolen_bases    smallint NOT NULL,
      caught_stealing smallint NOT NULL,
      picked_off      smallint NOT NULL,
      putouts         jsonb NOT NULL,
      assists         jsonb NOT NULL,
      error_fielders  jsonb NOT NULL,

      PRIMARY KEY (game_id, seq)
    ) PARTITION BY HASH (game_id)`);
  await knex.raw(`
    COMMENT ON COLUMN plays.batter_to IS
      '0 out, 1 to 3 that base, 4 scored; null when the plate appearance goes on. Also of first_to, second_to, third_to'`);
  for (let part = 0; part < PLAY_PARTITIONS; part += 1) {
    await knex.raw(
      `CREATE TABLE plays_${part} PARTITION OF plays FOR VALUES WITH (MODULUS ${PLAY_PARTITIONS}, REMAINDER ${part})`,
    );
  }
  await knex.raw(`CREATE INDEX plays_by_batter ON plays (batter, game_id)`);
  await knex.raw(`CREATE INDEX plays_by_pitcher ON plays (pitcher, game_id)`);
}
