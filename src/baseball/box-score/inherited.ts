/**
 * Inherited runners: those who are on base when a pitcher comes in, followed until they score or the inning ends.
 *
 * A runner may be inherited more than once, and a pinch runner goes on as the one whom he replaced.
 */
import type { PitchingLine } from '../../protocol/box-score';
import type { PlayRecorded } from '../../protocol/events';
import { basesOccupied, type StartedState } from '../state';

/** The pitchers who inherited the runner on first, second and third. */
type Heirs = readonly [readonly PitchingLine[], readonly PitchingLine[], readonly PitchingLine[]];

const NOBODY: Heirs = [[], [], []];

export class InheritedRunners {
  private heirs: Heirs = NOBODY;

  /** A pitcher comes in; `state` is the one before it. */
  inherit(pitcher: PitchingLine, state: StartedState): void {
    const occupied = basesOccupied(state);
    const [first, second, third] = this.heirs;
    const withHim = (heirs: readonly PitchingLine[], bit: number): readonly PitchingLine[] => {
      if ((occupied & bit) === 0) return heirs;
      pitcher.inheritedRunners += 1;
      return [...heirs, pitcher];
    };
    this.heirs = [withHim(first, 1), withHim(second, 2), withHim(third, 4)];
  }

  follow(event: PlayRecorded): void {
    if (this.heirs === NOBODY) return;
    const next: [readonly PitchingLine[], readonly PitchingLine[], readonly PitchingLine[]] = [[], [], []];
    for (const { base, to } of event.runners) {
      if (base === 0) continue;
      const heirs = this.heirs[base - 1] ?? [];
      if (to === 4) for (const heir of heirs) heir.inheritedRunnersScored += 1;
      else if (to > 0) next[to - 1] = heirs;
    }
    this.heirs = next.some((heirs) => heirs.length > 0) ? next : NOBODY;
  }

  endHalfInning(): void {
    this.heirs = NOBODY;
  }
}
