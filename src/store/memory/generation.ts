/** `Generation` in memory: a test says when Redis changed. */
import type { Clock, Generation } from '../../cluster/ports';

export class MemoryGeneration implements Generation {
  readonly #clock: Pick<Clock, 'monotonic'>;
  readonly #graceMs: number;
  #graceUntil = 0;
  #suspicions = 0;

  constructor(options: { clock: Pick<Clock, 'monotonic'>; graceMs: number }) {
    this.#clock = options.clock;
    this.#graceMs = options.graceMs;
  }

  /** Redis is another one from now on. */
  changed(): void {
    this.#graceUntil = this.#clock.monotonic() + this.#graceMs;
    this.#suspicions++;
  }

  suspicions(): number {
    return this.#suspicions;
  }

  /** It knows by itself when it changed. */
  forgot(): void {}

  async graceLeftMs(): Promise<number> {
    return Math.max(0, this.#graceUntil - this.#clock.monotonic());
  }
}
