/** The games of a run as PostgreSQL has them: read straight from its tables, past the service. */
import { setTimeout as pause } from 'node:timers/promises';
import type { Knex } from 'knex';
import type { GameEvent } from '../../src/protocol/events';
import type { GameId } from '../../src/protocol/ids';
import { openDatabase, read } from '../../src/store/postgres/connection';

/** A row of `game_events`. */
export interface StoredEntry {
  readonly seq: number;
  readonly commandId: string;
  readonly epoch: number;
  readonly events: readonly GameEvent[];
}

const POLL_MS = 50;
const CONNECTIONS = 4;
const ACQUIRE_TIMEOUT_MS = 10_000;
const STATEMENT_TIMEOUT_MS = 30_000;

export class StoredGames {
  private readonly db: Knex;

  constructor(databaseUrl: string) {
    this.db = openDatabase({
      url: databaseUrl,
      poolMax: CONNECTIONS,
      acquireTimeoutMs: ACQUIRE_TIMEOUT_MS,
      statementTimeoutMs: STATEMENT_TIMEOUT_MS,
      applicationName: 'dugout replay',
    });
  }

  /**
   * Waits until each game is stored up to its head, for so long at most.
   * @returns the games that are not
   */
  async whenStored(heads: ReadonlyMap<GameId, number>, withinMs: number): Promise<readonly GameId[]> {
    const deadline = performance.now() + withinMs;
    for (;;) {
      const behind = await this.behind(heads);
      if (behind.length === 0 || performance.now() >= deadline) return behind;
      await pause(POLL_MS);
    }
  }

  /** A game's entries in rising seq. @throws Fault */
  async entries(gameId: GameId): Promise<readonly StoredEntry[]> {
    const rows = await read<{ seq: number; command_id: string; epoch: string; payload: { events: GameEvent[] } }>(
      this.db,
      {
        name: 'entries of a replayed game',
        sql: 'SELECT seq, command_id, epoch, payload FROM game_events WHERE game_id = ? ORDER BY seq',
        bindings: [gameId],
      },
    );
    return rows.map(({ seq, command_id, epoch, payload }) => ({
      seq,
      commandId: command_id,
      epoch: Number(epoch),
      events: payload.events,
    }));
  }

  async close(): Promise<void> {
    await this.db.destroy();
  }

  private async behind(heads: ReadonlyMap<GameId, number>): Promise<GameId[]> {
    const rows = await read<{ id: GameId; last_seq: number }>(this.db, {
      name: 'heads of replayed games',
      sql: 'SELECT id, last_seq FROM games WHERE id = ANY(?)',
      bindings: [[...heads.keys()]],
    });
    const stored = new Map(rows.map((row) => [row.id, row.last_seq]));
    return [...heads].flatMap(([gameId, head]) => ((stored.get(gameId) ?? 0) < head ? [gameId] : []));
  }
}
