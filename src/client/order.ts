/**
 * Putting a game's updates in order. They come by answers, by broadcasts and by catch-ups, doubled and out of order;
 * out of here comes each seq once, rising by one. What is missing between two is a gap, and somebody must ask for it.
 */
import type { GameUpdate } from '../protocol/envelope';
import type { Catchup } from '../protocol/socket';
import type { GameView } from '../protocol/view';

/** One step of a game as its viewer learns of it: the next update, or a whole view that jumps ahead. */
export type GameStep =
  | { readonly kind: 'update'; readonly update: GameUpdate }
  | { readonly kind: 'view'; readonly seq: number; readonly epoch: number; readonly view: GameView };

/** Updates kept until the ones before them are there; beyond, they are asked for again with the rest. */
const EARLY_MAX = 1000;

export class Order {
  private readonly early = new Map<number, GameUpdate>();
  private last: number;
  private head: number;

  /** @param seq everything up to here is known already */
  constructor(seq: number) {
    this.last = seq;
    this.head = seq;
  }

  /** Everything up to here has been given out. */
  get seq(): number {
    return this.last;
  }

  /** Whether the game is known to be further than what has been given out. */
  get isBehind(): boolean {
    return this.head > this.last;
  }

  /** The game is at this seq, somebody said. */
  sawHead(seq: number): void {
    this.head = Math.max(this.head, seq);
  }

  /** Takes an update; gives out what is next, in order. */
  take(update: GameUpdate): GameStep[] {
    this.sawHead(update.seq);
    if (update.seq > this.last && this.early.size < EARLY_MAX) {
      this.early.set(update.seq, update);
    }
    return this.ready();
  }

  /** Takes what was asked for; gives out what is next, in order. */
  catchUp(catchup: Catchup): GameStep[] {
    this.sawHead(catchup.seq);
    if (catchup.kind === 'run') {
      return catchup.updates.flatMap((update) => this.take(update));
    }
    if (catchup.seq <= this.last) {
      return [];
    }
    this.last = catchup.seq;
    const { seq, epoch, view } = catchup;
    return [{ kind: 'view', seq, epoch, view }, ...this.ready()];
  }

  private ready(): GameStep[] {
    const steps: GameStep[] = [];
    for (let update = this.early.get(this.last + 1); update !== undefined; update = this.early.get(this.last + 1)) {
      this.last = update.seq;
      steps.push({ kind: 'update', update });
    }
    for (const seq of this.early.keys()) {
      if (seq <= this.last) {
        this.early.delete(seq);
      }
    }
    return steps;
  }
}
