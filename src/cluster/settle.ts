/**
 * R3, never give up on a Redis "no": an append that was refused, or had no answer, is settled by asking PostgreSQL.
 *
 * If PostgreSQL's fence is still ours, nobody has taken the game: raise it to a fresh epoch (which shuts out whoever
 * stopped half-way, and our own late request), write the fence anew, and give the journal what it lost, the entry in
 * doubt included. If somebody is higher, the game is theirs.
 *
 * A Redis that fell back to what it had before may hold more of the game than its owner was told: entries of an owner
 * before, above the owner's own, perhaps in the place of the one in doubt. They contradict nothing that was committed, so
 * nothing is set aside: the owner drops the game, and it is taken anew by the book, which reads them
 * (docs/decisions/0005-a-journal-that-is-ahead.md).
 *
 * The same question is asked when the node lost its session: its games are others' to take, but until somebody has, it
 * alone may hold entries that a Redis which failed over has forgotten.
 */
import type { JournalEntry } from '../protocol/envelope';
import type { SessionId } from '../protocol/ids';
import type { ReclaimReason } from '../protocol/ownership';
import type { HotGame } from './hot-game';
import { type Archive, type Claim, Fault, type Fences, type ReassertReply } from './ports';

export interface SettleDeps {
  /** What people call this node. */
  readonly node: string;
  readonly fences: Fences;
  readonly archive: Archive;
}

/**
 * `kept`: the game is ours, and the journal holds all of it, `pending` too, and nothing else. `moved`: somebody is higher,
 * or the journal is ahead of us; what `pending` asked is decided by whoever takes the game next.
 */
export type Settled = 'kept' | 'moved' | 'diverged';

/** Nothing can be settled without one. */
export const NO_SESSION = new Fault({
  code: 'owner/unavailable',
  outcome: 'notApplied',
  message: 'this node has lost its session and has no new one yet',
});

const NONE: readonly number[] = [];

/**
 * @param session the node's living session: another than the claim's when that one was lost.
 * @throws Fault when a store does not answer: nothing is settled, and it must be tried again.
 */
export async function settle(
  deps: SettleDeps,
  game: HotGame,
  options: { session: SessionId; pending: JournalEntry | null; reason: ReclaimReason },
): Promise<Settled> {
  const { session, pending, reason } = options;
  const claim = { ...game.claim, epoch: await deps.archive.freshEpoch(), session };
  const held = [game.claim.epoch, ...game.raisedTo];
  // Noted before it is sent: if the answer is lost, PostgreSQL may have it all the same.
  game.raisedTo = [...game.raisedTo, claim.epoch];
  const reclaimed = await deps.archive.reclaim(claim, held, { node: deps.node, reason });
  if (reclaimed === undefined) return 'moved';
  // This is PostgreSQL's fence now, and no other; the game has it once the journal has it too.
  game.raisedTo = [claim.epoch];
  game.markPersisted(reclaimed.lastSeq);
  const { reply, last } = await reassert(deps, game, { claim, pending, lastSeq: reclaimed.lastSeq });
  if (reply.status !== 'REASSERTED') return reply.status === 'STALE' ? 'moved' : 'diverged';
  if (!(await isStillOurs(deps, claim))) {
    await deps.fences.release(claim);
    return 'moved';
  }
  // The fence stays this session's: who takes the game anew finds it so.
  if (reply.head > last) return 'moved';
  game.claim = claim;
  game.raisedTo = NONE;
  return 'kept';
}

/**
 * Puts the fence back, and what the journal lost: with the entry in doubt, unless another's has its place.
 * @returns the seq of the last entry that this owner knows to be there, beside the reply.
 */
async function reassert(
  { archive, fences }: SettleDeps,
  game: HotGame,
  { claim, pending, lastSeq }: { claim: Claim; pending: JournalEntry | null; lastSeq: number },
): Promise<{ readonly reply: ReassertReply; readonly last: number }> {
  if (pending !== null && (lastSeq < pending.seq || (await isStored(archive, pending)))) {
    const reply = await fences.reassert(claim, lastSeq, [...game.unpersisted, pending]);
    // Below it, what was committed would be in question.
    const isDisplaced = reply.status === 'DIVERGED' && reply.seq === pending.seq;
    if (!isDisplaced) return { reply, last: pending.seq };
  }
  return { reply: await fences.reassert(claim, lastSeq, game.unpersisted), last: game.seq };
}

/** PostgreSQL has an entry at its seq: whether it is this one. */
async function isStored(archive: Pick<Archive, 'entries'>, { gameId, seq, commandId }: JournalEntry): Promise<boolean> {
  const [stored] = await archive.entries(gameId, seq - 1, 1);
  return stored?.commandId === commandId;
}

/**
 * The journal keeps no fence of a game that was stored and let go, so it cannot tell a claim that is late: this node
 * may have stood still between the two stores, while others took the game, went on and left it. PostgreSQL can tell.
 * It is asked with the question that spends an epoch; there are enough of them.
 */
async function isStillOurs({ archive }: SettleDeps, { gameId, epoch }: Claim): Promise<boolean> {
  return (await archive.nextEpoch(gameId))?.row.fence === epoch;
}
