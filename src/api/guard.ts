/** What stands before every resource: how often, from which page, and who. */
import type { Request, RequestHandler, Response } from 'express';
import { addressOf, bucketOf } from '../platform/addresses';
import type { RateLimits } from '../platform/rate-limits';
import type { Authenticator } from '../platform/tokens';
import { type Refused, refused } from '../protocol/envelope';
import type { Identity } from '../protocol/identity';
import { IDEMPOTENCY_HEADER, OPEN_HEADER, REQUEST_ID_HEADER } from '../protocol/wire';
import { answerRefused } from './answers';

const PREFLIGHT_AGE_S = 600;

/**
 * Refuses an address that asks too often.
 * @param hops proxies in front of the node whose `X-Forwarded-For` is believed
 */
export function limitAddress(limits: RateLimits, hops: number): RequestHandler {
  return async (req, res, next) => {
    const peer = req.socket.remoteAddress ?? 'unknown';
    const address = addressOf({ peer, forwardedFor: req.headers['x-forwarded-for'], hops });
    pass(await limits.request('address', bucketOf(address)), { res, next });
  };
}

/** Identifies the caller by `Authorization: Bearer …`, and refuses him when he asks too often. */
export function identify(authenticator: Authenticator, limits: RateLimits): RequestHandler {
  return async (req, res, next) => {
    const signedIn = await authenticator.authenticate(bearerOf(req));
    if (!signedIn.ok) {
      answerRefused(res, signedIn);
      return;
    }
    const locals: Partial<Locals> = res.locals;
    locals.identity = signedIn.identity;
    pass(await limits.request('user', signedIn.identity.user), { res, next });
  };
}

interface Locals {
  identity: Identity;
}

/** Who asks; for routes behind `identify`. */
export function identityOf(res: Response): Identity {
  const { identity } = res.locals as Locals;
  return identity;
}

export function bearerOf(req: Request): string | undefined {
  const header = req.get('Authorization');
  return header?.startsWith('Bearer ') === true ? header.slice('Bearer '.length) : undefined;
}

/** A refusal when a limit says how long to wait. */
export function limited(retryAfterMs: number | undefined): Refused | undefined {
  return retryAfterMs === undefined ? undefined : refused('request/rate_limited', { details: { retryAfterMs } });
}

function pass(waitMs: number | undefined, { res, next }: { res: Response; next: () => void }): void {
  const refusal = limited(waitMs);
  if (refusal === undefined) {
    next();
  } else {
    answerRefused(res, refusal);
  }
}

/** Lets pages of the listed origins use the API. */
export function cors(origins: readonly string[]): RequestHandler {
  return (req, res, next) => {
    const origin = req.get('Origin');
    const isListed = origin !== undefined && origins.includes(origin);
    if (isListed) {
      res.vary('Origin').set({
        'Access-Control-Allow-Origin': origin,
        'Access-Control-Expose-Headers': `${REQUEST_ID_HEADER}, Retry-After`,
      });
    }
    if (isListed && req.method === 'OPTIONS') {
      res
        .set({
          'Access-Control-Allow-Methods': 'GET, POST, PUT',
          'Access-Control-Allow-Headers': `Authorization, Content-Type, ${IDEMPOTENCY_HEADER}, ${REQUEST_ID_HEADER}`,
          'Access-Control-Max-Age': String(PREFLIGHT_AGE_S),
        })
        .status(204)
        .end();
      return;
    }
    next();
  };
}

/** Says on every answer that anybody may be anybody here. */
export function sayOpen(isOpen: boolean): RequestHandler {
  return (_req, res, next) => {
    if (isOpen) {
      res.set(OPEN_HEADER, 'true');
    }
    next();
  };
}
