/** Reading what came over a border: the value, or an answer that says which field is wrong, and why. */
import type { z } from 'zod';
import { type Refused, refused } from './envelope';

/** The first few are enough to mend it. */
const ISSUES_MAX = 5;
const WORDS_MAX = 200;

export type Schema<T> = z.ZodType<T>;

export type Parsed<T> = { readonly ok: true; readonly value: T } | Refused;

export function parse<S extends z.ZodType>(schema: S, input: unknown): Parsed<z.output<S>> {
  const result = schema.safeParse(input);
  return result.success ? { ok: true, value: result.data } : refusedByShape(result.error);
}

/** `request/invalid`, with `details.issues` of `{path, message}`; never with the input itself. */
function refusedByShape(error: z.ZodError): Refused {
  const issues = error.issues.slice(0, ISSUES_MAX).map((issue) => ({
    path: issue.path.map(String).join('.').slice(0, WORDS_MAX),
    message: issue.message.slice(0, WORDS_MAX),
  }));
  const [first] = issues;
  const where = first === undefined ? '' : ` ${first.path === '' ? 'The request' : first.path}: ${first.message}`;
  return refused('request/invalid', {
    message: `The request does not have the form that this resource takes.${where}`,
    details: { issues },
  });
}
