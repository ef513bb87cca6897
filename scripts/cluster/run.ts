/**
 * A running cluster as a command sees it: started, reachable for other commands, and stopped when the person has had
 * enough (Ctrl-C, SIGTERM, a closed terminal, `stop` from elsewhere, or the bootstrap that started us gone).
 */
import { askControl, serveControl, type ControlServer } from './control';
import { builtProgram, layoutOf, type Layout } from './layout';
import { migrateDatabase } from './migrate';
import type { ClusterOptions } from './options';
import { processTable } from './status';
import { Supervisor, type Started } from './supervisor';
import { UsageError } from './verbs';

export interface RunningCluster extends Started {
  /** Resolves when it is to be stopped, for whatever reason. */
  readonly ending: Promise<void>;
  stop(): Promise<void>;
}

/** A second Ctrl-C is impatience only if it comes this long after the first: a terminal signals each process. */
const IMPATIENCE_AFTER_MS = 1_000;

export const say = (line: string): void => void process.stdout.write(`${line}\n`);

/**
 * Starts the cluster and prints where it is.
 * @throws UsageError when one runs already, Error when it does not come up (then nothing of it is left)
 */
export async function runCluster(cluster: ClusterOptions): Promise<RunningCluster> {
  const layout = layoutOf(process.env);
  if ((await askControl(layout.controlFile, ['status'])) !== undefined) {
    throw new UsageError('A cluster runs here already: `npm run cluster -- status` shows it, `… -- stop` stops it.');
  }
  const supervisor = new Supervisor({
    layout,
    cluster,
    programs: { node: builtProgram(layout, 'src/main.js'), worker: builtProgram(layout, 'workers/main.js') },
    env: process.env,
    migrate: migrate,
    say,
  });
  const end = endSignal();
  const control = await serveControl(layout.controlFile, async (verb) => {
    if (verb.verb !== 'stop') {
      return supervisor.perform(verb);
    }
    end.now();
    await supervisor.stop();
    return { ok: true, text: 'The cluster has drained and stopped.' };
  });
  const stop = (): Promise<void> => stopAll(supervisor, control);
  try {
    const started = await Promise.race([supervisor.start(), end.promise.then(() => undefined)]);
    if (started === undefined) {
      await stop();
      throw new UsageError('Stopped before it was up.');
    }
    say(welcome(started, supervisor, layout));
    return { ...started, ending: end.promise, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function stopAll(supervisor: Supervisor, control: ControlServer): Promise<void> {
  await supervisor.stop();
  control.close();
}

async function migrate(databaseUrl: string): Promise<void> {
  const done = await migrateDatabase(databaseUrl);
  if (done.length > 0) {
    say(`Brought the schema up to date: ${done.length} migrations`);
  }
}

/** Everything that ends the cluster, as one promise. */
function endSignal(): { readonly promise: Promise<void>; now(): void } {
  let now: () => void = () => undefined;
  const promise = new Promise<void>((resolve) => (now = resolve));
  let firstAt: number | undefined;
  const onSignal = (): void => {
    firstAt ??= performance.now();
    if (performance.now() - firstAt > IMPATIENCE_AFTER_MS) {
      say('Not waiting for the drain: what still runs ends by itself.');
      process.exit(130);
    }
    now();
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, onSignal);
  }
  process.on('disconnect', () => now());
  return { promise, now: () => now() };
}

function welcome({ url, secrets }: Started, supervisor: Supervisor, layout: Layout): string {
  return [
    '',
    `  API         ${url}/api`,
    `  WebSocket   ${url.replace('http', 'ws')}  (socket.io, websocket transport)`,
    `  queues      ${url}/admin/queues  operator token ${secrets.operatorToken}`,
    `  metrics     ${url}/metrics  (of the node that answers; each node's own is at its address below)`,
    `  logs        ${layout.logs}`,
    '',
    ...(isOpen() ? ['  OPEN MODE: anybody who reaches this port may be anybody. For local play only.', ''] : []),
    processTable(supervisor.describe()),
    '',
  ].join('\n');
}

const isOpen = (): boolean => (process.env['DUGOUT_AUTH'] || 'open') === 'open';
