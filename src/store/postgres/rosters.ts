/**
 * Who stands on whose roster in a season, with the card set that he plays by: what whoever runs a league asks in SQL.
 * A team's roster of a season and kind is that of the last set that was brought in for it.
 */
import type { Knex } from 'knex';
import type { CardSet, PlayerCard } from '../../protocol/cards';
import type { CardSetId } from '../../protocol/ids';
import { step, transaction, type Statement } from './connection';
import { recordset, recordsOf } from './recordset';

const PLAYER = { id: 'text', name: 'text', bats: 'text', throws: 'text' } as const;

/** Writes team, players and roster of a set of real players; of one without a season nothing. @throws Fault */
export async function putRoster(db: Knex, id: CardSetId, set: CardSet): Promise<void> {
  const { season } = set;
  if (season === null) return;
  await transaction(db, 'put a roster', async (trx) => {
    for (const statement of statementsFor(id, set, season)) await step(trx, statement);
  });
}

function statementsFor(id: CardSetId, { kind, team, players: cards }: CardSet, season: number): Statement[] {
  const players = recordsOf<typeof PLAYER>(cards.map(({ player }: PlayerCard) => player));
  return [
    {
      name: 'put a team',
      sql: `INSERT INTO teams (id, league, name) VALUES (?, ?, ?)
            ON CONFLICT (id) DO UPDATE SET league = excluded.league, name = excluded.name`,
      bindings: [team.id, kind, team.name],
    },
    {
      // In the order of the ids, so that two imports at once wait for each other rather than for ever.
      name: 'put players',
      sql: `INSERT INTO players (id, name, bats, throws) SELECT id, name, bats, throws FROM ${recordset(PLAYER)} ORDER BY id
            ON CONFLICT (id) DO UPDATE SET name = excluded.name, bats = excluded.bats, throws = excluded.throws`,
      bindings: [players],
    },
    {
      name: 'empty a roster',
      sql: 'UPDATE rosters SET cards = cards - ?::text WHERE team_id = ? AND season = ?',
      bindings: [kind, team.id, season],
    },
    {
      name: 'put a roster',
      sql: `INSERT INTO rosters (team_id, season, player_id, cards)
            SELECT ?, ?, id, jsonb_build_object(?::text, ?::text) FROM ${recordset(PLAYER)}
            ON CONFLICT (team_id, season, player_id) DO UPDATE SET cards = rosters.cards || excluded.cards`,
      bindings: [team.id, season, kind, id, players],
    },
    {
      name: 'leave out who has left',
      sql: `DELETE FROM rosters WHERE team_id = ? AND season = ? AND cards = '{}'`,
      bindings: [team.id, season],
    },
  ];
}
