/**
 * A whole cluster in one process: real nodes on the stores in memory, a virtual clock, and a mesh that can be cut.
 *
 * What it can do to a node is what the world does: `crash` (it is gone), `freeze` (it does nothing for a while and
 * then goes on as if nothing had happened), and faults of single store calls by `fail` or by the weather (wires.ts).
 * A `variation` puts something else in the place of a part: that is how a bug is planted.
 */
import {
  type Archive,
  type ArchiveWriter,
  type Bell,
  type Broadcast,
  Fault,
  type Fences,
  GameNode,
  type Generation,
  type Journal,
  type Mesh,
  type NodeLimits,
  type NodePorts,
  type Observer,
  type Sessions,
} from '../../src/cluster';
import type { CommandAnswer, CommandRequest, JournalEntry } from '../../src/protocol/envelope';
import type { GameId } from '../../src/protocol/ids';
import type { MeshAnswer, MeshRequest } from '../../src/protocol/mesh';
import { MemoryCardSets } from '../../src/store/memory/card-sets';
import { MemoryArchive } from '../../src/store/memory/archive';
import { MemoryFences } from '../../src/store/memory/fences';
import { MemoryGeneration } from '../../src/store/memory/generation';
import { MemoryJournal } from '../../src/store/memory/journal';
import { MemoryRedis } from '../../src/store/memory/memory-redis';
import { MemorySessions } from '../../src/store/memory/sessions';
import { Gate, type NodeState, VirtualClock } from './virtual-clock';
import { type Caller, type CallFault, copyOf, type Weather, Wires } from './wires';

export type RedisCopy = Pick<MemoryRedis, 'fences' | 'quarantines' | 'sessions' | 'streams'>;

export const LIMITS: NodeLimits = {
  sessionTtlMs: 3000,
  sessionBeatMs: 500,
  earlyTakeoverMs: 1200,
  hotGamesMax: 100,
  idleEvictMs: 60_000,
  laneLimit: 8,
  followAfter: 0,
  computerPaceMs: 1000,
  commandsMax: 1_000,
  headBeaconMs: 5000,
  meshDeadlineMs: 1000,
  askDeadlineMs: 8000,
};

export interface Told {
  readonly node: string;
  readonly entry: JournalEntry;
  readonly except: string | undefined;
}

export interface MemoryNode {
  readonly name: string;
  readonly address: string;
  readonly node: GameNode;
  readonly facts: string[];
  readonly gate: Gate;
  readonly state: NodeState;
}

/** What a process reaches over its wires. */
export interface Stores {
  readonly archive: Archive & ArchiveWriter;
  readonly fences: Fences;
  readonly journal: Journal;
  readonly sessions: Sessions;
  readonly generation: Generation;
}

/** Something else in the place of a part. */
export interface Variation {
  /** Of the stores, as they are themselves. */
  readonly stores?: (stores: Stores, cluster: MemoryCluster) => Stores;
  /** Of what a node works with, behind its wires. */
  readonly ports?: (ports: NodePorts, cluster: MemoryCluster) => NodePorts;
}

/** How a question from one node to another fares. */
export type Link = 'ok' | 'loseRequest' | 'loseReply' | 'refuse';

export interface MemoryClusterOptions {
  readonly limits?: Partial<NodeLimits>;
  readonly weather?: Weather;
  readonly link?: (from: string, to: string) => Link;
  /** How wrong a process's wall clock is. */
  readonly wallOffsetMs?: (process: string) => number;
  readonly bell?: Bell;
  /** Told of everything that a node tells its observer, in words. */
  readonly onFact?: (node: string, fact: string) => void;
  readonly variation?: Variation;
}

const lost = (): Fault => new Fault({ code: 'command/unknown', outcome: 'unknown', message: 'no answer came' });
const refusedLink = (): Fault => new Fault({ code: 'owner/unavailable', outcome: 'notApplied', message: 'refused' });

