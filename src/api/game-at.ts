/** `/api/games/:id/at/:seq`: a game as it stood after one of its commands. */
import { type Request, Router } from 'express';
import type { GameService } from '../cluster/index';
import type { Refused } from '../protocol/envelope';
import { parse } from '../protocol/invalid';
import { AtSeq, type GameAtAnswer, NoQuery } from '../protocol/rest';
import { answer, onlyMethods } from './answers';
import { gameIdOf } from './game';

export function gameAtResource(service: Pick<GameService, 'at'>): Router {
  const router = Router();
  router
    .route('/api/games/:id/at/:seq')
    .get(async (req, res) => {
      answer(res, await read(req, service));
    })
    .all(onlyMethods('GET'));
  return router;
}

async function read(req: Request, service: Pick<GameService, 'at'>): Promise<GameAtAnswer | Refused> {
  const gameId = gameIdOf(req);
  const seq = parse(AtSeq, req.params['seq']);
  const query = parse(NoQuery, req.query);
  if (!gameId.ok) {
    return gameId;
  }
  if (!seq.ok) {
    return seq;
  }
  return query.ok ? await service.at({ gameId: gameId.value, seq: seq.value }) : query;
}
