/**
 * A game's flight recorder: `game_ownership`. A move of PostgreSQL's fence, or of its mark of quarantine, is noted by
 * the very statement that makes it, so that one is never there without the other. A release moves the journal's fence
 * only, and is noted by a statement of its own.
 */
import type { Knex } from 'knex';
import { Fault, type Quarantine, type Released } from '../../cluster/ports';
import type { GameId, SessionId } from '../../protocol/ids';
import type { OwnershipKind, OwnershipMove, OwnershipPage, OwnershipQuery } from '../../protocol/ownership';
import { read, write } from './connection';
import { recordset, recordsOf } from './recordset';

/**
 * A clause of a WITH that notes a move of the game in `g` (id, fence). Its bindings are reason, session and node.
 */
export function noted(kind: OwnershipKind): string {
  return `noted AS (
    INSERT INTO game_ownership (game_id, epoch, kind, reason, session, node)
    SELECT g.id, g.fence, '${kind}', ?, ?, ? FROM g)`;
}

const RELEASE_COLUMNS = {
  game_id: 'text',
  epoch: 'bigint',
  kind: 'text',
  reason: 'text',
  session: 'text',
  node: 'text',
  ago_ms: 'double precision',
} as const;

/** An epoch ends once. Only for what is noted again: the look costs more than the note. */
const NOT_YET = `WHERE NOT EXISTS (
    SELECT FROM game_ownership o WHERE o.game_id = r.game_id AND o.epoch = r.epoch AND o.kind = r.kind)`;

export async function noteReleased(db: Knex, releases: readonly Released[]): Promise<void> {
  const isAgain = releases.some(({ agoMs }) => agoMs !== undefined);
  const rows = releases.map(({ gameId, agoMs = 0, ...release }) => {
    return { game_id: gameId, kind: 'released', ago_ms: agoMs, ...release };
  });
  await write(db, {
    name: isAgain ? 'note releases again' : 'note releases',
    sql: `INSERT INTO game_ownership (game_id, epoch, kind, reason, session, node, at)
          SELECT game_id, epoch, kind, reason, session, node, clock_timestamp() - ago_ms * interval '1 ms'
          FROM ${recordset(RELEASE_COLUMNS)} ${isAgain ? NOT_YET : ''}`,
    bindings: [recordsOf(rows)],
  });
}

/** The row is locked before it is looked at, so that of two at once one alone makes the change. */
export async function setQuarantine(
  db: Knex,
  gameId: GameId,
  { quarantine, node }: { readonly quarantine: Quarantine | null; readonly node: string },
): Promise<void> {
  const isAside = quarantine !== null;
  await write(db, {
    name: 'set quarantine',
    sql: `WITH was AS (SELECT id, quarantined_at FROM games WHERE id = ? FOR UPDATE),
          g AS (
            UPDATE games SET quarantined_at = CASE WHEN ?::boolean THEN coalesce(was.quarantined_at, now()) END,
              quarantine_reason = ?
            FROM was WHERE games.id = was.id RETURNING games.id, games.fence, games.owner_session, was.quarantined_at
          )
          INSERT INTO game_ownership (game_id, epoch, kind, reason, session, node)
          SELECT g.id, g.fence, ?, ?, g.owner_session, ? FROM g WHERE (g.quarantined_at IS NULL) = ?::boolean`,
    bindings: [
      gameId,
      isAside,
      quarantine?.reason ?? null,
      isAside ? 'quarantined' : 'restored',
      quarantine?.cause ?? 'stored',
      node,
      isAside,
    ],
  });
}

interface MoveRow {
  readonly id: string;
  readonly epoch: string;
  readonly at: Date;
  readonly kind: OwnershipMove['kind'];
  readonly reason: OwnershipMove['reason'];
  readonly session: SessionId | null;
  readonly node: string;
}

/** The newest epoch first, and within an epoch what was noted last. */
export async function readOwnership(
  db: Knex,
  gameId: GameId,
  { cursor, limit }: OwnershipQuery,
): Promise<OwnershipPage> {
  const before = cursor === undefined ? undefined : readCursor(cursor);
  const rows = await read<MoveRow>(db, {
    name: 'read ownership',
    sql: `SELECT id, epoch, at, kind, reason, session, node FROM game_ownership
          WHERE game_id = ? ${before === undefined ? '' : 'AND (epoch, id) < (?::bigint, ?::bigint)'}
          ORDER BY epoch DESC, id DESC LIMIT ?`,
    bindings: [gameId, ...(before ?? []), limit + 1],
  });
  const last = rows[limit - 1];
  const next = rows.length > limit && last !== undefined ? cursorAfter(last) : null;
  return { moves: rows.slice(0, limit).map(moveOf), next };
}

function moveOf({ at, kind, reason, epoch, session, node }: MoveRow): OwnershipMove {
  return { at: at.toISOString(), kind, reason, epoch: Number(epoch), session, node };
}

function cursorAfter({ epoch, id }: MoveRow): string {
  return Buffer.from(`${epoch} ${id}`).toString('base64url');
}

/** @throws Fault `request/invalid` for a text that no page gave out. */
function readCursor(text: string): [epoch: string, id: string] {
  const [, epoch, id] = /^(\d{1,18}) (\d{1,18})$/.exec(Buffer.from(text, 'base64url').toString('utf8')) ?? [];
  if (epoch !== undefined && id !== undefined) return [epoch, id];
  throw new Fault({
    code: 'request/invalid',
    outcome: 'notApplied',
    message: 'The cursor is not the "next" of a page: start again without one.',
  });
}
