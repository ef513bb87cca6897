/** Taking games, one attempt at a time for each: many commands for a cold game make one acquire. */
import { type Refused, refused } from '../protocol/envelope';
import type { GameId, SessionId } from '../protocol/ids';
import type { AcquireReason } from '../protocol/ownership';
import type { HotGames } from './hot-games';
import type { Owner } from './owner';

export interface TakerDeps {
  readonly hot: HotGames;
  /** The session that takes; null while this node takes nothing (it drains, or has no session). */
  readonly session: () => SessionId | null;
  readonly newOwner: (gameId: GameId) => Owner;
  /** Has another node take the game. */
  readonly passOn: (gameId: GameId) => Promise<boolean>;
}

/** The owner; a refusal that another try would not change; or undefined: look again where the game is. */
export type Taken = Owner | Refused | undefined;

export class Taker {
  private readonly deps: TakerDeps;
  private readonly underWay = new Map<GameId, Promise<Taken>>();

  constructor(deps: TakerDeps) {
    this.deps = deps;
  }

  /** @throws Fault when a store does not answer. */
  take(gameId: GameId, seen: SessionId | null, reason: AcquireReason): Promise<Taken> {
    const already = this.underWay.get(gameId);
    if (already !== undefined) return already;
    // It runs once it is counted among those under way.
    const taking = Promise.resolve()
      .then(() => this.run(gameId, seen, reason))
      .finally(() => this.underWay.delete(gameId));
    this.underWay.set(gameId, taking);
    return taking;
  }

  /** Resolves when no take that has begun is under way any more. */
  async settled(): Promise<void> {
    await Promise.allSettled([...this.underWay.values()]);
  }

  private async run(gameId: GameId, seen: SessionId | null, reason: AcquireReason): Promise<Taken> {
    const { hot, newOwner, passOn } = this.deps;
    // One that does not serve now (its session is gone) may hold what nobody else has: it is settled, not replaced.
    const present = hot.get(gameId);
    if (present !== undefined) return present;
    const session = this.deps.session();
    if (session === null) {
      await passOn(gameId);
      return undefined;
    }
    if (!(await hot.makeRoom(this.underWay.size)))
      return refused('server/overloaded', { details: { retryAfterMs: 1000 } });
    const owner = newOwner(gameId);
    const status = await owner.acquire(session, seen, reason);
    switch (status) {
      case 'acquired':
        // The session may have been lost while the last answer was on its way.
        if (!owner.isServing) return undefined;
        hot.add(owner);
        return owner;
      case 'held':
        return undefined;
      case 'notFound':
        return refused('game/not_found', { details: { gameId } });
      case 'quarantined':
        return refused('game/quarantined', { details: { gameId } });
    }
  }
}
