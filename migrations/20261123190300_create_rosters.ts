/** The leagues' teams and players, and who stood on whose roster in a season, with the card he plays by. */
import type { Knex } from 'knex';

export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    CREATE TABLE teams (
      id     text COLLATE "C" PRIMARY KEY,
      league text COLLATE "C" NOT NULL,
      name   text NOT NULL
    )`);
  await knex.raw(`CREATE INDEX teams_by_league ON teams (league, id)`);
  await knex.raw(`
    CREATE TABLE players (
      id     text COLLATE "C" PRIMARY KEY,
      name   text NOT NULL,
      bats   text,
      throws text
    )`);
  await knex.raw(`
    CREATE TABLE rosters (
      team_id   text COLLATE "C" NOT NULL REFERENCES teams (id),
      season    integer NOT NULL,
      player_id text COLLATE "C" NOT NULL REFERENCES players (id),
      cards     jsonb NOT NULL DEFAULT '{}',
      PRIMARY KEY (team_id, season, player_id)
    )`);
  await knex.raw(`CREATE INDEX rosters_by_player ON rosters (player_id, season)`);
}
