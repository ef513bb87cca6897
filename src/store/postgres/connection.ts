/**
 * The pool of connections, and the three ways to use it: read, write with one statement, write with several.
 *
 * No statement leaves anything in its session (no SET, no session locks, no named statements, no LISTEN), so a
 * transaction pooler such as PgBouncer may stand in between. That is also why the time limit of a statement is kept
 * here and not by the server: a connection whose answer is late is closed, and never used again.
 */
import { knex, type Knex } from 'knex';
import type { Client } from 'pg';
import { faultOf, isLostRace, type Phase, stateOf } from './faults';

export interface DatabaseOptions {
  readonly url: string;
  /** Connections at most. */
  readonly poolMax: number;
  /** How long a query waits for a free connection, and a connection for the server. */
  readonly acquireTimeoutMs: number;
  /** How long a statement may take until its answer is given up. */
  readonly statementTimeoutMs: number;
  /** What the server's `pg_stat_activity` shows, e.g. `dugout node-2`. */
  readonly applicationName: string;
  /** Told of connections that broke and were replaced. */
  readonly onWarning?: (message: string) => void;
}

/** Opens nothing yet: the first query connects. End it with `destroy()`. */
export function openDatabase(options: DatabaseOptions): Knex {
  const warn = (message: unknown): void => options.onWarning?.(String(message));
  return knex({
    client: 'pg',
    connection: {
      connectionString: options.url,
      application_name: options.applicationName,
      connectionTimeoutMillis: options.acquireTimeoutMs,
      query_timeout: options.statementTimeoutMs,
      keepAlive: true,
      keepAliveInitialDelayMillis: KEEP_ALIVE_MS,
    },
    pool: { min: 0, max: options.poolMax, afterCreate: closeWhenUseless, validate: isOpen },
    acquireConnectionTimeout: options.acquireTimeoutMs,
    // Else an error's message holds every value of the statement.
    compileSqlOnError: false,
    log: { warn, error: warn, debug: () => undefined, deprecate: warn },
  });
}

/**
 * A late answer would otherwise hold back the next query on its connection, and a rollback with it. And a server that
 * takes no writes has been demoted: the next connection finds the one that took its place.
 */
function closeWhenUseless(connection: Client, done: (error: Error | null, connection: Client) => void): void {
  const query = connection.query.bind(connection) as (text: unknown, answer: Answer) => unknown;
  const guarded = (text: unknown, answer: Answer): unknown =>
    query(text, (error, result) => {
      if (error?.message === 'Query read timeout' || stateOf(error) === READ_ONLY) {
        connection.connection.stream.destroy();
      }
      answer(error, result);
    });
  Object.assign(connection, { query: guarded });
  done(null, connection);
}

function isOpen(connection: Client): boolean {
  return !connection.connection.stream.destroyed;
}

/** A link that says nothing is asked after so long whether it still is one. */
const KEEP_ALIVE_MS = 10_000;
const READ_ONLY = '25006';
/** Of a transaction that meets others crosswise. */
const ATTEMPTS_MAX = 3;
/** A process that stands still in a transaction must not hold its rows: the server ends it, for this transaction only. */
const BOUND_IDLING: Statement = { name: 'bound idling', sql: `SET LOCAL idle_in_transaction_session_timeout = '2s'` };

type Answer = (error: Error | null, result: unknown) => void;

export interface Statement {
  /** For the log, when it fails. */
  readonly name: string;
  /** SQL with `?` for each binding. */
  readonly sql: string;
  readonly bindings?: readonly Knex.RawBinding[];
}

/** @throws Fault, `notApplied`. */
export function read<Row>(db: Knex, statement: Statement): Promise<readonly Row[]> {
  return run(db.raw(statement.sql, bindingsOf(statement)), statement, 'reading');
}

/**
 * One statement that commits by itself. Its connection is had first, so that a server out of reach is not taken for
 * one that did not answer.
 * @throws Fault, `unknown` when it was sent and no answer came.
 */
export function write<Row>(db: Knex, statement: Statement): Promise<readonly Row[]> {
  return raced(() => writeOnce(db, statement));
}

async function writeOnce<Row>(db: Knex, statement: Statement): Promise<readonly Row[]> {
  const pool = db.client as ConnectionPool;
  let connection: Client;
  try {
    connection = await pool.acquireConnection();
  } catch (error) {
    throw faultOf(error, 'working', statement.name);
  }
  try {
    const query = db.raw(statement.sql, bindingsOf(statement)).connection(connection);
    return await run<Row>(query, statement, 'committing');
  } finally {
    await pool.releaseConnection(connection);
  }
}

/** What Knex calls its client, of which only this much is needed. */
interface ConnectionPool {
  acquireConnection(): Promise<Client>;
  releaseConnection(connection: Client): Promise<void>;
}

/** A statement of a transaction. @throws Fault, `notApplied`. */
export function step<Row>(trx: Knex.Transaction, statement: Statement): Promise<readonly Row[]> {
  return run(trx.raw(statement.sql, bindingsOf(statement)), statement, 'working');
}

/**
 * Several statements that take effect together, when `work` resolves; it may be done again from its start.
 * @throws Fault, `unknown` when the COMMIT was sent and no answer came.
 */
export function transaction<T>(db: Knex, name: string, work: (trx: Knex.Transaction) => Promise<T>): Promise<T> {
  return raced(() => transactionOnce(db, name, work));
}

async function transactionOnce<T>(db: Knex, name: string, work: (trx: Knex.Transaction) => Promise<T>): Promise<T> {
  let phase: Phase = 'working';
  let failure: unknown;
  try {
    return await db.transaction(async (trx) => {
      try {
        await step(trx, BOUND_IDLING);
        const result = await work(trx);
        phase = 'committing';
        return result;
      } catch (error) {
        // Kept, because a rollback that fails too hides it.
        failure = error;
        throw error;
      }
    });
  } catch (error) {
    throw faultOf(failure ?? error, phase, name);
  }
}

/** Again, when PostgreSQL has rolled it back only because it met another: a deadlock, or a serialization failure. */
async function raced<T>(run: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await run();
    } catch (fault) {
      if (attempt === ATTEMPTS_MAX || !isLostRace(fault)) throw fault;
    }
  }
}

function bindingsOf(statement: Statement): Knex.RawBinding[] {
  return [...(statement.bindings ?? [])];
}

async function run<Row>(
  query: PromiseLike<{ readonly rows: readonly Row[] }>,
  statement: Statement,
  phase: Phase,
): Promise<readonly Row[]> {
  try {
    return (await query).rows;
  } catch (error) {
    throw faultOf(error, phase, statement.name);
  }
}
