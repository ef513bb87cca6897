/**
 * A whole cluster in one process: real nodes on the stores in memory, a virtual clock, and a mesh that can be cut.
 *
 * What it can do to a node is what the world does: `crash` (it is gone), `freeze` (it does nothing for a while and
 * then goes on as if nothing had happened), and faults of single store calls by `faults`.
 */
import {
  type Archive,
  type Bell,
  type Broadcast,
  Fault,
  type Fences,
  GameNode,
  type Generation,
  type Journal,
  type Mesh,
  type NodeLimits,
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
import { type GatedClock, type NodeState, VirtualClock } from './virtual-clock';

/** What happens to a call of a port's verb: it is lost, or its reply is, or the store is away, or it arrives twice. */
export type CallFault = 'loseRequest' | 'loseReply' | 'refuse' | 'duplicate';

/** How a call fares on its way: what happens to it, and how long request and reply take (ms). */
export interface Journey {
  readonly fault: CallFault | undefined;
  readonly thereMs: number;
  readonly backMs: number;
}

/** Decides how each call fares, by the store that is asked and the verb. */
export type Weather = (store: StoreName, verb: string) => Journey;

export type StoreName = 'redis' | 'postgres';

export type RedisCopy = Pick<MemoryRedis, 'fences' | 'quarantines' | 'sessions' | 'streams'>;

export const LIMITS: NodeLimits = {
  sessionTtlMs: 3000,
  sessionBeatMs: 500,
  earlyTakeoverMs: 1500,
  hotGamesMax: 100,
  idleEvictMs: 60_000,
  laneLimit: 8,
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
  state: NodeState;
}

const lost = (): Fault => new Fault({ code: 'command/unknown', outcome: 'unknown', message: 'no answer came' });
const away = (): Fault => new Fault({ code: 'server/storage', outcome: 'notApplied', message: 'the store is away' });

export class MemoryCluster {
  readonly clock = new VirtualClock();
  readonly redis = new MemoryRedis({ clock: this.clock, partitions: 4 });
  readonly archive = new MemoryArchive();
  readonly cardSets = new MemoryCardSets();
  readonly generation = new MemoryGeneration({ clock: this.clock, graceMs: LIMITS.sessionTtlMs + 2000 });
  readonly nodes: MemoryNode[] = [];
  /** Every committed entry that was told to viewers, in the order of telling. */
  readonly told: Told[] = [];
  /** Faults to come, by verb, e.g. `append`: each call takes one from the front. */
  readonly faults = new Map<string, CallFault[]>();
  private readonly limits: NodeLimits;
  private readonly weather: Weather | undefined;
  private lastId = 0;

  constructor(limits: Partial<NodeLimits> = {}, weather?: Weather) {
    this.limits = { ...LIMITS, ...limits };
    this.weather = weather;
  }

  /** Starts a node with a session of its own. */
  async start(): Promise<MemoryNode> {
    const name = `node-${this.nodes.length + 1}`;
    const address = `memory://${name}`;
    const facts: string[] = [];
    const state = (): NodeState => this.nodes.find((other) => other.name === name)?.state ?? 'running';
    const clock = this.clock.gatedBy(state);
    const archive: Archive = this.wire('postgres', this.archive, clock);
    const fences: Fences = this.wire('redis', new MemoryFences({ world: this.redis }), clock);
    const journal: Journal = this.wire('redis', new MemoryJournal({ world: this.redis }), clock);
    const sessions: Sessions = this.wire('redis', new MemorySessions({ world: this.redis }), clock);
    const generation: Generation = this.wire('redis', this.generation, clock);
    const node = new GameNode({
      node: name,
      address,
      sockets: () => 0,
      limits: this.limits,
      ports: {
        clock,
        random: { id: () => `id${(this.lastId += 1)}`, fraction: () => 0 },
        archive,
        cardSets: this.cardSets,
        generation,
        fences,
        journal,
        sessions,
        mesh: this.mesh(),
        broadcast: this.broadcastOf(name),
        bell: SILENT_BELL,
        turnBell: { ringAt: () => undefined },
        observer: observerInto(facts),
      },
    });
    const started: MemoryNode = { name, address, node, facts, state: 'running' };
    this.nodes.push(started);
    await node.start();
    return started;
  }

  /** The node is gone at once: it beats, answers and decides nothing more. */
  crash(node: MemoryNode): void {
    node.state = 'crashed';
  }

  /** The node stands still until it is thawed; its timers and answers wait. */
  freeze(node: MemoryNode): void {
    node.state = 'frozen';
  }

  thaw(node: MemoryNode): void {
    node.state = 'running';
  }

  /** The verb's next calls fail this way. */
  fail(verb: string, ...faults: CallFault[]): void {
    this.faults.set(verb, [...(this.faults.get(verb) ?? []), ...faults]);
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

  /** The port as over a wire: arguments and replies are copied, calls can fail, and a process that stands still hears nothing. */
  wire<P extends object>(store: StoreName, port: P, clock: GatedClock): P {
    return new Proxy(port, {
      get: (target, property) => {
        const value: unknown = Reflect.get(target, property, target);
        if (typeof value !== 'function') return value;
        const run = bound(value as Verb, target);
        if (property === 'partitionOf') return run;
        const verb = String(property);
        return async (...args: unknown[]): Promise<unknown> => {
          const journey = this.journeyOf(store, verb);
          await this.pass(journey.thereMs);
          const outcome = await this.call(journey.fault, () => run(...copyOf(args)));
          await this.pass(journey.backMs);
          await clock.awake();
          if (outcome instanceof Fault) throw outcome;
          return outcome;
        };
      },
    });
  }

  private journeyOf(store: StoreName, verb: string): Journey {
    const fault = this.faults.get(verb)?.shift();
    return this.weather?.(store, verb) ?? { fault, thereMs: 0, backMs: 0 };
  }

  private pass(delayMs: number): Promise<void> {
    return delayMs === 0 ? Promise.resolve() : new Promise((resolve) => void this.clock.after(delayMs, resolve));
  }

  /** One call with its fault, if one is due: what came of it, or the Fault. */
  private async call(fault: CallFault | undefined, run: () => unknown): Promise<unknown> {
    if (fault === 'refuse') return away();
    if (fault === 'loseRequest') return lost();
    try {
      const reply: unknown = copyOf(await run());
      if (fault === 'duplicate') await run();
      return fault === 'loseReply' ? lost() : reply;
    } catch (cause) {
      if (cause instanceof Fault) return cause;
      throw cause;
    }
  }

  private mesh(): Mesh {
    const peerAt = (address: string): MemoryNode | undefined => this.nodes.find((node) => node.address === address);
    return {
      reachability: (address) => {
        const peer = peerAt(address);
        return peer === undefined || peer.state === 'crashed' ? 'refused' : 'open';
      },
      ask: async <K extends MeshRequest['kind']>(
        address: string,
        request: Extract<MeshRequest, { kind: K }>,
        deadlineMs: number,
      ): Promise<MeshAnswer<K>> => {
        const peer = peerAt(address);
        if (peer === undefined || peer.state === 'crashed') {
          throw new Fault({ code: 'owner/unavailable', outcome: 'notApplied', message: 'refused' });
        }
        const answer = peer.state === 'frozen' ? new Promise<never>(() => undefined) : peer.node.serve(request);
        const silence = new Promise<never>((_, reject) => this.clock.after(deadlineMs, () => reject(lost())));
        const reply = await Promise.race([answer, silence]);
        if (peer.state !== 'running') return await silence;
        return reply as MeshAnswer<K>;
      },
    };
  }

  private broadcastOf(node: string): Broadcast {
    return {
      committed: (entry, except) => void this.told.push({ node, entry, except }),
      head: () => undefined,
    };
  }
}

/**
 * A copy that shares nothing, as what came over a wire does. `structuredClone` would make the objects of another realm
 * under jest, which are equal to ours in no strict sense.
 */
function copyOf<V>(value: V): V {
  if (value === null || typeof value !== 'object') return value;
  return copyOfObject(value) as V;
}

function copyOfObject(value: object): unknown {
  if (Array.isArray(value)) return value.map(copyOf);
  if (value instanceof Set) return new Set([...value].map(copyOf));
  if (value instanceof Map) return new Map([...value].map(([key, held]) => [key, copyOf<unknown>(held)]));
  return Object.fromEntries(Object.entries(value).map(([key, held]) => [key, copyOf<unknown>(held)]));
}

type Verb = (...args: unknown[]) => unknown;

/** A verb of the port, with its `this`. */
function bound(verb: Verb, target: object): Verb {
  return (...args) => verb.apply(target, args);
}

const SILENT_BELL: Bell = { ring: () => undefined };

function observerInto(facts: string[]): Observer {
  return {
    acquired: (fact) => void facts.push(`acquired ${fact.reason}`),
    released: (fact) => void facts.push(`released ${fact.reason}`),
    lost: (fact) => void facts.push(`lost ${fact.reason}`),
    reclaimed: (fact) => void facts.push(`reclaimed ${fact.outcome}`),
    appendedBatch: (entries) => void facts.push(`batch ${entries}`),
    committed: () => undefined,
    sessionLost: () => void facts.push('session lost'),
    failed: (what, reason) => void facts.push(`failed ${what}: ${String(reason)}`),
  };
}
