/** What two managers feel of a dice turn: both decisions in, the play resolved, journaled, acknowledged and told. */
import { Latencies, type LatencyCounts } from '../../scripts/replay/latencies';
import type { ClockRule } from '../../src/protocol/dice';
import type { Figure } from '../figures';
import { generatorShare, rateOf, refusedOf, runLoad, type LoadResult } from '../load/generator';
import type { LoadPlan } from '../load/messages';
import type { BenchCluster } from '../bench-cluster';

const TABLES = 200;
/** People at a table: in each of the games a turn every four seconds, of two decisions. */
const DECISIONS_PER_S = 100;
const ACK_P99_MS = 50;
const ACK_LONGEST_MS = 500;
/** The first finds code that has never run. */
const WARM_UP_MS = 20_000;

/** A clock adds an event to each turn, and a delayed job to the queue. */
const CLOCKS: readonly (readonly [string, ClockRule])[] = [
  ['turns', { kind: 'none' }],
  ['turns, clock', { kind: 'perTurn', turnMs: 60_000 }],
];

export async function turns(given: {
  readonly cluster: BenchCluster;
  readonly plan: LoadPlan;
  readonly say: (line: string) => void;
}): Promise<Figure[]> {
  const { cluster, say } = given;
  const figures: Figure[] = [];
  for (const [section, clock] of CLOCKS) {
    say(`${TABLES} dice games of two managers, ${DECISIONS_PER_S} decisions/s in all, clock: ${clock.kind}`);
    const plan: LoadPlan = { ...given.plan, what: 'dice', clock, tables: TABLES, ratePerS: DECISIONS_PER_S };
    const load = await runLoad({ ...plan, warmUpMs: WARM_UP_MS }, cluster.servers());
    figures.push(...turnFigures(section, load));
  }
  return figures;
}

function turnFigures(section: string, load: LoadResult): Figure[] {
  const { report } = load;
  const { acked, told, neverTold } = report.turns;
  const none = (name: string, value: number): Figure => ({ section, name, value, unit: '', goal: { atMost: 0 } });
  return [
    {
      section,
      name: 'decisions acknowledged',
      value: rateOf(load),
      unit: '/s',
      goal: { atLeast: DECISIONS_PER_S * 0.98 },
    },
    ...timeFigures(section, 'second decision to its ack, with the play', acked),
    ...timeFigures(section, 'second decision to the other manager', told),
    ...timeFigures(section, 'any decision to its ack', report.latency),
    none('plays never told', neverTold),
    none('decisions refused', refusedOf(load)),
    none('acknowledged and never stored', report.storage?.neverSeen ?? 0),
    { section, name: 'load generator, share of a core', value: generatorShare(load), unit: '%' },
    ...Object.entries(load.cpu).map(([kind, micros]): Figure => {
      return { section, name: `${kind}, CPU a decision`, value: micros / report.acked, unit: 'µs' };
    }),
  ];
}

function timeFigures(section: string, name: string, counts: LatencyCounts): Figure[] {
  const latencies = Latencies.of(counts);
  const ms = (which: string, value: number): Figure => ({ section, name: `${name} ${which}`, value, unit: 'ms' });
  return [
    ms('p50', latencies.quantile(0.5)),
    { ...ms('p99', latencies.quantile(0.99)), goal: { atMost: ACK_P99_MS } },
    { ...ms('longest', latencies.maxMs), goal: { atMost: ACK_LONGEST_MS } },
  ];
}
