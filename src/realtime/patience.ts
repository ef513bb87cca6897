/**
 * How much nonsense is answered of one socket: what no client of ours would send (no message at all, too large, binary, a
 * game that is not). So much of it may come at once, and then one in five seconds. Who sends more is not heard for about
 * five seconds, and for twice as long each time that he goes on with it: what comes meanwhile, of whatever kind, is
 * dropped unread, and costs this node and those who play next to nothing. Pings are answered all the same: who is cut off
 * comes back, which costs more. No two are unheard for as long, or a flood that began at once would be heard again at once.
 */
import type { Clock, Random } from '../cluster/ports';
import type { ErrorCode } from '../protocol/error-codes';

const ONE_IN_MS = 5_000;
/** Nobody is left unheard for longer, half as much again by chance aside. */
const DEAF_MAX_MS = 40_000;

const NONSENSE: ReadonlySet<ErrorCode> = new Set([
  'request/invalid',
  'request/not_found',
  'request/too_large',
  'request/binary',
  'game/not_found',
]);

export class Patience {
  /** When all of it will be back, by the clock. */
  private backAt = 0;
  /** How often in a row it was spent. */
  private spent = 0;

  /** @param nonsenseMax at once; 0: any amount */
  constructor(
    private readonly clock: Pick<Clock, 'monotonic'>,
    private readonly random: Pick<Random, 'fraction'>,
    private readonly nonsenseMax: number,
  ) {}

  /** @returns for how long the socket that was refused so is not to be heard, in ms; 0: it is heard on */
  refused(code: ErrorCode): number {
    if (this.nonsenseMax === 0 || !NONSENSE.has(code)) return 0;
    const now = this.clock.monotonic();
    if (now >= this.backAt) this.spent = 0;
    this.backAt = Math.max(this.backAt, now) + ONE_IN_MS;
    const allMs = this.nonsenseMax * ONE_IN_MS;
    if (this.backAt <= now + allMs) return 0;
    const full = Math.min(ONE_IN_MS * 2 ** this.spent, DEAF_MAX_MS);
    const deafMs = Math.round(full * (0.5 + this.random.fraction()));
    this.spent += 1;
    // None of it comes back before he is heard again.
    this.backAt = now + deafMs + allMs;
    return deafMs;
  }
}
