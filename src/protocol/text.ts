/** Free text that people write: names of players, teams and parks. Whatever is accepted here can be stored and shown. */
import { z } from 'zod';

/** PostgreSQL stores neither NUL nor half of a surrogate pair; both are only ever sent to break something. */
const STORABLE = /^[^\u0000\uD800-\uDFFF]*$/u;

/** @param max in UTF-16 code units, as JavaScript counts */
export const plainText = (max: number): z.ZodString =>
  z.string().max(max).regex(STORABLE, 'text without NUL and without broken surrogate pairs');
