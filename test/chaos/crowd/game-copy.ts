/** A player's own copy of a game, made of the updates that he was told of: what he decides by. */
import { replayOn } from '../../../src/baseball/replay';
import type { GameState } from '../../../src/baseball/state';
import type { GameUpdate } from '../../../src/protocol/envelope';
import type { GameEvent } from '../../../src/protocol/events';
import { effectiveEvents } from '../../../src/protocol/history';

export class GameCopy {
  private readonly events: GameEvent[] = [];
  private current: GameState | null = null;
  private last = 0;
  private told = 0;

  /** Everything up to here is in the copy. */
  get seq(): number {
    return this.last;
  }

  /** Null before the first update. */
  get state(): GameState | null {
    return this.current;
  }

  get isBehind(): boolean {
    return this.told > this.last;
  }

  get isOver(): boolean {
    return this.current?.status === 'final';
  }

  /** The game is at this seq at least: a whole view came, which the copy cannot be made of. */
  heardOf(seq: number): void {
    this.told = Math.max(this.told, seq);
  }

  /** What is not the next update changes nothing. */
  take(update: GameUpdate): void {
    this.heardOf(update.seq);
    if (update.seq !== this.last + 1) return;
    this.events.push(...update.events);
    // What is told of a revision does not hold the state that it goes back to: that is in what was told before.
    const isRevision = update.events.some(({ type }) => type === 'HistoryRevised');
    this.current = isRevision ? replayOn(null, effectiveEvents(this.events)) : replayOn(this.current, update.events);
    this.last = update.seq;
  }
}
