/** Who plays now, and the newest snapshot of each game's state: derived from `game_events`, and replaced as it goes on. */
import type { Knex } from 'knex';

export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    CREATE TABLE lineups (
      game_id     text COLLATE "C" NOT NULL,
      side        text NOT NULL,
      slot        smallint NOT NULL,
      position    smallint NOT NULL,
      player_id   text COLLATE "C" NOT NULL,
      player_name text NOT NULL,
      entered_seq integer NOT NULL,
      PRIMARY KEY (game_id, side, slot)
    )`);
  await knex.raw(`COMMENT ON COLUMN lineups.slot IS '1 to 9 in the order; 0: the pitcher for whom somebody else bats'`);
  await knex.raw(`
    CREATE TABLE game_snapshots (
      game_id       text COLLATE "C" PRIMARY KEY,
      seq           integer NOT NULL,
      rules_version integer NOT NULL,
      state         text NOT NULL
    )`);
}
