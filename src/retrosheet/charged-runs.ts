/**
 * Which pitcher the reference holds responsible for a runner, and the runs that it charges him with: earned as the
 * plays are marked, whatever the official figures are.
 */
import type { GameEvent, PlayRecorded, RunnerOutcome } from '../protocol/events';

/** What a play did, by the base from which it began. */
export type ByBase = readonly (RunnerOutcome | undefined)[];

export function byBase(event: PlayRecorded): ByBase {
  const outcomes: (RunnerOutcome | undefined)[] = [undefined, undefined, undefined, undefined];
  for (const runner of event.runners) outcomes[runner.base] = runner;
  return outcomes;
}

/**
 * The pitcher responsible at the beginning of the play; for a runner who scores, the one who is charged with the run,
 * which a choice that put out the runner on third may have passed on to him. Empty for an empty base.
 */
export function responsiblePitcher(event: PlayRecorded, outcomes: ByBase, base: number): string {
  const outcome = outcomes[base];
  if (outcome === undefined) return '';
  const before = outcome.pitcher ?? event.pitcher;
  const isThirdOut = outcomes[3]?.to === 0;
  const [, , second] = outcomes;
  const takesOver = base === 1 && second !== undefined ? second.to === 4 : outcome.to === 4;
  return isThirdOut && takesOver ? (outcome.newPitcher ?? before) : before;
}

export interface ChargedRuns {
  readonly runs: number;
  readonly earned: number;
}

/** By pitcher; who is charged with none is not there. A batter's own run is always of the pitcher who faced him. */
export function chargedRuns(events: readonly GameEvent[]): ReadonlyMap<string, ChargedRuns> {
  const charged = new Map<string, { runs: number; earned: number }>();
  for (const event of events) {
    if (event.type !== 'PlayRecorded') continue;
    const outcomes = byBase(event);
    for (const { base, to, run } of event.runners) {
      if (to !== 4) continue;
      const pitcher = base === 0 ? (event.chargedPitcher ?? event.pitcher) : responsiblePitcher(event, outcomes, base);
      const sum = charged.get(pitcher) ?? { runs: 0, earned: 0 };
      sum.runs += 1;
      if (run !== 'unearned') sum.earned += 1;
      charged.set(pitcher, sum);
    }
  }
  return charged;
}
