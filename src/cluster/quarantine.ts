/**
 * Trying again a game that was set aside: its entries are stored in order, and the game goes on.
 *
 * Nothing can be appended to it meanwhile, and no owner serves it; so its entries go in under the fence that
 * PostgreSQL has, whoever that was, unless the journal's fence is older than that (or gone): then Redis has forgotten
 * something, and the game must be acquired first.
 */
import type { GameId } from '../protocol/ids';
import type { QuarantineCause } from '../protocol/ownership';
import { firstDivergence, runOf, type RunItem } from './journal-runs';
import { Fault, type ArchiveWriter, type Fences, type Journal, type Quarantine } from './ports';

export interface QuarantineDeps {
  /** What people call this worker. */
  readonly node: string;
  readonly journal: Pick<Journal, 'quarantinedEntries' | 'releaseQuarantine'>;
  readonly fences: Pick<Fences, 'read'>;
  readonly writer: ArchiveWriter;
  /** Entries in one transaction. */
  readonly batchEntriesMax: number;
}

export type QuarantineRetry =
  | { readonly status: 'released'; readonly stored: number }
  /** Still set aside, and why; `needsOwner`: a node must acquire it before it can be tried again. */
  | ({ readonly status: 'kept'; readonly needsOwner: boolean } & Quarantine);

/** @throws Fault when a store does not answer */
export async function retryQuarantined(deps: QuarantineDeps, gameId: GameId): Promise<QuarantineRetry> {
  const outcome = await storeSetAside(deps, gameId);
  if (outcome.status === 'kept') {
    await deps.writer.setQuarantine(gameId, outcome, deps.node);
    return outcome;
  }
  // The mark in PostgreSQL goes last: as long as it stands, the sweep has this tried again.
  await deps.journal.releaseQuarantine(gameId, outcome.lastSeq);
  await deps.writer.setQuarantine(gameId, null, deps.node);
  return { status: 'released', stored: outcome.stored };
}

type Outcome =
  | { readonly status: 'stored'; readonly stored: number; readonly lastSeq: number }
  | Extract<QuarantineRetry, { status: 'kept' }>;

async function storeSetAside(deps: QuarantineDeps, gameId: GameId): Promise<Outcome> {
  const head = (await deps.writer.heads([gameId])).get(gameId);
  if (head === undefined) return kept('unknownGame', 'PostgreSQL does not know the game');
  const run = runOf(await deps.journal.quarantinedEntries(gameId));
  if ('cause' in run) return kept(run.cause, run.reason);
  const divergent = await firstDivergence(deps.writer, run.items, head.lastSeq);
  if (divergent !== undefined) {
    return kept('diverged', `PostgreSQL holds another entry at seq ${divergent} than the journal`);
  }

  const rest = run.items.filter((item) => item.entry.seq > head.lastSeq);
  const [first] = rest;
  if (first === undefined) return { status: 'stored', stored: 0, lastSeq: head.lastSeq };
  if (first.entry.seq !== head.lastSeq + 1 || run.beyondGap > 0)
    return kept('incomplete', 'an entry between is missing');
  const fence = await deps.fences.read(gameId);
  if (fence === undefined || fence.epoch < head.fence) {
    const reason = 'the journal has no fence as new as PostgreSQL has';
    return { status: 'kept', cause: 'incomplete', reason, needsOwner: true };
  }
  return storeInOrder(deps, { gameId, stamp: head.fence, items: rest });
}

async function storeInOrder(
  deps: QuarantineDeps,
  { gameId, stamp, items }: { readonly gameId: GameId; readonly stamp: number; readonly items: readonly RunItem[] },
): Promise<Outcome> {
  for (let from = 0; from < items.length; from += deps.batchEntriesMax) {
    const entries = items.slice(from, from + deps.batchEntriesMax).map((item) => item.entry);
    try {
      const stored = await deps.writer.store([{ gameId, stamp, entries }]);
      if (!stored.has(gameId)) return kept('incomplete', 'it changed while it was looked at');
    } catch (error) {
      if (error instanceof Fault && error.code === 'server/unstorable') return kept('unstorable', error.message);
      throw error;
    }
  }
  return { status: 'stored', stored: items.length, lastSeq: items.at(-1)?.entry.seq ?? 0 };
}

function kept(cause: QuarantineCause, reason: string): Outcome {
  return { status: 'kept', cause, reason, needsOwner: false };
}
