/** `/api/games/:id/line-score` and `/api/games/:id/box-score`: both are folds of the game's events. */
import { type Request, Router } from 'express';
import type { GameService } from '../cluster/index';
import type { Refused } from '../protocol/envelope';
import type { GameEvent } from '../protocol/events';
import type { GameId, UserId } from '../protocol/ids';
import { parse } from '../protocol/invalid';
import type { BoxScore } from '../protocol/box-score';
import { type BoxScoreAnswer, type LineScoreAnswer, NoQuery } from '../protocol/rest';
import type { LineScore } from '../protocol/scores';
import { answer, onlyMethods } from './answers';
import { gameIdOf } from './game';
import { identityOf } from './guard';

export interface ScoresDeps {
  readonly service: Pick<GameService, 'updates'>;
  /** The folds, from a game's first event on. */
  readonly lineScore: (events: Iterable<GameEvent>) => LineScore;
  readonly boxScore: (events: Iterable<GameEvent>) => BoxScore;
}

const PAGE = 500;

export function scoresResource({ service, lineScore, boxScore }: ScoresDeps): Router {
  const router = Router();
  router
    .route('/api/games/:id/line-score')
    .get(async (req, res) => {
      const read = await readEvents(req, identityOf(res).user, service);
      const body: LineScoreAnswer | Refused = read.ok ? { ...head(read), lineScore: lineScore(read.events) } : read;
      answer(res, body);
    })
    .all(onlyMethods('GET'));
  router
    .route('/api/games/:id/box-score')
    .get(async (req, res) => {
      const read = await readEvents(req, identityOf(res).user, service);
      const body: BoxScoreAnswer | Refused = read.ok ? { ...head(read), boxScore: boxScore(read.events) } : read;
      answer(res, body);
    })
    .all(onlyMethods('GET'));
  return router;
}

interface Story {
  readonly ok: true;
  readonly gameId: GameId;
  readonly seq: number;
  readonly events: readonly GameEvent[];
}

const head = ({ ok, gameId, seq }: Story): Omit<Story, 'events'> => ({ ok, gameId, seq });

async function readEvents(req: Request, user: UserId, service: ScoresDeps['service']): Promise<Story | Refused> {
  const gameId = gameIdOf(req);
  const query = parse(NoQuery, req.query);
  if (!gameId.ok) {
    return gameId;
  }
  return query.ok ? await allEvents(gameId.value, user, service) : query;
}

/** Everything that has happened, as anybody may see it, up to the last page's end. */
async function allEvents(gameId: GameId, user: UserId, service: ScoresDeps['service']): Promise<Story | Refused> {
  const events: GameEvent[] = [];
  for (let seq = 0; ;) {
    const page = await service.updates({ gameId, viewer: 'spectator', after: seq, limit: PAGE }, { user });
    if (!page.ok) {
      return page;
    }
    events.push(...page.updates.flatMap((update) => update.events));
    seq = page.updates.at(-1)?.seq ?? seq;
    if (page.updates.length === 0 || seq >= page.seq) {
      return { ok: true, gameId, seq, events };
    }
  }
}
