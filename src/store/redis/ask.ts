/**
 * One question to Redis, and the truth about what became of it.
 *
 * A reply is a reply. Everything else becomes a `Fault`, whose outcome says what is known:
 * - `notApplied`: the command never left, or Redis answered that it would not run it (a read-only replica, no memory
 *   left, still loading, the slot is not served, …). Redis refuses a script so only at its first write; later writes
 *   of the same script are let through, so such a refusal is of the whole.
 * - `unknown`: it was sent, and the connection broke or the time ran out before the answer came; or the script stopped
 *   half-way. Nobody may send it again blindly.
 * A question that writes nothing was `notApplied` whatever happened.
 *
 * The time that an answer may take is Redis's, not ours. When the event loop was held up, its timers run before what
 * has arrived is read: so a question whose time is over is given up only after one more look at the sockets. Otherwise
 * a node under load would lose its session to beats that Redis has long answered.
 *
 * All that one tick asks leaves in one write: the socket is corked until the tick ends. With 16 partitions a tick this
 * saved a third of Node's time for a call and a fifth of Redis's, where `enableAutoPipelining` made calls slower: it
 * keeps one pipeline in flight at a time.
 */
import { Cluster, type Redis } from 'ioredis';
import { type Clock, Fault } from '../../cluster/ports';
import type { RedisClient } from './connection';

/** Redis's words for "I have not run this". */
const REFUSALS: ReadonlySet<string> = new Set([
  'ASK',
  'BUSY',
  'CLUSTERDOWN',
  'CROSSSLOT',
  'LOADING',
  'MASTERDOWN',
  'MISCONF',
  'MOVED',
  'NOAUTH',
  'NOPERM',
  'NOREPLICAS',
  'NOSCRIPT',
  'OOM',
  'READONLY',
  'TRYAGAIN',
]);

/** ioredis's words for "I have not written this". */
const UNSENT: ReadonlySet<string> = new Set([
  "Stream isn't writeable and enableOfflineQueue options is false",
  "Cluster isn't ready and enableOfflineQueue options is false",
]);

/**
 * Sends one command or script by `send`.
 *
 * @param effect whether what is sent can change anything
 * @throws Fault `server/storage` (`notApplied`) or `command/unknown` (`unknown`)
 */
export async function ask<T>(redis: RedisClient, effect: 'reads' | 'writes', send: () => Promise<T>): Promise<T> {
  if (redis.status !== 'ready') throw fault('notApplied', `not connected (${redis.status})`);
  corkUntilTickEnds(redis);
  try {
    return await inTime(redis, send());
  } catch (cause) {
    const message = cause instanceof Error ? cause.message : String(cause);
    throw fault(effect === 'reads' || isRefusal(message) ? 'notApplied' : 'unknown', message, cause);
  }
}

interface Patience {
  readonly clock: Pick<Clock, 'after' | 'endOfTick'>;
  readonly timeoutMs: number;
}

const patience = new WeakMap<RedisClient, Patience>();

/** How long answers of this connection are waited for; without it, as long as ioredis waits. */
export function limitWaiting(redis: RedisClient, limit: Patience): void {
  patience.set(redis, limit);
}

function inTime<T>(redis: RedisClient, answer: Promise<T>): Promise<T> {
  const limit = patience.get(redis);
  if (limit === undefined) return answer;
  const { clock, timeoutMs } = limit;
  return new Promise((resolve, reject) => {
    const timer = clock.after(timeoutMs, () => clock.endOfTick(() => reject(new Error('Command timed out'))));
    answer.then(resolve, reject).finally(() => timer.cancel());
  });
}

function isRefusal(message: string): boolean {
  return UNSENT.has(message) || REFUSALS.has(message.split(' ', 1)[0] ?? '');
}

function fault(outcome: 'notApplied' | 'unknown', message: string, cause?: unknown): Fault {
  const code = outcome === 'unknown' ? 'command/unknown' : 'server/storage';
  return new Fault({ code, outcome, message: `Redis: ${message}`, cause });
}

const corked = new WeakSet<RedisClient>();

function corkUntilTickEnds(redis: RedisClient): void {
  if (corked.has(redis)) return;
  corked.add(redis);
  const nodes = redis instanceof Cluster ? redis.nodes('master') : [redis];
  // A node of a cluster that was never spoken to has no stream yet.
  const streams = nodes.map((node): Redis['stream'] | undefined => node.stream);
  for (const stream of streams) stream?.cork();
  process.nextTick(() => {
    corked.delete(redis);
    for (const stream of streams) stream?.uncork();
  });
}
