/**
 * One command, inside its game's lane: duplicate? may this seat? decide, append, and only then commit and tell.
 *
 * The output gate: between `decide` and the journal's OK nothing is kept, shown or answered. A refusal that came
 * before the append leaves everything as it was; what an append without a certain answer leaves is `unsettled`, and
 * the caller settles it (R3) before the answer goes out.
 */
import { createHash } from 'node:crypto';
import { decide } from '../baseball/decide';
import { noDice } from '../baseball/dice';
import { evolve } from '../baseball/evolve';
import { summaryOf } from '../baseball/summary';
import {
  type Accepted,
  type CommandAnswer,
  type CommandRequest,
  ENTRY_VERSION,
  type JournalEntry,
  refused,
  refusedBy,
} from '../protocol/envelope';
import type { UserId } from '../protocol/ids';
import type { HotGame, Prepared } from './hot-game';
import type { Archive, Clock } from './ports';
import { updateFor } from './projection';

/** A command, and the signed-in user who gave it. */
export interface Asked {
  readonly request: CommandRequest;
  readonly user: UserId;
}

/** A digest of what was asked and from which seat: 128 bits, enough to tell a re-sent command from a reused id. */
export function digestOf(content: unknown): string {
  return createHash('sha256').update(JSON.stringify(content)).digest('base64url').slice(0, 22);
}

/** What an accepted command is answered: the update as its actor may see it. */
export function accepted(entry: JournalEntry, duplicate: boolean): Accepted {
  const update = updateFor(entry, entry.actor.seat);
  return { ok: true, seq: entry.seq, epoch: entry.epoch, update, ...(duplicate ? { duplicate: true as const } : {}) };
}

/**
 * The first answer again, if this command id was accepted before; undefined for a new command.
 * @throws Fault when PostgreSQL, which must be asked about an old command, does not answer.
 */
export async function answeredBefore(
  game: HotGame,
  { request, user }: Asked,
  archive: Archive,
): Promise<CommandAnswer | undefined> {
  if (!game.mayHaveAnswered(request.commandId)) return undefined;
  const entry =
    game.unpersisted.find((candidate) => candidate.commandId === request.commandId) ??
    (await archive.entryOf(game.gameId, request.commandId));
  if (entry === undefined) return undefined;
  const same = entry.digest === digestOf([request.seat, request.command]) && entry.actor.user === user;
  return same ? accepted(entry, true) : refused('command/reused', { details: { commandId: request.commandId } });
}

/** The entry and the state that a command leads to, or why it may not. Changes nothing. */
export function prepare(game: HotGame, { request, user }: Asked, clock: Clock): Prepared | CommandAnswer {
  const holder = game.state.seats[request.seat];
  if (holder !== user) {
    return refused('seat/not_yours', {
      message: holder === undefined ? `Nobody holds the seat "${request.seat}" of this game.` : undefined,
      details: { seat: request.seat },
    });
  }
  const decision = decide(game.state, { seat: request.seat, command: request.command }, noDice);
  if (!decision.ok) return refusedBy(decision.rejection);
  let state = game.state;
  for (const event of decision.events) state = evolve(state, event);
  const turned = decision.events.some((event) => event.type === 'HalfInningEnded' || event.type === 'GameEnded');
  const entry: JournalEntry = {
    v: ENTRY_VERSION,
    gameId: game.gameId,
    seq: game.seq + 1,
    epoch: game.claim.epoch,
    commandId: request.commandId,
    digest: digestOf([request.seat, request.command]),
    actor: { user, seat: request.seat },
    at: clock.now(),
    events: decision.events,
    after: summaryOf(state),
    ...(turned ? { snapshot: game.snapshotWith(state, request.commandId) } : {}),
  };
  return { entry, state };
}
