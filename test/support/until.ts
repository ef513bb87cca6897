/**
 * Waits for what must come true by itself: asks, with a breath in between, and fails by name when it takes too long.
 * The one place where a test lets real time pass.
 */
import { setTimeout as breathe } from 'node:timers/promises';

const BREATH_MS = 10;
const WITHIN_MS = 15_000;

/** @param what completes "it never came true that …" */
export async function until(what: string, isSo: () => Promise<boolean> | boolean, withinMs = WITHIN_MS): Promise<void> {
  const deadline = performance.now() + withinMs;
  while (!(await isSo())) {
    if (performance.now() > deadline) throw new Error(`it never came true that ${what}`);
    await breathe(BREATH_MS);
  }
}
