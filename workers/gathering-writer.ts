/**
 * An `ArchiveWriter` that moves the batches of several partitions in one transaction: what is to be stored within a
 * moment, or while a transaction is under way, goes together in the next. A transaction's own cost, and that of each of
 * its statements, is many times that of a row.
 *
 * Nobody notices whom he travels with: a transaction that PostgreSQL refuses for its content is done again batch by
 * batch, so that each caller hears of his own; any other failure is everybody's, as it would have been.
 */
import { type ArchiveWriter, type Clock, Fault, type StoreRequest } from '../src/cluster/ports';
import type { GameId } from '../src/protocol/ids';

interface Waiting {
  readonly batch: readonly StoreRequest[];
  readonly resolve: (stored: ReadonlySet<GameId>) => void;
  readonly reject: (reason: unknown) => void;
}

export interface GatheringOptions {
  readonly clock: Pick<Clock, 'after'>;
  /** How long the first batch waits for others. */
  readonly gatherMs: number;
  /** Entries in one transaction; a batch that is larger goes alone. */
  readonly entriesMax: number;
}

export function gatheringWriter(writer: ArchiveWriter, options: GatheringOptions): ArchiveWriter {
  const gatherer = new Gatherer(writer, options);
  return { ...writer, store: (batch) => gatherer.store(batch) };
}

class Gatherer {
  private waiting: Waiting[] = [];
  private isBusy = false;

  constructor(
    private readonly writer: Pick<ArchiveWriter, 'store'>,
    private readonly options: GatheringOptions,
  ) {}

  store(batch: readonly StoreRequest[]): Promise<ReadonlySet<GameId>> {
    return new Promise((resolve, reject) => {
      this.waiting.push({ batch, resolve, reject });
      if (this.isBusy) return;
      this.isBusy = true;
      this.options.clock.after(this.options.gatherMs, () => void this.run());
    });
  }

  /** Transactions one after the other, until nobody waits. */
  private async run(): Promise<void> {
    while (this.waiting.length > 0) {
      const together = this.takeTogether();
      try {
        await this.storeTogether(together);
      } catch (reason) {
        for (const { reject } of together) reject(reason);
      }
    }
    this.isBusy = false;
  }

  /** In the order in which they came; a game that is in two batches goes in two transactions. */
  private takeTogether(): Waiting[] {
    const together: Waiting[] = [];
    const games = new Set<GameId>();
    let entries = 0;
    for (const one of this.waiting) {
      const size = one.batch.reduce((sum, request) => sum + request.entries.length, 0);
      const isFull = together.length > 0 && entries + size > this.options.entriesMax;
      if (isFull || one.batch.some(({ gameId }) => games.has(gameId))) break;
      for (const { gameId } of one.batch) games.add(gameId);
      entries += size;
      together.push(one);
    }
    this.waiting = this.waiting.slice(together.length);
    return together;
  }

  private async storeTogether(together: readonly Waiting[]): Promise<void> {
    try {
      const stored = await this.writer.store(together.flatMap(({ batch }) => batch));
      for (const { batch, resolve } of together) resolve(ownOf(batch, stored));
    } catch (reason) {
      const isRefused = reason instanceof Fault && reason.code === 'server/unstorable';
      if (!isRefused || together.length === 1) throw reason;
      for (const { batch, resolve, reject } of together) await this.writer.store(batch).then(resolve, reject);
    }
  }
}

function ownOf(batch: readonly StoreRequest[], stored: ReadonlySet<GameId>): ReadonlySet<GameId> {
  return new Set(batch.map(({ gameId }) => gameId).filter((gameId) => stored.has(gameId)));
}
