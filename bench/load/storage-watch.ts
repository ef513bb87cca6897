/**
 * When acknowledged commands appear in PostgreSQL: the games that wait are looked at every few milliseconds, and a
 * command counts as stored when a look that has come back shows its game that far. So every time is an upper bound, by
 * one look at most. A game's `last_seq` changes in the transaction that inserts its rows of `game_events`.
 */
import type { Knex } from 'knex';
import { Latencies, type LatencyCounts } from '../../scripts/replay/latencies';
import type { GameId } from '../../src/protocol/ids';
import { openDatabase, read } from '../../src/store/postgres/connection';

const LOOK_EVERY_MS = 50;
const DRAIN_WITHIN_MS = 10_000;

interface Waiting {
  readonly seq: number;
  readonly ackedAt: number;
}

export class StorageWatch {
  private readonly db: Knex;
  private readonly waiting = new Map<GameId, Waiting[]>();
  private readonly lag = new Latencies();
  private isStopping = false;
  private readonly looking: Promise<void>;

  constructor(databaseUrl: string) {
    this.db = openDatabase({
      url: databaseUrl,
      poolMax: 1,
      acquireTimeoutMs: 10_000,
      statementTimeoutMs: 10_000,
      applicationName: 'dugout bench',
    });
    this.looking = this.look();
  }

  acked({ gameId, seq }: { readonly gameId: GameId; readonly seq: number }): void {
    const waiting = this.waiting.get(gameId) ?? [];
    waiting.push({ seq, ackedAt: performance.now() });
    this.waiting.set(gameId, waiting);
  }

  /** Waits for what still waits, but not for ever. */
  async end(): Promise<{ readonly lag: LatencyCounts; readonly neverSeen: number }> {
    const deadline = performance.now() + DRAIN_WITHIN_MS;
    while (this.waiting.size > 0 && performance.now() < deadline) await paused();
    this.isStopping = true;
    await this.looking;
    await this.db.destroy();
    const neverSeen = [...this.waiting.values()].reduce((sum, waiting) => sum + waiting.length, 0);
    return { lag: this.lag.toCounts(), neverSeen };
  }

  private async look(): Promise<void> {
    while (!this.isStopping) {
      if (this.waiting.size > 0) await this.lookOnce([...this.waiting.keys()]);
      await paused();
    }
  }

  private async lookOnce(gameIds: readonly GameId[]): Promise<void> {
    const rows = await read<{ id: GameId; last_seq: number }>(this.db, {
      name: 'heads of benched games',
      sql: 'SELECT id, last_seq FROM games WHERE id = ANY(?)',
      bindings: [[...gameIds]],
    });
    const now = performance.now();
    for (const { id, last_seq } of rows) {
      const still = (this.waiting.get(id) ?? []).filter(({ seq, ackedAt }) => {
        if (seq <= last_seq) this.lag.add(now - ackedAt);
        return seq > last_seq;
      });
      if (still.length === 0) this.waiting.delete(id);
      else this.waiting.set(id, still);
    }
  }
}

const paused = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
