/** Every answer carries an id to quote to an operator: the caller's own when it is a proper one, else a fresh one. */
import type { RequestHandler, Response } from 'express';
import type { Random } from '../cluster/ports';
import { REQUEST_ID_HEADER } from '../protocol/wire';

const PROPER = /^[A-Za-z0-9_.-]{1,64}$/;

export function requestId(random: Pick<Random, 'id'>): RequestHandler {
  return (req, res, next) => {
    const given = req.get(REQUEST_ID_HEADER);
    res.set(REQUEST_ID_HEADER, given !== undefined && PROPER.test(given) ? given : random.id());
    next();
  };
}

export function requestIdOf(res: Response): string {
  return res.get(REQUEST_ID_HEADER) ?? '';
}
