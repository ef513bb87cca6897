/**
 * Games that PostgreSQL did not know a moment ago, and what was said of them: who asks for them again and again costs it
 * nothing. Only for a moment, because another node may create one of them meanwhile; this node says so at once.
 */
import { LRUCache } from 'lru-cache';
import type { Refused } from '../protocol/envelope';
import type { GameId } from '../protocol/ids';
import type { Clock } from './ports';

const KNOWN_FOR_MS = 500;
const GAMES_MAX = 10_000;

export class UnknownGames {
  private readonly refusals: LRUCache<GameId, Refused>;
  private created = 0;

  constructor(clock: Pick<Clock, 'monotonic'>) {
    this.refusals = new LRUCache<GameId, Refused>({
      max: GAMES_MAX,
      ttl: KNOWN_FOR_MS,
      ttlResolution: 0,
      perf: { now: () => clock.monotonic() },
    });
  }

  /** What was said of the game, while that still holds. */
  refusalOf(gameId: GameId): Refused | undefined {
    return this.refusals.get(gameId);
  }

  /**
   * Before a question is asked.
   * @returns call it with a refusal to keep; it is kept unless a game was created here meanwhile
   */
  asking(gameId: GameId): (refusal: Refused) => void {
    const { created } = this;
    return (refusal) => {
      if (created === this.created) this.refusals.set(gameId, refusal);
    };
  }

  /** The game has been created here. */
  delete(gameId: GameId): void {
    this.created += 1;
    this.refusals.delete(gameId);
  }
}
