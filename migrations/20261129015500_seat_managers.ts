/**
 * Games with managers: when a game's clock has something due, who may take a seat, and who sits where.
 *
 * `due_at` is written with each batch, so no index names it: the few games that are being played are looked through.
 */
import type { Knex } from 'knex';

export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    ALTER TABLE games
      ADD COLUMN due_at timestamptz,
      ADD COLUMN access text,
      ADD COLUMN managers_wanted smallint NOT NULL DEFAULT 0`);
  await knex.raw(`
    COMMENT ON COLUMN games.managers_wanted IS 'sides of a dice game that people manage; 0 in a scored game'`);
  await knex.raw(`
    CREATE TABLE game_seats (
      game_id text COLLATE "C" NOT NULL,
      seat    text NOT NULL,
      user_id text COLLATE "C" NOT NULL,
      PRIMARY KEY (game_id, seat)
    )`);
  await knex.raw(`CREATE INDEX game_seats_by_user ON game_seats (user_id, game_id)`);
}
