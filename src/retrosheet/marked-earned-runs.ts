/** Earned runs as the plays are marked: the reference counts these, whatever the official figures are. */
import type { GameEvent } from '../protocol/events';
import { chargedWithRun } from '../baseball/box-score/charged';

/** By pitcher. */
export function markedEarnedRuns(events: readonly GameEvent[]): ReadonlyMap<string, number> {
  const earned = new Map<string, number>();
  for (const event of events) {
    if (event.type !== 'PlayRecorded') continue;
    for (const runner of event.runners) {
      if (runner.to !== 4 || runner.run === 'unearned') continue;
      const pitcher = chargedWithRun(event, runner);
      earned.set(pitcher, (earned.get(pitcher) ?? 0) + 1);
    }
  }
  return earned;
}
