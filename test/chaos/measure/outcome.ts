/** A run as it is judged: its figures against their goals, what was broken, and what makes it void. */
import { isMet, type Figure, type Goal } from '../../../bench/figures';
import type { Violation } from '../../checker/evidence';
import type { FaultClass } from '../fault';
import type { Done } from '../inflict';
import type { Ack, Refusal, Sight } from '../record';
import { type Gap, gapsOf } from './gaps';
import type { Takeover } from './moves';
import { percentile } from './percentile';
import { afterReturn, handOffs, rateBetween, writableAgain } from './recovery';

export interface RunFacts {
  readonly acks: readonly Ack[];
  readonly refusals: readonly Refusal[];
  readonly sights: readonly Sight[];
  readonly done: readonly Done[];
  readonly classes: readonly FaultClass[];
  readonly takeovers: readonly Takeover[];
  readonly violations: readonly Violation[];
  /** What went wrong besides. */
  readonly problems: readonly string[];
  /** Fewer classes were asked for than a whole run has. */
  readonly isPartial: boolean;
}

export interface Outcome {
  /** Null: nothing in the run measured it. */
  readonly figures: readonly (Figure | Unmeasured)[];
  readonly gaps: readonly Gap[];
  /** Why the run proves nothing. */
  readonly voids: readonly string[];
  readonly isPassed: boolean;
}

export interface Unmeasured {
  readonly section: string;
  readonly name: string;
  readonly value: null;
  readonly unit: string;
  readonly goal?: Goal;
}

const TAKEOVERS_MIN = 5;
const UNKNOWN_MIN = 20;
const CLASSES_GOAL = 25;
const MET_SHARE_MIN = 0.2;
/** Long enough that the node's session has expired. */
const LONG_FREEZE_MS = 4000;
const LOST_OR_DOUBLED = ['I1', 'I2', 'I3'];
/** Faults from which Redis comes back as another process. */
const REDIS_RETURNS = ['redis-kill', 'redis-restart', 'redis-promote', 'redis-aof-cut'];

export function outcomeOf(facts: RunFacts): Outcome {
  const gaps = gapsOf({ ...facts, faults: facts.done });
  const figures = [...safetyFigures(facts), ...recoveryFigures(facts), ...gapFigures(gaps)];
  const voids = voidsOf(facts);
  const isBroken = facts.violations.length > 0 || facts.problems.length > 0;
  return { figures, gaps, voids, isPassed: !isBroken && voids.length === 0 };
}

/** Calls whose client does not know whether they counted. */
export function unknownOf({ refusals }: Pick<RunFacts, 'refusals'>): number {
  return refusals.filter(({ applied }) => applied === 'unknown').length;
}

/** What a person would have seen fail, after all tries of his client: rules that said no are not among it. */
export function failuresIn(refusals: readonly Refusal[], [from, to]: readonly [number, number]): readonly Refusal[] {
  return refusals.filter(
    ({ isFinal, code, sentAt, at }) =>
      isFinal &&
      /^(?:server|owner|auth|request)\/|^command\/(?:unknown|timeout)$|^game\/(?:busy|quarantined|violation)$/.test(
        code,
      ) &&
      at >= from &&
      sentAt <= to,
  );
}

function safetyFigures(facts: RunFacts): (Figure | Unmeasured)[] {
  const { violations, refusals, done, classes, isPartial } = facts;
  const count = (invariants: readonly string[]): number =>
    violations.filter(({ invariant }) => invariants.includes(invariant)).length;
  const section = 'safety';
  const fired = new Set(done.filter(({ isFelt }) => isFelt).map(({ name }) => name)).size;
  return [
    {
      section,
      name: 'acknowledged commands lost or doubled',
      value: count(LOST_OR_DOUBLED),
      unit: '',
      goal: { atMost: 0 },
    },
    { section, name: 'promises broken, of any kind', value: violations.length, unit: '', goal: { atMost: 0 } },
    {
      section,
      name: 'refusals that were not true',
      value: count(['I9', 'I10']),
      unit: `of ${refusals.length}`,
      goal: { atMost: 0 },
    },
    {
      section,
      name: 'classes of faults fired and survived',
      value: fired,
      unit: '',
      goal: { atLeast: isPartial ? classes.length : CLASSES_GOAL },
    },
  ];
}

