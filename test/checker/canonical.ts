/** JSON whose text is the same for the same content: PostgreSQL keeps no order of keys. */
import { createHash } from 'node:crypto';

/** JSON with the keys of every object in order; what is undefined is left out. */
export function canonical(value: unknown): string {
  return JSON.stringify(value, (_key, part: unknown) =>
    part !== null && typeof part === 'object' && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  );
}

const known = new WeakMap<readonly unknown[], string>();

/** A short name for the content of an entry's events, which nobody changes. */
export function contentOf(events: readonly unknown[]): string {
  const before = known.get(events);
  if (before !== undefined) return before;
  const content = createHash('sha256').update(canonical(events)).digest('base64url').slice(0, 16);
  known.set(events, content);
  return content;
}
