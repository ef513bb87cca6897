/**
 * Sending again, as the error table says: with the same id, after a wait that grows and is never the same for two
 * clients, until a deadline. What can never succeed, or was decided on an old view, comes back to whoever asked.
 */
import { type Refused, refused } from '../protocol/envelope';

/** Time, as the caller has it; on Node `systemClock` fits, a page brings its own. */
export interface ClientClock {
  /** Milliseconds that never jump. */
  monotonic(): number;
  after(delayMs: number, run: () => void): { cancel(): void };
}

/** Chance, as the caller has it; on Node `systemRandom` fits. */
export interface ClientRandom {
  /** An id that nobody else has: letters and digits. */
  id(): string;
  /** Uniform in [0, 1). */
  fraction(): number;
}

export interface Retrying {
  readonly clock: ClientClock;
  readonly random: ClientRandom;
  /** By when an answer is wanted, from now. */
  readonly deadlineMs: number;
  /** Told before each further attempt. */
  readonly onRetry: () => void;
  /** Whether nobody wants the answer any more: there is no further attempt. */
  readonly isOver: () => boolean;
}

const FIRST_WAIT_MS = 20;
const WAIT_MAX_MS = 500;

/**
 * Asks until there is an answer that stands, and gives up at the deadline with the last refusal. An attempt that had no
 * answer may have done what it asked for: then a refusal that is not the owner's own becomes `command/unknown`. It may
 * also lie in a frozen node's buffer, and arrive when the game has changed (an undo opens a turn again): so the owner's
 * own refusal says why, and that it is unknown whether the command will have been applied.
 *
 * @param attempt asks once, with the time that is left; undefined when no answer came
 */
export async function retrying<T extends { readonly ok: true }>(
  attempt: (leftMs: number) => Promise<T | Refused | undefined>,
  options: Retrying,
): Promise<T | Refused> {
  const { clock } = options;
  const end = clock.monotonic() + options.deadlineMs;
  let isUncertain = false;
  for (let tries = 0; ; tries += 1) {
    const answer = await attempt(end - clock.monotonic());
    if (answer?.ok === true) {
      return answer;
    }
    const waitMs = waitBefore(answer, tries, options.random);
    const isLast = options.isOver() || clock.monotonic() + waitMs >= end;
    if (answer !== undefined && (isLast || !isWorthAnotherTry(answer))) {
      return isUncertain ? inDoubt(answer) : answer;
    }
    if (isLast) {
      return refused('command/timeout');
    }
    isUncertain ||= answer === undefined || answer.error.applied === 'unknown';
    options.onRetry();
    await new Promise<void>((resolve) => clock.after(waitMs, resolve));
  }
}

function isWorthAnotherTry({ error }: Refused): boolean {
  switch (error.retry) {
    case 'never':
    case 'resync':
      return false;
    case 'afterMs':
    case 'sameCommandId':
    case 'reroute':
      return true;
  }
}

/** A refusal of the last attempt, where an earlier one had no answer. */
function inDoubt(answer: Refused): Refused {
  return isOwnersWord(answer)
    ? { ...answer, error: { ...answer.error, applied: 'unknown' } }
    : refused('command/unknown');
}

/** Whether the game's owner refused, knowing what was accepted before. */
function isOwnersWord({ error: { code } }: Refused): boolean {
  const isFromTheWay = /^(request|auth|owner|server)\//.test(code);
  return !isFromTheWay && code !== 'game/busy' && code !== 'game/quarantined';
}

/** Half of the wait is fixed, half is chance; at least what the service asked for. */
function waitBefore(answer: Refused | undefined, tries: number, random: ClientRandom): number {
  const full = Math.min(FIRST_WAIT_MS * 2 ** tries, WAIT_MAX_MS);
  const asked = answer?.error.details?.['retryAfterMs'];
  return (typeof asked === 'number' ? asked : 0) + (full / 2) * (1 + random.fraction());
}
