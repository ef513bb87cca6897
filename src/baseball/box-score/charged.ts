/** Who answers for what in a play. */
import type { PlayRecorded, RunnerOutcome } from '../../protocol/events';
import type { PlayerId } from '../../protocol/ids';

/** The pitcher who faced the batter, as far as the record goes: a walk may be another's (OBR 9.16(h)). */
export function chargedPitcher(event: PlayRecorded): PlayerId {
  return event.chargedPitcher ?? event.pitcher;
}

/** The batter to whom the plate appearance counts: a strikeout may be another's (OBR 9.15(b)). */
export function chargedBatter(event: PlayRecorded): PlayerId {
  return event.chargedBatter ?? event.batter;
}

/** The pitcher who is charged with a run (OBR 9.16(g)). */
export function chargedWithRun(event: PlayRecorded, outcome: RunnerOutcome): PlayerId {
  return outcome.newPitcher ?? outcome.pitcher ?? event.pitcher;
}
