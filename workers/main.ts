/**
 * A worker, put together: it moves journals to PostgreSQL, tries again what was set aside, copies who is connected,
 * and sweeps. Any number of them share the queues.
 *
 * It stops at SIGTERM, at SIGINT, and when its supervisor is gone; a pass that has begun is finished first.
 */
import type { Worker } from 'bullmq';
import { askNode } from '../src/jobs/ask-node';
import { addPresenceJob, addQuarantineJob, runAlways } from '../src/jobs/producers';
import { TurnBell } from '../src/jobs/turn-bell';
import { systemClock } from '../src/platform/clock';
import { loadWorkerConfig, secretsOf } from '../src/platform/config';
import { createLogger } from '../src/platform/logger';
import { Shutdown, stopOnSignals } from '../src/platform/shutdown';
import type { GameId } from '../src/protocol/ids';
import { ClockJob, PersistJob, PresenceJob, QuarantineJob, ResultsJob, SweepJob } from '../src/protocol/jobs';
import { readEntries } from '../src/store/postgres/archive';
import { overdueGames } from '../src/store/postgres/catalog';
import { quarantinedGames } from '../src/store/postgres/archive-writer';
import { dropDeadGameSessions, replaceGameSessions } from '../src/store/postgres/game-sessions';
import { countGame, gamesToCount, uncountGame } from '../src/store/postgres/results';
import { ringTurn, type ClockJobDeps } from './clock';
import { gatheringWriter } from './gathering-writer';
import { closeParts, openParts, type Parts } from './parts';
import { persist, type PersistDeps } from './persist';
import { persisterLog } from './persister-log';
import { copyPresence } from './presence';
import { retryGame, type QuarantineJobDeps } from './quarantine';
import { startQueueWorker } from './queue-worker';
import { countResults, type ResultsDeps } from './results';
import { leastLoaded, sweep, type SweepDeps } from './sweep';

/** Entries of one partition that are moved at a time. */
const BATCH_ENTRIES_MAX = 500;
const PASS_BATCHES_MAX = 20;
/** Partitions that one worker moves at a time. */
const PERSIST_CONCURRENCY = 16;
/** Games whose clocks one worker has looked at, at a time. */
const CLOCK_CONCURRENCY = 8;
/** How long a partition's entries wait for those of others, to be moved in one transaction. */
const GATHER_MS = 15;
const TRANSACTION_ENTRIES_MAX = 2_000;
const SWEEP_EVERY_MS = 5_000;
const RESULTS_EVERY_MS = 5_000;
/** Games that one pass puts into their leagues' tables. */
const RESULTS_MAX = 500;
const STUCK_AFTER_MS = 5_000;
const STUCK_PAGES_MAX = 20;
/** Games that one sweep has tried again. */
const RETRIES_MAX = 100;
/** Games whose clocks one sweep rings. */
const OVERDUE_MAX = 500;

async function main(): Promise<void> {
  const config = loadWorkerConfig(process.env);
  const log = createLogger({ level: config.logLevel, node: config.node, secrets: secretsOf(config) });
  const shutdown = new Shutdown({ log, clock: systemClock, deadlineMs: config.drainDeadlineMs });
  const exit = (status: number): void => process.exit(status);
  stopOnSignals(shutdown, { source: process, hasParent: config.parent === 'ipc', exit });
  const parts = await openParts(config, log);
  let isStopping = false;
  const workers = startWorkers(parts, () => isStopping);
  const stopAsking = runByThemselves(parts);
  shutdown.step('workers', async () => {
    isStopping = true;
    stopAsking();
    await Promise.all(workers.map((worker) => worker.close()));
  });
  shutdown.step('stores', () => closeParts(parts));
  log.info('worker is ready');
}

/** @returns what ends it */
function runByThemselves({ queues, log }: Parts): () => void {
  const onError = (error: unknown): void => log.warn({ err: error }, 'a job was not asked for; the next period does');
  const stops = [
    runAlways(queues.sweep, { clock: systemClock, everyMs: SWEEP_EVERY_MS, onError }),
    runAlways(queues.results, { clock: systemClock, everyMs: RESULTS_EVERY_MS, onError }),
  ];
  return () => {
    for (const stop of stops) stop();
  };
}

