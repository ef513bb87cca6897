/** `/api/card-sets`: hand in a team's cards, and read them. A set is known by its content, and never changes. */
import express, { type Request, type RequestHandler, type Response, Router } from 'express';
import type { CardSets } from '../cluster/ports';
import { type CardSet, type EnduranceRating, parseCardSet, type PlayerCard } from '../protocol/cards';
import { type Refused, refused } from '../protocol/envelope';
import type { Identity } from '../protocol/identity';
import { CardSetId } from '../protocol/ids';
import { parse } from '../protocol/invalid';
import {
  type CardPlayerItem,
  type CardPlayersAnswer,
  type CardSetAnswer,
  type CardSetListAnswer,
  CardSetsQuery,
  type StoredCardSet,
} from '../protocol/rest';
import { answer, onlyMethods } from './answers';
import { refuseOtherMedia } from './body';
import { identityOf } from './guard';
import { barredFromCards, type Powers } from './powers';

/** The full cards of forty players take some 150 KB. */
const CARD_SET_MAX_BYTES = 1024 * 1024;

export interface CardSetsDeps {
  readonly cardSets: CardSets;
  readonly cardSetIdOf: (set: CardSet) => CardSetId;
  readonly powers: Powers;
}

const CREATED = 201;

export function cardSetsResource(deps: CardSetsDeps): Router {
  const router = Router();
  const body: RequestHandler[] = [refuseOtherMedia, express.json({ limit: CARD_SET_MAX_BYTES, strict: false })];
  router
    .route('/api/card-sets')
    .get(async (req, res) => {
      answer(res, await list(req, deps));
    })
    .post(body, async (req: Request, res: Response) => {
      const stored = await store(req, identityOf(res), deps);
      answer(res, stored, stored.ok ? CREATED : undefined);
    })
    .all(onlyMethods('GET', 'POST'));
  router
    .route('/api/card-sets/:id')
    .get(async (req, res) => {
      answer(res, await read(req, deps));
    })
    .all(onlyMethods('GET'));
  router
    .route('/api/card-sets/:id/players')
    .get(async (req, res) => {
      answer(res, await players(req, deps));
    })
    .all(onlyMethods('GET'));
  return router;
}

/** What is stored already is told to anybody: a set is its content. */
async function store(
  req: Request,
  who: Identity,
  { cardSets, cardSetIdOf, powers }: CardSetsDeps,
): Promise<StoredCardSet | Refused> {
  const set = parseCardSet(req.body);
  if (!set.ok) {
    return set;
  }
  const cardSetId = cardSetIdOf(set.value);
  const barred = barredFromCards(powers, who);
  if (barred !== undefined) {
    return (await cardSets.find(cardSetId)) === undefined ? barred : { ok: true, cardSetId };
  }
  await cardSets.add(cardSetId, set.value);
  return { ok: true, cardSetId };
}

async function read(req: Request, { cardSets }: CardSetsDeps): Promise<CardSetAnswer | Refused> {
  const id = parse(CardSetId, req.params['id']);
  const set = id.ok ? await cardSets.find(id.value) : undefined;
  return id.ok && set !== undefined
    ? { ok: true, cardSetId: id.value, cardSet: set }
    : refused('cards/not_found', { details: { cardSetId: req.params['id'] } });
}

async function players(req: Request, deps: CardSetsDeps): Promise<CardPlayersAnswer | Refused> {
  const found = await read(req, deps);
  if (!found.ok) {
    return found;
  }
  const { team, season, players: cards } = found.cardSet;
  return { ok: true, cardSetId: found.cardSetId, team, season, players: cards.map(playerOf) };
}

function playerOf({ player, fielding, pitching }: PlayerCard): CardPlayerItem {
  return {
    ...player,
    positions: fielding.map(({ position }) => position),
    pitches: pitching === null ? null : roleOf(pitching.endurance),
  };
}

function roleOf({ starter, reliever }: EnduranceRating): 'starter' | 'reliever' | 'both' {
  if (starter === null) {
    return 'reliever';
  }
  return reliever === null ? 'starter' : 'both';
}

async function list(req: Request, { cardSets }: CardSetsDeps): Promise<CardSetListAnswer | Refused> {
  const query = parse(CardSetsQuery, req.query);
  return query.ok ? { ok: true, cardSets: await cardSets.list(query.value) } : query;
}