export class MemoryCluster {
  readonly clock = new VirtualClock();
  readonly redis = new MemoryRedis({ clock: this.clock, partitions: 4 });
  readonly archive = new MemoryArchive({ now: () => this.clock.now() });
  readonly cardSets = new MemoryCardSets();
  readonly generation = new MemoryGeneration({ clock: this.clock, graceMs: LIMITS.sessionTtlMs + 2000 });
  readonly nodes: MemoryNode[] = [];
  /** Every committed entry that was told to viewers, in the order of telling. */
  readonly told: Told[] = [];
  private readonly options: MemoryClusterOptions;
  private readonly wires: Wires;
  private readonly stores: Stores;
  /** Links that were refused or broke, as `from to`, until they work again. */
  private readonly shut = new Set<string>();
  private lastId = 0;

  constructor(options: MemoryClusterOptions = {}) {
    this.options = options;
    this.wires = new Wires(this.clock, options.weather);
    const stores: Stores = {
      archive: this.archive,
      fences: new MemoryFences({ world: this.redis }),
      journal: new MemoryJournal({ world: this.redis }),
      sessions: new MemorySessions({ world: this.redis }),
      generation: this.generation,
    };
    this.stores = options.variation?.stores?.(stores, this) ?? stores;
  }

  /** A process of this name: its gate and clock, and the stores as it reaches them. */
  process(name: string): Caller & Stores {
    const gate = new Gate();
    const clock = this.clock.gatedBy(gate, () => this.options.wallOffsetMs?.(name) ?? 0);
    const caller: Caller = { name, gate, clock };
    const { archive, fences, journal, sessions, generation } = this.stores;
    return {
      ...caller,
      archive: this.wires.to('postgres', archive, caller),
      fences: this.wires.to('redis', fences, caller),
      journal: this.wires.to('redis', journal, caller),
      sessions: this.wires.to('redis', sessions, caller),
      generation: this.wires.to('redis', generation, caller),
    };
  }

  /** Starts a node with a session of its own. */
  async start(): Promise<MemoryNode> {
    const name = `node-${this.nodes.length + 1}`;
    const address = `memory://${name}`;
    const facts: string[] = [];
    const { gate, clock, archive, fences, journal, sessions, generation } = this.process(name);
    const ports: NodePorts = {
      ...{ clock, archive, generation, fences, journal, sessions },
      cardSets: this.cardSets,
      random: { id: () => `id${(this.lastId += 1)}`, fraction: () => 0 },
      mesh: this.meshOf(name),
      broadcast: this.broadcastOf(name),
      bell: this.options.bell ?? SILENT_BELL,
      turnBell: { ringAt: () => undefined },
      observer: observerInto((fact) => {
        facts.push(fact.words);
        this.options.onFact?.(name, `${fact.gameId ?? ''} ${fact.words}`);
      }),
    };
    const node = new GameNode({
      node: name,
      address,
      sockets: () => 0,
      limits: { ...LIMITS, ...this.options.limits },
      ports: this.options.variation?.ports?.(ports, this) ?? ports,
    });
    const started: MemoryNode = {
      name,
      address,
      node,
      facts,
      gate,
      get state() {
        return gate.state;
      },
    };
    this.nodes.push(started);
    await node.start();
    return started;
  }

  /** The node is gone at once: it beats, answers and decides nothing more. */
  crash(node: MemoryNode): void {
    node.gate.set('crashed');
  }

  /** The node stands still until it is thawed; its timers and answers wait. */
  freeze(node: MemoryNode): void {
    node.gate.set('frozen');
  }

  thaw(node: MemoryNode): void {
    node.gate.set('running');
  }

  /** Faults to come, by verb. */
  get faults(): Map<string, CallFault[]> {
    return this.wires.faults;
  }

  /** The verb's next calls fail this way. */
  fail(verb: string, ...faults: CallFault[]): void {
    this.wires.fail(verb, ...faults);
  }

  /** Redis comes back without anything: its fences, its journals and its sessions are gone. */
  loseRedis(): void {
    this.redis.clear();
    this.generation.changed();
  }

  /** What a replica has at this moment. */
  copyOfRedis(): RedisCopy {
    const { fences, quarantines, sessions, streams } = this.redis;
    return copyOf({ fences, quarantines, sessions, streams });
  }

  /** A replica takes over with what it has. */
  promote(copy: RedisCopy): void {
    this.redis.clear();
    copy.fences.forEach((fence, gameId) => this.redis.fences.set(gameId, fence));
    copy.quarantines.forEach((items, gameId) => this.redis.quarantines.set(gameId, items));
    copy.sessions.forEach((session, id) => this.redis.sessions.set(id, session));
    copy.streams.forEach((items, partition) => this.redis.streams[partition]?.push(...items));
    this.generation.changed();
  }

