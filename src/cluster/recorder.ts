/**
 * Notes releases in their games' records of ownership: all of one tick in one statement, behind the owners' backs, so
 * that an eviction of thousands costs the database a few statements and a hand-off never waits for it.
 *
 * A release moves the journal's fence alone, so its note cannot be in the same transaction, as that of a claim is. One
 * that fails is not tried again: the game's next owner is noted with its epoch, and tells that this one had ended.
 */
import type { Observer } from './observer';
import type { Archive, Clock, Released } from './ports';

/** Releases that may wait while a statement is under way. */
const WAITING_MAX = 10_000;

export interface RecorderDeps {
  readonly archive: Pick<Archive, 'noteReleased'>;
  readonly clock: Pick<Clock, 'endOfTick'>;
  readonly observer: Pick<Observer, 'failed'>;
}

export class Recorder {
  private readonly deps: RecorderDeps;
  private waiting: Released[] = [];
  private writing: Promise<void> | null = null;

  constructor(deps: RecorderDeps) {
    this.deps = deps;
  }

  note(release: Released): void {
    if (this.waiting.length >= WAITING_MAX) {
      this.deps.observer.failed('recorder', new Error('too many releases wait to be noted'), release.gameId);
      return;
    }
    this.waiting.push(release);
    this.writing ??= this.writeAll();
  }

  /** Resolves when everything that was noted is written, or has failed. */
  async settled(): Promise<void> {
    await this.writing;
  }

  private async writeAll(): Promise<void> {
    await new Promise<void>((resolve) => this.deps.clock.endOfTick(resolve));
    while (this.waiting.length > 0) {
      const releases = this.waiting;
      this.waiting = [];
      await this.deps.archive.noteReleased(releases).catch((cause: unknown) => {
        this.deps.observer.failed('recorder', cause);
      });
    }
    this.writing = null;
  }
}
