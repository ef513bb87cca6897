/**
 * Is that owner dead? A takeover needs its session to be gone, or two independent signs at once: its address refuses
 * or closed the link, and it has missed beats. One sign alone is a hiccup of the network or of Redis.
 *
 * Fencing makes a wrong verdict safe; the two signs only make it rare.
 */
import type { SessionId } from '../protocol/ids';
import type { Mesh, Sessions } from './ports';

export type Verdict = { readonly verdict: 'alive'; readonly address: string } | { readonly verdict: 'dead' };

export interface LivenessDeps {
  readonly sessions: Sessions;
  readonly mesh: Mesh;
  /** No beat for this long, and a broken link: dead. */
  readonly earlyTakeoverMs: number;
}

/** @throws Fault when the store of sessions does not answer. */
export async function judgeOwner(deps: LivenessDeps, session: SessionId): Promise<Verdict> {
  const sighting = await deps.sessions.find(session);
  if (sighting === undefined) return { verdict: 'dead' };
  const link = deps.mesh.reachability(sighting.address);
  const broken = link === 'refused' || link === 'closed';
  if (broken && sighting.sinceBeatMs >= deps.earlyTakeoverMs) return { verdict: 'dead' };
  return { verdict: 'alive', address: sighting.address };
}
