/**
 * Carries a plan out: each fault when its time has come and the world is ready for it, those that meet others together
 * with them. What is planned is not what happens: a fault that had to wait moves the rest.
 */
import type { FaultClass, Inflicted } from './fault';
import type { Planned } from './plan';
import type { World } from './world';

/** A fault that was inflicted, or could not be. Times are in ms since the run began. */
export interface Done extends Inflicted {
  readonly name: string;
  readonly group: FaultClass['group'];
  readonly startedAt: number;
  readonly endedAt: number;
  /** Another one overlapped it. */
  readonly isMet: boolean;
}

export interface Inflicting {
  readonly world: World;
  readonly classes: readonly FaultClass[];
  readonly plan: readonly Planned[];
  readonly onBegin: (name: string) => void;
  readonly onDone: (done: Done) => void;
}

/** Entries that are in one place only go to PostgreSQL within this time, or the run has failed. */
const SAFE_WITHIN_MS = 60_000;
/** An owner looks after what Redis has forgotten, and puts it back. */
const PUT_BACK_MS = 4000;

export async function inflictAll(inflicting: Inflicting): Promise<readonly Done[]> {
  const { plan } = inflicting;
  const run = new Execution(inflicting);
  for (const [index, planned] of plan.entries()) {
    if (planned.meets !== null) continue;
    const company = plan.filter(({ meets }) => meets === index);
    await run.inflict([planned, ...company]);
  }
  return run.done;
}

class Execution {
  readonly done: Done[] = [];
  private readonly classes: ReadonlyMap<string, FaultClass>;
  /** How far behind its plan the run is. */
  private lateMs: number;
  private endangered: FaultClass['endangers'] = 'nothing';

  constructor(private readonly inflicting: Inflicting) {
    this.classes = new Map(inflicting.classes.map((one) => [one.name, one]));
    this.lateMs = inflicting.world.now();
  }

  async inflict(together: readonly Planned[]): Promise<void> {
    const { world } = this.inflicting;
    const [main] = together;
    if (main === undefined) return;
    const classes = together.map(({ name }) => this.classOf(name));
    await this.untilSafe(classes);
    const dueAt = main.atMs + this.lateMs;
    if (world.now() < dueAt) await world.pass(dueAt - world.now());
    const startedAt = world.now();
    this.lateMs = Math.max(this.lateMs, startedAt - main.atMs);
    const calmMs = Math.max(...classes.map((one) => one.calmMs));
    const isMet = together.length > 1;
    await Promise.all(
      together.map(async (planned) => {
        await world.pass(planned.atMs - main.atMs);
        await this.inflictOne(planned, isMet);
      }),
    );
    const plannedMs = Math.max(...together.map(({ atMs, holdMs }) => atMs + holdMs)) - main.atMs;
    this.lateMs += Math.max(0, world.now() - startedAt - plannedMs);
    if (!isMet) await this.untilMeasured();
    await world.pass(calmMs);
    this.endangered = classes.map(({ endangers }) => endangers).find((what) => what !== 'nothing') ?? this.endangered;
  }

  /** One that came alone tells how long its victims were without an owner: the next must not interfere. */
  private async untilMeasured(): Promise<void> {
    const { hitAt, victims } = this.done.at(-1) ?? {};
    if (hitAt !== undefined && victims !== undefined) await this.inflicting.world.untilPlayedAgain({ hitAt, victims });
  }

  /**
   * What may be in one place only after the faults before is brought to safety first: a fault that endangers the other
   * place would lose what nobody promises to keep.
   */
  private async untilSafe(classes: readonly FaultClass[]): Promise<void> {
    const { world } = this.inflicting;
    const next = classes.map(({ endangers }) => endangers).find((what) => what !== 'nothing');
    if (next === undefined || this.endangered === 'nothing' || next === this.endangered) return;
    if (this.endangered === 'journal') await world.pass(PUT_BACK_MS);
    await world.untilStored(SAFE_WITHIN_MS);
    this.endangered = 'nothing';
  }

  private async inflictOne(planned: Planned, isMet: boolean): Promise<void> {
    const { world, onBegin, onDone } = this.inflicting;
    const fault = this.classOf(planned.name);
    const { name, group } = fault;
    const startedAt = world.now();
    onBegin(name);
    const came = await fault.inflict(world, planned.holdMs).catch((cause: unknown): Inflicted => ({
      isFelt: false,
      evidence: `not inflicted: ${String(cause)}`,
    }));
    const done = { name, group, startedAt, endedAt: world.now(), isMet, ...came };
    this.done.push(done);
    onDone(done);
  }

  private classOf(name: string): FaultClass {
    const found = this.classes.get(name);
    if (found === undefined) throw new Error(`the plan names ${name}, which is no class of faults`);
    return found;
  }
}
