/**
 * `/admin/queues`: Bull Board, for the operator. His token opens it, as a Bearer or typed into a form; the form leaves
 * a cookie that holds an expiry and its signature, never the token.
 */
import { createHmac, timingSafeEqual } from 'node:crypto';
import { BullMQAdapter } from '@bull-board/api/bullMQAdapter';
import { createBullBoard } from '@bull-board/api';
import { ExpressAdapter } from '@bull-board/express';
import type { Queue } from 'bullmq';
import express, { type Request, type RequestHandler, type Response, Router } from 'express';
import helmet from 'helmet';
import type { Clock } from '../cluster/ports';
import type { Authenticator } from '../platform/tokens';
import { refused } from '../protocol/envelope';
import { answerRefused, onlyMethods } from './answers';
import { bearerOf } from './guard';

export interface QueuesDeps {
  readonly queues: readonly Queue[];
  readonly operatorToken: string;
  readonly authenticator: Authenticator;
  readonly clock: Pick<Clock, 'now'>;
}

const BOARD = '/admin/queues';
const LOGIN = '/admin/login';
const COOKIE = 'dugout_operator';
const COOKIE_AGE_MS = 12 * 60 * 60 * 1000;
const FORM_MAX_BYTES = 4096;

/** Bull Board styles its page in place; it runs no script but its own. */
const boardPolicy = helmet({
  contentSecurityPolicy: {
    useDefaults: false,
    directives: {
      defaultSrc: ["'self'"],
      imgSrc: ["'self'", 'data:'],
      styleSrc: ["'self'", "'unsafe-inline'"],
      frameAncestors: ["'none'"],
    },
  },
});

export function queuesResource(deps: QueuesDeps): Router {
  const board = new ExpressAdapter();
  board.setBasePath(BOARD);
  createBullBoard({ queues: deps.queues.map((queue) => new BullMQAdapter(queue)), serverAdapter: board });
  const router = Router();
  router.use('/admin', boardPolicy);
  router
    .route(LOGIN)
    .get((_req, res) => {
      res.send(loginPage(''));
    })
    .post(express.urlencoded({ extended: false, limit: FORM_MAX_BYTES }), (req: Request, res: Response) => {
      signIn(req, res, deps);
    })
    .all(onlyMethods('GET', 'POST'));
  router.use(BOARD, operatorOnly(deps), board.getRouter() as RequestHandler);
  return router;
}

function operatorOnly(deps: QueuesDeps): RequestHandler {
  return async (req, res, next) => {
    const bearer = bearerOf(req);
    const refusal = bearer === undefined ? undefined : await refusalOf(bearer, deps);
    if (isSignedIn(req, deps) || (bearer !== undefined && refusal === undefined)) {
      next();
    } else if (bearer === undefined && req.accepts(['json', 'html']) === 'html') {
      res.redirect(303, LOGIN);
    } else {
      answerRefused(res, refusal ?? refused('auth/missing'));
    }
  };
}

/** The operator's token, or a signed token of somebody whose role is the operator's. */
async function refusalOf(bearer: string, { authenticator, operatorToken }: QueuesDeps) {
  if (isSame(bearer, operatorToken)) {
    return undefined;
  }
  const signedIn = await authenticator.authenticate(bearer);
  if (!signedIn.ok) {
    return signedIn;
  }
  return signedIn.identity.role === 'operator' ? undefined : refused('auth/forbidden');
}

function signIn(req: Request, res: Response, { clock, operatorToken }: QueuesDeps): void {
  const { token } = (req.body ?? {}) as { token?: unknown };
  if (typeof token !== 'string' || !isSame(token, operatorToken)) {
    res.status(401).send(loginPage('That is not the operator’s token.'));
    return;
  }
  const expiresAt = String(clock.now() + COOKIE_AGE_MS);
  res.cookie(COOKIE, `${expiresAt}.${signature(expiresAt, operatorToken)}`, {
    httpOnly: true,
    sameSite: 'strict',
    secure: req.secure,
    path: '/admin',
    maxAge: COOKIE_AGE_MS,
  });
  res.redirect(303, BOARD);
}

function isSignedIn(req: Request, { clock, operatorToken }: QueuesDeps): boolean {
  const cookies = (req.get('Cookie') ?? '').split(/; */);
  const [expiresAt, sign] = (cookies.find((cookie) => cookie.startsWith(`${COOKIE}=`)) ?? '')
    .slice(COOKIE.length + 1)
    .split('.');
  return (
    expiresAt !== undefined &&
    sign !== undefined &&
    isSame(sign, signature(expiresAt, operatorToken)) &&
    Number(expiresAt) > clock.now()
  );
}

function signature(expiresAt: string, operatorToken: string): string {
  return createHmac('sha256', operatorToken).update(`operator until ${expiresAt}`).digest('base64url');
}

/** Compares in a time that tells nothing of where they differ. */
function isSame(given: string, wanted: string): boolean {
  const digest = (text: string): Buffer => createHmac('sha256', 'dugout').update(text).digest();
  return timingSafeEqual(digest(given), digest(wanted));
}

function loginPage(problem: string): string {
  return `<!doctype html><html lang="en"><meta charset="utf-8"><title>Dugout: operator</title>
<style>body{font:16px system-ui;margin:20vh auto;max-width:22rem}input,button{font:inherit;padding:.4rem;width:100%;box-sizing:border-box;margin:.3rem 0}</style>
<h1>Queues</h1><p role="alert">${problem}</p>
<form method="post" action="${LOGIN}"><label>The operator’s token
<input name="token" type="password" autocomplete="current-password" required autofocus></label>
<button>Open the dashboard</button></form></html>`;
}
