/** A game's steps for `for await`: what came while the loop was busy waits, up to a limit. */
import type { GameStep } from './order';

/** A loop that lets this many steps wait is broken off with an error, rather than fed from an endless store. */
const WAITING_MAX = 10_000;

export class Steps implements AsyncIterableIterator<GameStep, undefined> {
  private readonly waiting: GameStep[] = [];
  private wake: (() => void) | undefined;
  private isEnded = false;
  private isTooSlow = false;

  /** @param onReturn told when the loop was left */
  constructor(private readonly onReturn: () => void) {}

  push(step: GameStep): void {
    if (this.waiting.length < WAITING_MAX) {
      this.waiting.push(step);
    } else {
      this.isTooSlow = true;
    }
    this.wake?.();
  }

  end(): void {
    this.isEnded = true;
    this.wake?.();
  }

  async next(): Promise<IteratorResult<GameStep, undefined>> {
    for (;;) {
      const step = this.waiting.shift();
      if (step !== undefined) {
        return { done: false, value: step };
      }
      if (this.isTooSlow) {
        throw new Error(`more than ${WAITING_MAX} steps waited for their reader`);
      }
      if (this.isEnded) {
        return { done: true, value: undefined };
      }
      await new Promise<void>((resolve) => (this.wake = resolve));
    }
  }

  async return(): Promise<IteratorResult<GameStep, undefined>> {
    this.end();
    this.onReturn();
    return await Promise.resolve({ done: true, value: undefined });
  }

  [Symbol.asyncIterator](): this {
    return this;
  }
}
