/**
 * Legs and outfielders' arms of a season: how often runners took a base more than a hit gave them, against what the
 * season's runners did from the same base with the same company and as many out, drawn to the mean.
 */
import type { PlayRecorded } from '../../protocol/events';
import type { PlayerId } from '../../protocol/ids';
import { fielderAt, fieldingTeam, type StartedState } from '../state';

/** A runner who might have gone further than he had to. */
export interface LegChance {
  readonly runner: PlayerId;
  /** Who had the ball; null: no outfielder, or nobody knows. */
  readonly outfielder: PlayerId | null;
  /** All that have the same are alike, but for runner and outfielder. */
  readonly situation: string;
  readonly isTaken: boolean;
}

/** Bases more than expected a chance, by player. */
export interface SeasonLegs {
  readonly runners: ReadonlyMap<PlayerId, number>;
  /** As outfielders: bases that runners took of them. */
  readonly outfielders: ReadonlyMap<PlayerId, number>;
}

/** Average chances that each player's own are mixed with: with so many, half of the difference is believed. */
const USUAL_CHANCES = 90;
const HIT_BASES: Partial<Record<PlayRecorded['kind'], number>> = { single: 1, double: 2 };

/** Of a single or a double: of each runner behind whose base there is one that the hit did not give him. */
export function legChances(state: StartedState, event: PlayRecorded): LegChance[] {
  const bases = HIT_BASES[event.kind];
  if (bases === undefined) return [];
  const { fieldedBy = 0 } = event;
  const outfielder = fieldedBy >= 7 ? (fielderAt(state.lineups[fieldingTeam(state)], fieldedBy)?.id ?? null) : null;
  const company = state.bases.map((runner) => (runner === null ? '-' : 'x')).join('');
  return state.bases.flatMap((runner, at) => {
    const base = at + 1;
    if (runner === null || base + bases >= 4) return [];
    const to = event.runners.find((each) => each.base === base)?.to ?? base;
    const situation = `${event.kind} ${base} ${company} ${event.outs} ${outfielder === null ? 0 : fieldedBy}`;
    return [{ runner: runner.id, outfielder, situation, isTaken: to > base + bases }];
  });
}

export function seasonLegs(chances: readonly LegChance[]): SeasonLegs {
  const means = new Tallies<string>();
  for (const { situation, isTaken } of chances) means.add(situation, Number(isTaken));
  const [runners, outfielders] = [new Tallies<PlayerId>(), new Tallies<PlayerId>()];
  for (const { runner, outfielder, situation, isTaken } of chances) {
    const more = Number(isTaken) - means.mean(situation);
    runners.add(runner, more);
    if (outfielder !== null) outfielders.add(outfielder, more);
  }
  return { runners: runners.drawn(), outfielders: outfielders.drawn() };
}

class Tallies<K> {
  private readonly sums = new Map<K, { readonly total: number; readonly times: number }>();

  add(key: K, number: number): void {
    const { total, times } = this.sums.get(key) ?? { total: 0, times: 0 };
    this.sums.set(key, { total: total + number, times: times + 1 });
  }

  mean(key: K): number {
    const { total, times } = this.sums.get(key) ?? { total: 0, times: 1 };
    return total / times;
  }

  /** Each one's mean, drawn to 0. */
  drawn(): ReadonlyMap<K, number> {
    return new Map([...this.sums].map(([key, { total, times }]) => [key, total / (times + USUAL_CHANCES)]));
  }
}
