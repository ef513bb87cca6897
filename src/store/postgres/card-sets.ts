/** Card sets, each once: the same content has the same id, so one that is there already is the one that was sent. */
import type { Knex } from 'knex';
import type { CardSets } from '../../cluster/ports';
import type { CardSet } from '../../protocol/cards';
import { read, write } from './connection';

export function postgresCardSets(db: Knex): CardSets {
  return {
    async find(id) {
      const statement = { name: 'find card set', sql: 'SELECT content FROM card_sets WHERE id = ?', bindings: [id] };
      const [row] = await read<{ content: CardSet }>(db, statement);
      return row?.content;
    },
    async add(id, set) {
      const { kind, team, season } = set;
      await write(db, {
        name: 'add card set',
        sql: `INSERT INTO card_sets (id, kind, team_id, team_name, season, content) VALUES (?, ?, ?, ?, ?, ?)
              ON CONFLICT (id) DO NOTHING`,
        bindings: [id, kind, team.id, team.name, season, JSON.stringify(set)],
      });
    },
  };
}
