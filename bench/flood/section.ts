/** What healthy clients feel while others flood the same nodes. */
import { Latencies } from '../../scripts/replay/latencies';
import type { Figure } from '../figures';
import { type LoadResult, rateOf, refusedOf, runLoad } from '../load/generator';
import type { LoadPlan } from '../load/messages';
import type { BenchCluster } from '../bench-cluster';
import { startFlood } from './flood';

const FLOOD = 'flood';
const SOCKETS = 2_000;
const MESSAGES_PER_S = 2_000;
/** Two cores are shared by the servers, the healthy and the flood: it is the flood's harm that is asked for. */
const HEALTHY_PER_S = 200;
const HEALTHY_TABLES = 100;

export async function flood(given: {
  readonly cluster: BenchCluster;
  readonly plan: LoadPlan;
  readonly say: (line: string) => void;
}): Promise<Figure[]> {
  const { cluster, say } = given;
  const plan = { ...given.plan, tables: HEALTHY_TABLES, ratePerS: HEALTHY_PER_S };
  say(`${HEALTHY_TABLES} games, ${HEALTHY_PER_S} commands/s in all, without a flood`);
  const calm = await runLoad(plan, cluster.servers());
  say(`the same, while ${SOCKETS} sockets send ${MESSAGES_PER_S} messages/s that are refused`);
  const pouring = await startFlood({ url: cluster.url, sockets: SOCKETS, perS: MESSAGES_PER_S });
  const stormy = await runLoad(plan, [...cluster.servers(), { pid: pouring.pid, kind: FLOOD }]);
  const poured = await pouring.end();
  const [before, during] = [p99(calm), p99(stormy)];
  const section = FLOOD;
  const perS = (count: number): number => count / (poured.tookMs / 1000);
  return [
    { section, name: 'ack p99, calm', value: before, unit: 'ms' },
    { section, name: 'ack p99, flooded', value: during, unit: 'ms' },
    { section, name: 'ratio', value: during / before, unit: '×', goal: { atMost: 2 } },
    { section, name: 'commands acknowledged, flooded', value: rateOf(stormy), unit: '/s' },
    { section, name: 'commands refused, flooded', value: refusedOf(stormy), unit: '', goal: { atMost: 0 } },
    { section, name: 'flood sent', value: perS(poured.sent), unit: '/s' },
    { section, name: 'flood answered', value: perS(poured.answered), unit: '/s' },
    { section, name: 'flood cut off', value: poured.cutOff, unit: '' },
    ...sharesOf('calm', calm),
    ...sharesOf('flooded', stormy),
  ];
}

const p99 = ({ report }: LoadResult): number => Latencies.of(report.latency).quantile(0.99);

/** Of one core, by kind of process: where the two cores are used up, every latency tells of the machine alone. */
function sharesOf(when: string, { cpu, tookMs }: LoadResult): Figure[] {
  return Object.entries(cpu).map(([kind, micros]) => ({
    section: FLOOD,
    name: `${when}: ${kind}, share of a core`,
    value: micros / (tookMs * 10),
    unit: '%',
  }));
}
