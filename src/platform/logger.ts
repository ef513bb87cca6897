/**
 * The log: one JSON line a fact, on standard output. Secrets and tokens are struck out wherever they might be named,
 * but the first rule is that nobody hands them over: requests and handshakes are logged by id, user and route only.
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
}

/** @param destination standard output when left out */
export function createLogger(settings: LogSettings, destination?: DestinationStream): Logger {
  const options = {
    level: settings.level,
    base: { node: settings.node },
    redact: { paths: REDACTED, censor: '[struck out]' },
    timestamp: pino.stdTimeFunctions.isoTime,
  };
  return destination === undefined ? pino(options) : pino(options, destination);
}
