/**
 * The way of a question to the game's owner: hot here? owned elsewhere? dead owner, or none?
 *
 * A question that finds a moved or dead owner is not failed but sent again, until its deadline: a command's id makes
 * that safe, because whoever owns the game next knows the commands that were accepted. Only at the deadline does the
 * asker hear that the outcome is unknown.
 */
import { LRUCache } from 'lru-cache';
import { type Refused, refused } from '../protocol/envelope';
import type { GameId, SessionId } from '../protocol/ids';
import type { AcquireReason } from '../protocol/ownership';
import type { Owner } from './owner';
import { type Clock, Fault, type Fences } from './ports';
import { judgeOwner, type LivenessDeps } from './takeover';
import { UnknownGames } from './unknown-games';
import { unlessDead } from './unless-dead';

/** How long a place that answered once is asked again without looking at the fence. */
const PLACE_TTL_MS = 30_000;
const PLACES_MAX = 100_000;
const BACKOFF_MIN_MS = 20;
const BACKOFF_MAX_MS = 125;

interface Place {
  readonly session: SessionId;
  readonly address: string;
}

type Whereabouts =
  | { readonly at: 'here'; readonly owner: Owner }
  | { readonly at: 'peer'; readonly place: Place }
  | {
      readonly at: 'nobody';
      readonly seen: SessionId | null;
      readonly reason: AcquireReason;
      readonly behind: boolean;
    }
  /** Its owner may be dead, or may not. */
  | { readonly at: 'unknown' };

export interface RouterDeps extends LivenessDeps {
  readonly clock: Clock;
  readonly fences: Fences;
  /** This node's session; null when it has none. */
  readonly session: () => SessionId | null;
  readonly hot: (gameId: GameId) => Owner | undefined;
  /** Takes the game; undefined when the way there has to be looked at again. */
  readonly take: (
    gameId: GameId,
    seen: SessionId | null,
    reason: AcquireReason,
  ) => Promise<Owner | Refused | undefined>;
  /** A question is given up after this long. */
  readonly deadlineMs: number;
}

/** How one kind of question is asked; `cold` (where given) answers for a game that nobody has to own for it. */
export interface Question<A> {
  here(owner: Owner): Promise<A | Refused>;
  peer(address: string): Promise<A | Refused>;
  cold?(): Promise<A | Refused>;
}

export class Router {
  private readonly deps: RouterDeps;
  private readonly places: LRUCache<GameId, Place>;
  private readonly unknown: UnknownGames;

  constructor(deps: RouterDeps) {
    this.deps = deps;
    this.unknown = new UnknownGames(deps.clock);
    this.places = new LRUCache<GameId, Place>({
      // Bounded by size and not by `max`, which would set aside room for all of them at once.
      maxSize: PLACES_MAX,
      sizeCalculation: () => 1,
      ttl: PLACE_TTL_MS,
      ttlResolution: 0,
      perf: { now: () => deps.clock.monotonic() },
    });
  }

  /** The game exists from now on, whatever was said of it before. */
  created(gameId: GameId): void {
    this.unknown.delete(gameId);
  }

  /** Exactly one answer, by the deadline. Never throws. */
  async ask<A extends { readonly ok: true }>(gameId: GameId, question: Question<A>): Promise<A | Refused> {
    const known = this.unknown.refusalOf(gameId);
    if (known !== undefined) return known;
    const remember = this.unknown.asking(gameId);
    const answer = await this.askUntilAnswered(gameId, question);
    if (!answer.ok && answer.error.code === 'game/not_found') remember(answer);
    return answer;
  }

  private async askUntilAnswered<A extends { readonly ok: true }>(
    gameId: GameId,
    question: Question<A>,
  ): Promise<A | Refused> {
    const giveUpAt = this.deps.clock.monotonic() + this.deps.deadlineMs;
    let waitMs = BACKOFF_MIN_MS;
    let uncertain = false;
    for (;;) {
      const answer = await this.tryOnce(gameId, question);
      if (answer.ok) return answer;
      uncertain ||= answer.error.applied === 'unknown';
      if (!isWorthAsking(answer)) return uncertain && !isOwnersWord(answer) ? refused('command/unknown') : answer;
      this.places.delete(gameId);
      if (this.deps.clock.monotonic() + waitMs >= giveUpAt) {
        return refused(uncertain ? 'command/unknown' : 'owner/unavailable');
      }
      await this.wait(waitMs);
      waitMs = Math.min(waitMs * 2, BACKOFF_MAX_MS);
    }
  }

  private async tryOnce<A>(gameId: GameId, question: Question<A>): Promise<A | Refused> {
    try {
      const where = await this.locate(gameId);
      if (where.at === 'peer') return await this.askPeer(gameId, where.place, question);
      if (where.at === 'here') return await question.here(where.owner);
      if (where.at === 'unknown') return refused('owner/unavailable');
      if (question.cold !== undefined && !where.behind) return await question.cold();
      const owner = await this.deps.take(gameId, where.seen, where.reason);
      if (owner === undefined) return refused('owner/moved');
      return 'ok' in owner ? owner : await question.here(owner);
    } catch (cause) {
      return fromFault(cause);
    }
  }

  private async askPeer<A>(gameId: GameId, place: Place, question: Question<A>): Promise<A | Refused> {
    try {
      const answer = await unlessDead(question.peer(place.address), place.session, this.deps);
      this.places.set(gameId, place);
      return answer;
    } catch (cause) {
      if (cause instanceof Fault && cause.outcome === 'notApplied') return refused('owner/moved');
      throw cause;
    }
  }

  private async locate(gameId: GameId): Promise<Whereabouts> {
    const owner = this.deps.hot(gameId);
    if (owner !== undefined) return { at: 'here', owner };
    const known = this.places.get(gameId);
    if (known !== undefined) return { at: 'peer', place: known };
    const fence = await this.deps.fences.read(gameId);
    const behind = fence !== undefined && fence.head !== fence.persisted;
    const session = fence?.session ?? null;
    if (session === null) return { at: 'nobody', seen: null, reason: 'cold', behind };
    // Ours, and not hot: lost on the way (a Redis that answered late); take it anew.
    if (session === this.deps.session()) return { at: 'nobody', seen: session, reason: 'cold', behind };
    const judged = await judgeOwner(this.deps, session);
    if (judged.verdict === 'unsure') return { at: 'unknown' };
    if (judged.verdict === 'dead') return { at: 'nobody', seen: session, reason: 'takeover', behind: true };
    return { at: 'peer', place: { session, address: judged.address } };
  }

  private wait(delayMs: number): Promise<void> {
    return new Promise((resolve) => void this.deps.clock.after(delayMs, resolve));
  }
}

/** Whether another try may find the owner: the question did not reach one that could answer. */
function isWorthAsking(answer: Refused): boolean {
  switch (answer.error.code) {
    case 'owner/moved':
    case 'owner/unavailable':
    case 'server/draining':
    case 'command/unknown':
    case 'command/timeout':
      return true;
    default:
      return false;
  }
}

/**
 * Whether the game's owner decided that, knowing what was accepted before: then it holds for earlier tries of the same
 * command too. What a store or a limit said holds for this try alone.
 */
function isOwnersWord(answer: Refused): boolean {
  const { code } = answer.error;
  if (code === 'game/busy' || code === 'game/quarantined') return false;
  return !code.startsWith('server/') && !code.startsWith('owner/');
}

function fromFault(cause: unknown): Refused {
  if (!(cause instanceof Fault)) throw cause;
  return refused(cause.outcome === 'unknown' ? 'command/unknown' : cause.code);
}
