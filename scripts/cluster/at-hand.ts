/** A cluster to do something with: the one that runs in this folder, or one that is started for it. */
import { setTimeout as pause } from 'node:timers/promises';
import { askControl } from './control';
import { layoutOf } from './layout';
import type { ClusterOptions } from './options';
import { runCluster, say } from './run';
import { UsageError } from './verbs';

/** As a shell has it when Ctrl-C ended a command. */
const INTERRUPTED = 130;
/** Work that was told to stop, as the cluster was, still says what it came to, for so long. */
const LAST_WORD_MS = 10_000;

/**
 * Starts a cluster, does the work, and stops it again.
 * @param after whether the cluster stays until Ctrl-C once the work is done
 * @returns the work's exit status
 */
export async function withCluster(
  options: ClusterOptions,
  work: (url: string) => Promise<number>,
  after: { readonly stays: boolean },
): Promise<number> {
  const cluster = await runCluster(options);
  try {
    const job = work(cluster.url);
    const status = await Promise.race([job, cluster.ending]);
    if (status === undefined) await Promise.race([job, pause(LAST_WORD_MS)]).catch(() => undefined);
    if (status !== undefined && after.stays) {
      say(`The cluster stays at ${cluster.url}. Ctrl-C drains and stops it. Elsewhere: npm run cluster -- kill 2 | …`);
      await cluster.ending;
    }
    return status ?? INTERRUPTED;
  } finally {
    await cluster.stop();
  }
}

/** The address of the cluster that runs here; undefined without one. @throws UsageError when it cannot be said */
export async function runningUrl(): Promise<string | undefined> {
  const answer = await askControl(layoutOf(process.env).controlFile, ['where']);
  if (answer?.ok === false) {
    throw new UsageError(answer.text);
  }
  return answer === undefined ? undefined : (JSON.parse(answer.text) as { url: string }).url;
}
