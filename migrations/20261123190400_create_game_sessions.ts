/** Who is connected to a game now, through which node, from where, and when he last did something. */
import type { Knex } from 'knex';

export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    CREATE TABLE game_sessions (
      game_id        text COLLATE "C" NOT NULL,
      socket_id      text COLLATE "C" NOT NULL,
      node_session   text COLLATE "C" NOT NULL,
      user_id        text COLLATE "C" NOT NULL,
      seat           text NOT NULL,
      remote_address text NOT NULL,
      connected_at   timestamptz NOT NULL,
      last_action_at timestamptz NOT NULL,
      PRIMARY KEY (game_id, socket_id)
    ) WITH (fillfactor = 80)`);
  await knex.raw(`CREATE INDEX game_sessions_by_node ON game_sessions (node_session)`);
}
