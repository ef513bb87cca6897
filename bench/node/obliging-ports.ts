/**
 * Ports that say yes and keep nothing: what is left in the heap is then the node's own, and what takes time is too.
 * PostgreSQL seems to have every entry at once, and each game's only stored entry is the one that created it.
 */
import type { JournalEntry } from '../../src/protocol/envelope';
import type { GameId } from '../../src/protocol/ids';
import type { Archive, Fences, Journal, Mesh, Sessions } from '../../src/cluster/ports';
import { Fault } from '../../src/cluster/ports';
import type { NodePorts } from '../../src/cluster/node-parts';
import { systemClock, systemRandom } from '../../src/platform/clock';
import { partitionOf } from '../../src/store/partition';

const PARTITIONS = 16;

export interface ObligingOptions {
  /** Told of every entry that is appended. */
  readonly onAppend?: (entry: JournalEntry) => void;
}

export function obligingPorts({ onAppend }: ObligingOptions = {}): NodePorts {
  return {
    clock: systemClock,
    random: systemRandom,
    fences: fences(),
    journal: journal(onAppend),
    sessions: sessions(),
    archive: archive(),
    cardSets: { find: () => Promise.resolve(undefined), add: () => Promise.resolve(), list: () => Promise.resolve([]) },
    generation: { graceLeftMs: () => Promise.resolve(0), forgot: nothing, suspicions: () => 0 },
    mesh: noMesh(),
    broadcast: { committed: nothing, head: nothing },
    bell: { ring: nothing },
    turnBell: { ringAt: nothing },
    observer: {
      acquired: nothing,
      released: nothing,
      lost: nothing,
      reclaimed: nothing,
      appendedBatch: nothing,
      committed: nothing,
      sessionLost: nothing,
      failed: (what, reason) => {
        throw new Error(`${what} failed`, { cause: reason });
      },
    },
  };
}

export function noMesh(): Mesh {
  return { ask: () => unasked('mesh.ask'), reachability: () => 'unknown' };
}

const nothing = (): void => undefined;

function unasked(verb: string): Promise<never> {
  const message = `${verb} is not to be asked here`;
  return Promise.reject(new Fault({ code: 'server/internal', outcome: 'notApplied', message }));
}

function fences(): Fences {
  return {
    read: () => Promise.resolve(undefined),
    acquire: () =>
      Promise.resolve({ status: 'ACQUIRED', head: null, persisted: null, quarantined: false, entries: [] }),
    open: (_claim, head) => Promise.resolve({ status: 'OPENED', head }),
    release: () => Promise.resolve({ status: 'RELEASED' }),
    reassert: () => unasked('fences.reassert'),
  };
}

function journal(onAppend: ObligingOptions['onAppend']): Journal {
  return {
    partitions: PARTITIONS,
    partitionOf: (gameId) => partitionOf(gameId, PARTITIONS),
    append: (_partition, requests) => {
      for (const { entry } of requests) onAppend?.(entry);
      return Promise.resolve(requests.map(({ entry }) => ({ status: 'OK', persisted: entry.seq })));
    },
    persisted: () => Promise.resolve(new Map()),
    take: () => unasked('journal.take'),
    settle: () => unasked('journal.settle'),
    quarantine: () => unasked('journal.quarantine'),
    quarantinedEntries: () => unasked('journal.quarantinedEntries'),
    releaseQuarantine: () => unasked('journal.releaseQuarantine'),
    depths: () => Promise.resolve([]),
  };
}

function sessions(): Sessions {
  return {
    start: () => Promise.resolve(true),
    beat: () => Promise.resolve(true),
    report: () => Promise.resolve(),
    expel: async () => false,
    end: () => Promise.resolve(),
    find: () => Promise.resolve(undefined),
    list: () => Promise.resolve([]),
  };
}

/** Keeps a game's first entry until somebody claims it. */
export function archive(): Archive {
  const created = new Map<GameId, JournalEntry>();
  let epoch = 0;
  return {
    create: (_event, entry) => {
      created.set(entry.gameId, entry);
      return Promise.resolve({ status: 'CREATED' });
    },
    nextEpoch: (gameId) => {
      const first = created.get(gameId)?.events[0];
      if (first?.type !== 'GameScheduled') return Promise.resolve(undefined);
      const row = { gameId, league: first.league, fence: 0, ownerSession: null, quarantined: false, lastSeq: 1 };
      return Promise.resolve({ epoch: ++epoch, row });
    },
    claim: (claim) => {
      const entry = created.get(claim.gameId);
      created.delete(claim.gameId);
      if (entry === undefined) return Promise.resolve(undefined);
      const { gameId } = claim;
      return Promise.resolve({ gameId, fence: claim.epoch, lastSeq: 1, snapshot: null, entries: [entry] });
    },
    freshEpoch: () => Promise.resolve(++epoch),
    reclaim: () => unasked('archive.reclaim'),
    noteReleased: () => Promise.resolve(),
    lastMoves: () => Promise.resolve([]),
    setQuarantine: () => unasked('archive.setQuarantine'),
    load: () => unasked('archive.load'),
    entries: () => unasked('archive.entries'),
    entryOf: () => unasked('archive.entryOf'),
  };
}
