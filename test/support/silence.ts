/** For what may never be answered: an attacker waits, and the test goes on without. */

const PATIENCE_MS = 8_000;

/** What comes, or the other when nothing comes for long. */
export function orSilence<T>(answer: Promise<T>, silence: T, patienceMs = PATIENCE_MS): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const nothing = new Promise<T>((resolve) => {
    timer = setTimeout(() => resolve(silence), patienceMs);
  });
  return Promise.race([answer, nothing]).finally(() => clearTimeout(timer));
}
