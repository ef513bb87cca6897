/**
 * When which fault is inflicted: every class once, in an order that the seed gives, then more of those that are worth
 * repeating while there is time; a fifth of all begin while another lasts. The same seed gives the same plan.
 */
import type { SeededRandom } from '../sim/random';
import type { FaultClass } from './fault';

export interface Planned {
  readonly name: string;
  /** In ms since the faults began. One that is late, because the world was not ready for it, moves those after it. */
  readonly atMs: number;
  readonly holdMs: number;
  /** The one whose time it falls into; null for one that comes alone. */
  readonly meets: number | null;
}

export interface PlanOptions {
  readonly classes: readonly FaultClass[];
  /** How long the faults may take; with every class once it may be more. */
  readonly forMs: number;
  /** Classes that come again when there is time. */
  readonly again: readonly string[];
  /** Classes that come alone the first time: what they do to the service is measured. */
  readonly alone: readonly string[];
}

/** Of all faults, how many fall into another's time. */
const MEETING_SHARE = 0.25;

export function planOf(options: PlanOptions, random: SeededRandom): readonly Planned[] {
  const plan: Planned[] = [];
  const waiting = shuffled(options.classes, random);
  const again = options.classes.filter(({ name }) => options.again.includes(name));
  const mustBeAlone = ({ name }: FaultClass): boolean =>
    options.alone.includes(name) && !plan.some((planned) => planned.name === name);
  let atMs = 0;
  let meeting = 0;
  while (waiting.length > 0 || (atMs < options.forMs && again.length > 0)) {
    const main = waiting.shift() ?? random.pick(again);
    const holdMs = holdOf(main, random);
    const isAlone = mustBeAlone(main);
    const index = plan.push({ name: main.name, atMs, holdMs, meets: null }) - 1;
    const others = [...waiting, ...again].filter((other) => !mustBeAlone(other));
    const company = !isAlone && isDue(meeting, plan.length) ? companyOf(main, others) : undefined;
    let lastsMs = holdMs;
    if (company !== undefined) {
      meeting += 1;
      if (waiting.includes(company)) waiting.splice(waiting.indexOf(company), 1);
      const laterMs = random.between(0, Math.floor(Math.max(holdMs, 400) / 2));
      const meets = { name: company.name, atMs: atMs + laterMs, holdMs: holdOf(company, random), meets: index };
      plan.push(meets);
      lastsMs = Math.max(holdMs, laterMs + meets.holdMs);
    }
    atMs += lastsMs + Math.max(main.calmMs, company?.calmMs ?? 0);
  }
  return plan;
}

/** Whether two classes may overlap: never on the same thing, and never both places in which an entry may be. */
export function mayMeet(one: FaultClass, other: FaultClass): boolean {
  if (one.touches === other.touches) return false;
  return one.endangers === 'nothing' || other.endangers === 'nothing' || one.endangers === other.endangers;
}

function isDue(meeting: number, planned: number): boolean {
  return meeting < MEETING_SHARE * planned;
}

/** A fault that lasts is met by the first that may meet it. */
function companyOf(main: FaultClass, others: readonly FaultClass[]): FaultClass | undefined {
  return main.holdMs.min === 0 ? undefined : others.find((other) => mayMeet(main, other));
}

function holdOf({ holdMs }: FaultClass, random: SeededRandom): number {
  return random.between(holdMs.min, holdMs.max);
}

function shuffled<T>(items: readonly T[], random: SeededRandom): T[] {
  const left = [...items];
  return items.map(() => {
    const [item] = left.splice(random.between(0, left.length - 1), 1);
    if (item === undefined) throw new Error('nothing is left to shuffle');
    return item;
  });
}
