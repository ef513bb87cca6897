/**
 * Creating a game: its first entry goes straight to PostgreSQL, before anybody can own it.
 *
 * A fork's first entry tells again what had happened in the other game, so that from the first moment on it is a game
 * like any other.
 */
import { DICE_RULES } from '../baseball/dice-table';
import { forkGame, stateOf } from '../baseball/fork';
import { summaryOf } from '../baseball/summary';
import { ENTRY_VERSION, type Refused, refused, refusedBy } from '../protocol/envelope';
import type { GameEvent, GameScheduled } from '../protocol/events';
import { CommandId, type GameId } from '../protocol/ids';
import type { CardTables } from './card-tables';
import { digestOf } from './command';
import { keyedDice } from './keyed-dice';
import type { Archive, Clock, TurnBell } from './ports';
import type { Caller, Fork } from './service';

export interface CreationDeps {
  readonly archive: Pick<Archive, 'create'>;
  readonly cards: CardTables;
  readonly clock: Pick<Clock, 'now'>;
  readonly turnBell: TurnBell;
}

/** A game to be made; with a past, where it is a fork. */
export type Creation = Pick<Fork, 'event'> & Partial<Fork> & { readonly caller: Caller };

/** What was asked for, without what the service drew: the same request again is the same game. */
function askedFor({ dice, ...event }: GameScheduled): object {
  if (dice === undefined) return event;
  const { secret: _, commitment: __, ...options } = dice;
  return { ...event, dice: options };
}

/** Everything that the first entry tells. */
async function firstEvents(deps: CreationDeps, gameId: GameId, asked: Creation) {
  const { event, past, caller } = asked;
  if (past === undefined) return { ok: true, events: [event] } as const;
  const { dice } = event;
  if (dice === undefined) return forkGame(event, past, null);
  const { secret } = dice;
  if (secret === undefined) throw new Error('violation: a dice game was created without a secret');
  const cards = await deps.cards.ofGame(dice.cards);
  const rolls = keyedDice({ gameId, secret, words: { away: '', home: '' } }, 0);
  return forkGame(event, past, { cards, rules: DICE_RULES, at: deps.clock.now(), user: caller.user, dice: rolls });
}

/** @throws Fault when PostgreSQL does not answer */
export async function createGame(
  deps: CreationDeps,
  gameId: GameId,
  asked: Creation,
): Promise<{ ok: true; duplicate: boolean } | Refused> {
  const { event, caller } = asked;
  const fault = event.dice === undefined ? null : await deps.cards.faultOf(event.dice.cards);
  if (fault !== null) return fault;
  const decided = await firstEvents(deps, gameId, asked);
  if (!decided.ok) return refusedBy(decided.rejection);
  const events: GameEvent[] = [...decided.events];
  const after = summaryOf(stateOf(events));
  const reply = await deps.archive.create(event, {
    v: ENTRY_VERSION,
    gameId,
    seq: 1,
    epoch: 0,
    commandId: CommandId.parse(`create-${gameId}`),
    digest: digestOf(askedFor(event)),
    actor: { user: caller.user, seat: 'commissioner' },
    at: deps.clock.now(),
    events,
    after,
  });
  // A game that waits for nobody has no command to be taken for.
  if (reply.status === 'CREATED' && after.dueAt !== undefined) deps.turnBell.ringAt(gameId, after.dueAt);
  return reply.status === 'EXISTS' ? refused('game/exists') : { ok: true, duplicate: reply.status === 'SAME' };
}
