/**
 * `Idempotency-Key`: the same key again gets the first answer again.
 *
 * For a command the key *is* the command's id. For a creation the game's id is made of the user and the key, so that a
 * second try finds the first one's game wherever it is sent, without anybody keeping a list of keys.
 */
import { createHash } from 'node:crypto';
import type { Request } from 'express';
import type { Random } from '../cluster/ports';
import { type Refused, refused } from '../protocol/envelope';
import { CommandId, GameId, UserId } from '../protocol/ids';
import { parse } from '../protocol/invalid';
import { IdempotencyKey } from '../protocol/rest';
import { IDEMPOTENCY_HEADER } from '../protocol/wire';

const ID_LETTERS = 22;

type Keyed<T> = { readonly ok: true; readonly value: T } | Refused;

/** The command's id. A command without one could not be sent again safely, so it is refused. */
export function commandIdOf(req: Request): Keyed<CommandId> {
  const key = req.get(IDEMPOTENCY_HEADER);
  if (key === undefined) {
    const message = `Send ${IDEMPOTENCY_HEADER}: an id of your choice for this command, the same again when you retry.`;
    return refused('request/invalid', { message });
  }
  return named(parse(CommandId, key));
}

/** As `commandIdOf`, with a fresh id for a request that has no key. */
export function commandIdOr(req: Request, random: Pick<Random, 'id'>): Keyed<CommandId> {
  return req.get(IDEMPOTENCY_HEADER) === undefined
    ? { ok: true, value: CommandId.parse(random.id()) }
    : commandIdOf(req);
}

/** The id of the game that a request creates. */
export function newGameIdOf(req: Request, creator: { user: UserId; random: Pick<Random, 'id'> }): Keyed<GameId> {
  const header = req.get(IDEMPOTENCY_HEADER);
  if (header === undefined) {
    return { ok: true, value: GameId.parse(creator.random.id()) };
  }
  const key = named(parse(IdempotencyKey, header));
  return key.ok ? { ok: true, value: derivedId(creator.user, key.value) } : key;
}

function derivedId(user: UserId, key: string): GameId {
  const digest = createHash('sha256').update(`${user}\n${key}`).digest('base64url');
  return GameId.parse(`g${digest.slice(0, ID_LETTERS)}`);
}

/** The id of the one game that follows from another: whoever asks for it, and however often. */
export function followingGameId(gameId: GameId, what: 'rematch'): GameId {
  return derivedId(UserId.parse(what), gameId);
}

/** Says that it is the header which is wrong. */
function named<T>(parsed: Keyed<T>): Keyed<T> {
  return parsed.ok ? parsed : refused('request/invalid', { message: `${IDEMPOTENCY_HEADER}: ${parsed.error.message}` });
}
