/**
 * `npm run demo`: a cluster, and real games played through it as they would come in live. Without files it plays the
 * games in examples/. The cluster stays afterwards for whoever wants to look around or to break it.
 */
import { join } from 'node:path';
import { runningUrl, withCluster } from './cluster/at-hand';
import { projectRoot } from './cluster/layout';
import { CLUSTER_FLAGS, clusterOptions, parseFlags } from './cluster/options';
import { say } from './cluster/run';
import { UsageError } from './cluster/verbs';
import { runReplay } from './replay';

const HELP = `npm run demo [-- <event file or folder>… --once --games N --at-once N --pace ms --nodes N --workers N --port P]

Starts a cluster (see npm run cluster -- --help) and plays Retrosheet event files through it (see npm run replay --
--help): those named, else the games in examples/. Then the cluster stays until Ctrl-C. With --once it is stopped, and
the demo ends with the replay's exit status. Where a cluster runs already, the games are played through that one.
`;

const REPLAY_FLAGS = { games: { type: 'string' }, 'at-once': { type: 'string' }, pace: { type: 'string' } } as const;
const FLAGS = {
  ...CLUSTER_FLAGS,
  ...REPLAY_FLAGS,
  once: { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
} as const;

async function main(argv: readonly string[]): Promise<number> {
  const { values, positionals } = parseFlags({ args: [...argv], options: FLAGS, allowPositionals: true });
  if (values.help === true) {
    say(HELP);
    return 0;
  }
  const files = positionals.length > 0 ? positionals : [join(projectRoot(), 'examples')];
  const flags = Object.keys(REPLAY_FLAGS).flatMap((name) => {
    const value = values[name as keyof typeof REPLAY_FLAGS];
    return value === undefined ? [] : [`--${name}`, value];
  });
  const replay = (url: string): Promise<number> => runReplay([...files, ...flags, '--url', url]);
  const running = await runningUrl();
  if (running !== undefined) {
    say(`Playing through the cluster that runs at ${running}`);
    return replay(running);
  }
  return withCluster(clusterOptions(values), replay, { stays: values.once !== true });
}

main(process.argv.slice(2)).then(
  (status) => process.exit(status),
  (error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exit(error instanceof UsageError ? 2 : 1);
  },
);
