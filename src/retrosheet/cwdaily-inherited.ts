/**
 * Inherited runners, and those of them who scored, by the reference's count.
 *
 * It counts them anew for a pitcher who only changes his place in the order. And it looks up what became of a runner in the play before the pitcher came in, which moved him to his base,
 * as if that play were still to come: a runner who stands on second because he came from first is taken for one who
 * was on second then. So it follows the wrong base, or nobody. The box score counts the runners themselves; this
 * count is kept for comparison alone.
 */
import type { GameEvent, PlayRecorded } from '../protocol/events';

/** A runner whom the reference follows for a pitcher. */
interface Followed {
  readonly pitcher: string;
  base: number;
}

/** By pitcher. */
export interface InheritedCounts {
  readonly inherited: ReadonlyMap<string, number>;
  readonly scored: ReadonlyMap<string, number>;
}

function addOne(counts: Map<string, number>, pitcher: string): void {
  counts.set(pitcher, (counts.get(pitcher) ?? 0) + 1);
}

class ReferenceCount implements InheritedCounts {
  readonly inherited = new Map<string, number>();
  readonly scored = new Map<string, number>();
  private last: PlayRecorded | null = null;
  private occupied: ReadonlySet<number> = new Set();
  private followed: Followed[] = [];

  play(event: PlayRecorded): void {
    this.followed = this.followed.filter((runner) => this.staysOnBase(runner, event));
    this.occupied = new Set(event.runners.map(({ to }) => to).filter((to) => to >= 1 && to <= 3));
    this.last = event;
  }

  placeRunner(base: number): void {
    this.occupied = new Set([...this.occupied, base]);
  }

  enter(pitcher: string): void {
    for (const base of this.occupied) {
      const runner = { pitcher, base };
      addOne(this.inherited, pitcher);
      if (this.last === null || this.staysOnBase(runner, this.last)) this.followed.push(runner);
    }
  }

  endHalfInning(): void {
    this.followed = [];
    this.occupied = new Set();
  }

  /** Moves a runner as the one from his base went; false when that one scored, was put out, or was not there. */
  private staysOnBase(runner: Followed, event: PlayRecorded): boolean {
    const { pitcher, base } = runner;
    runner.base = event.runners.find((each) => each.base === base)?.to ?? 0;
    if (runner.base === 4) addOne(this.scored, pitcher);
    return runner.base >= 1 && runner.base <= 3;
  }
}

export function countInherited(events: readonly GameEvent[]): InheritedCounts {
  const count = new ReferenceCount();
  for (const event of events) {
    switch (event.type) {
      case 'PlayRecorded':
        count.play(event);
        break;
      case 'AutomaticRunnerPlaced':
        count.placeRunner(event.base);
        break;
      case 'PlayerSubstituted':
        if (event.position === 1) count.enter(event.player.id);
        break;
      case 'HalfInningEnded':
        count.endHalfInning();
        break;
      default:
        break;
    }
  }
  return count;
}
