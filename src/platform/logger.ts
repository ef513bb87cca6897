/**
 * The log: one JSON line a fact, on standard output. The first rule is that nobody hands secrets over: requests and
 * handshakes are logged by id, user and route only. For what gets there nevertheless there are three nets: fields with
 * a secret's name are struck out, of an error is told what it says and nothing that hangs on it (a Redis client hangs
 * the whole command on it, a PostgreSQL client the row), and the process's own secrets are struck out of every line.
 */
import { type DestinationStream, type Logger, pino } from 'pino';

export type { Logger } from 'pino';

const SECRET_FIELDS = [
  'token',
  'authorization',
  'cookie',
  'password',
  'secret',
  'auth',
  'authSecret',
  'meshSecret',
  'operatorToken',
];

/** Struck out at the top of a line, and one and two levels down. */
const REDACTED = ['', '*.', '*.*.'].flatMap((depth) => SECRET_FIELDS.map((field) => `${depth}${field}`));

export interface LogSettings {
  readonly level: string;
  /** What people call this process; on every line. */
  readonly node: string;
  /** Struck out wherever they stand. */
  readonly secrets?: readonly string[];
}

const STRUCK_OUT = '[struck out]';
/** A longer text tells no more. */
const MESSAGE_MAX_CHARS = 2_000;
const STACK_MAX_CHARS = 8_000;
const CAUSES_MAX = 4;

export interface ToldError {
  readonly type: string;
  readonly message: string;
  readonly stack?: string;
  readonly code?: string;
  readonly outcome?: string;
  readonly cause?: ToldError;
}

/** What is told of an error, and of what caused it. */
export function toldError(reason: unknown, depth = 0): ToldError {
  if (!(reason instanceof Error)) {
    return { type: typeof reason, message: String(reason).slice(0, MESSAGE_MAX_CHARS) };
  }
  const { code, outcome, cause } = reason as Error & { code?: unknown; outcome?: unknown };
  return {
    type: reason.name,
    message: reason.message.slice(0, MESSAGE_MAX_CHARS),
    ...(reason.stack === undefined ? {} : { stack: reason.stack.slice(0, STACK_MAX_CHARS) }),
    ...(typeof code === 'string' ? { code } : {}),
    ...(typeof outcome === 'string' ? { outcome } : {}),
    ...(cause === undefined || depth >= CAUSES_MAX ? {} : { cause: toldError(cause, depth + 1) }),
  };
}

/** @param destination standard output when left out */
export function createLogger(settings: LogSettings, destination?: DestinationStream): Logger {
  const options = {
    level: settings.level,
    base: { node: settings.node },
    redact: { paths: REDACTED, censor: STRUCK_OUT },
    serializers: { err: (reason: unknown) => toldError(reason) },
    hooks: { streamWrite: strikeOut(settings.secrets ?? []) },
    timestamp: pino.stdTimeFunctions.isoTime,
  };
  return destination === undefined ? pino(options) : pino(options, destination);
}

/** A secret may stand in a line as it is, or as JSON writes it. */
function strikeOut(secrets: readonly string[]): (line: string) => string {
  const written = secrets.flatMap((secret) => [secret, JSON.stringify(secret).slice(1, -1)]);
  return (line) => written.reduce((text, secret) => text.replaceAll(secret, STRUCK_OUT), line);
}
