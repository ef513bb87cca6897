/** `/api/games/:id/line-score`: runs by inning, hits, errors, left on base, as a fold of the game's events. */
import { type Request, Router } from 'express';
import type { GameService } from '../cluster/index';
import type { Refused } from '../protocol/envelope';
import type { GameEvent } from '../protocol/events';
import type { GameId, UserId } from '../protocol/ids';
import { parse } from '../protocol/invalid';
import { type LineScoreAnswer, NoQuery } from '../protocol/rest';
import type { LineScore } from '../protocol/scores';
import { answer, onlyMethods } from './answers';
import { gameIdOf } from './game';
import { identityOf } from './guard';

export interface LineScoreDeps {
  readonly service: Pick<GameService, 'updates'>;
  /** The fold, from a game's first event on. */
  readonly lineScore: (events: Iterable<GameEvent>) => LineScore;
}

const PAGE = 500;

export function lineScoreResource(deps: LineScoreDeps): Router {
  const router = Router();
  router
    .route('/api/games/:id/line-score')
    .get(async (req, res) => {
      answer(res, await read(req, identityOf(res).user, deps));
    })
    .all(onlyMethods('GET'));
  return router;
}

async function read(req: Request, user: UserId, deps: LineScoreDeps): Promise<LineScoreAnswer | Refused> {
  const gameId = gameIdOf(req);
  const query = parse(NoQuery, req.query);
  if (!gameId.ok) {
    return gameId;
  }
  if (!query.ok) {
    return query;
  }
  const events = await allEvents(gameId.value, user, deps.service);
  return events.ok
    ? { ok: true, gameId: gameId.value, seq: events.seq, lineScore: deps.lineScore(events.events) }
    : events;
}

/** Everything that has happened, as anybody may see it, up to the last page's end. */
async function allEvents(
  gameId: GameId,
  user: UserId,
  service: LineScoreDeps['service'],
): Promise<{ readonly ok: true; readonly seq: number; readonly events: readonly GameEvent[] } | Refused> {
  const events: GameEvent[] = [];
  for (let seq = 0; ;) {
    const page = await service.updates({ gameId, viewer: 'spectator', after: seq, limit: PAGE }, { user });
    if (!page.ok) {
      return page;
    }
    events.push(...page.updates.flatMap((update) => update.events));
    seq = page.updates.at(-1)?.seq ?? seq;
    if (page.updates.length === 0 || seq >= page.seq) {
      return { ok: true, seq, events };
    }
  }
}
