/**
 * Drain: a node that goes away gives every game to the others. Each game's intake closes, its lane empties, its fence
 * is released, and another node is asked to take it at once, so that its players wait for one hand-off and not for a
 * session to expire. What is not done by the deadline is left to takeover.
 */
import type { GameId } from '../protocol/ids';
import type { Owner } from './owner';
import type { Clock } from './ports';

/**
 * Hand-offs under way at once: enough that none waits for a store's answer alone. A game that waits for its turn is still
 * played here, so the fewer there are, the shorter each game's own pause is.
 */
const AT_ONCE = 8;

export interface DrainOptions {
  readonly owners: Iterable<Owner>;
  readonly clock: Clock;
  readonly deadlineMs: number;
  readonly passOn: (gameId: GameId) => Promise<boolean>;
  readonly onError: (reason: unknown) => void;
}

/** Resolves when every game has been handed off, or the deadline has passed. Returns how many were released. */
export async function drainGames(options: DrainOptions): Promise<number> {
  const { clock, deadlineMs, passOn, onError } = options;
  const giveUpAt = clock.monotonic() + deadlineMs;
  // The games most recently used go first: somebody is waiting for them.
  const waiting = [...options.owners];
  let released = 0;
  const handOff = async (): Promise<void> => {
    for (let owner = waiting.shift(); owner !== undefined; owner = waiting.shift()) {
      if (clock.monotonic() >= giveUpAt) return;
      try {
        if (await owner.release('handOff')) released += 1;
        await passOn(owner.gameId);
      } catch (reason) {
        onError(reason);
      }
    }
  };
  await Promise.all(Array.from({ length: Math.min(AT_ONCE, waiting.length) }, handOff));
  return released;
}
