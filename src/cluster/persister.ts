/**
 * R2: one pass over a partition's journal, moving it to PostgreSQL.
 *
 * Take a batch from the head → sort it into one run a game → store all runs in one transaction → settle the journal.
 * A game whose run did not match is read again, and one of these is true of it:
 * - PostgreSQL has its entries already, because an earlier pass was cut short before it settled: they are settled now.
 * - It has another entry at the same seq: the game is set aside and raises an alarm, for nobody may choose between two
 *   truths.
 * - Its stamp is not PostgreSQL's fence: an acquire stopped half-way, or is under way. It is left; the next pass, or
 *   the sweep, comes back to it.
 * - An entry between is missing: left as well, until its owner has filled it in.
 *
 * A batch that the database refuses is tried game by game, and the game that is refused alone is set aside with its
 * entries. Every other failure (no answer, no connection) ends the pass: nothing is lost, and the next one repeats it.
 * Whatever happens to a game, the pass goes on behind it, so that it never holds up its neighbours.
 */
import type { GameId } from '../protocol/ids';
import { firstDivergence, journalRuns, type BrokenGame, type GameRun } from './journal-runs';
import { Fault, type ArchiveWriter, type Journal, type Settlement } from './ports';

export type LeftReason =
  /** The journal's fence is newer than PostgreSQL's: an acquire stopped half-way, or is under way. */
  | 'stampAbove'
  /** The journal's fence is older: somebody claimed the game in PostgreSQL, and not yet (or no more) in the journal. */
  | 'stampBelow'
  /** The journal has no fence for it. */
  | 'unfenced'
  /** An entry before it is missing. */
  | 'gap'
  /** It changed while it was looked at. */
  | 'raced';

/** Told what happened, for metrics and the log. Nothing here may throw. */
export interface PersisterObserver {
  /** @param fact.oldestAt when the oldest of the entries was accepted, in ms since 1970 */
  stored(fact: { games: number; entries: number; oldestAt: number }): void;
  left(fact: { gameId: GameId; reason: LeftReason; entries: number }): void;
  /** An alarm: an operator must look. */
  quarantined(fact: BrokenGame & { entries: number }): void;
  /** A batch was refused, and is tried game by game. */
  batchRefused(fact: { games: number; error: unknown }): void;
}

export interface PersisterDeps {
  /** What people call this worker. */
  readonly node: string;
  readonly journal: Pick<Journal, 'take' | 'settle' | 'quarantine'>;
  readonly writer: ArchiveWriter;
  readonly observer: PersisterObserver;
  /** Entries in one transaction. */
  readonly batchEntriesMax: number;
  /** Batches in one pass. */
  readonly passBatchesMax: number;
}

export interface PassReport {
  readonly stored: number;
  /** Games that this pass set aside: each needs a job that tries it again. */
  readonly quarantined: readonly GameId[];
  /** Where the next pass goes on; null when this one reached the end. */
  readonly next: string | null;
}

/** What a pass has learned so far. */
interface Pass {
  readonly partition: number;
  readonly quarantined: GameId[];
  /** Games whose further entries cannot go in this pass. */
  readonly blocked: Set<GameId>;
  stored: number;
}

/**
 * @param after where to begin: '' is the head, else the `next` of the report before
 * @throws Fault when a store does not answer; what was stored stays stored
 */
export async function persistPartition(deps: PersisterDeps, partition: number, after = ''): Promise<PassReport> {
  const pass: Pass = { partition, quarantined: [], blocked: new Set(), stored: 0 };
  let position = after;
  for (let batch = 0; batch < deps.passBatchesMax; batch += 1) {
    const taken = await deps.journal.take(partition, position, deps.batchEntriesMax);
    const { runs, broken } = journalRuns(taken, pass.blocked);
    for (const game of broken) await setAside(deps, pass, game);
    await persistRuns(deps, pass, runs);
    position = taken.entries.at(-1)?.position ?? position;
    if (!taken.more) return { stored: pass.stored, quarantined: pass.quarantined, next: null };
  }
  return { stored: pass.stored, quarantined: pass.quarantined, next: position };
}

async function persistRuns(deps: PersisterDeps, pass: Pass, runs: readonly GameRun[]): Promise<void> {
  for (const run of runs) {
    if (run.beyondGap > 0) deps.observer.left({ gameId: run.gameId, reason: 'gap', entries: run.beyondGap });
  }
  const unmatched = await storeRuns(deps, pass, runs);
  if (unmatched.length === 0) return;
  const ready = await reconcile(deps, pass, unmatched);
  for (const run of await storeRuns(deps, pass, ready)) leave(deps, pass, { run, reason: 'raced' });
}

