/**
 * A journal entry as a row of `game_events`, and back. What is asked for has a column; the rest is the payload. The
 * snapshot is not part of it: that is a cache, and has a table of its own.
 *
 * An entry is checked when it is read and handed on as it was found: a field that this version does not know belongs
 * to a later one, and must survive being read by us.
 */
import { Fault } from '../../cluster/ports';
import { JournalEntry } from '../../protocol/envelope';
import type { Row } from './recordset';

export const EVENT_COLUMNS = {
  game_id: 'text',
  seq: 'integer',
  command_id: 'text',
  epoch: 'bigint',
  actor: 'text',
  seat: 'text',
  digest: 'text',
  recorded_at: 'timestamptz',
  payload: 'jsonb',
} as const;

export function eventRow(entry: JournalEntry): Row<typeof EVENT_COLUMNS> {
  return {
    game_id: entry.gameId,
    seq: entry.seq,
    command_id: entry.commandId,
    epoch: entry.epoch,
    actor: entry.actor.user,
    seat: entry.actor.seat,
    digest: entry.digest,
    recorded_at: isoTime(entry.at),
    payload: { v: entry.v, events: entry.events, after: entry.after },
  };
}

/** SQL that makes the entry's JSON from a row `e` of `game_events`. */
export const ENTRY_JSON = `json_build_object(
  'v', e.payload->'v', 'gameId', e.game_id, 'seq', e.seq, 'epoch', e.epoch, 'commandId', e.command_id,
  'digest', e.digest, 'actor', json_build_object('user', e.actor, 'seat', e.seat),
  'at', (extract(epoch FROM e.recorded_at) * 1000)::bigint,
  'events', e.payload->'events', 'after', e.payload->'after')`;

/** @throws Fault `server/internal` for a row that this version cannot read. */
export function readEntry(json: unknown): JournalEntry {
  const parsed = JournalEntry.safeParse(json);
  if (!parsed.success) {
    throw new Fault({
      code: 'server/internal',
      outcome: 'notApplied',
      message: `an entry in game_events cannot be read: ${parsed.error.message}`,
      cause: parsed.error,
    });
  }
  return json as JournalEntry;
}

const TIME_MAX_MS = 8_640_000_000_000_000;

/**
 * @param at milliseconds since 1970
 * @throws Fault `server/unstorable` for a time that no calendar has
 */
export function isoTime(at: number): string {
  if (Math.abs(at) > TIME_MAX_MS) {
    throw new Fault({ code: 'server/unstorable', outcome: 'notApplied', message: `${at} is no time` });
  }
  return new Date(at).toISOString();
}
