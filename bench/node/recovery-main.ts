/**
 * Cold recovery: games of a certain length are put into PostgreSQL, and a node that has none of them in memory is asked
 * for one after the other. What counts is the time from the command to its answer: epoch, fence, history, replay.
 * Answers its parent in one message.
 */
import { Latencies, type LatencyCounts } from '../../scripts/replay/latencies';
import { planGames, type PlannedGame } from '../../scripts/replay/plan';
import type { GameNode } from '../../src/cluster/node';
import type { Archive, ArchiveWriter } from '../../src/cluster/ports';
import type { Command } from '../../src/protocol/commands';
import type { JournalEntry } from '../../src/protocol/envelope';
import { GameId } from '../../src/protocol/ids';
import { systemRandom } from '../../src/platform/clock';
import { postgresArchive } from '../../src/store/postgres/archive';
import { postgresArchiveWriter } from '../../src/store/postgres/archive-writer';
import { openDatabase } from '../../src/store/postgres/connection';
import { connectRedis } from '../../src/store/redis/connection';
import { RedisFences } from '../../src/store/redis/fences';
import { RedisJournal } from '../../src/store/redis/journal';
import { createGame, give, STALE_PLAY, startNode, textsOf, type GameTexts } from './bench-node';
import { obligingPorts } from './obliging-ports';
import { systemClock } from '../../src/platform/clock';

export interface RecoveryPlan {
  readonly paths: readonly string[];
  /** Games of each kind. */
  readonly games: number;
  /** Entries a game has. */
  readonly entries: number;
  readonly redisUrl: string;
  readonly databaseUrl: string;
}

export interface RecoveryReport {
  /** With the snapshots that half-innings leave. */
  readonly withSnapshots: LatencyCounts;
  /** From the first entry on. */
  readonly withoutSnapshots: LatencyCounts;
}

const PARTITIONS = 16;
/** Games that are recovered first, so that connections and code are there. */
const WARM_UP = 20;
/** Counts that are noted within a plate appearance, to make a long game of a usual one. */
const COUNTS = [
  { balls: 1, strikes: 0 },
  { balls: 1, strikes: 1 },
  { balls: 2, strikes: 1 },
  { balls: 2, strikes: 2 },
];

async function main(plan: RecoveryPlan): Promise<void> {
  const redis = await connectRedis(
    {
      url: plan.redisUrl,
      connectTimeoutMs: 5_000,
      clock: systemClock,
      commandTimeoutMs: 5_000,
      name: 'bench',
      onError: () => undefined,
    },
    'journal',
  );
  const db = openDatabase({
    url: plan.databaseUrl,
    poolMax: 10,
    acquireTimeoutMs: 5_000,
    statementTimeoutMs: 30_000,
    applicationName: 'dugout bench',
  });
  const archive = postgresArchive(db);
  const writer = postgresArchiveWriter(db);
  const history = await longHistory(plan);
  const node = await startNode({
    ...obligingPorts(),
    fences: new RedisFences({ redis, partitions: PARTITIONS }),
    journal: new RedisJournal({ redis, partitions: PARTITIONS }),
    archive,
  });
  const bare = history.map(({ snapshot: _, ...entry }) => entry);
  const measure = async (entries: readonly JournalEntry[]): Promise<LatencyCounts> => {
    const games: GameId[] = [];
    while (games.length < plan.games + WARM_UP) games.push(await store(entries, { archive, writer }));
    await recover(node, games.slice(0, WARM_UP));
    return (await recover(node, games.slice(WARM_UP))).toCounts();
  };
  const report: RecoveryReport = {
    withSnapshots: await measure(history),
    withoutSnapshots: await measure(bare),
  };
  process.send?.(report, () => process.exit(0));
}

/** The entries of a long game that is under way, as a node makes them. */
async function longHistory(plan: RecoveryPlan): Promise<readonly JournalEntry[]> {
  const longest = planGames(plan.paths).games.reduce((a, b) => (b.commands.length > a.commands.length ? b : a));
  const history: JournalEntry[] = [];
  const ports = obligingPorts({ onAppend: (entry) => history.push(entry) });
  const node = await startNode({
    ...ports,
    archive: {
      ...ports.archive,
      create: (event, entry) => {
        history.push(entry);
        return ports.archive.create(event, entry);
      },
    },
  });
  const texts = noted(textsOf(longest), longest);
  const gameId = await createGame(node, texts);
  for (const text of texts.commands.slice(0, plan.entries - 1)) {
    const answer = await give(node, gameId, text);
    if (!answer.ok) throw new Error(`${text}: ${answer.error.message}`);
  }
  if (history.length !== plan.entries) throw new Error(`the longest game has ${history.length} entries only`);
  return history;
}

/** The same game with a diligent scorekeeper, who notes the count several times in each plate appearance. */
function noted(texts: GameTexts, { lineups, commands }: PlannedGame): GameTexts {
  const usual: readonly Command[] = [lineups.away, lineups.home, ...commands.map(({ command }) => command)];
  const all = usual.flatMap((command): Command[] =>
    command.type === 'RecordPlay'
      ? [...COUNTS.map((count) => ({ type: 'RecordPitches' as const, turn: command.turn, count })), command]
      : [command],
  );
  return { ...texts, commands: all.map((command) => JSON.stringify(command)) };
}

/** Puts a copy of a history into PostgreSQL, under an id of its own. */
async function store(
  history: readonly JournalEntry[],
  into: { readonly archive: Archive; readonly writer: ArchiveWriter },
): Promise<GameId> {
  const gameId = GameId.parse(systemRandom.id());
  const [first, ...rest] = history.map((entry) => ({ ...entry, gameId }));
  const event = first?.events[0];
  if (first === undefined || event?.type !== 'GameScheduled') throw new Error('a history without a beginning');
  await into.archive.create(event, first);
  const stored = await into.writer.store([{ gameId, stamp: 0, entries: rest }]);
  if (!stored.has(gameId)) throw new Error('the history was not stored');
  return gameId;
}

async function recover(node: GameNode, games: readonly GameId[]): Promise<Latencies> {
  const latencies = new Latencies();
  for (const gameId of games) {
    const startedAt = performance.now();
    const answer = await give(node, gameId, STALE_PLAY);
    latencies.add(performance.now() - startedAt);
    if (answer.ok || answer.error.code !== 'turn/stale') throw new Error('the game was not recovered');
  }
  return latencies;
}

process.once('message', (plan: RecoveryPlan) => void main(plan));
