/** A journal and a database in memory, with games that somebody owns and has appended to: what a worker finds. */
import { persistPartition, type PersisterDeps, type PersisterObserver } from '../../src/cluster/persister';
import type { ArchiveWriter, Claim } from '../../src/cluster/ports';
import type { JournalEntry } from '../../src/protocol/envelope';
import type { GameId } from '../../src/protocol/ids';
import { MemoryArchive } from '../../src/store/memory/archive';
import { MemoryFences } from '../../src/store/memory/fences';
import { MemoryJournal } from '../../src/store/memory/journal';
import { MemoryRedis } from '../../src/store/memory/memory-redis';
import { COLD, entry, gameId, run, scheduled, sessionId, withoutSnapshot, type EntryOptions } from './entries';
import { VirtualClock } from './virtual-clock';

type Told = { [K in keyof PersisterObserver]: Parameters<PersisterObserver[K]>[0][] };

/** Everything in one partition, so that games are neighbours. */
const PARTITION = 0;

export class PersistenceWorld {
  readonly clock = new VirtualClock();
  readonly redis = new MemoryRedis({ clock: this.clock, partitions: 1 });
  readonly journal = new MemoryJournal({ world: this.redis });
  readonly fences = new MemoryFences({ world: this.redis });
  readonly archive = new MemoryArchive();
  /** What the persister told its observer. */
  readonly told: Told = { stored: [], left: [], quarantined: [], batchRefused: [] };
  #games = 0;

  readonly deps: PersisterDeps = {
    node: 'worker-1',
    journal: this.journal,
    writer: this.archive,
    observer: {
      stored: (fact) => this.told.stored.push(fact),
      left: (fact) => this.told.left.push(fact),
      quarantined: (fact) => this.told.quarantined.push(fact),
      batchRefused: (fact) => this.told.batchRefused.push(fact),
    },
    batchEntriesMax: 100,
    passBatchesMax: 10,
  };

  /** A game with its first entry in the database, and a session that owns it. */
  async newGame(): Promise<Claim> {
    this.#games += 1;
    const id = gameId(`G${String(this.#games).padStart(3, '0')}`);
    await this.archive.create(scheduled(), entry(id, 1));
    return this.acquire(id);
  }

  async acquire(id: GameId, session = sessionId('session-a')): Promise<Claim> {
    const claim = await this.fence(id, session);
    await this.archive.claim(claim, COLD);
    return claim;
  }

  /** An acquire that stops half-way: the journal's fence is the new owner's, PostgreSQL's is not. */
  async fence(id: GameId, session = sessionId('session-a')): Promise<Claim> {
    const next = await this.archive.nextEpoch(id);
    if (next === undefined) throw new Error(`no game ${id}`);
    const claim = { gameId: id, epoch: next.epoch, session, nonce: `nonce-${next.epoch}` };
    const seen = (await this.fences.read(id))?.session ?? null;
    const reply = await this.fences.acquire(claim, seen);
    if (reply.status !== 'ACQUIRED') throw new Error(reply.status);
    if (reply.head === null) await this.fences.open(claim, next.row.lastSeq);
    return claim;
  }

  /** The owner's appends, from one seq to another. */
  async append(claim: Claim, range: readonly [number, number], options: EntryOptions = {}): Promise<JournalEntry[]> {
    const entries = run(claim.gameId, range, { epoch: claim.epoch, at: this.clock.now(), ...options });
    for (const one of entries) {
      const [reply] = await this.journal.append(PARTITION, [{ claim, entry: one }]);
      if (reply?.status !== 'OK') throw new Error(reply?.status);
    }
    return entries.map(withoutSnapshot);
  }

  /** Puts an entry's text where no owner would: in the stream, past all checks. */
  smuggle(id: GameId, seq: number, body: string): void {
    this.redis.add({ ...entry(id, seq), gameId: id });
    const stream = this.redis.stream(PARTITION);
    const last = stream.pop();
    if (last !== undefined) stream.push({ ...last, body });
  }

  pass(changes: Partial<PersisterDeps> = {}, after?: string) {
    return persistPartition({ ...this.deps, ...changes }, PARTITION, after);
  }

  /** A writer that fails as told, and else does what it should. */
  writerWith(overrides: Partial<ArchiveWriter>): ArchiveWriter {
    const { archive } = this;
    return {
      store: (batch) => archive.store(batch),
      heads: (ids) => archive.heads(ids),
      entries: (id, after, limit) => archive.entries(id, after, limit),
      setQuarantine: (...mark) => archive.setQuarantine(...mark),
      ...overrides,
    };
  }

  async stored(id: GameId): Promise<readonly JournalEntry[]> {
    return this.archive.entries(id, 1, 1000);
  }

  waiting(): number {
    return this.redis.stream(PARTITION).length;
  }
}
