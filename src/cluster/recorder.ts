/**
 * Notes releases in their games' records of ownership: all of one tick in one statement, behind the owners' backs, so
 * that an eviction of thousands costs the database a few statements and a hand-off never waits for it.
 *
 * A release moves the journal's fence alone, so its note cannot be in the same transaction, as that of a claim is. One
 * that fails is tried again, and told with its own time, until the node ends: what is lost then, and with a node that
 * dies, is told by the claim of the next owner, whose epoch says that this one had ended.
 */
import type { Observer } from './observer';
import type { Archive, Clock, Released } from './ports';

/** Releases that may wait while a statement is under way, or the database is away. */
const WAITING_MAX = 10_000;
const AGAIN_MS = 1_000;
/** A node that ends tries as often, and then waits no longer for the database. */
const LAST = { tries: 3, againMs: 200 };

export interface RecorderDeps {
  readonly archive: Pick<Archive, 'noteReleased'>;
  readonly clock: Pick<Clock, 'after' | 'endOfTick' | 'monotonic'>;
  readonly observer: Pick<Observer, 'failed'>;
}

interface Waiting {
  readonly release: Released;
  readonly since: number;
  readonly wasTried: boolean;
}

export class Recorder {
  private readonly deps: RecorderDeps;
  private waiting: Waiting[] = [];
  private writing: Promise<void> | null = null;
  /** Of a node that ends; none is counted before. */
  private triesLeft = Infinity;
  private goOn: (() => void) | undefined;

  constructor(deps: RecorderDeps) {
    this.deps = deps;
  }

  note(release: Released): void {
    if (this.waiting.length >= WAITING_MAX) {
      this.deps.observer.failed('recorder', new Error('too many releases wait to be noted'), release.gameId);
      return;
    }
    this.waiting.push({ release, since: this.deps.clock.monotonic(), wasTried: false });
    this.writing ??= this.writeAll();
  }

  /** For the node's end: resolves when everything that was noted is written, or has failed some times more. */
  async settled(): Promise<void> {
    this.triesLeft = Math.min(this.triesLeft, LAST.tries);
    this.goOn?.();
    await this.writing;
  }

  private async writeAll(): Promise<void> {
    const { clock, archive, observer } = this.deps;
    await new Promise<void>((resolve) => clock.endOfTick(resolve));
    while (this.waiting.length > 0) {
      const tried = this.waiting;
      this.waiting = [];
      try {
        await archive.noteReleased(tried.map((each) => this.told(each)));
      } catch (cause) {
        observer.failed('recorder', cause);
        this.triesLeft -= 1;
        if (this.triesLeft > 0) await this.putBack(tried);
      }
    }
    this.writing = null;
  }

  private told({ release, since, wasTried }: Waiting): Released {
    return wasTried ? { ...release, agoMs: this.deps.clock.monotonic() - since } : release;
  }

  /** Resolves when they may be tried again. */
  private async putBack(tried: readonly Waiting[]): Promise<void> {
    this.waiting = [...tried.map((each) => ({ ...each, wasTried: true })), ...this.waiting];
    await new Promise<void>((resolve) => {
      this.goOn = resolve;
      this.deps.clock.after(Number.isFinite(this.triesLeft) ? LAST.againMs : AGAIN_MS, resolve);
    });
  }
}
