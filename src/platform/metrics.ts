/**
 * What the process counts, for `/metrics`. Every name is declared here, with its unit at the end; labels are closed
 * sets (an error code, a route's pattern), never ids.
 */
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';

/** Seconds; fine around the service's own promises (50 ms at p99, 500 ms at most). */
const LATENCY_S = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5];

/** Entries in one append: one round trip to Redis. */
const ENTRIES = [1, 2, 5, 10, 20, 50, 100, 200];

export interface Metrics {
  readonly registry: Registry;

  // At the edge.
  readonly httpRequests: Counter<'method' | 'route' | 'status'>;
  readonly httpSeconds: Histogram<'method' | 'route'>;
  readonly sockets: Gauge;
  readonly socketsRefused: Counter<'code'>;
  readonly commands: Counter<'code'>;
  readonly commandSeconds: Histogram;
  readonly updatesBroadcast: Counter;
  readonly hintsSpared: Counter;
  readonly socketsCutOff: Counter<'reason'>;
  readonly socketsUnheard: Counter;
  readonly rateLimited: Counter<'subject'>;
  readonly rateCountedAlone: Counter;
  readonly meshAsked: Counter<'kind' | 'outcome'>;
  readonly meshSeconds: Histogram<'kind'>;

  // Ownership.
  readonly hotGames: Gauge;
  readonly acquired: Counter<'reason'>;
  readonly acquireSeconds: Histogram<'reason'>;
  readonly released: Counter<'reason'>;
  readonly releaseSeconds: Histogram<'reason'>;
  readonly lost: Counter<'reason'>;
  readonly reclaimed: Counter<'reason' | 'outcome'>;
  readonly reclaimSeconds: Histogram<'outcome'>;
  readonly quarantined: Gauge;
  readonly sessionsLost: Counter;
  readonly appendEntries: Histogram;
  readonly commitSeconds: Histogram;
  readonly failures: Counter<'where'>;
}

/** One registry a process. */
export function createMetrics(node: string): Metrics {
  const registry = new Registry();
  registry.setDefaultLabels({ node });
  collectDefaultMetrics({ register: registry });
  return { registry, ...edgeMetrics(registry), ...ownershipMetrics(registry) };
}

function edgeMetrics(registry: Registry) {
  const on = declare(registry);
  return {
    httpRequests: on.counter('http_requests_total', 'Requests answered', ['method', 'route', 'status']),
    httpSeconds: on.histogram('http_request_seconds', 'From a request to its answer', {
      buckets: LATENCY_S,
      labelNames: ['method', 'route'],
    }),
    sockets: on.gauge('sockets', 'Sockets connected to this node'),
    socketsRefused: on.counter('sockets_refused_total', 'Connections refused', ['code']),
    commands: on.counter('commands_total', 'Commands answered: ok, or the code of the refusal', ['code']),
    commandSeconds: on.histogram('command_seconds', 'From a command at the edge to its answer', { buckets: LATENCY_S }),
    updatesBroadcast: on.counter('updates_broadcast_total', 'Committed entries told to viewers'),
    hintsSpared: on.counter('hints_spared_total', 'Updates not sent to sockets that lag: they ask for them later'),
    socketsCutOff: on.counter('sockets_cut_off_total', 'Sockets cut off: they did not read, or sent too much', [
      'reason',
    ]),
    socketsUnheard: on.counter('sockets_unheard_total', 'Times a socket was not heard for a while: it sent nonsense'),
    rateLimited: on.counter('rate_limited_total', 'Requests and commands over a limit', ['subject']),
    rateCountedAlone: on.counter('rate_counted_alone_total', 'Counted by this node alone, as Redis did not answer'),
    meshAsked: on.counter('mesh_asked_total', 'Questions to other nodes', ['kind', 'outcome']),
    meshSeconds: on.histogram('mesh_seconds', 'From a question to another node to its answer', {
      buckets: LATENCY_S,
      labelNames: ['kind'],
    }),
  };
}

function ownershipMetrics(registry: Registry) {
  const on = declare(registry);
  return {
    hotGames: on.gauge('hot_games', 'Games in memory'),
    acquired: on.counter('games_acquired_total', 'Games that came to this node', ['reason']),
    acquireSeconds: on.histogram('game_acquire_seconds', 'From asking for a game to serving it', {
      buckets: LATENCY_S,
      labelNames: ['reason'],
    }),
    released: on.counter('games_released_total', 'Games that this node let go of', ['reason']),
    releaseSeconds: on.histogram('game_release_seconds', 'From closing a game to its fence being free', {
      buckets: LATENCY_S,
      labelNames: ['reason'],
    }),
    lost: on.counter('games_lost_total', 'Games that this node lost', ['reason']),
    reclaimed: on.counter('games_reclaimed_total', 'Doubts about a game settled with PostgreSQL', [
      'reason',
      'outcome',
    ]),
    reclaimSeconds: on.histogram('game_reclaim_seconds', 'From a doubt to its settlement', {
      buckets: LATENCY_S,
      labelNames: ['outcome'],
    }),
    quarantined: on.gauge(
      'games_quarantined',
      'Games of the whole deployment that are set aside, as PostgreSQL has it',
    ),
    sessionsLost: on.counter('sessions_lost_total', 'Sessions of this node that expired'),
    appendEntries: on.histogram('append_entries', 'Entries in one append', { buckets: ENTRIES }),
    commitSeconds: on.histogram('commit_seconds', 'From a command in its lane to its journaled entry', {
      buckets: LATENCY_S,
    }),
    failures: on.counter('failures_total', 'Things that should not happen', ['where']),
  };
}

/** Declares metrics of this project's prefix on a registry. */
export function declare(registry: Registry) {
  const named = (name: string, help: string) => ({ name: `dugout_${name}`, help, registers: [registry] });
  return {
    counter: <L extends string = string>(name: string, help: string, labelNames: readonly L[] = []) =>
      new Counter<L>({ ...named(name, help), labelNames }),
    gauge: <L extends string = string>(name: string, help: string, labelNames: readonly L[] = []) =>
      new Gauge<L>({ ...named(name, help), labelNames }),
    histogram: <L extends string = string>(
      name: string,
      help: string,
      shape: { buckets: number[]; labelNames?: readonly L[] },
    ) => new Histogram<L>({ ...named(name, help), ...shape }),
  };
}
