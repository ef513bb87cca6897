/**
 * Values that a schema takes, by chance from a seed. Schemas are read as JSON Schema, so that whatever is added to the
 * protocol is made up here without anybody's doing.
 */
import { z } from 'zod';
import type { SeededRandom } from '../../sim/random';

export interface Shape {
  readonly type?: string;
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly anyOf?: readonly Shape[];
  readonly oneOf?: readonly Shape[];
  readonly allOf?: readonly Shape[];
  readonly properties?: Readonly<Record<string, Shape>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: Shape | boolean;
  readonly items?: Shape;
  readonly prefixItems?: readonly Shape[];
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly pattern?: string;
  readonly minLength?: number;
  readonly maxLength?: number;
}

export const shapeOf = (schema: z.ZodType): Shape =>
  z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) as Shape;

export interface MakeUp {
  readonly random: SeededRandom;
  /** Words to try where a text is asked for. */
  readonly words: readonly string[];
}

const LIST_MAX = 9;
const OPTIONAL_SHARE = 0.4;
const TRIES = 12;

export function makeUp(shape: Shape, by: MakeUp): unknown {
  const { random } = by;
  const either = shape.anyOf ?? shape.oneOf ?? shape.allOf;
  if (either !== undefined) return makeUp(random.pick(either), by);
  if (shape.const !== undefined) return shape.const;
  if (shape.enum !== undefined) return random.pick(shape.enum);
  switch (shape.type) {
    case 'object':
      return makeObject(shape, by);
    case 'array':
      return makeList(shape, by);
    case 'string':
      return makeText(shape, by);
    case 'integer':
    case 'number':
      return makeNumber(shape, random);
    case 'boolean':
      return random.chance(0.5);
    case 'null':
      return null;
    default:
      return random.pick(by.words);
  }
}

function makeObject(shape: Shape, by: MakeUp): Record<string, unknown> {
  const { properties = {}, required = [], additionalProperties } = shape;
  const named = Object.entries(properties).filter(
    ([name]) => required.includes(name) || by.random.chance(OPTIONAL_SHARE),
  );
  const made = named.map(([name, inner]) => [name, makeUp(inner, by)] as const);
  if (typeof additionalProperties !== 'object') return Object.fromEntries(made);
  const more = Array.from({ length: by.random.between(0, 3) }, () => by.random.pick(by.words));
  return Object.fromEntries([...made, ...more.map((name) => [name, makeUp(additionalProperties, by)] as const)]);
}

function makeList(shape: Shape, by: MakeUp): unknown[] {
  if (shape.prefixItems !== undefined) return shape.prefixItems.map((item) => makeUp(item, by));
  const { minItems = 0, maxItems = LIST_MAX, items } = shape;
  const length = by.random.between(minItems, Math.max(minItems, Math.min(maxItems, LIST_MAX)));
  return Array.from({ length }, () => makeUp(items ?? {}, by));
}

function makeText(shape: Shape, { random, words }: MakeUp): string {
  const { minLength = 0, maxLength = Number.POSITIVE_INFINITY, pattern } = shape;
  const form = pattern === undefined ? undefined : new RegExp(pattern, 'u');
  for (let attempt = 0; attempt < TRIES; attempt += 1) {
    const word = random.pick(words);
    if (word.length >= minLength && word.length <= maxLength && (form?.test(word) ?? true)) return word;
  }
  return pattern?.includes('\\d') === true ? '20240601' : `a${random.between(1, 9)}`;
}

function makeNumber({ minimum = 0, maximum = 1000 }: Shape, random: SeededRandom): number {
  const low = Math.max(minimum, -1000);
  const small = random.between(low, Math.min(maximum, low + 12));
  return random.chance(0.9) ? small : random.pick([low, maximum]);
}
