/**
 * One command, inside its game's lane: duplicate? may this seat? decide, append, and only then commit and tell.
 *
 * The output gate: between `decide` and the journal's OK nothing is kept, shown or answered. A refusal that came
 * before the append leaves everything as it was; what an append without a certain answer leaves is `unsettled`, and
 * the caller settles it (R3) before the answer goes out.
 */
import { createHash } from 'node:crypto';
import { decide, type DecideInput, needsHistory } from '../baseball/decide';
import { type Dice, noDice } from '../baseball/dice';
import { DICE_RULES } from '../baseball/dice-table';
import { replayOn } from '../baseball/replay';
import { summaryOf } from '../baseball/summary';
import {
  type Accepted,
  type CommandAnswer,
  ENTRY_VERSION,
  type JournalEntry,
  refused,
  refusedBy,
} from '../protocol/envelope';
import type { GameEvent } from '../protocol/events';
import type { CardTables } from './card-tables';
import type { HotGame, Prepared } from './hot-game';
import { keyedDice } from './keyed-dice';
import { historyOf } from './past';
import type { Archive, Clock } from './ports';
import { barredFromSeat } from './seats';
import type { Caller, OwnerRequest } from './service';
import { updateFor } from './projection';
import { hotReadable } from './reading';

export interface PrepareDeps {
  readonly archive: Archive;
  readonly clock: Clock;
  readonly cards: CardTables;
}

/** A command, and the signed-in user who gave it. */
export interface Asked {
  readonly request: OwnerRequest;
  readonly caller: Caller;
}

/** A digest of what was asked and from which seat: 128 bits, enough to tell a re-sent command from a reused id. */
export function digestOf(content: unknown): string {
  return createHash('sha256').update(JSON.stringify(content)).digest('base64url').slice(0, 22);
}

/** What an accepted command is answered: the update as its actor may see it. */
export function accepted(entry: JournalEntry, duplicate: boolean): Accepted {
  const { seat } = entry.actor;
  const update = updateFor(entry, seat === 'clock' ? 'spectator' : seat);
  return { ok: true, seq: entry.seq, epoch: entry.epoch, update, ...(duplicate ? { duplicate: true as const } : {}) };
}

/**
 * The first answer again, if this command id was accepted before; undefined for a new command.
 * @throws Fault when PostgreSQL, which must be asked about an old command, does not answer.
 */
export async function answeredBefore(
  game: HotGame,
  { request, caller }: Asked,
  archive: Archive,
): Promise<CommandAnswer | undefined> {
  if (!game.mayHaveAnswered(request.commandId)) return undefined;
  const entry =
    game.unpersisted.find((candidate) => candidate.commandId === request.commandId) ??
    (await archive.entryOf(game.gameId, request.commandId));
  if (entry === undefined) return undefined;
  const same = entry.digest === digestOf([request.seat, request.command]) && entry.actor.user === caller.user;
  return same ? accepted(entry, true) : refused('command/reused', { details: { commandId: request.commandId } });
}

/**
 * The entry and the state that a command leads to, or why it may not. Changes nothing. Only what revises the past
 * waits: the game's events are read for it, the lane being held meanwhile.
 * @throws Fault when PostgreSQL, which must be asked about the past, does not answer.
 */
export async function prepare(game: HotGame, asked: Asked, deps: PrepareDeps): Promise<Prepared | CommandAnswer> {
  const { request, caller } = asked;
  const barred = barredFromSeat(game.state, request, caller);
  if (barred !== undefined) return barred;
  const input = { seat: request.seat, command: request.command, ...(await tableOf(game, asked, deps)) };
  if (!needsHistory(input.command)) return decided(game, asked, { input, clock: deps.clock });
  const history = await historyOf(hotReadable(game, deps.archive));
  return 'ok' in history ? history : decided(game, asked, { input: { ...input, history }, clock: deps.clock });
}

type DiceInput = Pick<DecideInput, 'at' | 'table' | 'user'>;

/** What a dice game is decided with. */
async function tableOf(game: HotGame, { caller }: Asked, { cards, clock }: PrepareDeps): Promise<DiceInput> {
  const { dice } = game.state;
  if (dice === null) return NO_TABLE;
  game.cards ??= await cards.ofGame(dice.facts.cards);
  return { at: clock.now(), user: caller.user, table: { cards: game.cards, rules: DICE_RULES } };
}

const NO_TABLE = {};

/** The dice of this game, from the next roll on. */
function diceFor({ gameId, state: { dice } }: HotGame): Dice {
  if (dice === null) return noDice;
  return keyedDice({ gameId, secret: dice.facts.secret, words: dice.words }, dice.rolled);
}

function decided(
  game: HotGame,
  { request, caller }: Asked,
  { input, clock }: { readonly input: DecideInput; readonly clock: Clock },
): Prepared | CommandAnswer {
  const decision = decide(game.state, input, diceFor(game));
  if (!decision.ok) return refusedBy(decision.rejection);
  const state = replayOn(game.state, decision.events);
  const entry: JournalEntry = {
    v: ENTRY_VERSION,
    gameId: game.gameId,
    seq: game.seq + 1,
    epoch: game.claim.epoch,
    commandId: request.commandId,
    digest: digestOf([request.seat, request.command]),
    actor: { user: caller.user, seat: request.seat },
    at: clock.now(),
    events: decision.events,
    after: summaryOf(state),
    ...(decision.events.some(isTurningPoint) ? { snapshot: game.snapshotWith(state, request.commandId) } : {}),
  };
  return { entry, state };
}

/** Whether a snapshot is due: a half-inning or the game ended, or the state jumped. */
function isTurningPoint({ type }: GameEvent): boolean {
  return type === 'HalfInningEnded' || type === 'GameEnded' || type === 'HistoryRevised';
}
