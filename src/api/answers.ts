/** How REST says no: the one error body, with the status that the table gives its code. */
import type { Request, RequestHandler, Response } from 'express';
import { Fault } from '../cluster/ports';
import type { Logger } from '../platform/logger';
import { type Refused, refused } from '../protocol/envelope';
import { ERROR_CODES, type ErrorCode } from '../protocol/error-codes';
import { requestIdOf } from './request-id';

const HTTP_BAD_REQUEST = 400;
const HTTP_INTERNAL = 500;
const MS_PER_S = 1000;

export function answerRefused(res: Response, { error }: Refused): void {
  const retryAfterMs = error.details?.['retryAfterMs'];
  if (typeof retryAfterMs === 'number') {
    res.set('Retry-After', String(Math.ceil(retryAfterMs / MS_PER_S)));
  }
  if (error.code.startsWith('auth/') && ERROR_CODES[error.code].http === 401) {
    res.set('WWW-Authenticate', 'Bearer realm="dugout"');
  }
  res.status(ERROR_CODES[error.code].http).json({ ok: false, error: { ...error, requestId: requestIdOf(res) } });
}

/** Answers with a result, or with its refusal. */
export function answer(res: Response, result: { readonly ok: true } | Refused, status = 200): void {
  if (result.ok) {
    res.status(status).json(result);
  } else {
    answerRefused(res, result);
  }
}

/** For the methods that a known path does not take. */
export function onlyMethods(...methods: string[]): RequestHandler {
  return (req, res) => {
    res.set('Allow', methods.join(', '));
    answerRefused(res, refused('request/method_not_allowed', { details: { method: req.method, allowed: methods } }));
  };
}

/** Errors of express's body parser, by their `type`. */
const BODY_ERRORS: Readonly<Record<string, ErrorCode>> = {
  'entity.too.large': 'request/too_large',
  'entity.parse.failed': 'request/malformed_json',
  'entity.verify.failed': 'request/malformed_json',
  'request.aborted': 'request/malformed_json',
  'request.size.invalid': 'request/malformed_json',
  'encoding.unsupported': 'request/unsupported_media',
  'charset.unsupported': 'request/unsupported_media',
};

/**
 * Answers what no resource did. Without an error there is no such resource; an error is a store's fault (by its code),
 * a body that cannot be read, or our own failure.
 */
export function answerUnanswered(req: Request, res: Response, { error, log }: { error: unknown; log: Logger }): void {
  if (res.headersSent) {
    log.error({ err: error, requestId: requestIdOf(res), route: routeOf(req) }, 'an answer broke off');
    res.destroy();
    return;
  }
  const refusal = refusalOf(error);
  if (ERROR_CODES[refusal.error.code].http >= HTTP_INTERNAL) {
    log.error({ err: error, requestId: requestIdOf(res), route: routeOf(req) }, 'a request failed');
  }
  answerRefused(res, refusal);
}

function refusalOf(error: unknown): Refused {
  if (error === undefined || error === null) {
    return refused('request/not_found');
  }
  if (error instanceof Fault) {
    const isOurs = ERROR_CODES[error.code].http >= HTTP_INTERNAL;
    return refused(error.code, isOurs ? {} : { message: error.message });
  }
  return refused(codeOfBody(error) ?? (error instanceof URIError ? 'request/invalid' : 'server/internal'));
}

/** What is wrong with a body that express could not read; undefined: that is not what failed. */
function codeOfBody(error: unknown): ErrorCode | undefined {
  const { type, status } = error as { type?: unknown; status?: unknown };
  const known = typeof type === 'string' ? BODY_ERRORS[type] : undefined;
  // A body that cannot be unzipped has a status and no type; so has a path that cannot be decoded, which is no body.
  const isAnother = status === HTTP_BAD_REQUEST && !(error instanceof URIError);
  return known ?? (isAnother ? 'request/malformed_json' : undefined);
}

/**
 * The pattern of the route that answered, e.g. `/api/games/:id`; never the path itself, which may hold anything, nor the
 * case in which somebody wrote it.
 */
export function routeOf(req: Request): string {
  const { path } = (req.route ?? {}) as { path?: unknown };
  // Express takes the base back when an error leaves its routers.
  const { baseUrl = '' } = req as { baseUrl?: string };
  return typeof path === 'string' ? `${baseUrl.toLowerCase()}${path}` : 'none';
}
