/**
 * `/api/games/:id/dice`: a dice game's rolls, and after the end whether each follows from the secret;
 * `/api/games/:id/export`: the game whole, with which anybody can check the same at home.
 */
import { Router } from 'express';
import { type GameService, proveDice } from '../cluster/index';
import type { DiceAnswer, ExportAnswer } from '../protocol/dice-proof';
import { type Refused, refused } from '../protocol/envelope';
import { answer, onlyMethods } from './answers';
import { identityOf } from './guard';
import { headOf, readStory, type Story } from './story';

export function diceResource(service: Pick<GameService, 'updates'>): Router {
  const router = Router();
  router
    .route('/api/games/:id/dice')
    .get(async (req, res) => {
      const read = await readStory(req, identityOf(res).user, service);
      answer(res, read.ok ? proofOf(read) : read);
    })
    .all(onlyMethods('GET'));
  router
    .route('/api/games/:id/export')
    .get(async (req, res) => {
      const read = await readStory(req, identityOf(res).user, service);
      const body: ExportAnswer | Refused = read.ok ? { ...headOf(read), v: 1, events: read.events } : read;
      answer(res, body);
    })
    .all(onlyMethods('GET'));
  return router;
}

function proofOf(story: Story): DiceAnswer | Refused {
  const dice = proveDice(story.gameId, story.events);
  if (dice === null) return refused('request/not_found', { message: 'The game is scored: no dice fall in it.' });
  return { ...headOf(story), dice };
}
