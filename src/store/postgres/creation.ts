/** Putting a game into PostgreSQL: its row, its first entry, and what follows from it, all or nothing. */
import type { Knex } from 'knex';
import type { CreateReply } from '../../cluster/ports';
import type { JournalEntry } from '../../protocol/envelope';
import type { GameScheduled } from '../../protocol/events';
import { read, step, transaction, write, type Statement } from './connection';
import { derivedRows } from './derived-rows';
import { EVENT_COLUMNS, eventRow, isoTime } from './event-rows';
import { columnNames, recordset, recordsOf, type Row } from './recordset';
import { SEAT_COLUMNS, seatRows } from './seat-rows';

const NEW_GAME_COLUMNS = {
  id: 'text',
  league: 'text',
  mode: 'text',
  ruleset: 'text',
  rules_version: 'integer',
  status: 'text',
  inning: 'integer',
  half: 'text',
  outs: 'smallint',
  away_id: 'text',
  away_name: 'text',
  away_runs: 'integer',
  home_id: 'text',
  home_name: 'text',
  home_runs: 'integer',
  fence: 'bigint',
  last_seq: 'integer',
  digest: 'text',
  due_at: 'timestamptz',
  access: 'text',
  managers_wanted: 'smallint',
  created_at: 'timestamptz',
  updated_at: 'timestamptz',
} as const;

function newGameRow(event: GameScheduled, entry: JournalEntry): Row<typeof NEW_GAME_COLUMNS> {
  const { after } = entry;
  return {
    id: entry.gameId,
    league: event.league,
    mode: event.mode,
    ruleset: event.ruleset.name,
    rules_version: event.rulesVersion,
    status: after.status,
    inning: after.inning,
    half: after.half,
    outs: after.outs,
    away_id: event.teams.away.id,
    away_name: event.teams.away.name,
    away_runs: after.score.away,
    home_id: event.teams.home.id,
    home_name: event.teams.home.name,
    home_runs: after.score.home,
    fence: 0,
    last_seq: entry.seq,
    digest: entry.digest,
    due_at: after.dueAt === undefined ? null : isoTime(after.dueAt),
    access: event.lobby?.access ?? null,
    managers_wanted: managersWanted(event),
    created_at: isoTime(entry.at),
    updated_at: isoTime(entry.at),
  };
}

function managersWanted({ dice }: GameScheduled): number {
  return dice === undefined ? 0 : Object.values(dice.managers).filter(({ kind }) => kind === 'human').length;
}

/** The game, its first entry and who sits where, in one statement; it finds nothing to do where the game is there. */
function insertGame(event: GameScheduled, entry: JournalEntry): Statement {
  const game = columnNames(NEW_GAME_COLUMNS);
  const first = columnNames(EVENT_COLUMNS);
  const seats = columnNames(SEAT_COLUMNS);
  return {
    name: 'create game',
    sql: `WITH created AS (
            INSERT INTO games (${game}) SELECT ${game} FROM ${recordset(NEW_GAME_COLUMNS)}
            ON CONFLICT (id) DO NOTHING RETURNING id
          ), first_entry AS (
            INSERT INTO game_events (${first}) SELECT ${first} FROM ${recordset(EVENT_COLUMNS)}
            WHERE EXISTS (SELECT FROM created)
          ), taken AS (
            INSERT INTO game_seats (${seats}) SELECT ${seats} FROM ${recordset(SEAT_COLUMNS)}
            WHERE EXISTS (SELECT FROM created)
          )
          SELECT count(*)::integer AS created FROM created`,
    bindings: [
      recordsOf([newGameRow(event, entry)]),
      recordsOf([eventRow(entry)]),
      recordsOf(seatRows(entry.gameId, event.seats)),
    ],
  };
}

interface Created {
  readonly created: number;
}

/** A first entry that tells a past brings plays and lineups with it. */
async function insert(db: Knex, event: GameScheduled, entry: JournalEntry): Promise<Created | undefined> {
  const statement = insertGame(event, entry);
  if (entry.events.length === 1) return (await write<Created>(db, statement))[0];
  return transaction(db, 'create game with a past', async (trx) => {
    const [row] = await step<Created>(trx, statement);
    if (row?.created === 1) for (const derived of derivedRows([entry])) await step(trx, derived);
    return row;
  });
}

/** The game's row decides: whoever loses the race for it waits for the winner, then compares digests. */
export async function createGame(db: Knex, event: GameScheduled, entry: JournalEntry): Promise<CreateReply> {
  const row = await insert(db, event, entry);
  if (row?.created === 1) return { status: 'CREATED' };
  const [there] = await read<{ digest: string }>(db, {
    name: 'read digest of creation',
    sql: 'SELECT digest FROM games WHERE id = ?',
    bindings: [entry.gameId],
  });
  return { status: there?.digest === entry.digest ? 'SAME' : 'EXISTS' };
}
