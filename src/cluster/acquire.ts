/**
 * R1, taking a game: epoch from PostgreSQL, fence and journal from Redis in one script, then PostgreSQL's fence, and
 * only then the state.
 *
 * Why in this order: 1. PostgreSQL gives the epoch, because a Redis failover can forget one. 2. From the moment the
 * script answers, no older owner can append, so the entries it returned are the last that the journal will ever get
 * from them. 3. Reading PostgreSQL after the journal loses nothing: what a worker moved in between is in both. Read
 * the other way round, an entry that moves between the two reads is in neither.
 *
 * R4, grace: just after Redis changed (a promoted replica, a restart, a FLUSHALL) its fences and journals may lack what
 * a living owner still holds. Until that owner has put it back, or has had the time to, nobody takes its games: not by
 * what Redis says of its session, which may be forgotten too, but by the owner that PostgreSQL knows.
 */
import type { GameId, SessionId } from '../protocol/ids';
import type { AcquireReason } from '../protocol/ownership';
import { HotGame } from './hot-game';
import type { Archive, Claim, Fences, Generation, Random } from './ports';

export interface AcquireDeps {
  /** What people call this node. */
  readonly node: string;
  readonly fences: Fences;
  readonly archive: Archive;
  readonly generation: Generation;
  readonly random: Random;
}

export type Acquired =
  | { readonly status: 'acquired'; readonly game: HotGame }
  | { readonly status: 'notFound' }
  /** Somebody else's fence is in the way: look again who owns it. */
  | { readonly status: 'held' }
  | { readonly status: 'quarantined' };

/**
 * @param session the taker's living session.
 * @param seen the session that the taker believes dead or gone (null: the fence had none).
 * @throws Fault when a store does not answer; the game is then nobody's, or ours without our knowing, and the next
 *   acquire (a higher epoch) puts that right.
 */
export async function acquireGame(
  deps: AcquireDeps,
  target: { gameId: GameId; session: SessionId; seen: SessionId | null; reason: AcquireReason },
): Promise<Acquired> {
  const next = await deps.archive.nextEpoch(target.gameId);
  if (next === undefined) return { status: 'notFound' };
  const { ownerSession } = next.row;
  if (
    ownerSession !== null &&
    ownerSession !== target.session &&
    (await deps.generation.graceLeftMs(target.gameId)) > 0
  ) {
    return { status: 'held' };
  }
  const claim: Claim = { gameId: target.gameId, epoch: next.epoch, session: target.session, nonce: deps.random.id() };
  const fenced = await deps.fences.acquire(claim, target.seen);
  if (fenced.status !== 'ACQUIRED') return { status: 'held' };
  if (fenced.quarantined) {
    // A Redis that rolled back may set aside again what was let go: marked, it is tried again.
    const aside = { cause: 'incomplete', reason: 'the journal holds its entries aside' } as const;
    if (!next.row.quarantined) await deps.archive.setQuarantine(target.gameId, aside, deps.node);
    await deps.fences.release(claim);
    return { status: 'quarantined' };
  }
  const stored = await deps.archive.claim(claim, { node: deps.node, reason: target.reason });
  if (stored === undefined) {
    await deps.fences.release(claim);
    return { status: 'held' };
  }
  const game = HotGame.replay(claim, stored, fenced.entries);
  if (fenced.head === null) {
    const opened = await deps.fences.open(claim, game.seq);
    if (opened.status !== 'OPENED' && opened.status !== 'ALREADY_OPEN') return { status: 'held' };
  }
  return { status: 'acquired', game };
}
