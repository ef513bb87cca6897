/** `/api/games`: create a game, list games. */
import { type Request, type Response, Router } from 'express';
import type { Catalog, Random } from '../cluster/ports';
import type { GameService } from '../cluster/index';
import type { Rejection } from '../protocol/error-codes';
import { type Refused, refused, refusedBy } from '../protocol/envelope';
import type { GameScheduled } from '../protocol/events';
import type { Identity } from '../protocol/identity';
import { parse } from '../protocol/invalid';
import { type CreatedGame, ListGamesQuery } from '../protocol/rest';
import { ScheduleInput } from '../protocol/schedule';
import { answer, onlyMethods } from './answers';
import { jsonBody } from './body';
import { identityOf } from './guard';
import { newGameIdOf } from './idempotency';
import { barredFromLeague, type Powers } from './powers';

/** The rules' own judgement on what shall be scheduled. */
export type Schedule = (
  input: ScheduleInput,
) => { readonly ok: true; readonly event: GameScheduled } | { readonly ok: false; readonly rejection: Rejection };

export interface GamesDeps {
  readonly service: Pick<GameService, 'create'>;
  readonly catalog: Pick<Catalog, 'listGames'>;
  readonly random: Pick<Random, 'id'>;
  readonly schedule: Schedule;
  readonly powers: Powers;
}

const CREATED = 201;
const OK = 200;

export function gamesResource(deps: GamesDeps): Router {
  const router = Router();
  router
    .route('/api/games')
    .get(async (req, res) => {
      answer(res, await list(req, deps));
    })
    .post(jsonBody, async (req: Request, res: Response) => {
      const result = await create(req, identityOf(res), deps);
      if (result.ok) {
        res.location(`/api/games/${result.gameId}`);
      }
      answer(res, result, result.ok && !result.duplicate ? CREATED : OK);
    })
    .all(onlyMethods('GET', 'POST'));
  return router;
}

async function list(req: Request, { catalog }: GamesDeps) {
  const query = parse(ListGamesQuery, req.query);
  return query.ok ? ({ ok: true, ...(await catalog.listGames(query.value)) } as const) : query;
}

async function create(req: Request, who: Identity, deps: GamesDeps): Promise<CreatedGame | Refused> {
  const { user } = who;
  const gameId = newGameIdOf(req, { user, random: deps.random });
  const input = parse(ScheduleInput, req.body);
  if (!gameId.ok) {
    return gameId;
  }
  if (!input.ok) {
    return input;
  }
  const barred = barredFromLeague(deps.powers, who, input.value.league);
  if (barred !== undefined) {
    return barred;
  }
  const scheduled = deps.schedule(input.value);
  if (!scheduled.ok) {
    return refusedBy(scheduled.rejection);
  }
  const created = await deps.service.create(gameId.value, scheduled.event, { user });
  if (created.ok) {
    return { ok: true, gameId: gameId.value, duplicate: created.duplicate };
  }
  return created.error.code === 'game/exists'
    ? refused('game/exists', { message: 'This Idempotency-Key made a game with other content; choose a new key.' })
    : created;
}
