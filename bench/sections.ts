/** The sections of the benchmark: each measures something and gives its figures, with the goals that it must reach. */
import { Latencies, type LatencyCounts } from '../scripts/replay/latencies';
import { askChild } from './ask-child';
import type { BenchCluster } from './bench-cluster';
import type { DicePlan, DiceReport } from './dice/dice-main';
import { turns } from './dice/section';
import type { EchoSample } from './echo/sample';
import { startEcho } from './echo/start';
import type { Figure } from './figures';
import { flood } from './flood/section';
import { generatorShare, rateOf, refusedOf, runLoad, type LoadResult } from './load/generator';
import type { LoadPlan } from './load/messages';
import type { EvictionPlan, EvictionReport } from './node/eviction-main';
import type { MemoryPlan, MemoryReport } from './node/memory-main';
import type { RecoveryPlan, RecoveryReport } from './node/recovery-main';
import type { CpuByKind } from './process-cpu';

export interface SectionContext {
  readonly cluster: BenchCluster;
  /** Event files and folders to take games from. */
  readonly paths: readonly string[];
  /** How long a load is measured. */
  readonly measureMs: number;
  readonly say: (line: string) => void;
}

export type SectionName = 'latency' | 'turns' | 'cpu' | 'memory' | 'recovery' | 'eviction' | 'flood';
/** Sections of the engine alone: they need no cluster, so without others none is started. */
export type EngineSectionName = 'dice';

const TABLES = 200;
const RATE_PER_S = 500;
/** Before each load is measured; the first of them finds code that has never run. */
const WARM_UP_MS = 10_000;
const FIRST_WARM_UP_MS = 20_000;
const HOT_GAMES = 10_000;
const COLD_GAMES = 300;
const COLD_ENTRIES = 300;
const KB = 1024;

export const SECTIONS: Readonly<Record<SectionName, (context: SectionContext) => Promise<readonly Figure[]>>> = {
  latency,
  turns: ({ cluster, paths, measureMs, say }) => {
    const { url, databaseUrl } = cluster;
    return turns({ cluster, say, plan: planOf({ url, databaseUrl, paths, measureMs }) });
  },
  cpu,
  memory,
  recovery,
  eviction,
  flood: (context) => flood({ ...context, plan: planOf({ ...context, url: context.cluster.url, databaseUrl: null }) }),
};

type EngineSection = (context: Pick<SectionContext, 'say'>) => Promise<readonly Figure[]>;

export const ENGINE_SECTIONS: Readonly<Record<EngineSectionName, EngineSection>> = { dice };

/** (a) and (f): how long a command waits for its answer, and how long until PostgreSQL has it. */
async function latency({ cluster, paths, measureMs, say }: SectionContext): Promise<Figure[]> {
  const section = 'latency';
  say(`${TABLES} games at once, ${RATE_PER_S} commands/s in all, through the balancer`);
  const plan = planOf({ url: cluster.url, paths, measureMs, databaseUrl: cluster.databaseUrl });
  const first = { ...plan, ratePerS: RATE_PER_S, warmUpMs: FIRST_WARM_UP_MS };
  const paced = await runLoad(first, cluster.servers());
  say(`${TABLES} games at once, each as fast as it is answered`);
  const unpaced = await runLoad(plan, cluster.servers());
  const storage = ({ report }: LoadResult): Latencies =>
    report.storage === null ? new Latencies() : Latencies.of(report.storage.lag);
  const neverSeen = (paced.report.storage?.neverSeen ?? 0) + (unpaced.report.storage?.neverSeen ?? 0);
  return [
    {
      section,
      name: 'commands acknowledged, paced',
      value: rateOf(paced),
      unit: '/s',
      goal: { atLeast: RATE_PER_S * 0.98 },
    },
    ...ackFigures(section, paced, { p99: { atMost: 50 }, longest: { atMost: 500 } }),
    { section, name: 'ack to PostgreSQL p50', value: storage(paced).quantile(0.5), unit: 'ms' },
    {
      section,
      name: 'ack to PostgreSQL p99',
      value: storage(paced).quantile(0.99),
      unit: 'ms',
      goal: { atMost: 1_000 },
    },
    { section, name: 'ack to PostgreSQL longest', value: storage(paced).maxMs, unit: 'ms' },
    ...troubleFigures(section, [paced, unpaced]),
    { section, name: 'load generator, share of a core', value: generatorShare(paced), unit: '%' },
    { section, name: 'acknowledged and never stored', value: neverSeen, unit: '', goal: { atMost: 0 } },
    { section, name: 'highest rate, unpaced', value: rateOf(unpaced), unit: '/s' },
    ...ackFigures(`${section}, unpaced`, unpaced, {}),
    {
      section: `${section}, unpaced`,
      name: 'ack to PostgreSQL p99',
      value: storage(unpaced).quantile(0.99),
      unit: 'ms',
    },
    {
      section: `${section}, unpaced`,
      name: 'load generator, share of a core',
      value: generatorShare(unpaced),
      unit: '%',
    },
  ];
}

