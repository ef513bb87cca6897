/**
 * Twelve bugs that a service like this may have, each planted by putting something faulty in the place of one part:
 * the simulator must find every one of them, and the checker must name what it breaks.
 */
import type {
  AppendReply,
  AppendRequest,
  ArchiveWriter,
  Broadcast,
  Claim,
  Journal,
  NodePorts,
  StoredGame,
} from '../../src/cluster';
import type { JournalEntry } from '../../src/protocol/envelope';
import type { CommandId, GameId, SessionId } from '../../src/protocol/ids';
import type { Stores } from '../support/memory-cluster';
import type { JobQueue } from './job-queue';
import type { Blow, BlowKind, Plan, Trouble } from './plan';
import type { Circumstances, Problem } from './simulation';

export interface PlantedBug {
  readonly name: string;
  /** Under which kind of trouble it shows. */
  readonly trouble: Trouble;
  readonly plan?: Partial<Plan>;
  /** What it breaks; one of these must be found. */
  readonly breaks: readonly Problem['invariant'][];
  readonly variation: NonNullable<Circumstances['variation']>;
}

type Bells = Pick<JobQueue, 'addBulk'>;

/** The same object with some of its verbs replaced; the others stay its own, private state and all. */
function withVerbs<P extends object>(port: P, verbs: Partial<P>): P {
  return new Proxy(port, {
    get(target, property) {
      if (property in verbs) return Reflect.get(verbs, property) as unknown;
      const value: unknown = Reflect.get(target, property, target);
      return typeof value === 'function' ? (value.bind(target) as unknown) : value;
    },
  });
}

const ofStores =
  (change: (stores: Stores) => Partial<Stores>) =>
  (stores: Stores): Stores => ({ ...stores, ...change(stores) });
const ofPorts =
  (change: (ports: NodePorts) => Partial<NodePorts>) =>
  (ports: NodePorts): NodePorts => ({ ...ports, ...change(ports) });

/** The answer is given before the journal has said anything. */
function ackBeforeAppend({ journal }: NodePorts): Partial<NodePorts> {
  const append: Journal['append'] = async (partition, requests) => {
    journal.append(partition, requests).catch(() => undefined);
    return requests.map((): AppendReply => ({ status: 'OK', persisted: 0 }));
  };
  return { journal: withVerbs(journal, { append }) };
}

/** The journal takes an entry from whoever sends it. */
function noEpochCheck({ journal, fences }: Stores): Partial<Stores> {
  const append: Journal['append'] = async (partition, requests) => {
    const replies: AppendReply[] = [];
    for (const { claim, entry } of requests) {
      const fence = await fences.read(claim.gameId);
      const held = claims.get(claim.gameId);
      const asOwner = fence !== undefined && held !== undefined ? held : claim;
      replies.push(
        ...(await journal.append(partition, [{ claim: asOwner, entry: { ...entry, seq: (fence?.head ?? 0) + 1 } }])),
      );
    }
    return replies;
  };
  const claims = new Map<GameId, Claim>();
  return {
    journal: withVerbs(journal, { append }),
    fences: withVerbs(fences, {
      acquire: async (claim, seen) => {
        const reply = await fences.acquire(claim, seen);
        if (reply.status === 'ACQUIRED') claims.set(claim.gameId, claim);
        return reply;
      },
      reassert: async (claim, persisted, tail) => {
        const reply = await fences.reassert(claim, persisted, tail);
        if (reply.status === 'REASSERTED') claims.set(claim.gameId, claim);
        return reply;
      },
    }),
  };
}

/** What PostgreSQL has is read first, the journal after it: what a worker moves in between is in neither. */
function postgresBeforeJournal({ archive }: NodePorts): Partial<NodePorts> {
  const read = new Map<GameId, StoredGame>();
  return {
    archive: withVerbs(archive, {
      nextEpoch: async (gameId) => {
        const next = await archive.nextEpoch(gameId);
        const stored = await archive.load(gameId);
        if (stored !== undefined) read.set(gameId, stored);
        return next;
      },
      claim: async (claim, by) => {
        const stored = await archive.claim(claim, by);
        return stored === undefined ? undefined : read.get(claim.gameId);
      },
    }),
  };
}

