/** What the benchmark and its load generator say to each other. */
import type { LatencyCounts } from '../../scripts/replay/latencies';
import type { ClockRule } from '../../src/protocol/dice';
import type { EchoSample } from '../echo/sample';

/** What to play, given as the one argument. */
export interface LoadPlan {
  /**
   * `games`: a scorekeeper's commands to the service at `url`. `dice`: two managers' decisions. `echo`: the messages of
   * games to an echo server.
   */
  readonly what: 'games' | 'dice' | 'echo';
  readonly url: string;
  /** Event files and folders whose games are played again and again. */
  readonly paths: readonly string[];
  /** Games side by side. */
  readonly tables: number;
  /** Of dice games. */
  readonly clock: ClockRule;
  /** Whether somebody besides the scorekeeper has a socket at each game. */
  readonly hasViewers: boolean;
  /** Commands a second over all tables, in a steady beat; null: each table sends as soon as it was answered. */
  readonly ratePerS: number | null;
  readonly warmUpMs: number;
  readonly measureMs: number;
  /** Watches when acknowledged commands appear in PostgreSQL. */
  readonly databaseUrl: string | null;
  /** The messages to echo. */
  readonly samples: readonly EchoSample[];
}

export interface LoadReport {
  /** Answered `ok` while it was measured. */
  readonly acked: number;
  /** From the moment a command was due (at a rate) or sent (without one) to its answer. */
  readonly latency: LatencyCounts;
  /** Dice turns: from the moment a turn's second decision was due to its answer, and to the other manager's hearing. */
  readonly turns: { readonly acked: LatencyCounts; readonly told: LatencyCounts; readonly neverTold: number };
  /** Answered otherwise, by code. */
  readonly refused: Readonly<Record<string, number>>;
  /** Sent again by the client. */
  readonly retries: number;
  /** From an answer to its command's visibility in PostgreSQL; null when nobody watched. */
  readonly storage: { readonly lag: LatencyCounts; readonly neverSeen: number } | null;
  /** What the generator itself used while it measured: near a core, and it is the generator that was measured. */
  readonly generatorMicros: number;
  /** Messages as they went over the wire, spread over the run. */
  readonly samples: readonly EchoSample[];
}

/** From the generator. `measuring` and `measured` frame the time that counts. */
export type LoadMessage =
  { readonly type: 'ready' | 'measuring' | 'measured' } | { readonly type: 'done'; readonly report: LoadReport };

/** To the generator, once it is ready. */
export interface GoMessage {
  readonly type: 'go';
}