type AckGoals = { readonly p99?: Figure['goal']; readonly longest?: Figure['goal'] };

function ackFigures(section: string, { report }: LoadResult, goals: AckGoals): Figure[] {
  const latencies = Latencies.of(report.latency);
  return [
    { section, name: 'ack p50', value: latencies.quantile(0.5), unit: 'ms' },
    { section, name: 'ack p99', value: latencies.quantile(0.99), unit: 'ms', ...(goals.p99 && { goal: goals.p99 }) },
    { section, name: 'ack longest', value: latencies.maxMs, unit: 'ms', ...(goals.longest && { goal: goals.longest }) },
  ];
}

function troubleFigures(section: string, loads: readonly LoadResult[]): Figure[] {
  const refused = loads.reduce((sum, load) => sum + refusedOf(load), 0);
  const retries = loads.reduce((sum, { report }) => sum + report.retries, 0);
  return [
    { section, name: 'commands refused', value: refused, unit: '', goal: { atMost: 0 } },
    { section, name: 'commands sent again', value: retries, unit: '' },
  ];
}

/** (b): what a command costs the servers, beside an echo of the same messages at the same rate. */
async function cpu({ cluster, paths, measureMs, say }: SectionContext): Promise<Figure[]> {
  const plan = { ...planOf({ url: cluster.url, paths, measureMs, databaseUrl: null }), hasViewers: true };
  const measure = async (name: string, ratePerS: number | null): Promise<Figure[]> => {
    say(`${TABLES} games with two players each, ${name}`);
    const games = await runLoad({ ...plan, ratePerS }, cluster.servers());
    say('the same messages through a socket.io echo, at the same rate');
    const echo = await echoLoad({ ...plan, ratePerS: Math.round(rateOf(games)) }, games.report.samples);
    const figures = cpuFigures(`cpu, ${name}`, games, echo);
    if (ratePerS !== null) return figures;
    say('and as fast as it goes');
    return [...figures, ...fastestEcho(`cpu, ${name}`, await echoLoad(plan, games.report.samples))];
  };
  return [...(await measure(`${RATE_PER_S}/s`, RATE_PER_S)), ...(await measure('unpaced', null))];
}

/** Its messages come in larger bundles then, and each costs less. */
function fastestEcho(section: string, echo: LoadResult): Figure[] {
  return [
    { section, name: 'highest rate of the echo', value: rateOf(echo), unit: '/s' },
    { section, name: '  CPU a message at that rate', value: (echo.cpu['echo'] ?? 0) / echo.report.acked, unit: 'µs' },
  ];
}

async function echoLoad(plan: LoadPlan, samples: readonly EchoSample[]): Promise<LoadResult> {
  const echo = await startEcho(samples);
  try {
    return await runLoad({ ...plan, what: 'echo', url: echo.url, samples }, [{ pid: echo.pid, kind: 'echo' }]);
  } finally {
    echo.stop();
  }
}

const COUNTED = ['node', 'worker', 'redis', 'postgres'];

function cpuFigures(section: string, games: LoadResult, echo: LoadResult): Figure[] {
  const each = (cpu: CpuByKind, kind: string, load: LoadResult): number => (cpu[kind] ?? 0) / load.report.acked;
  const ours = COUNTED.reduce((sum, kind) => sum + each(games.cpu, kind, games), 0);
  const theirs = each(echo.cpu, 'echo', echo);
  const micros = (name: string, value: number): Figure => ({ section, name, value, unit: 'µs' });
  return [
    { section, name: 'commands acknowledged', value: rateOf(games), unit: '/s' },
    micros('CPU a command: nodes, workers, Redis, PostgreSQL', ours),
    ...COUNTED.map((kind) => micros(`  of it ${kind}`, each(games.cpu, kind, games))),
    micros('  beside it the balancer', each(games.cpu, 'balancer', games)),
    { section, name: 'messages echoed', value: rateOf(echo), unit: '/s' },
    micros('CPU a message: socket.io echo', theirs),
    { section, name: 'ratio', value: ours / theirs, unit: '×' },
  ];
}