/** Stores and settles the runs that match. @returns those that were neither stored nor set aside */
async function storeRuns(deps: PersisterDeps, pass: Pass, runs: readonly GameRun[]): Promise<readonly GameRun[]> {
  const fenced = runs.filter((run) => run.stamp !== null);
  if (fenced.length === 0) return runs;
  const stored = await storeOrSetAside(deps, pass, fenced);
  const settled = fenced.filter((run) => stored.has(run.gameId));
  if (settled.length > 0) {
    await deps.journal.settle(
      pass.partition,
      settled.map((run) => settlementOf(run)),
    );
    const entries = settled.flatMap((run) => run.items.map((item) => item.entry));
    pass.stored += entries.length;
    const oldestAt = Math.min(...entries.map((entry) => entry.at));
    deps.observer.stored({ games: settled.length, entries: entries.length, oldestAt });
  }
  return runs.filter((run) => !stored.has(run.gameId) && !pass.blocked.has(run.gameId));
}

async function storeOrSetAside(
  deps: PersisterDeps,
  pass: Pass,
  runs: readonly GameRun[],
): Promise<ReadonlySet<GameId>> {
  try {
    return await deps.writer.store(runs.map(requestOf));
  } catch (error) {
    if (!isRefusal(error)) throw error;
    const [only] = runs;
    if (runs.length === 1 && only !== undefined) {
      await setAside(deps, pass, { gameId: only.gameId, cause: 'unstorable', reason: error.message });
      return new Set();
    }
    deps.observer.batchRefused({ games: runs.length, error });
  }
  const stored = new Set<GameId>();
  for (const run of runs) {
    for (const gameId of await storeOrSetAside(deps, pass, [run])) stored.add(gameId);
  }
  return stored;
}

/**
 * Reads the games again that did not match: settles what PostgreSQL has already, sets aside what contradicts it.
 * @returns the runs that should match now
 */
async function reconcile(deps: PersisterDeps, pass: Pass, runs: readonly GameRun[]): Promise<readonly GameRun[]> {
  const heads = await deps.writer.heads(runs.map((run) => run.gameId));
  const ready: GameRun[] = [];
  for (const run of runs) {
    const head = heads.get(run.gameId);
    if (head === undefined) {
      const reason = 'PostgreSQL does not know the game';
      await setAside(deps, pass, { gameId: run.gameId, cause: 'unknownGame', reason });
      continue;
    }
    const divergent = await firstDivergence(deps.writer, run.items, head.lastSeq);
    if (divergent !== undefined) {
      const reason = `PostgreSQL holds another entry at seq ${divergent} than the journal`;
      await setAside(deps, pass, { gameId: run.gameId, cause: 'diverged', reason });
      continue;
    }
    const [stored, rest] = splitAt(run, head.lastSeq);
    if (stored.items.length > 0) await deps.journal.settle(pass.partition, [settlementOf(stored, head.lastSeq)]);
    const [first] = rest.items;
    if (first === undefined) continue;
    const reason = first.entry.seq === head.lastSeq + 1 ? stampReason(run.stamp, head.fence) : 'gap';
    if (reason === undefined) ready.push(rest);
    else leave(deps, pass, { run: rest, reason });
  }
  return ready;
}

/** What PostgreSQL has of a run, and what it has not. */
function splitAt(run: GameRun, lastSeq: number): readonly [GameRun, GameRun] {
  const stored = run.items.filter((item) => item.entry.seq <= lastSeq);
  const rest = run.items.filter((item) => item.entry.seq > lastSeq);
  return [
    { ...run, items: stored },
    { ...run, items: rest },
  ];
}

function stampReason(stamp: number | null, fence: number): LeftReason | undefined {
  if (stamp === null) return 'unfenced';
  if (stamp === fence) return undefined;
  return stamp > fence ? 'stampAbove' : 'stampBelow';
}

/** A gap may be filled by an entry that lies further down the stream, so it alone does not block. */
function leave(deps: PersisterDeps, pass: Pass, { run, reason }: { run: GameRun; reason: LeftReason }): void {
  if (reason !== 'gap') pass.blocked.add(run.gameId);
  deps.observer.left({ gameId: run.gameId, reason, entries: run.items.length });
}

/** PostgreSQL first: should we end here, the next pass finds the entries where they were, and does it again. */
async function setAside(deps: PersisterDeps, pass: Pass, { gameId, cause, reason }: BrokenGame): Promise<void> {
  await deps.writer.setQuarantine(gameId, { cause, reason }, deps.node);
  const entries = await deps.journal.quarantine(gameId);
  pass.blocked.add(gameId);
  pass.quarantined.push(gameId);
  deps.observer.quarantined({ gameId, cause, reason, entries });
}

function requestOf(run: GameRun) {
  return { gameId: run.gameId, stamp: run.stamp ?? 0, entries: run.items.map((item) => item.entry) };
}

function settlementOf(run: GameRun, persisted = run.items.at(-1)?.entry.seq ?? 0): Settlement {
  return { gameId: run.gameId, persisted, positions: run.items.flatMap((item) => item.positions) };
}

/** The content was refused, and will be again. */
function isRefusal(error: unknown): error is Fault {
  return error instanceof Fault && error.code === 'server/unstorable';
}
