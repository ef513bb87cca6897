/**
 * What a failure of PostgreSQL means: whether the statement took effect, and whether it would on another try.
 *
 * The server's own error (a SQLSTATE) means that the statement, and its transaction, were rolled back; except when it
 * was being shut down in the middle of a commit. Without an answer a read and an uncommitted statement did nothing;
 * a COMMIT, or a single statement that commits by itself, may have.
 *
 * Data that PostgreSQL refuses is told apart (`server/unstorable`): it will be refused for ever, and whoever sent a
 * batch must find the game that it belongs to. Everything else passes (`server/storage`).
 */
import { DatabaseError } from 'pg';
import { Fault } from '../../cluster/ports';

/** What was under way: a read, a statement inside a transaction, or something that commits and was sent. */
export type Phase = 'reading' | 'working' | 'committing';

/** Data exceptions, broken constraints, and values larger than a limit. */
const DATA_CLASSES = ['22', '23', '54'];
/** The server went away, or does not know itself how the commit ended. */
const UNCERTAIN_STATES = ['57P01', '57P02', '40003', '08006', '08007'];

/** @param what names the query, for the log. */
export function faultOf(error: unknown, phase: Phase, what: string): Fault {
  if (error instanceof Fault) return error;
  const message = `${what}: ${error instanceof Error ? error.message : String(error)}`;
  const state = stateOf(error);
  if (phase === 'committing' && (state === undefined || UNCERTAIN_STATES.includes(state))) {
    return new Fault({ code: 'command/unknown', outcome: 'unknown', message, cause: error });
  }
  const isRefusedData = state !== undefined && DATA_CLASSES.includes(state.slice(0, 2));
  const code = isRefusedData ? 'server/unstorable' : 'server/storage';
  return new Fault({ code, outcome: 'notApplied', message, cause: error });
}

/** The server's SQLSTATE; undefined when it was not the server who failed. */
export function stateOf(error: unknown): string | undefined {
  return error instanceof DatabaseError ? (error.code ?? '') : undefined;
}

/** Whether the server rolled it back for the sake of another that it met crosswise: done again, it succeeds. */
export function isLostRace(fault: unknown): boolean {
  return fault instanceof Fault && LOST_RACES.includes(stateOf(fault.cause) ?? '');
}

/** serialization_failure, deadlock_detected */
const LOST_RACES = ['40001', '40P01'];