function startWorkers(parts: Parts, isStopping: () => boolean): readonly Worker[] {
  const onError = (error: Error): void => parts.log.warn({ err: error }, 'a job failed');
  const once = { connection: parts.queueRedis, onError, concurrency: 1 };
  const persistDeps = persistDepsOf(parts, isStopping);
  const quarantineDeps = quarantineDepsOf(parts);
  const sweepDeps = sweepDepsOf(parts);
  const clockDeps = clockDepsOf(parts);
  const resultsDeps = resultsDepsOf(parts, isStopping);
  const presenceDeps = { redis: parts.redis, replace: replaceGameSessions.bind(undefined, parts.db) };
  return [
    startQueueWorker({
      ...once,
      queue: 'persist',
      schema: PersistJob,
      process: (job) => persist(persistDeps, job),
      concurrency: PERSIST_CONCURRENCY,
    }),
    startQueueWorker({
      ...once,
      queue: 'quarantine',
      schema: QuarantineJob,
      process: (job) => retryGame(quarantineDeps, job),
    }),
    startQueueWorker({
      ...once,
      queue: 'presence',
      schema: PresenceJob,
      process: (job) => copyPresence(presenceDeps, job),
    }),
    startQueueWorker({ ...once, queue: 'sweep', schema: SweepJob, process: () => sweep(sweepDeps) }),
    startQueueWorker({
      ...once,
      queue: 'clock',
      schema: ClockJob,
      process: (job) => ringTurn(clockDeps, job),
      concurrency: CLOCK_CONCURRENCY,
    }),
    startQueueWorker({ ...once, queue: 'results', schema: ResultsJob, process: () => countResults(resultsDeps) }),
  ];
}

function persistDepsOf({ config, journal, writer, queues, bell, log }: Parts, isStopping: () => boolean): PersistDeps {
  return {
    persister: {
      node: config.node,
      journal,
      writer: gatheringWriter(writer, {
        clock: systemClock,
        gatherMs: GATHER_MS,
        entriesMax: TRANSACTION_ENTRIES_MAX,
      }),
      observer: persisterLog(log, systemClock.now),
      batchEntriesMax: BATCH_ENTRIES_MAX,
      passBatchesMax: PASS_BATCHES_MAX,
    },
    retryLater: (gameId) => addQuarantineJob(queues.quarantine, gameId),
    bell,
    isStopping,
  };
}

function resultsDepsOf({ db, log }: Parts, isStopping: () => boolean): ResultsDeps {
  return {
    toCount: (limit) => gamesToCount(db, limit),
    entries: (gameId, after, limit) => readEntries(db, { gameId, after, limit }),
    count: (game) => countGame(db, game),
    uncount: (gameId) => uncountGame(db, gameId),
    isStopping,
    gamesMax: RESULTS_MAX,
    onFailed: ({ gameId, reason }) => log.error({ gameId, err: reason }, 'a completed game could not be counted'),
  };
}

function clockDepsOf({ sessions, redis }: Parts): ClockJobDeps {
  return { sessions, askToTick: (gameId, session) => askNode(redis, { ask: 'tick', gameId, session }) };
}

function quarantineDepsOf({ config, journal, fences, writer, sessions, redis, log }: Parts): QuarantineJobDeps {
  return {
    quarantine: { node: config.node, journal, fences, writer, batchEntriesMax: BATCH_ENTRIES_MAX },
    askToAcquire: async (gameId: GameId) => {
      const node = leastLoaded(await sessions.list());
      if (node !== undefined) await askNode(redis, { ask: 'acquire', gameId, session: node.id });
    },
    onReleased: (fact) => log.info(fact, 'a game that was set aside goes on'),
  };
}

function sweepDepsOf({ journal, sessions, writer, bell, redis, db, queues, log }: Parts): SweepDeps {
  const onError = (error: unknown): void =>
    log.warn({ err: error }, 'a game’s clock was not rung; the next sweep does');
  const turnBell = new TurnBell({ queue: queues.clock, now: systemClock.now, onError });
  return {
    journal,
    sessions,
    stuck: {
      journal,
      writer,
      clock: systemClock,
      stuckAfterMs: STUCK_AFTER_MS,
      pageEntriesMax: BATCH_ENTRIES_MAX,
      pagesMax: STUCK_PAGES_MAX,
    },
    bell,
    askToAcquire: (gameId, session) => askNode(redis, { ask: 'acquire', gameId, session }),
    quarantined: () => quarantinedGames(db, RETRIES_MAX),
    retryLater: (gameId) => addQuarantineJob(queues.quarantine, gameId),
    overdue: () => overdueGames(db, OVERDUE_MAX),
    ringTurn: (gameId) => turnBell.ringAt(gameId, systemClock.now()),
    dropDeadSockets: (living) => dropDeadGameSessions(db, living),
    copySockets: (session) => addPresenceJob(queues.presence, session),
  };
}

void main().catch((error: unknown) => {
  createLogger({ level: 'error', node: 'worker' }).fatal({ err: error }, 'the worker could not start');
  process.exit(1);
});
