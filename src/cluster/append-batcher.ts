/**
 * All entries that are ready in one tick for one partition go to the journal in one call.
 *
 * A game has at most one entry here (its lane waits for the answer), so the order within a call is of no matter; each
 * entry gets its own reply, and one that is refused does not stop its neighbours.
 */
import type { AppendReply, AppendRequest, Clock, Journal } from './ports';

interface Waiting {
  readonly request: AppendRequest;
  readonly resolve: (reply: AppendReply) => void;
  readonly reject: (reason: unknown) => void;
}

export class AppendBatcher {
  private readonly journal: Journal;
  private readonly clock: Clock;
  private readonly ready = new Map<number, Waiting[]>();
  private readonly onBatch: (entries: number) => void;

  constructor(options: { journal: Journal; clock: Clock; onBatch: (entries: number) => void }) {
    this.journal = options.journal;
    this.clock = options.clock;
    this.onBatch = options.onBatch;
  }

  /** @throws Fault as `Journal.append`: then the entry's fate is what the fault's `outcome` says. */
  append(request: AppendRequest): Promise<AppendReply> {
    return new Promise((resolve, reject) => {
      const partition = this.journal.partitionOf(request.entry.gameId);
      const waiting = this.ready.get(partition);
      if (waiting !== undefined) {
        waiting.push({ request, resolve, reject });
        return;
      }
      if (this.ready.size === 0) this.clock.endOfTick(() => this.flush());
      this.ready.set(partition, [{ request, resolve, reject }]);
    });
  }

  private flush(): void {
    const batches = [...this.ready];
    this.ready.clear();
    for (const [partition, batch] of batches) void this.send(partition, batch);
  }

  private async send(partition: number, batch: readonly Waiting[]): Promise<void> {
    this.onBatch(batch.length);
    try {
      const replies = await this.journal.append(
        partition,
        batch.map((waiting) => waiting.request),
      );
      batch.forEach((waiting, i) => {
        const reply = replies[i];
        if (reply === undefined) waiting.reject(new Error(`the journal answered ${replies.length} of ${batch.length}`));
        else waiting.resolve(reply);
      });
    } catch (cause) {
      for (const waiting of batch) waiting.reject(cause);
    }
  }
}
