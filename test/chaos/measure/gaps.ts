/**
 * Gaps: entries of which a client heard late. An entry is told to everybody who looks on within some ten ms of its
 * acceptance; one that comes later than `LATE_MS` had been missed, and was found missing and asked for.
 *
 * A gap's clock begins when the entry was accepted, or, when a fault was in the way, when that fault was over: nobody can
 * be told over a line that is cut. Times are in ms since the run began.
 */
import type { GameId } from '../../../src/protocol/ids';
import type { Ack, Sight } from '../record';

export const LATE_MS = 250;

export interface Gap {
  readonly gameId: GameId;
  readonly seq: number;
  /** When it was mended. */
  readonly at: number;
  readonly tookMs: number;
  /** From the acceptance, whatever stood in the way. */
  readonly sinceAcceptedMs: number;
  /** The client's connection had broken meanwhile. */
  readonly isReconnect: boolean;
}

export interface Interval {
  readonly startedAt: number;
  readonly endedAt: number;
}

export function gapsOf(seen: {
  readonly acks: readonly Ack[];
  readonly sights: readonly Sight[];
  readonly faults: readonly Interval[];
}): readonly Gap[] {
  const acceptedAt = acceptances(seen.acks, seen.sights);
  return seen.sights.flatMap((sight) => {
    const { gameId, seq, at, upSince } = sight;
    const accepted = acceptedAt.get(`${gameId} ${seq}`) ?? at;
    const sinceAcceptedMs = at - accepted;
    if (sinceAcceptedMs < LATE_MS) return [];
    const tookMs = at - clockStart(accepted, at, seen.faults);
    return [{ gameId, seq, at, tookMs, sinceAcceptedMs, isReconnect: upSince > accepted }];
  });
}

/** When each entry was first known to anybody. */
function acceptances(acks: readonly Ack[], sights: readonly Sight[]): ReadonlyMap<string, number> {
  const first = new Map<string, number>();
  for (const { gameId, seq, at } of [...acks, ...sights]) {
    const key = `${gameId} ${seq}`;
    first.set(key, Math.min(first.get(key) ?? Infinity, at));
  }
  return first;
}

function clockStart(accepted: number, seenAt: number, faults: readonly Interval[]): number {
  const inTheWay = faults.filter(({ startedAt, endedAt }) => startedAt <= seenAt && endedAt >= accepted);
  return Math.min(seenAt, Math.max(accepted, ...inTheWay.map(({ endedAt }) => endedAt)));
}
