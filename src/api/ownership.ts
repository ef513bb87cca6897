/** `/api/games/:id/ownership`: a game's flight recorder, a page at a time. */
import { type Request, Router } from 'express';
import type { Catalog } from '../cluster/ports';
import { type Refused, refused } from '../protocol/envelope';
import { parse } from '../protocol/invalid';
import { type OwnershipAnswer, OwnershipQuery } from '../protocol/ownership';
import { answer, onlyMethods } from './answers';
import { gameIdOf } from './game';

export type OwnershipDeps = Pick<Catalog, 'ownership' | 'gameRow'>;

export function ownershipResource(catalog: OwnershipDeps): Router {
  const router = Router();
  router
    .route('/api/games/:id/ownership')
    .get(async (req, res) => {
      answer(res, await read(req, catalog));
    })
    .all(onlyMethods('GET'));
  return router;
}

async function read(req: Request, catalog: OwnershipDeps): Promise<OwnershipAnswer | Refused> {
  const gameId = gameIdOf(req);
  const query = parse(OwnershipQuery, req.query);
  if (!gameId.ok) {
    return gameId;
  }
  if (!query.ok) {
    return query;
  }
  const page = await catalog.ownership(gameId.value, query.value);
  if (page.moves.length === 0 && (await catalog.gameRow(gameId.value)) === undefined) {
    return refused('game/not_found', { details: { gameId: gameId.value } });
  }
  return { ok: true, gameId: gameId.value, ...page };
}
