/**
 * What a worker took from a partition's journal, sorted into one run a game: rising seq without a gap, each entry
 * parsed on its own, so that a broken one costs its own game and no other.
 *
 * The stream is nearly always in order already. It is not when an owner filled in what Redis had lost, or when
 * entries came back from quarantine; and an entry may then be there twice.
 */
import { isDeepStrictEqual } from 'node:util';
import { JournalEntry } from '../protocol/envelope';
import type { GameId } from '../protocol/ids';
import type { ArchiveWriter, Quarantine, Taken, TakenEntry } from './ports';

export interface RunItem {
  readonly entry: JournalEntry;
  /** Where it lies in the stream: more than one place when it is there more than once. */
  readonly positions: readonly string[];
}

export interface GameRun {
  readonly gameId: GameId;
  /** The epoch of the game's fence; null when the fence is gone. */
  readonly stamp: number | null;
  /** At least one; rising seq without a gap. */
  readonly items: readonly RunItem[];
  /** Entries beyond a gap, which must wait for those in it. */
  readonly beyondGap: number;
}

/** A game whose entries contradict themselves, or are no entries at all. */
export interface BrokenGame extends Quarantine {
  readonly gameId: GameId;
}

export interface JournalRuns {
  readonly runs: readonly GameRun[];
  readonly broken: readonly BrokenGame[];
}

/** @param skip games whose entries are left alone */
export function journalRuns(taken: Taken, skip: ReadonlySet<GameId>): JournalRuns {
  const byGame = new Map<GameId, TakenEntry[]>();
  for (const item of taken.entries) {
    if (skip.has(item.gameId)) continue;
    const items = byGame.get(item.gameId);
    if (items === undefined) byGame.set(item.gameId, [item]);
    else items.push(item);
  }
  const runs: GameRun[] = [];
  const broken: BrokenGame[] = [];
  for (const [gameId, items] of byGame) {
    const run = runOf(items);
    if ('cause' in run) broken.push({ gameId, ...run });
    else runs.push({ gameId, stamp: taken.stamps.get(gameId) ?? null, ...run });
  }
  return { runs, broken };
}

/** @returns why not, when the entries make no run */
export function runOf(taken: readonly TakenEntry[]): Pick<GameRun, 'items' | 'beyondGap'> | Quarantine {
  const bySeq = new Map<number, RunItem>();
  for (const item of [...taken].sort((a, b) => a.seq - b.seq)) {
    const entry = parseEntry(item);
    if (typeof entry === 'string') return { cause: 'unreadable', reason: entry };
    const twin = bySeq.get(item.seq);
    if (twin !== undefined && !isDeepStrictEqual(twin.entry, entry)) {
      return { cause: 'diverged', reason: `the journal holds two different entries at seq ${item.seq}` };
    }
    bySeq.set(item.seq, { entry, positions: [...(twin?.positions ?? []), item.position] });
  }
  const all = [...bySeq.values()];
  const first = all[0]?.entry.seq ?? 0;
  const gap = all.findIndex((item, index) => item.entry.seq !== first + index);
  const items = gap === -1 ? all : all.slice(0, gap);
  return { items, beyondGap: all.length - items.length };
}

/**
 * Checked, and handed on as it was found: a field that this version does not know belongs to a later one, and must
 * reach PostgreSQL.
 */
function parseEntry(item: TakenEntry): JournalEntry | string {
  let json: unknown;
  try {
    json = JSON.parse(item.body);
  } catch {
    return `the entry at seq ${item.seq} is not JSON`;
  }
  const parsed = JournalEntry.safeParse(json);
  if (!parsed.success) return `the entry at seq ${item.seq} cannot be read: ${parsed.error.message}`;
  if (parsed.data.seq !== item.seq || parsed.data.gameId !== item.gameId) {
    return `the entry at seq ${item.seq} says that it is seq ${parsed.data.seq} of game ${parsed.data.gameId}`;
  }
  return json as JournalEntry;
}

/** The seq of the first item up to `lastSeq` that PostgreSQL holds otherwise, or not at all. */
export async function firstDivergence(
  writer: Pick<ArchiveWriter, 'entries'>,
  items: readonly RunItem[],
  lastSeq: number,
): Promise<number | undefined> {
  const journaled = items.map((item) => item.entry).filter((entry) => entry.seq <= lastSeq);
  const [first] = journaled;
  if (first === undefined) return undefined;
  const stored = await writer.entries(first.gameId, first.seq - 1, journaled.length);
  return journaled.find((entry, index) => !isSameEntry(stored[index], entry))?.seq;
}

/** The snapshot is a cache that PostgreSQL keeps elsewhere. */
function isSameEntry(stored: JournalEntry | undefined, { snapshot: _, ...journaled }: JournalEntry): boolean {
  return isDeepStrictEqual(stored, journaled);
}
