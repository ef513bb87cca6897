/** `/api/games/:id`: a game as a viewer sees it now. */
import { type Request, Router } from 'express';
import type { GameService } from '../cluster/index';
import { type Refused, refused } from '../protocol/envelope';
import { GameId, type UserId } from '../protocol/ids';
import { parse, type Parsed } from '../protocol/invalid';
import { type GameAnswer, ViewerQuery } from '../protocol/rest';
import { answer, onlyMethods } from './answers';
import { identityOf } from './guard';

export function gameResource(service: Pick<GameService, 'catchup'>): Router {
  const router = Router();
  router
    .route('/api/games/:id')
    .get(async (req, res) => {
      answer(res, await read(req, { service, user: identityOf(res).user }));
    })
    .all(onlyMethods('GET'));
  return router;
}

async function read(
  req: Request,
  { service, user }: { service: Pick<GameService, 'catchup'>; user: UserId },
): Promise<GameAnswer | Refused> {
  const gameId = gameIdOf(req);
  const query = parse(ViewerQuery, req.query);
  if (!gameId.ok) {
    return gameId;
  }
  if (!query.ok) {
    return query;
  }
  const result = await service.catchup({ gameId: gameId.value, viewer: query.value.as }, { user });
  if (!result.ok) {
    return result;
  }
  const { catchup } = result;
  if (catchup.kind !== 'view') {
    return refused('server/internal');
  }
  const { seq, epoch, now, view } = catchup;
  return { ok: true, gameId: gameId.value, seq, epoch, now, view };
}

/** The game that a path names. What cannot be an id is no game's. */
export function gameIdOf(req: Request): Parsed<GameId> {
  const id = parse(GameId, req.params['id']);
  return id.ok ? id : refused('game/not_found');
}
