/**
 * A game's flight recorder: each move of its ownership, written by the statement that makes the move.
 *
 * Moves are told in the order of their epochs, and within an epoch in that of their ids: a release is noted just after
 * it happened, when the next epoch may have begun.
 */
import type { Knex } from 'knex';

const OWNERSHIP_PARTITIONS = 8;

export async function up(knex: Knex): Promise<void> {
  await knex.raw(`CREATE SEQUENCE game_ownership_ids AS bigint`);
  await knex.raw(`
    CREATE TABLE game_ownership (
      game_id text COLLATE "C" NOT NULL,
      epoch   bigint NOT NULL,
      id      bigint NOT NULL DEFAULT nextval('game_ownership_ids'),
      at      timestamptz NOT NULL DEFAULT clock_timestamp(),
      kind    text NOT NULL,
      reason  text NOT NULL,
      session text COLLATE "C",
      node    text NOT NULL,
      PRIMARY KEY (game_id, epoch, id)
    ) PARTITION BY HASH (game_id)`);
  for (let part = 0; part < OWNERSHIP_PARTITIONS; part += 1) {
    await knex.raw(
      `CREATE TABLE game_ownership_${part} PARTITION OF game_ownership
       FOR VALUES WITH (MODULUS ${OWNERSHIP_PARTITIONS}, REMAINDER ${part})`,
    );
  }
}
