/**
 * The games and their journal.
 *
 * `games` is narrow and changes at each batch, so no index names a column that changes with a play: such updates stay
 * on their page. `game_events` is the truth and only grows. There is no foreign key between them: a batch's first
 * statement has already found the game's row and locked it, and a check a row would cost more than the insert.
 * Ids are compared byte by byte (COLLATE "C"), as the code does.
 */
import type { Knex } from 'knex';

const EVENT_PARTITIONS = 8;

export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    CREATE TABLE deployment (
      name  text PRIMARY KEY,
      value text NOT NULL
    )`);
  await knex.raw(`CREATE SEQUENCE game_epochs AS bigint START WITH 1`);
  await knex.raw(`
    CREATE TABLE games (
      id                text COLLATE "C" PRIMARY KEY,
      league            text COLLATE "C" NOT NULL,
      mode              text NOT NULL,
      ruleset           text NOT NULL,
      rules_version     integer NOT NULL,
      status            text NOT NULL,
      inning            integer NOT NULL,
      half              text NOT NULL,
      outs              smallint NOT NULL,
      away_id           text NOT NULL,
      away_name         text NOT NULL,
      away_runs         integer NOT NULL,
      home_id           text NOT NULL,
      home_name         text NOT NULL,
      home_runs         integer NOT NULL,
      fence             bigint NOT NULL CHECK (fence >= 0),
      owner_session     text COLLATE "C",
      last_seq          integer NOT NULL CHECK (last_seq >= 1),
      digest            text NOT NULL,
      quarantined_at    timestamptz,
      quarantine_reason text,
      created_at        timestamptz NOT NULL,
      updated_at        timestamptz NOT NULL
    ) WITH (fillfactor = 80)`);
  await knex.raw(`CREATE INDEX games_by_time ON games (created_at DESC, id DESC)`);
  await knex.raw(`CREATE INDEX games_by_league ON games (league, created_at DESC, id DESC)`);
  await knex.raw(`CREATE INDEX games_by_status ON games (status, created_at DESC, id DESC)`);
  await knex.raw(`CREATE INDEX games_quarantined ON games (quarantined_at) WHERE quarantined_at IS NOT NULL`);
  await knex.raw(`
    CREATE TABLE game_events (
      game_id     text COLLATE "C" NOT NULL,
      seq         integer NOT NULL,
      command_id  text COLLATE "C" NOT NULL,
      epoch       bigint NOT NULL,
      actor       text NOT NULL,
      seat        text NOT NULL,
      digest      text NOT NULL,
      recorded_at timestamptz NOT NULL,
      payload     jsonb NOT NULL,
      PRIMARY KEY (game_id, seq),
      UNIQUE (game_id, command_id)
    ) PARTITION BY HASH (game_id)`);
  for (let part = 0; part < EVENT_PARTITIONS; part += 1) {
    await knex.raw(
      `CREATE TABLE game_events_${part} PARTITION OF game_events
       FOR VALUES WITH (MODULUS ${EVENT_PARTITIONS}, REMAINDER ${part})`,
    );
  }
}
