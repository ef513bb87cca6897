/** `/api/games/:id/forks` and `/api/games/:id/rematch`: games that come from another one. */
import { type Request, type Response, Router } from 'express';
import type { GameService } from '../cluster/index';
import type { Random } from '../cluster/ports';
import { type Refused, refused, refusedBy } from '../protocol/envelope';
import type { GameEvent, GameScheduled } from '../protocol/events';
import type { Identity } from '../protocol/identity';
import { parse } from '../protocol/invalid';
import { type CreatedGame, ForkInput } from '../protocol/rest';
import type { ScheduleInput } from '../protocol/schedule';
import type { Seats } from '../protocol/seat';
import { answer, onlyMethods } from './answers';
import { jsonBody } from './body';
import { gameIdOf } from './game';
import type { Schedule } from './games';
import { identityOf } from './guard';
import { followingGameId, newGameIdOf } from './idempotency';
import { barredFromLeague, type Powers } from './powers';
import { storyOf, type Story } from './story';

export interface ForksDeps {
  readonly service: Pick<GameService, 'create' | 'fork' | 'updates'>;
  readonly random: Pick<Random, 'id'>;
  readonly schedule: Schedule;
  readonly powers: Powers;
  /** What of a game is told again in a fork of it. */
  readonly pastOf: (events: Iterable<GameEvent>) => GameEvent[];
}

const CREATED = 201;

export function forksResource(deps: ForksDeps): Router {
  const router = Router();
  const respond = (res: Response, made: CreatedGame | Refused): void => {
    if (made.ok) {
      res.location(`/api/games/${made.gameId}`);
    }
    answer(res, made, made.ok && !made.duplicate ? CREATED : undefined);
  };
  router
    .route('/api/games/:id/forks')
    .post(jsonBody, async (req: Request, res: Response) => {
      respond(res, await fork(req, identityOf(res), deps));
    })
    .all(onlyMethods('POST'));
  router
    .route('/api/games/:id/rematch')
    .post(async (req: Request, res: Response) => {
      respond(res, await rematch(req, identityOf(res), deps));
    })
    .all(onlyMethods('POST'));
  return router;
}

/** A game always begins with its schedule. */
function scheduleOf({ events }: Story): GameScheduled {
  const [first] = events;
  if (first?.type !== 'GameScheduled') {
    throw new Error('violation: a game begins with GameScheduled');
  }
  return first;
}

async function fork(req: Request, who: Identity, deps: ForksDeps): Promise<CreatedGame | Refused> {
  const { user } = who;
  const gameId = gameIdOf(req);
  const newId = newGameIdOf(req, { user, random: deps.random });
  const input = parse(ForkInput, req.body);
  if (!gameId.ok || !newId.ok || !input.ok) {
    return [gameId, newId, input].find((part): part is Refused => !part.ok) ?? refused('request/invalid');
  }
  const { seq, league, ...options } = input.value;
  const story = await storyOf(deps.service, { gameId: gameId.value, user, upTo: seq });
  if (!story.ok) {
    return story;
  }
  if (seq < 1 || story.seq < seq) {
    return refused('game/no_such_seq', { details: { seq, first: 1, head: story.seq } });
  }
  const source = scheduleOf(story);
  const barred = barredFromLeague(deps.powers, who, league ?? source.league);
  if (barred !== undefined) {
    return barred;
  }
  const { ruleset, teams, info } = source;
  const known = info === undefined ? {} : { info };
  const scheduled = deps.schedule({ league: league ?? source.league, ruleset, teams, ...known, ...options });
  if (!scheduled.ok) {
    return refusedBy(scheduled.rejection);
  }
  const event: GameScheduled = { ...scheduled.event, forkedFrom: { gameId: gameId.value, seq } };
  const made = await deps.service.fork(newId.value, { event, past: deps.pastOf(story.events) }, { user });
  return made.ok ? { ok: true, gameId: newId.value, duplicate: made.duplicate } : made;
}

/** Who sits where in the end. */
function seatsOf({ events }: Story, { seats }: GameScheduled): Seats {
  return events.reduce<Seats>((now, event) => {
    if (event.type === 'SeatTaken') return { ...now, [event.seat]: event.user };
    if (event.type === 'SeatLeft') return { ...now, [event.seat]: undefined };
    return now;
  }, seats);
}

const swapped = <T>({ away, home }: { readonly away: T; readonly home: T }): { away: T; home: T } => ({
  away: home,
  home: away,
});

/** The same game again, home and away changed over. */
function returnMatch(source: GameScheduled, { away, home, ...others }: Seats): ScheduleInput | null {
  const { league, mode, ruleset, teams, dice } = source;
  if (dice === undefined) {
    return null;
  }
  const { cards, managers, clock } = dice;
  const seats: Seats = {
    ...others,
    ...(away === undefined ? {} : { home: away }),
    ...(home === undefined ? {} : { away: home }),
  };
  return {
    league,
    mode,
    ruleset,
    teams: swapped(teams),
    seats,
    dice: { cards: swapped(cards), managers: swapped(managers), clock },
  };
}

async function rematch(req: Request, who: Identity, deps: ForksDeps): Promise<CreatedGame | Refused> {
  const { user, role } = who;
  const gameId = gameIdOf(req);
  if (!gameId.ok) {
    return gameId;
  }
  const story = await storyOf(deps.service, { gameId: gameId.value, user });
  if (!story.ok) {
    return story;
  }
  const source = scheduleOf(story);
  const seats = seatsOf(story, source);
  if (role === 'player' && !Object.values(seats).includes(user)) {
    return refused('auth/forbidden', { message: 'A rematch is for those who sat at the game.' });
  }
  const barred = barredFromLeague(deps.powers, who, source.league);
  if (barred !== undefined) {
    return barred;
  }
  if (!story.events.some(({ type }) => type === 'GameEnded')) {
    return refused('command/not_allowed', { message: 'The game is not over yet.' });
  }
  const input = returnMatch(source, seats);
  if (input === null) {
    return refused('command/not_allowed', { message: 'Only a dice game can be played again.' });
  }
  const scheduled = deps.schedule(input);
  if (!scheduled.ok) {
    return refusedBy(scheduled.rejection);
  }
  const newId = followingGameId(gameId.value, 'rematch');
  const made = await deps.service.create(newId, scheduled.event, { user });
  return made.ok ? { ok: true, gameId: newId, duplicate: made.duplicate } : made;
}