/** ON CONFLICT DO NOTHING, and a last_seq that is written without looking at the one before. */
function conflictsIgnored({ archive }: Stores): Partial<Stores> {
  const lastSeqs = new Map<GameId, number>();
  const cut = <
    G extends { readonly gameId: GameId; readonly lastSeq: number; readonly entries?: readonly JournalEntry[] },
  >(
    game: G,
  ): G => {
    const lastSeq = lastSeqs.get(game.gameId) ?? game.lastSeq;
    const { entries } = game;
    return {
      ...game,
      lastSeq,
      ...(entries === undefined ? {} : { entries: entries.filter(({ seq }) => seq <= lastSeq) }),
    };
  };
  const store: ArchiveWriter['store'] = async (batch) => {
    const stored = new Set<GameId>();
    for (const { gameId, stamp, entries } of batch) {
      const head = (await archive.heads([gameId])).get(gameId);
      if (head?.fence !== stamp) continue;
      const fresh = entries.filter(({ seq }) => seq > head.lastSeq);
      if (fresh.length > 0 && fresh[0]?.seq === head.lastSeq + 1)
        await archive.store([{ gameId, stamp, entries: fresh }]);
      lastSeqs.set(gameId, entries.at(-1)?.seq ?? 0);
      stored.add(gameId);
    }
    return stored;
  };
  return {
    archive: withVerbs(archive, {
      store,
      load: async (gameId) => cutIf(await archive.load(gameId), cut),
      claim: async (claim, by) => cutIf(await archive.claim(claim, by), cut),
      reclaim: async (claim, held, by) => {
        const reclaimed = await archive.reclaim(claim, held, by);
        return reclaimed === undefined ? undefined : { lastSeq: lastSeqs.get(claim.gameId) ?? reclaimed.lastSeq };
      },
    }),
  };
}

function cutIf<G>(game: G | undefined, cut: (game: G) => G): G | undefined {
  return game === undefined ? undefined : cut(game);
}

/** A job that is done stays, and its id lets no other in: a partition is never rung a second time. */
function droppedWakeUp(queue: Bells): Bells {
  const rung = new Set<number>();
  return {
    addBulk: async (jobs) => {
      const first = jobs.filter(({ data }) => !rung.has(data.partition));
      for (const { data } of first) rung.add(data.partition);
      await queue.addBulk(first);
    },
  };
}

/** A "no" of Redis is believed: the owner lets the game go instead of asking PostgreSQL. */
function dropOnRefusal({ archive }: NodePorts): Partial<NodePorts> {
  return { archive: withVerbs(archive, { reclaim: async () => undefined }) };
}

/** A Redis that has just forgotten something is believed too. */
const noGrace = ({ generation }: NodePorts): Partial<NodePorts> => ({
  generation: withVerbs(generation, { graceLeftMs: async () => 0 }),
});

/** A command that arrives twice is appended twice. */
function notIdempotent({ journal }: Stores): Partial<Stores> {
  const again = async (partition: number, { claim, entry }: AppendRequest, head: number): Promise<AppendReply> => {
    const [reply] = await journal.append(partition, [{ claim, entry: { ...entry, seq: head + 1 } }]);
    return reply ?? { status: 'UNFENCED' };
  };
  const append: Journal['append'] = async (partition, requests) => {
    const replies = await journal.append(partition, requests);
    return Promise.all(
      replies.map(async (reply, i) => {
        const request = requests[i];
        return reply.status === 'ALREADY' && request !== undefined
          ? again(partition, request, request.entry.seq)
          : reply;
      }),
    );
  };
  return { journal: withVerbs(journal, { append }) };
}

/** What is settled is the stream up to here, whoever it belongs to and whether it is stored or not. */
function trimBeyondPostgres({ journal }: Stores): Partial<Stores> {
  const settle: Journal['settle'] = async (partition, settlements) => {
    const { entries } = await journal.take(partition, '', 1000);
    const positions = entries.map(({ position }) => position);
    const heads = settlements.map(({ gameId, persisted }) => ({
      gameId,
      persisted: Math.max(persisted, ...entries.filter((entry) => entry.gameId === gameId).map(({ seq }) => seq)),
      positions,
    }));
    await journal.settle(partition, heads);
  };
  return { journal: withVerbs(journal, { settle }) };
}

/** Viewers hear of an entry when it is decided. */
function broadcastBeforeAppend({ journal, broadcast }: NodePorts): Partial<NodePorts> {
  const told = new Set<string>();
  const tell: Broadcast['committed'] = (entry, except) => {
    const key = `${entry.gameId} ${entry.seq} ${entry.commandId}`;
    if (!told.has(key)) broadcast.committed(entry, except);
    told.add(key);
  };
  const append: Journal['append'] = (partition, requests) => {
    for (const { entry } of requests) tell(entry, undefined);
    return journal.append(partition, requests);
  };
  return { journal: withVerbs(journal, { append }), broadcast: withVerbs(broadcast, { committed: tell }) };
}

