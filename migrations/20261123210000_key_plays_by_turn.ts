/**
 * A play is known by its turn, not by its seq: a correction tells a whole stretch of a game again, and all the plays
 * that count from then on come in with its one entry.
 */
import type { Knex } from 'knex';

export async function up(knex: Knex): Promise<void> {
  await knex.raw(`ALTER TABLE plays DROP CONSTRAINT plays_pkey, ADD PRIMARY KEY (game_id, turn)`);
}
