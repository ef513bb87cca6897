/**
 * A game follows its commands. One that comes over another node costs two messages more than one that comes to the owner
 * itself; so a game of whose last commands none came here is handed off to the node that the last came over. Its players
 * wait for one hand-off, between two commands.
 *
 * It leaves as in an eviction, once PostgreSQL has everything: until the other node has it, Redis alone would hold the
 * rest. Nor does it leave in a time of grace, before whose end nobody could take it. With its managers on two nodes a game
 * stays at one of them; and one that was handed off stays for a while.
 */
import type { GameId } from '../protocol/ids';
import type { Owner } from './owner';
import { type PersistedDeps, refreshPersisted } from './persisted';
import type { Clock, Generation, Mesh } from './ports';

/** A game that was handed off is not handed on before it has been here for so long. */
const STAY_MS = 10_000;
/** Between two looks whether PostgreSQL has everything, and how many there are before it is left for another time. */
const LOOK_EVERY_MS = 100;
const LOOKS_MAX = 100;

export interface FollowingDeps extends PersistedDeps {
  readonly clock: Pick<Clock, 'after' | 'monotonic'>;
  readonly mesh: Pick<Mesh, 'ask'>;
  readonly generation: Pick<Generation, 'graceLeftMs'>;
  /** So many commands, none of them from here, and the game goes; 0: never. */
  readonly followAfter: number;
  readonly meshDeadlineMs: number;
  /** Not while this node drains: it gives its games to whoever stays. */
  readonly mayGive: () => boolean;
  readonly onError: (reason: unknown, gameId: GameId) => void;
}

export class Following {
  private readonly deps: FollowingDeps;
  /** Commands since the last that came from here. */
  private readonly away = new WeakMap<Owner, number>();
  private readonly cameAt = new WeakMap<Owner, number>();
  private readonly leaving = new WeakSet<Owner>();

  constructor(deps: FollowingDeps) {
    this.deps = deps;
  }

  /** The game was handed off to this node. */
  came(owner: Owner): void {
    this.cameAt.set(owner, this.deps.clock.monotonic());
  }

  /**
   * A command of the game was accepted. Never throws, never waits.
   * @param from the address of the node that it came over; null: a player of this one gave it
   */
  accepted(owner: Owner, from: string | null): void {
    const { followAfter, clock } = this.deps;
    const away = from === null ? 0 : (this.away.get(owner) ?? 0) + 1;
    this.away.set(owner, away);
    if (from === null || followAfter === 0 || away < followAfter || this.leaving.has(owner)) return;
    const cameAt = this.cameAt.get(owner);
    if (cameAt !== undefined && clock.monotonic() - cameAt < STAY_MS) return;
    this.leaving.add(owner);
    this.give(owner, from)
      .catch((reason: unknown) => this.deps.onError(reason, owner.gameId))
      .finally(() => {
        this.leaving.delete(owner);
        this.away.set(owner, 0);
      });
  }

  private async give(owner: Owner, to: string): Promise<void> {
    const { mesh, meshDeadlineMs } = this.deps;
    for (let looks = 1; this.mayLeave(owner); looks += 1) {
      if ((await this.canBeTaken(owner)) && (await owner.release('handOff', true))) {
        // Where this is refused or lost, the game is nobody's, and the next question takes it.
        await mesh.ask(to, { kind: 'acquire', gameId: owner.gameId }, meshDeadlineMs);
        return;
      }
      if (looks === LOOKS_MAX) return;
      await new Promise<void>((resolve) => this.deps.clock.after(LOOK_EVERY_MS, resolve));
    }
  }

  /** A command from here meanwhile, and it stays. */
  private mayLeave(owner: Owner): boolean {
    return this.deps.mayGive() && owner.isServing && this.away.get(owner) !== 0;
  }

  private async canBeTaken(owner: Owner): Promise<boolean> {
    await refreshPersisted([owner], this.deps);
    return owner.game?.unpersisted.length === 0 && (await this.deps.generation.graceLeftMs(owner.gameId)) === 0;
  }
}
