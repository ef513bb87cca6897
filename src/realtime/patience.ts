/**
 * How much nonsense is answered of one socket: what no client of ours would send (no message at all, too large, binary, a
 * game that is not). So much of it may come at once, and then one in five seconds: what comes before that, of whatever
 * kind, is dropped unread, and costs this node and those who play next to nothing. Pings are answered all the same: who is
 * cut off comes back, which costs more.
 */
import type { Clock } from '../cluster/ports';
import type { ErrorCode } from '../protocol/error-codes';

const ONE_IN_MS = 5_000;
/** Nobody is left unheard for longer. */
const DEAF_MAX_MS = 10_000;

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

  /** @param nonsenseMax at once; 0: any amount */
  constructor(
    private readonly clock: Pick<Clock, 'monotonic'>,
    private readonly nonsenseMax: number,
  ) {}

  /** @returns for how long the socket that was refused so is not to be heard, in ms; 0: it is heard on */
  refused(code: ErrorCode): number {
    if (this.nonsenseMax === 0 || !NONSENSE.has(code)) return 0;
    const now = this.clock.monotonic();
    this.backAt = Math.max(this.backAt, now) + ONE_IN_MS;
    const spentMs = this.backAt - now - this.nonsenseMax * ONE_IN_MS;
    return Math.min(Math.max(spentMs, 0), DEAF_MAX_MS);
  }
}