/** (c) */
async function memory({ paths, say }: SectionContext): Promise<Figure[]> {
  const section = 'memory';
  say(`${HOT_GAMES} hot games, each played to another point`);
  const plan: MemoryPlan = { paths, games: HOT_GAMES };
  const report = await askChild<MemoryReport>('node/memory-main.js', plan, ['--expose-gc']);
  const bytes = report.heapBytes + report.arrayBytes;
  return [
    { section, name: 'heap a hot game, both lineups', value: bytes / KB, unit: 'KB', goal: { atMost: 8 } },
    { section, name: '  of it typed arrays', value: report.arrayBytes / KB, unit: 'KB' },
    { section, name: 'commands a game', value: report.commands / report.games, unit: '' },
  ];
}

/** (d) */
async function recovery({ cluster, paths, say }: SectionContext): Promise<Figure[]> {
  const section = 'recovery';
  say(`${COLD_GAMES} cold games of ${COLD_ENTRIES} entries, with snapshots and without`);
  const { redisUrl, databaseUrl } = cluster;
  const plan: RecoveryPlan = { paths, games: COLD_GAMES, entries: COLD_ENTRIES, redisUrl, databaseUrl };
  const report = await askChild<RecoveryReport>('node/recovery-main.js', plan);
  const figures = (how: string, counts: LatencyCounts): Figure[] => [
    { section, name: `cold game, ${how} p50`, value: Latencies.of(counts).quantile(0.5), unit: 'ms' },
    {
      section,
      name: `cold game, ${how} p99`,
      value: Latencies.of(counts).quantile(0.99),
      unit: 'ms',
      goal: { atMost: 50 },
    },
  ];
  return [...figures('with snapshots', report.withSnapshots), ...figures('without', report.withoutSnapshots)];
}

/** (e) */
async function eviction({ cluster, paths, say }: SectionContext): Promise<Figure[]> {
  const section = 'eviction';
  say(`${HOT_GAMES} idle games leave at once`);
  const plan: EvictionPlan = { paths, games: HOT_GAMES, redisUrl: cluster.redisUrl };
  const report = await askChild<EvictionReport>('node/eviction-main.js', plan);
  return [
    { section, name: 'games evicted', value: report.evicted, unit: '', goal: { atLeast: HOT_GAMES } },
    {
      section,
      name: 'longest block of the event loop',
      value: report.longestBlockMs,
      unit: 'ms',
      goal: { atMost: 20 },
    },
    { section, name: 'all of it', value: report.tookMs, unit: 'ms' },
  ];
}

const DICE_GAMES = 8_000;
const DICE_WARM_UP = 2_000;
const DICE_DECIDED = 500;
/** A computer that sits in must not be felt. */
const DECISION_US_MAX = 5_000;

/** (g): the pure engine, without a cluster. */
async function dice({ say }: Pick<SectionContext, 'say'>): Promise<Figure[]> {
  const figures: Figure[] = [];
  for (const league of ['pd', 'sba'] as const) {
    const section = `dice, ${league}`;
    say(`${DICE_GAMES} games of computer against computer, ${league} cards, on one core`);
    const plan: DicePlan = { league, warmUp: DICE_WARM_UP, games: DICE_GAMES, decided: DICE_DECIDED };
    const { games, turns, cpuMs, decisionUs } = await askChild<DiceReport>('dice/dice-main.js', plan);
    figures.push(
      { section, name: 'whole games', value: games / (cpuMs / 1000), unit: '/s', goal: { atLeast: 1_000 } },
      { section, name: 'CPU a turn: both decisions, the dice, the state', value: (cpuMs * 1000) / turns, unit: 'µs' },
      { section, name: 'turns a game', value: turns / games, unit: '' },
      { section, name: 'CPU of a decision of one side p50', value: decisionUs.p50, unit: 'µs' },
      { section, name: 'CPU of a decision of one side p99', value: decisionUs.p99, unit: 'µs' },
      {
        section,
        name: `CPU of a decision of one side, longest of ${decisionUs.count.toLocaleString('en')}`,
        value: decisionUs.max,
        unit: 'µs',
        goal: { atMost: DECISION_US_MAX },
      },
    );
  }
  return figures;
}

function planOf(given: Pick<LoadPlan, 'url' | 'paths' | 'measureMs' | 'databaseUrl'>): LoadPlan {
  return {
    ...given,
    what: 'games',
    tables: TABLES,
    clock: { kind: 'none' },
    hasViewers: false,
    ratePerS: null,
    warmUpMs: WARM_UP_MS,
    samples: [],
  };
}
