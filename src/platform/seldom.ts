/** A question that many ask and that is answered anew only now and then: unauthenticated callers cannot make it costly. */
import type { systemClock } from './clock';

/** @returns `run`, whose answer is given again until it is `ageMs` old; a failure counts as an answer */
export function seldom<T>(
  { clock, ageMs }: { readonly clock: Pick<typeof systemClock, 'monotonic'>; readonly ageMs: number },
  run: () => Promise<T>,
): () => Promise<T> {
  let last: { readonly at: number; readonly answer: Promise<T> } | undefined;
  return () => {
    const now = clock.monotonic();
    if (last === undefined || now - last.at >= ageMs) last = { at: now, answer: run() };
    return last.answer;
  };
}
