/** How long dice turns take, from the moment their second decision was due: to its answer, and to the other manager. */
import { Latencies } from '../../scripts/replay/latencies';
import type { LoadReport } from './messages';

/** Whoever has not heard by then, after the last answer, counts as never told. */
const HEARS_WITHIN_MS = 5_000;

export class TurnTimes {
  private readonly acked = new Latencies();
  private readonly told = new Latencies();
  private readonly waiting = new Set<Promise<void>>();

  /** A second decision was answered just now. @param told when the other manager has heard */
  played(dueAt: number, told: Promise<number>): void {
    this.acked.add(performance.now() - dueAt);
    const hearing: Promise<void> = told.then((toldAt) => {
      this.told.add(toldAt - dueAt);
      this.waiting.delete(hearing);
    });
    this.waiting.add(hearing);
  }

  /** Waits for those who have not heard yet, but not for ever. */
  async end(): Promise<LoadReport['turns']> {
    let timer: NodeJS.Timeout | undefined;
    const patience = new Promise<void>((resolve) => (timer = setTimeout(resolve, HEARS_WITHIN_MS)));
    await Promise.race([Promise.all(this.waiting), patience]);
    clearTimeout(timer);
    return { acked: this.acked.toCounts(), told: this.told.toCounts(), neverTold: this.waiting.size };
  }
}
