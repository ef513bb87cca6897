/**
 * Stopping in order. A process registers its steps while it starts; told to stop, it takes them one after the other
 * (last things last: first no new work, then the hand-offs, then the connections), within one deadline for all.
 * A step that fails or takes too long is named in the log, and the next one has its turn.
 */
import type { EventEmitter } from 'node:events';
import type { systemClock } from './clock';
import type { Logger } from './logger';

export interface ShutdownOptions {
  readonly log: Logger;
  readonly clock: Pick<typeof systemClock, 'monotonic' | 'after'>;
  readonly deadlineMs: number;
}

/** A step gets this long even when the ones before it have used the time up. */
const LEAST_STEP_MS = 500;

interface Step {
  readonly name: string;
  readonly run: () => Promise<void> | void;
}

export class Shutdown {
  private readonly steps: Step[] = [];
  private running: Promise<boolean> | undefined;

  constructor(private readonly options: ShutdownOptions) {}

  /** Adds a step; the steps run in the order in which they were added. */
  step(name: string, run: () => Promise<void> | void): void {
    this.steps.push({ name, run });
  }

  /** Takes the steps, once however often it is called. True when every step succeeded in time. */
  run(reason: string): Promise<boolean> {
    this.running ??= this.takeSteps(reason);
    return this.running;
  }

  private async takeSteps(reason: string): Promise<boolean> {
    const { clock, deadlineMs, log } = this.options;
    const end = clock.monotonic() + deadlineMs;
    log.info({ reason }, 'stopping');
    let isClean = true;
    for (const step of this.steps) {
      const failure = await this.take(step, Math.max(end - clock.monotonic(), LEAST_STEP_MS));
      if (failure !== undefined) {
        isClean = false;
        log.error({ step: step.name, err: failure }, 'a step of the shutdown failed');
      }
    }
    log.info({ clean: isClean }, 'stopped');
    return isClean;
  }

  /** Undefined when the step succeeded in time. */
  private take(step: Step, timeMs: number): Promise<unknown> {
    return new Promise((resolve) => {
      const timer = this.options.clock.after(timeMs, () =>
        resolve(new Error(`not done after ${Math.round(timeMs)} ms`)),
      );
      const settle = (failure?: unknown): void => {
        timer.cancel();
        resolve(failure);
      };
      Promise.resolve()
        .then(() => step.run())
        .then(
          () => settle(),
          (reason: unknown) => settle(reason ?? new Error('no reason given')),
        );
    });
  }
}

export interface StopSignals {
  /** `process`, where signals arrive. */
  readonly source: EventEmitter;
  /** Whether a supervisor holds the other end of an IPC channel: when that closes, this process stops too. */
  readonly hasParent: boolean;
  /** Ends the process. */
  readonly exit: (status: number) => void;
}

/** Stops at SIGTERM, at SIGINT, and when the supervisor is gone; a second signal ends the process at once. */
export function stopOnSignals(shutdown: Shutdown, signals: StopSignals): void {
  let asked = 0;
  const stop = (reason: string): void => {
    asked += 1;
    if (asked > 1) {
      signals.exit(1);
      return;
    }
    void shutdown.run(reason).then((isClean) => signals.exit(isClean ? 0 : 1));
  };
  signals.source.on('SIGTERM', () => stop('SIGTERM'));
  signals.source.on('SIGINT', () => stop('SIGINT'));
  if (signals.hasParent) {
    signals.source.on('disconnect', () => stop('the supervisor is gone'));
  }
}