/** Whoever takes a game knows its state, and not which commands led to it. */
function answersForgotten({ archive }: NodePorts): Partial<NodePorts> {
  const unnamed = (entry: JournalEntry): JournalEntry => ({
    ...entry,
    commandId: `forgotten-${entry.seq}` as CommandId,
  });
  return {
    archive: withVerbs(archive, {
      claim: async (claim, by) => {
        const stored = await archive.claim(claim, by);
        if (stored === undefined) return undefined;
        const entries = await archive.entries(claim.gameId, 0, stored.lastSeq);
        return { ...stored, snapshot: null, entries: entries.map(unnamed) };
      },
    }),
  };
}

/** A node that has lost its session goes on under the same one. */
function sessionReused({ sessions }: NodePorts): Partial<NodePorts> {
  let first: SessionId | undefined;
  return {
    sessions: withVerbs(sessions, {
      start: async (record, ttlMs) => {
        first ??= record.id;
        Object.assign(record, { id: first });
        await sessions.end(first);
        return await sessions.start(record, ttlMs);
      },
    }),
  };
}

/** The same blow again and again, `everyMs`, while many games are played. */
const storm = (kind: BlowKind, { times, everyMs }: { times: number; everyMs: number }): Partial<Plan> => ({
  games: 3,
  plays: 10,
  blows: Array.from({ length: times }, (): Blow => ({ kind, afterMs: everyMs })),
});

export const PLANTED_BUGS: readonly PlantedBug[] = [
  { name: 'ack before append', trouble: 'nodes', breaks: ['I1'], variation: { ports: ofPorts(ackBeforeAppend) } },
  {
    name: 'no epoch check',
    trouble: 'nodes',
    // Owners must wake up that others have taken from.
    plan: { ...storm('freeze', { times: 6, everyMs: 900 }), nodes: 3, failure: 0.04 },
    breaks: ['I1', 'I2', 'I7'],
    variation: { stores: ofStores(noEpochCheck) },
  },
  {
    name: 'PostgreSQL read before the journal',
    trouble: 'nodes',
    // A worker has to store and trim between two calls of an acquire: slow calls, and many acquires.
    plan: { ...storm('drain', { times: 12, everyMs: 700 }), nodes: 3, slowestMs: 120, failure: 0 },
    breaks: ['I1', 'I2'],
    variation: { ports: ofPorts(postgresBeforeJournal) },
  },
  {
    name: 'conflicts ignored',
    trouble: 'redis',
    // A worker has to meet entries again that it has stored, and the owner must ask PostgreSQL before that is mended.
    plan: { ...storm('redisRolledBack', { times: 10, everyMs: 700 }), slowestMs: 40, failure: 0.1 },
    breaks: ['I1', 'I2', 'I3'],
    variation: { stores: ofStores(conflictsIgnored) },
  },
  { name: 'dropped wake-up', trouble: 'nodes', breaks: ['I8'], variation: { bell: droppedWakeUp } },
  {
    name: 'drop the game on a refusal',
    trouble: 'redis',
    breaks: ['I1'],
    variation: { ports: ofPorts(dropOnRefusal) },
  },
  {
    name: 'no grace',
    trouble: 'redis',
    plan: { ...storm('redisLost', { times: 6, everyMs: 700 }), failure: 0 },
    breaks: ['I1'],
    variation: { ports: ofPorts(noGrace) },
  },
  {
    name: 'append not idempotent',
    trouble: 'nodes',
    // Appends must arrive twice.
    plan: { games: 3, plays: 10, blows: [], failure: 0.1 },
    breaks: ['I2'],
    variation: { stores: ofStores(notIdempotent) },
  },
  {
    name: 'trim beyond PostgreSQL',
    trouble: 'nodes',
    breaks: ['I1'],
    variation: { stores: ofStores(trimBeyondPostgres) },
  },
  {
    name: 'broadcast before append',
    trouble: 'nodes',
    // An append must be lost together with the node that would settle it.
    plan: { ...storm('crashAtCall', { times: 8, everyMs: 700 }), slowestMs: 40, failure: 0.1 },
    breaks: ['I5'],
    variation: { ports: ofPorts(broadcastBeforeAppend) },
  },
  {
    name: 'answers forgotten at takeover',
    trouble: 'nodes',
    // A command whose answer was lost must be sent again to another owner.
    plan: { ...storm('crash', { times: 8, everyMs: 700 }), nodes: 3, failure: 0.1 },
    breaks: ['I2', 'I9'],
    variation: { ports: ofPorts(answersForgotten) },
  },
  {
    name: 'a session reused after restart',
    trouble: 'nodes',
    plan: { ...storm('freeze', { times: 6, everyMs: 900 }), nodes: 3, failure: 0.04 },
    breaks: ['I6'],
    variation: { ports: ofPorts(sessionReused) },
  },
];
