/** Where a replay plays: the service's address, and the database behind it when that can be known. */
import { setTimeout as pause } from 'node:timers/promises';
import { askControl } from '../cluster/control';
import { layoutOf } from '../cluster/layout';
import { UsageError } from '../cluster/verbs';

export interface Target {
  readonly url: string;
  /** Undefined: the service alone can be asked. */
  readonly databaseUrl: string | undefined;
}

const DEFAULT_URL = 'http://localhost:3000';
const ANSWERS_WITHIN_MS = 5_000;
const POLL_MS = 250;

/** @param wanted the address that somebody named; then only `DATABASE_URL` says where its database is */
export async function findTarget(env: NodeJS.ProcessEnv, wanted: string | undefined): Promise<Target> {
  const databaseUrl = env['DATABASE_URL'] || undefined;
  const local = await localCluster(env);
  if (local === undefined || (wanted !== undefined && !isSamePlace(wanted, local.url))) {
    return { url: wanted ?? DEFAULT_URL, databaseUrl };
  }
  return { url: local.url, databaseUrl: databaseUrl ?? local.databaseUrl };
}

/**
 * Waits until somebody answers there, whatever he says: what nobody would answer need not be tried game by game.
 * @throws UsageError naming the address when nobody does in time
 */
export async function whenAnswering(url: string, withinMs = ANSWERS_WITHIN_MS): Promise<void> {
  const deadline = performance.now() + withinMs;
  for (;;) {
    try {
      await fetch(`${url}/healthz`, { signal: AbortSignal.timeout(ANSWERS_WITHIN_MS) });
      return;
    } catch {
      if (performance.now() >= deadline) {
        throw new UsageError(
          `Nothing answers at ${url}. Start a cluster with npm run cluster, or name one with --url.`,
        );
      }
      await pause(POLL_MS);
    }
  }
}

/** One port of this machine goes by several names. */
function isSamePlace(one: string, other: string): boolean {
  const [a, b] = [new URL(one), new URL(other)];
  const isHere = ({ hostname }: URL): boolean => ['localhost', '127.0.0.1', '[::1]'].includes(hostname);
  return a.port === b.port && (a.hostname === b.hostname || (isHere(a) && isHere(b)));
}

/** The cluster that runs on this machine, out of this folder. */
async function localCluster(env: NodeJS.ProcessEnv): Promise<Target | undefined> {
  const answer = await askControl(layoutOf(env).controlFile, ['where']);
  if (answer?.ok !== true) return undefined;
  const { url, databaseUrl } = JSON.parse(answer.text) as { url: string; databaseUrl: string };
  return { url, databaseUrl };
}
