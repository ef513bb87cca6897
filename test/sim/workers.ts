/** The workers of a run: what they do is what `workers/` does, over the simulator's wires and its queue. */
import type { PersisterDeps } from '../../src/cluster/persister';
import type { ArchiveWriter } from '../../src/cluster/ports';
import { retryQuarantined } from '../../src/cluster/quarantine';
import type { GameId, SessionId } from '../../src/protocol/ids';
import type { MemoryCluster, Stores } from '../support/memory-cluster';
import type { Caller } from '../support/wires';
import { gatheringWriter } from '../../workers/gathering-writer';
import { persist } from '../../workers/persist';
import { sweep } from '../../workers/sweep';
import type { SeededRandom } from './random';

type Worker = Caller & Stores & { readonly writer: ArchiveWriter };

export interface WorkersOptions {
  readonly cluster: MemoryCluster;
  readonly random: SeededRandom;
  readonly count: number;
  readonly bell: { ring(partition: number): void };
  readonly note: (what: string) => void;
  readonly vary: (deps: PersisterDeps) => PersisterDeps;
}

const SWEEP_EVERY_MS = 5000;
const STUCK_AFTER_MS = 5000;
const BATCH_ENTRIES_MAX = 20;
const GATHER_MS = 5;

export class Workers {
  /** Why each game was set aside that ever was. */
  readonly setAside: string[] = [];
  private readonly workers: Worker[] = [];
  private started = 0;

  constructor(private readonly options: WorkersOptions) {
    for (let i = 0; i < options.count; i++) this.start();
    options.cluster.clock.every(SWEEP_EVERY_MS, () => void this.sweep());
  }

  get running(): readonly Worker[] {
    return this.workers.filter(({ gate }) => gate.state === 'running');
  }

  /** One of them; none while all stand still. */
  pick(): Worker | undefined {
    return this.running.length === 0 ? undefined : this.options.random.pick(this.running);
  }

  /** Its supervisor starts another at once. */
  kill(worker: Worker): void {
    worker.gate.set('crashed');
    this.start();
  }

  /** A job of the persistence queue, done by one of them. */
  async pass(partition: number): Promise<void> {
    const worker = this.pick();
    if (worker === undefined) throw new Error('no worker is there');
    if (worker.gate.state === 'crashed') return;
    const persister = this.options.vary(this.persisterOf(worker));
    const retryLater = (gameId: GameId): Promise<void> => Promise.resolve(this.retryLater(gameId));
    await persist({ persister, retryLater, bell: this.options.bell, isStopping: () => false }, { partition });
  }

  private start(): void {
    this.started += 1;
    const worker = this.options.cluster.process(`worker-${this.started}`);
    const gathering = { clock: worker.clock, gatherMs: GATHER_MS, entriesMax: BATCH_ENTRIES_MAX };
    this.workers.push({ ...worker, writer: gatheringWriter(writerOver(worker.archive), gathering) });
  }

  private persisterOf({ name, journal, writer }: Worker): PersisterDeps {
    return {
      node: name,
      journal,
      writer,
      observer: {
        stored: () => undefined,
        left: () => undefined,
        quarantined: ({ gameId, cause, reason }) => {
          this.setAside.push(`${gameId} (${cause}): ${reason}`);
          this.options.note(`${name} sets ${gameId} aside: ${reason}`);
        },
        batchRefused: () => undefined,
      },
      batchEntriesMax: this.options.random.between(1, BATCH_ENTRIES_MAX),
      passBatchesMax: 20,
    };
  }

  private retryLater(gameId: GameId): void {
    const worker = this.pick();
    if (worker === undefined) return;
    const { name, journal, fences, writer } = worker;
    const deps = { node: name, journal, fences, writer, batchEntriesMax: BATCH_ENTRIES_MAX };
    void retryQuarantined(deps, gameId).catch(() => undefined);
  }

  /** One worker's round over whatever may have been forgotten. */
  private async sweep(): Promise<void> {
    const worker = this.pick();
    if (worker === undefined) return;
    const { cluster, bell } = this.options;
    const { journal, writer, sessions, clock } = worker;
    await sweep({
      journal,
      sessions,
      stuck: { journal, writer, clock, stuckAfterMs: STUCK_AFTER_MS, pageEntriesMax: 20, pagesMax: 20 },
      bell,
      askToAcquire: (gameId, session) => this.adopt(gameId, session),
      quarantined: async () =>
        [...cluster.archive.games].flatMap(([id, { quarantine }]) => (quarantine === null ? [] : [id])),
      retryLater: (gameId) => Promise.resolve(this.retryLater(gameId)),
      overdue: async () => [],
      ringTurn: () => undefined,
      dropDeadSockets: async () => undefined,
      copySockets: async () => undefined,
    }).catch(() => undefined);
  }

  private async adopt(gameId: GameId, session: SessionId): Promise<void> {
    const asked = this.options.cluster.nodes.find(
      ({ node, state }) => state === 'running' && node.sessionId() === session,
    );
    void asked?.node.adopt(gameId);
  }
}

/** A wire's verbs are not its own, so they are named. */
function writerOver(archive: ArchiveWriter): ArchiveWriter {
  return {
    store: (batch) => archive.store(batch),
    heads: (gameIds) => archive.heads(gameIds),
    entries: (gameId, after, limit) => archive.entries(gameId, after, limit),
    setQuarantine: (gameId, quarantine, node) => archive.setQuarantine(gameId, quarantine, node),
  };
}
