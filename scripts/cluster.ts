/**
 * `npm run cluster`: a whole cluster on this machine, until Ctrl-C; and the verbs that act on one that runs.
 */
import { askControl } from './cluster/control';
import { layoutOf } from './cluster/layout';
import { CLUSTER_FLAGS, clusterOptions, parseFlags } from './cluster/options';
import { runCluster, say } from './cluster/run';
import { parseVerb, UsageError } from './cluster/verbs';

const HELP = `npm run cluster [-- --nodes N --workers N --port P]

Starts API nodes (3), workers (2), a balancer on port 3000 (or the next free one), and Redis and PostgreSQL unless
REDIS_URL and DATABASE_URL name running ones. It stays until Ctrl-C, which drains and stops everything. Data, logs and
secrets are in .dugout/ (DUGOUT_DIR names another folder): started again, games go on where they were.

On the running cluster:
  npm run cluster -- status [--json]   its processes
  npm run cluster -- where             its address and its stores', as JSON (with the database's password)
  npm run cluster -- kill 2            SIGKILL for node-2; its games are taken over by the others
  npm run cluster -- freeze 2          SIGSTOP: it keeps its connections and does nothing
  npm run cluster -- thaw 2            SIGCONT
  npm run cluster -- drain 2           SIGTERM: it gives its games away, tells its clients, and leaves
  npm run cluster -- add               one more node
  npm run cluster -- stop              what Ctrl-C does

A process that crashes is started again, after a pause that grows from 0.5 s to 10 s. One that was killed or drained
by these commands stays away; \`add\` uses its number again. worker-1 names a worker.
`;

async function main(argv: readonly string[]): Promise<number> {
  const isStart = argv[0] === 'start';
  if (!isStart && argv[0]?.startsWith('-') === false) {
    return command(argv);
  }
  const words = isStart ? argv.slice(1) : [...argv];
  const { values } = parseFlags({ args: words, options: { ...CLUSTER_FLAGS, help: { type: 'boolean', short: 'h' } } });
  if (values.help === true) {
    say(HELP);
    return 0;
  }
  const cluster = await runCluster(clusterOptions(values));
  say('Ctrl-C drains and stops everything. Elsewhere: npm run cluster -- status | kill 2 | freeze 2 | add | …');
  await cluster.ending;
  await cluster.stop();
  return 0;
}

async function command(words: readonly string[]): Promise<number> {
  parseVerb(words);
  const { controlFile } = layoutOf(process.env);
  const answer = await askControl(controlFile, words);
  if (answer === undefined) {
    throw new UsageError('No cluster runs here. Start one with: npm run cluster');
  }
  process[answer.ok ? 'stdout' : 'stderr'].write(`${answer.text}\n`);
  return answer.ok ? 0 : 1;
}

main(process.argv.slice(2)).then(
  (status) => process.exit(status),
  (error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exit(error instanceof UsageError ? 2 : 1);
  },
);
