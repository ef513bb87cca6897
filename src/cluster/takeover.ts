/**
 * Is that owner dead? A takeover needs its session to be gone, or two independent signs at once: its address refuses
 * or closed the link, and it has missed beats. One sign alone is a hiccup of the network or of Redis.
 *
 * A store of sessions that stood still for longer than their TTL has lost them all, those of the living too: whoever
 * has just been through that waits for a TTL before a missing session tells him anything.
 *
 * Fencing makes a wrong verdict safe; the signs only make it rare. What fencing does not do is to keep a node that wakes
 * up from showing what it has: it would beat, and believe that nobody took its games. So on the two signs its session is
 * ended, unless it has beaten meanwhile, before anything is taken (docs/decisions/0006-silent-sessions-are-ended.md).
 */
import type { SessionId } from '../protocol/ids';
import type { Mesh, Sessions } from './ports';

export type Verdict =
  | { readonly verdict: 'alive'; readonly address: string }
  | { readonly verdict: 'dead' }
  /** Its session is gone, and may be so only because the store stood still: ask again in a moment. */
  | { readonly verdict: 'unsure' };

export interface LivenessDeps {
  readonly sessions: Sessions;
  readonly mesh: Mesh;
  /** Whether the store of sessions has answered this node without a break for a TTL. */
  readonly isSteady: () => boolean;
  /** Whether a session was this node's own, and is over. */
  readonly wasOurs: (session: SessionId) => boolean;
  /** No beat for this long, and a broken link: dead. */
  readonly earlyTakeoverMs: number;
}

/** @throws Fault when the store of sessions does not answer. */
export async function judgeOwner(deps: LivenessDeps, session: SessionId): Promise<Verdict> {
  if (deps.wasOurs(session)) return { verdict: 'dead' };
  const sighting = await deps.sessions.find(session);
  if (sighting === undefined) return { verdict: deps.isSteady() ? 'dead' : 'unsure' };
  const link = deps.mesh.reachability(sighting.address);
  const broken = link === 'refused' || link === 'closed';
  const { earlyTakeoverMs } = deps;
  if (broken && sighting.sinceBeatMs >= earlyTakeoverMs && (await deps.sessions.expel(session, earlyTakeoverMs))) {
    return { verdict: 'dead' };
  }
  return { verdict: 'alive', address: sighting.address };
}
