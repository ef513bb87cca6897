/** What `decide` answers: the events that happened, or the rule that says no. */
import { rejection, type ErrorCode, type Rejection } from '../protocol/error-codes';
import type { GameEvent } from '../protocol/events';

export type Decision =
  { readonly ok: true; readonly events: GameEvent[] } | { readonly ok: false; readonly rejection: Rejection };

export function accepted(...events: GameEvent[]): Decision {
  return { ok: true, events };
}

/** Without a message: the table's own words. */
export function refused(code: ErrorCode, message?: string, details?: Readonly<Record<string, unknown>>): Decision {
  return { ok: false, rejection: rejection(code, message, details) };
}
