/** All that has happened in a game, for the resources that fold it. */
import type { Request } from 'express';
import type { GameService } from '../cluster/index';
import type { Refused } from '../protocol/envelope';
import type { GameEvent } from '../protocol/events';
import type { GameId, UserId } from '../protocol/ids';
import { parse } from '../protocol/invalid';
import { NoQuery } from '../protocol/rest';
import { gameIdOf } from './game';

const PAGE = 500;

/** A game from its first event on, as anybody may see it. */
export interface Story {
  readonly ok: true;
  readonly gameId: GameId;
  readonly seq: number;
  readonly events: readonly GameEvent[];
}

export const headOf = ({ ok, gameId, seq }: Story): Omit<Story, 'events'> => ({ ok, gameId, seq });

/** The game that a request names. */
export async function readStory(
  req: Request,
  user: UserId,
  service: Pick<GameService, 'updates'>,
): Promise<Story | Refused> {
  const gameId = gameIdOf(req);
  const query = parse(NoQuery, req.query);
  if (!gameId.ok) {
    return gameId;
  }
  return query.ok ? await storyOf(service, { gameId: gameId.value, user }) : query;
}

export interface StoryRequest {
  readonly gameId: GameId;
  readonly user: UserId;
  /** The last seq that is wanted; all of them when left out. */
  readonly upTo?: number;
}

/** Everything that has happened, as anybody may see it, up to the last page's end or the seq that was asked for. */
export async function storyOf(
  service: Pick<GameService, 'updates'>,
  { gameId, user, upTo = Infinity }: StoryRequest,
): Promise<Story | Refused> {
  const events: GameEvent[] = [];
  for (let seq = 0; ;) {
    const page = await service.updates({ gameId, viewer: 'spectator', after: seq, limit: PAGE }, { user });
    if (!page.ok) {
      return page;
    }
    const wanted = page.updates.filter((update) => update.seq <= upTo);
    events.push(...wanted.flatMap((update) => update.events));
    seq = wanted.at(-1)?.seq ?? seq;
    if (wanted.length === 0 || seq >= Math.min(page.seq, upTo)) {
      return { ok: true, gameId, seq, events };
    }
  }
}
