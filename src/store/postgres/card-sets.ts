/**
 * Card sets, each once: the same content has the same id, so one that is there already is the one that was sent, and
 * becomes the newest.
 */
import type { Knex } from 'knex';
import type { CardSets } from '../../cluster/ports';
import type { CardSet } from '../../protocol/cards';
import type { CardSetListItem, CardSetsQuery } from '../../protocol/rest';
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
              ON CONFLICT (id) DO UPDATE SET created_at = excluded.created_at`,
        bindings: [id, kind, team.id, team.name, season, JSON.stringify(set)],
      });
    },
    list: (query) => listCardSets(db, query),
  };
}

interface CardSetRow {
  readonly id: CardSetListItem['cardSetId'];
  readonly kind: CardSetListItem['kind'];
  readonly team_id: CardSetListItem['team']['id'];
  readonly team_name: string;
  readonly season: CardSetListItem['season'];
}

async function listCardSets(db: Knex, query: CardSetsQuery): Promise<readonly CardSetListItem[]> {
  const { kind = null, season = null, team = null, limit } = query;
  const rows = await read<CardSetRow>(db, {
    name: 'list card sets',
    sql: `SELECT id, kind, team_id, team_name, season FROM card_sets
          WHERE kind = coalesce(?, kind) AND season IS NOT DISTINCT FROM coalesce(?::integer, season)
            AND team_id = coalesce(?, team_id) ORDER BY created_at DESC, id DESC LIMIT ?`,
    bindings: [kind, season, team, limit],
  });
  return rows.map(({ id, team_id, team_name, ...row }) => ({
    cardSetId: id,
    kind: row.kind,
    team: { id: team_id, name: team_name },
    season: row.season,
  }));
}
