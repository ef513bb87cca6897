/**
 * Games whose entries cannot move until somebody acquires them: an acquire stopped half-way (the node died between the
 * journal's fence and PostgreSQL's), Redis lost the fence, or an entry that only an owner's memory may still hold.
 *
 * The age of an entry is judged by wall clocks of two machines: good enough to be patient by. One of them may be wrong,
 * so an entry of the future is not waited for either: a game that is asked for too early is only looked at.
 */
import type { GameId } from '../protocol/ids';
import type { ArchiveWriter, Clock, Journal, TakenEntry } from './ports';

export interface StuckGamesDeps {
  readonly journal: Pick<Journal, 'take'>;
  readonly writer: Pick<ArchiveWriter, 'heads'>;
  readonly clock: Pick<Clock, 'now'>;
  /** An entry that waits longer than this is not just on its way. */
  readonly stuckAfterMs: number;
  readonly pageEntriesMax: number;
  readonly pagesMax: number;
}

interface Waiting {
  readonly stamp: number | null;
  readonly first: TakenEntry;
}

export async function stuckGames(deps: StuckGamesDeps, partition: number): Promise<readonly GameId[]> {
  const waiting = await waitingGames(deps, partition);
  if (waiting.size === 0) return [];
  const heads = await deps.writer.heads([...waiting.keys()]);
  return [...waiting].flatMap(([gameId, { stamp, first }]) => {
    const head = heads.get(gameId);
    if (head === undefined || first.seq <= head.lastSeq) return [];
    return stamp !== head.fence || first.seq !== head.lastSeq + 1 ? [gameId] : [];
  });
}

/** Each game whose lowest entry has waited too long, as far as we look. */
async function waitingGames(deps: StuckGamesDeps, partition: number): Promise<ReadonlyMap<GameId, Waiting>> {
  const games = new Map<GameId, Waiting>();
  let after = '';
  for (let page = 0; page < deps.pagesMax; page += 1) {
    const taken = await deps.journal.take(partition, after, deps.pageEntriesMax);
    for (const item of taken.entries) {
      const known = games.get(item.gameId);
      if (known !== undefined && known.first.seq <= item.seq) continue;
      games.set(item.gameId, { stamp: taken.stamps.get(item.gameId) ?? null, first: item });
    }
    after = taken.entries.at(-1)?.position ?? after;
    if (!taken.more) break;
  }
  const now = deps.clock.now();
  const isDue = (at: number | undefined): boolean => at !== undefined && Math.abs(now - at) > deps.stuckAfterMs;
  return new Map([...games].filter(([, { first }]) => isDue(acceptedAt(first))));
}

/** Undefined for an entry that cannot be read: setting it aside is the persister's business. */
function acceptedAt(item: TakenEntry): number | undefined {
  try {
    const entry: unknown = JSON.parse(item.body);
    const at = typeof entry === 'object' && entry !== null && 'at' in entry ? entry.at : undefined;
    return typeof at === 'number' ? at : undefined;
  } catch {
    return undefined;
  }
}
