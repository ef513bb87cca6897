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

/** A short name for the content of an entry's events. */
export function contentOf(events: readonly unknown[]): string {
  return createHash('sha256').update(canonical(events)).digest('base64url').slice(0, 16);
}
