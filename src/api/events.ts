/** `/api/games/:id/events`: what happened after a seq, a page at a time. */
import { type Request, Router } from 'express';
import type { GameService } from '../cluster/index';
import type { Refused } from '../protocol/envelope';
import type { UserId } from '../protocol/ids';
import { parse } from '../protocol/invalid';
import { type EventsAnswer, EventsQuery } from '../protocol/rest';
import { answer, onlyMethods } from './answers';
import { gameIdOf } from './game';
import { identityOf } from './guard';

export function eventsResource(service: Pick<GameService, 'updates'>): Router {
  const router = Router();
  router
    .route('/api/games/:id/events')
    .get(async (req, res) => {
      answer(res, await read(req, { service, user: identityOf(res).user }));
    })
    .all(onlyMethods('GET'));
  return router;
}

async function read(
  req: Request,
  { service, user }: { service: Pick<GameService, 'updates'>; user: UserId },
): Promise<EventsAnswer | Refused> {
  const gameId = gameIdOf(req);
  const query = parse(EventsQuery, req.query);
  if (!gameId.ok) {
    return gameId;
  }
  if (!query.ok) {
    return query;
  }
  const { after, limit, as: viewer } = query.value;
  const page = await service.updates({ gameId: gameId.value, viewer, after, limit }, { user });
  if (!page.ok) {
    return page;
  }
  const last = page.updates.at(-1)?.seq ?? after;
  return {
    ok: true,
    gameId: gameId.value,
    updates: page.updates,
    seq: page.seq,
    next: page.updates.length > 0 && last < page.seq ? last : null,
  };
}
