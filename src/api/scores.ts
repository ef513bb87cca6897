/** `/api/games/:id/line-score` and `/api/games/:id/box-score`: both are folds of the game's events. */
import { Router } from 'express';
import type { GameService } from '../cluster/index';
import type { Refused } from '../protocol/envelope';
import type { GameEvent } from '../protocol/events';
import type { BoxScore } from '../protocol/box-score';
import { type BoxScoreAnswer, type LineScoreAnswer } from '../protocol/rest';
import type { LineScore } from '../protocol/scores';
import { answer, onlyMethods } from './answers';
import { identityOf } from './guard';
import { headOf, readStory } from './story';

export interface ScoresDeps {
  readonly service: Pick<GameService, 'updates'>;
  /** The folds, from a game's first event on. */
  readonly lineScore: (events: Iterable<GameEvent>) => LineScore;
  readonly boxScore: (events: Iterable<GameEvent>) => BoxScore;
}

export function scoresResource({ service, lineScore, boxScore }: ScoresDeps): Router {
  const router = Router();
  router
    .route('/api/games/:id/line-score')
    .get(async (req, res) => {
      const read = await readStory(req, identityOf(res).user, service);
      const body: LineScoreAnswer | Refused = read.ok ? { ...headOf(read), lineScore: lineScore(read.events) } : read;
      answer(res, body);
    })
    .all(onlyMethods('GET'));
  router
    .route('/api/games/:id/box-score')
    .get(async (req, res) => {
      const read = await readStory(req, identityOf(res).user, service);
      const body: BoxScoreAnswer | Refused = read.ok ? { ...headOf(read), boxScore: boxScore(read.events) } : read;
      answer(res, body);
    })
    .all(onlyMethods('GET'));
  return router;
}
