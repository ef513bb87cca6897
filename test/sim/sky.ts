/**
 * The conditions under which calls travel: what is away, stalled, full or cut off, and until when. All of it ends when
 * the run's faults are over.
 */
import type { Link } from '../support/memory-cluster';
import type { Call, CallFault, Journey, StoreName } from '../support/wires';
import type { Plan } from './plan';
import type { SeededRandom } from './random';

const FAULTS: readonly CallFault[] = ['loseRequest', 'loseReply', 'refuse', 'duplicate'];
/** A call that arrives twice changes nothing where the verb may be repeated; these are what a wire repeats. */
const REPEATABLE = new Set(['append', 'beat', 'read', 'find', 'list', 'settle', 'persisted', 'reassert']);
/** What a Redis without memory still does: reads, PEXPIRE, DEL, XDEL, and what puts back what it has forgotten. */
const WITHOUT_MEMORY = new Set([
  ...['beat', 'end', 'expel', 'read', 'find', 'list', 'take', 'settle', 'release', 'persisted', 'depths'],
  ...['quarantinedEntries', 'graceLeftMs', 'start', 'reassert'],
]);
/** What a PostgreSQL without disk still does. */
const WITHOUT_DISK = new Set(['nextEpoch', 'freshEpoch', 'load', 'entries', 'entryOf', 'heads']);
/** The calls of nodes and workers that a crash may fall into. */
const CRASH_WITHIN_CALLS = 40;

type Spell = `${StoreName} away` | `${StoreName} full` | 'redis stalled' | `${string} cut off from ${StoreName}`;

export class Sky {
  isOver = false;
  private readonly spells = new Map<Spell, number>();
  private readonly links = new Map<string, { readonly link: Link; readonly until: number }>();
  private readonly wallOffsets = new Map<string, number>();
  private crash: { by: string; calls: number; fault: 'crashBefore' | 'crashAfter' } | null = null;
  private heldMs = 0;

  constructor(
    private readonly plan: Plan,
    private readonly random: SeededRandom,
    private readonly now: () => number,
  ) {}

  begin(spell: Spell, forMs: number): void {
    this.spells.set(spell, Math.max(this.spells.get(spell) ?? 0, this.now() + forMs));
  }

  /** One of the process's next calls is its last. */
  crashAtCall(by: string): void {
    const fault = this.random.pick(['crashBefore', 'crashAfter'] as const);
    this.crash = { by, calls: this.random.between(1, CRASH_WITHIN_CALLS), fault };
  }

  /** The next batch of a worker keeps its transaction open. */
  holdTransaction(forMs: number): void {
    this.heldMs = forMs;
  }

  breakLink(from: string, to: string, broken: { readonly link: Link; readonly forMs: number }): void {
    this.links.set(`${from} ${to}`, { link: broken.link, until: this.now() + broken.forMs });
  }

  setWall(process: string, offsetMs: number): void {
    this.wallOffsets.set(process, offsetMs);
  }

  readonly wallOffsetMs = (process: string): number => this.wallOffsets.get(process) ?? 0;

  readonly link = (from: string, to: string): Link => {
    const broken = this.links.get(`${from} ${to}`);
    if (!this.isOver && broken !== undefined && broken.until > this.now()) return broken.link;
    if (this.isOver || !this.random.chance(this.plan.failure)) return 'ok';
    return this.random.pick(['loseRequest', 'loseReply', 'refuse'] as const);
  };

  /** How a call fares. */
  readonly journey = (call: Call): Journey => {
    const thereMs = this.random.between(0, this.plan.slowestMs);
    const backMs = this.random.between(0, this.plan.slowestMs);
    if (this.isOver) return { thereMs, backMs };
    const { store, verb } = call;
    const stalledMs = store === 'redis' ? this.leftOf('redis stalled') : 0;
    const fault = this.crashOf(call) ?? this.faultOf(call);
    const isHeld = verb === 'store' && this.heldMs > 0;
    const heldMs = isHeld ? this.heldMs : 0;
    if (isHeld) this.heldMs = 0;
    return { fault, thereMs: thereMs + stalledMs, backMs, heldMs };
  };

  private faultOf({ store, verb, by }: Call): CallFault | undefined {
    if (this.leftOf(`${store} away`) > 0) return 'refuse';
    if (this.leftOf(`${by} cut off from ${store}`) > 0) return this.random.pick(['loseRequest', 'refuse'] as const);
    const works = store === 'redis' ? WITHOUT_MEMORY : WITHOUT_DISK;
    if (this.leftOf(`${store} full`) > 0 && !works.has(verb)) return 'refuse';
    if (!this.random.chance(this.plan.failure)) return undefined;
    // An owner that hears nothing of PostgreSQL for as long as the grace cannot put back what Redis forgot.
    if (store === 'postgres' && this.plan.trouble === 'redis') return 'refuse';
    const fault = this.random.pick(FAULTS);
    return fault === 'duplicate' && !REPEATABLE.has(verb) ? 'loseReply' : fault;
  }

  private crashOf({ by }: Call): CallFault | undefined {
    if (this.crash?.by !== by) return undefined;
    this.crash.calls -= 1;
    if (this.crash.calls > 0) return undefined;
    const { fault } = this.crash;
    this.crash = null;
    return fault;
  }

  private leftOf(spell: Spell): number {
    return Math.max(0, (this.spells.get(spell) ?? 0) - this.now());
  }
}