function recoveryFigures(facts: RunFacts): (Figure | Unmeasured)[] {
  const { acks, refusals, done } = facts;
  const alone = done.filter(({ isMet, isFelt }) => isFelt && !isMet);
  const of = (...names: readonly string[]): Done[] => alone.filter(({ name }) => names.includes(name));
  const frozen = of('node-freeze-long').filter(({ hitAt = 0, backAt = 0 }) => backAt - hitAt >= LONG_FREEZE_MS);
  const stopped = of('node-term');
  const away = of('postgres-away');
  const failed = stopped.flatMap(({ hitAt = 0, backAt = 0 }) => failuresIn(refusals, [hitAt, backAt]));
  const drained = away.flatMap(({ backAt, drainedAt }) =>
    backAt === undefined || drainedAt === undefined ? [] : [(drainedAt - backAt) / 1000],
  );
  return [
    p99(
      'writable again after SIGKILL of the owner',
      of('node-kill').flatMap((one) => writableAgain(one, facts)),
      2000,
    ),
    p99(
      'writable again after a freeze of the owner',
      frozen.flatMap((one) => writableAgain(one, facts)),
      4000,
    ),
    p99(
      'hand-off after SIGTERM: slowest command of a game',
      stopped.flatMap((one) => handOffs(one, acks)),
      500,
    ),
    given('hand-off after SIGTERM: commands that failed for good', stopped.length === 0 ? [] : [failed.length], {
      unit: '',
      goal: { atMost: 0 },
    }),
    p99(
      'writable after a restart or promotion of Redis',
      of(...REDIS_RETURNS).flatMap((one) => afterReturn(one, facts)),
      10_000,
    ),
    given(
      'PostgreSQL was away for',
      away.map(({ hitAt = 0, backAt = 0 }) => (backAt - hitAt) / 1000),
      { unit: 's' },
    ),
    given(
      'commands accepted a second while PostgreSQL was away',
      away.map(({ hitAt = 0, backAt = 0 }) => rateBetween(acks, [hitAt, backAt])),
      { unit: '/s' },
    ),
    given('everything in PostgreSQL after its return', drained, { unit: 's', goal: { atMost: 60 } }),
  ];
}

function gapFigures(gaps: readonly Gap[]): (Figure | Unmeasured)[] {
  const took = gaps.map(({ tookMs }) => tookMs);
  return [
    p99('a client’s gap found and mended', took, 1000),
    given('a client’s gap found and mended, at worst', took.length === 0 ? [] : [Math.max(...took)], {
      unit: 'ms',
      goal: { atMost: 10_000 },
    }),
  ];
}

function p99(name: string, values: readonly number[], atMost: number): Figure | Unmeasured {
  const value = percentile(values, 0.99);
  const about = { section: 'recovery', name: `${name}, p99 of ${values.length}`, unit: 'ms', goal: { atMost } };
  return value === null ? { ...about, value } : { ...about, value: Math.round(value) };
}

/** The worst of what there is. */
function given(name: string, values: readonly number[], about: { unit: string; goal?: Goal }): Figure | Unmeasured {
  const base = { section: 'recovery', name, ...about };
  return values.length === 0 ? { ...base, value: null } : { ...base, value: Math.max(...values) };
}

function voidsOf({ done, classes, takeovers, refusals, isPartial }: RunFacts): string[] {
  const fired = new Set(done.filter(({ isFelt }) => isFelt).map(({ name }) => name));
  const missing = classes.filter(({ name }) => !fired.has(name)).map(({ name }) => `the fault ${name} did not fire`);
  if (isPartial) return missing;
  const unknown = unknownOf({ refusals });
  const met = done.filter(({ isMet }) => isMet).length;
  return [
    ...missing,
    ...(takeovers.length < TAKEOVERS_MIN
      ? [`${takeovers.length} takeovers, at least ${TAKEOVERS_MIN} are needed`]
      : []),
    ...(unknown < UNKNOWN_MIN ? [`${unknown} unknown outcomes, at least ${UNKNOWN_MIN} are needed`] : []),
    ...(met < MET_SHARE_MIN * done.length ? [`${met} of ${done.length} faults overlapped, a fifth is needed`] : []),
  ];
}

export function isFigureMet(figure: Figure | Unmeasured): boolean | null {
  return figure.value === null ? null : isMet(figure);
}
