/** Checks that stay on in production: a failure is a bug of ours, never a mistake of whoever commands. */

export function assert(condition: unknown, message: string): asserts condition {
  if (!condition) throw new Error(`violation: ${message}`);
}

/** The end of every switch on a tag: the compiler proves that nothing gets here. */
export function assertNever(value: never): never {
  throw new Error(`violation: unexpected ${JSON.stringify(value)}`);
}