  /** One pass of a worker over every partition. */
  async persist(): Promise<void> {
    const journal = new MemoryJournal({ world: this.redis });
    for (let partition = 0; partition < journal.partitions; partition++) {
      const taken = await journal.take(partition, '', 1000);
      for (const { gameId, seq, body, position } of taken.entries) {
        const stamp = taken.stamps.get(gameId) ?? 0;
        const stored = await this.archive.store([{ gameId, stamp, entries: [JSON.parse(body) as JournalEntry] }]);
        if (stored.has(gameId)) await journal.settle(partition, [{ gameId, persisted: seq, positions: [position] }]);
      }
    }
  }

  /** Sends a command and lets time pass until it is answered. */
  async submit(node: MemoryNode, request: CommandRequest, user: string): Promise<CommandAnswer> {
    return await this.clock.until(node.node.submit(request, { user: user as never }));
  }

  /** Which living nodes hold the game in memory as its owner. */
  ownersOf(gameId: GameId): string[] {
    const fence = this.redis.fences.get(gameId);
    return this.nodes
      .filter((candidate) => candidate.state === 'running')
      .filter((candidate) => fence?.session !== null && fence?.session === candidate.node.sessionId())
      .map((candidate) => candidate.name);
  }

  private meshOf(from: string): Mesh {
    const peerAt = (address: string): MemoryNode | undefined => this.nodes.find((node) => node.address === address);
    return {
      reachability: (address) => {
        const peer = peerAt(address);
        if (peer === undefined || peer.state === 'crashed') return 'refused';
        return this.shut.has(`${from} ${peer.name}`) ? 'closed' : 'open';
      },
      ask: async <K extends MeshRequest['kind']>(
        address: string,
        request: Extract<MeshRequest, { kind: K }>,
        deadlineMs: number,
      ): Promise<MeshAnswer<K>> => {
        const peer = peerAt(address);
        if (peer === undefined || peer.state === 'crashed') throw refusedLink();
        const link = this.options.link?.(from, peer.name) ?? 'ok';
        this.shut[link === 'refuse' ? 'add' : 'delete'](`${from} ${peer.name}`);
        if (link === 'refuse') throw refusedLink();
        return await this.answerOf<K>(peer, request, { link, deadlineMs });
      },
    };
  }

  /** A frozen peer hears the question when it is thawed, and nobody hears its answer then. */
  private answerOf<K extends MeshRequest['kind']>(
    peer: MemoryNode,
    request: Extract<MeshRequest, { kind: K }>,
    { link, deadlineMs }: { readonly link: Link; readonly deadlineMs: number },
  ): Promise<MeshAnswer<K>> {
    return new Promise((resolve, reject) => {
      const deadline = this.clock.after(deadlineMs, () => reject(lost()));
      if (link === 'loseRequest') return;
      peer.gate.whenAwake(() => {
        void peer.node.serve(copyOf(request)).then((answer) => {
          if (link === 'loseReply') return;
          peer.gate.whenAwake(() => {
            deadline.cancel();
            resolve(copyOf(answer) as MeshAnswer<K>);
          });
        });
      });
    });
  }

  private broadcastOf(node: string): Broadcast {
    return {
      committed: (entry, except) => void this.told.push({ node, entry, except }),
      head: () => undefined,
    };
  }
}

const SILENT_BELL: Bell = { ring: () => undefined };

interface Fact {
  readonly gameId?: GameId | undefined;
  readonly words: string;
}

function observerInto(note: (fact: Fact) => void): Observer {
  return {
    acquired: ({ gameId, reason }) => note({ gameId, words: `acquired ${reason}` }),
    released: ({ gameId, reason }) => note({ gameId, words: `released ${reason}` }),
    lost: ({ gameId, reason }) => note({ gameId, words: `lost ${reason}` }),
    reclaimed: ({ gameId, outcome }) => note({ gameId, words: `reclaimed ${outcome}` }),
    appendedBatch: (entries) => note({ words: `batch ${entries}` }),
    committed: () => undefined,
    sessionLost: () => note({ words: 'session lost' }),
    failed: (what, reason, gameId) => note({ gameId, words: `failed ${what}: ${String(reason)}` }),
  };
}
