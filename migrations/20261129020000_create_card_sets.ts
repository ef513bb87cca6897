/** The cards of dice games: a team's set under the hash of its content. Never updated: other content is another set. */
import type { Knex } from 'knex';

export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    CREATE TABLE card_sets (
      id         text COLLATE "C" PRIMARY KEY,
      kind       text NOT NULL,
      team_id    text NOT NULL,
      team_name  text NOT NULL,
      season     int,
      content    jsonb NOT NULL,
      created_at timestamptz NOT NULL DEFAULT now()
    )`);
  await knex.raw('CREATE INDEX card_sets_by_kind ON card_sets (kind, season, team_id)');
}
