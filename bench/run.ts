/**
 * `npm run bench`: what the service must reach, measured on the local cluster's own processes, each figure beside its
 * goal. Not a test: it says what it saw, on the machine it ran on.
 */
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseFlags } from '../scripts/cluster/options';
import { projectRoot } from '../scripts/cluster/layout';
import { UsageError } from '../scripts/cluster/verbs';
import { benchLayout, startBenchCluster } from './bench-cluster';
import { figureTable, isMet, type Figure } from './figures';
import { describe, thisMachine, type Machine } from './machine';
import { ENGINE_SECTIONS, SECTIONS, type EngineSectionName, type SectionName } from './sections';

const HELP = `npm run bench [-- --only dice,latency,turns,cpu,memory,recovery,eviction,flood] [--seconds N] [--nodes N]

Starts a cluster of its own (nodes, 2 workers, balancer, Redis, PostgreSQL) and measures it, as users would load it. The
load comes from a process of its own, which does not count, and each load runs for a while before it is measured.
The games come from the folder that DUGOUT_RETROSHEET names (its 2019/), else from examples/.

  --only a,b    these sections only
  --seconds N   how long each load is measured (default 30)
  --nodes N     nodes of the cluster (default 3); with 1 no command takes the way over another node

The figures are also written as JSON under .dugout/bench/.
`;

const SECONDS = 30;
const SECONDS_MAX = 3_600;
const NODES = 3;
const NODES_MAX = 9;

async function main(argv: readonly string[]): Promise<number> {
  const { values } = parseFlags({
    args: [...argv],
    options: {
      only: { type: 'string' },
      seconds: { type: 'string', default: String(SECONDS) },
      nodes: { type: 'string', default: String(NODES) },
      help: { type: 'boolean', short: 'h' },
    },
  });
  if (values.help === true) {
    process.stdout.write(HELP);
    return 0;
  }
  const { engine, cluster } = sectionNames(values.only);
  const measureMs = wholeNumber('seconds', values.seconds, SECONDS_MAX) * 1000;
  const nodes = wholeNumber('nodes', values.nodes, NODES_MAX);
  const machine = thisMachine();
  say(`${describe(machine)}\n`);
  const figures: Figure[] = [];
  for (const name of engine) figures.push(...(await ENGINE_SECTIONS[name]({ say })));
  if (cluster.length > 0) figures.push(...(await onCluster(cluster, { nodes, measureMs })));
  say(`\n${figureTable(figures)}\n\nWritten to ${write({ machine, nodes, figures })}`);
  return figures.every((figure) => isMet(figure) !== false) ? 0 : 1;
}

async function onCluster(
  names: readonly SectionName[],
  { nodes, measureMs }: { readonly nodes: number; readonly measureMs: number },
): Promise<Figure[]> {
  const cluster = await startBenchCluster(nodes, say);
  const figures: Figure[] = [];
  const end = (): void => void cluster.stop().then(() => process.exit(INTERRUPTED));
  process.once('SIGINT', end).once('SIGTERM', end);
  try {
    for (const name of names) {
      figures.push(...(await SECTIONS[name]({ cluster, paths: gamePaths(), measureMs, say })));
    }
  } finally {
    await cluster.stop();
  }
  return figures;
}

const INTERRUPTED = 130;

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

interface SectionNames {
  readonly engine: readonly EngineSectionName[];
  readonly cluster: readonly SectionName[];
}

function sectionNames(only: string | undefined): SectionNames {
  const engine = Object.keys(ENGINE_SECTIONS) as EngineSectionName[];
  const cluster = Object.keys(SECTIONS) as SectionName[];
  if (only === undefined) return { engine, cluster };
  const words = only.split(',').map((word) => word.trim());
  const all: readonly string[] = [...engine, ...cluster];
  for (const word of words) {
    if (!all.includes(word)) throw new UsageError(`There is no section "${word}". There are: ${all.join(', ')}.`);
  }
  const wanted = (name: string): boolean => words.includes(name);
  return { engine: engine.filter(wanted), cluster: cluster.filter(wanted) };
}

function wholeNumber(name: string, text: string, max: number): number {
  const value = Number(text);
  if (!/^\d{1,4}$/.test(text) || value < 1 || value > max) {
    throw new UsageError(`--${name} wants a whole number from 1 to ${max}, not "${text}".`);
  }
  return value;
}

function gamePaths(): readonly string[] {
  const folder = process.env['DUGOUT_RETROSHEET'];
  const real = folder === undefined ? undefined : join(folder, '2019');
  return [real !== undefined && existsSync(real) ? real : join(projectRoot(), 'examples')];
}

interface Results {
  readonly machine: Machine;
  readonly nodes: number;
  readonly figures: readonly Figure[];
}

function write(results: Results): string {
  const folder = join(benchLayout().dir, 'results');
  mkdirSync(folder, { recursive: true });
  const file = join(folder, `${results.machine.date.replaceAll(':', '-')}.json`);
  writeFileSync(file, `${JSON.stringify(results, null, 2)}\n`);
  return file;
}

main(process.argv.slice(2)).then(
  (status) => process.exit(status),
  (error: unknown) => {
    process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
    process.exit(error instanceof UsageError ? 2 : 1);
  },
);
