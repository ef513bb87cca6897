/**
 * Calls of a process to its stores as over a wire: what is sent and answered is copied, takes time, and can fail in
 * every way in which a request to Redis or PostgreSQL can fail.
 *
 * A call that is given up goes on: what it asked may still be done later, by a store that had only been slow.
 */
import { Fault } from '../../src/cluster/ports';
import type { Gate, GatedClock, VirtualClock } from './virtual-clock';

/**
 * What happens to a call: it is lost, or its reply is; the store says that it will not; it arrives twice; or the
 * process is gone, before it could ask or before it could hear.
 */
export type CallFault = 'loseRequest' | 'loseReply' | 'refuse' | 'duplicate' | 'crashBefore' | 'crashAfter';

/** How a call fares on its way: what happens to it, and how long request and reply take (ms). */
export interface Journey {
  readonly fault?: CallFault | undefined;
  readonly thereMs: number;
  readonly backMs: number;
  /** How long PostgreSQL's transaction stays open, the rows of its games locked. */
  readonly heldMs?: number;
}

export type StoreName = 'redis' | 'postgres';

export interface Call {
  readonly store: StoreName;
  readonly verb: string;
  /** The process that asks. */
  readonly by: string;
}

/** Decides how each call fares. */
export type Weather = (call: Call) => Journey;

/** One process, as its calls know it. */
export interface Caller {
  readonly name: string;
  readonly gate: Gate;
  readonly clock: GatedClock;
}

/** Who asks in vain gives up after this long. */
const PATIENCE_MS: Readonly<Record<StoreName, number>> = { redis: 1000, postgres: 5000 };
export const SMOOTH: Journey = { thereMs: 0, backMs: 0 };
/** Answered without asking anybody. */
const OWN = new Set(['partitionOf', 'suspicions', 'forgot']);
/** They change nothing, so one without an answer certainly did nothing; an epoch that nobody hears of is no loss. */
const READS = new Set([
  ...['read', 'find', 'list', 'persisted', 'take', 'depths', 'quarantinedEntries', 'graceLeftMs'],
  ...['nextEpoch', 'load', 'entries', 'entryOf', 'heads', 'lastMoves'],
]);
/** They lock the rows of their games. */
const LOCKING = new Set(['claim', 'reclaim', 'setQuarantine', 'store']);

const fault = (outcome: Fault['outcome']): Fault =>
  outcome === 'unknown'
    ? new Fault({ code: 'command/unknown', outcome, message: 'no answer came' })
    : new Fault({ code: 'server/storage', outcome, message: 'the store is away' });

type Verb = (...args: unknown[]) => unknown;

export class Wires {
  /** Faults to come, by verb, e.g. `append`: each call takes one from the front. */
  readonly faults = new Map<string, CallFault[]>();
  /** The open transaction that holds rows of `games`, if there is one. */
  private held: Promise<void> | null = null;

  constructor(
    private readonly clock: VirtualClock,
    private readonly weather: Weather = () => SMOOTH,
  ) {}

  /** The verb's next calls fail this way. */
  fail(verb: string, ...faults: CallFault[]): void {
    this.faults.set(verb, [...(this.faults.get(verb) ?? []), ...faults]);
  }

  /** The port as this process reaches it. */
  to<P extends object>(store: StoreName, port: P, caller: Caller): P {
    const verbs = new Map<PropertyKey, unknown>();
    return new Proxy(port, {
      get: (target, property) => {
        if (verbs.has(property)) return verbs.get(property);
        const value: unknown = Reflect.get(target, property, target);
        if (typeof value !== 'function') return value;
        const run: Verb = (...args) => (value as Verb).apply(target, args);
        const verb = OWN.has(String(property)) ? run : this.overWire(caller, { store, verb: String(property) }, run);
        verbs.set(property, verb);
        return verb;
      },
    });
  }

  private overWire(caller: Caller, { store, verb }: Pick<Call, 'store' | 'verb'>, run: Verb): Verb {
    return async (...args) => {
      const journey = this.journeyOf({ store, verb, by: caller.name });
      if (journey.fault === 'crashBefore') caller.gate.set('crashed');
      else {
        const outcome = await this.travel({ store, verb }, journey, () => run(...copyOf(args)));
        if (journey.fault === 'crashAfter') caller.gate.set('crashed');
        else {
          await caller.clock.awake();
          if (outcome instanceof Fault) throw outcome;
          return outcome;
        }
      }
      return await new Promise(() => undefined);
    };
  }

  private journeyOf(call: Call): Journey {
    const due = this.faults.get(call.verb)?.shift();
    return due === undefined ? this.weather(call) : { ...SMOOTH, fault: due };
  }

  /** What comes of a call: its reply, or the fault that its caller sees. */
  private async travel(
    { store, verb }: Pick<Call, 'store' | 'verb'>,
    { fault: mishap, thereMs, backMs, heldMs = 0 }: Journey,
    run: () => unknown,
  ): Promise<unknown> {
    const patienceMs = PATIENCE_MS[store];
    const isLost = mishap === 'loseRequest' || mishap === 'loseReply' || thereMs + heldMs + backMs > patienceMs;
    if (isLost) {
      if (mishap !== 'loseRequest') void this.arrive({ verb, thereMs, heldMs }, run);
      await this.pass(patienceMs);
      return fault(READS.has(verb) ? 'notApplied' : 'unknown');
    }
    if (mishap === 'refuse') {
      await this.pass(thereMs + backMs);
      return fault('notApplied');
    }
    const reply = await this.arrive({ verb, thereMs, heldMs }, run);
    if (mishap === 'duplicate') await run();
    await this.pass(backMs);
    return reply;
  }

  private async arrive(
    { verb, thereMs, heldMs }: { readonly verb: string; readonly thereMs: number; readonly heldMs: number },
    run: () => unknown,
  ): Promise<unknown> {
    await this.pass(thereMs);
    try {
      return copyOf(LOCKING.has(verb) ? await this.locked(run, heldMs) : await run());
    } catch (cause) {
      if (cause instanceof Fault) return cause;
      throw cause;
    }
  }

  /** A transaction: others that lock rows wait until it is over, as if all were about the same row. */
  private async locked(run: () => unknown, heldMs: number): Promise<unknown> {
    while (this.held !== null) await this.held;
    if (heldMs > 0) {
      this.held = this.pass(heldMs).then(() => void (this.held = null));
      await this.held;
    }
    return await run();
  }

  private pass(delayMs: number): Promise<void> {
    return delayMs === 0 ? Promise.resolve() : new Promise((resolve) => void this.clock.after(delayMs, resolve));
  }
}

/**
 * A copy that shares nothing, as what came over a wire does. `structuredClone` would make the objects of another realm
 * under jest, which are equal to ours in no strict sense.
 */
export function copyOf<V>(value: V): V {
  if (value === null || typeof value !== 'object') return value;
  return copyOfObject(value) as V;
}

function copyOfObject(value: object): unknown {
  if (Array.isArray(value)) return value.map(copyOf);
  if (value instanceof Set) return new Set([...value].map(copyOf));
  if (value instanceof Map) return new Map([...value].map(([key, held]) => [key, copyOf<unknown>(held)]));
  const copy: Record<string, unknown> = {};
  for (const [key, held] of Object.entries(value)) copy[key] = typeof held === 'object' ? copyOf<unknown>(held) : held;
  return copy;
}
