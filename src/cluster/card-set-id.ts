/** A card set's id: what its content hashes to, whatever the order in which its fields were sent. */
import { createHash } from 'node:crypto';
import type { CardSet } from '../protocol/cards';
import { CardSetId } from '../protocol/ids';

const ID_LENGTH = 22;

/** JSON with the keys of each object in order. */
function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${entries.map(([key, each]) => `${JSON.stringify(key)}:${canonical(each)}`).join(',')}}`;
}

export function cardSetIdOf(set: CardSet): CardSetId {
  return CardSetId.parse(createHash('sha256').update(canonical(set)).digest('base64url').slice(0, ID_LENGTH));
}
