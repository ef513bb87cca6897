/**
 * What nodes say to each other. One persistent link between two nodes, authenticated by a shared secret; each
 * request is answered once, within a deadline that the asker sets.
 */
import { z } from 'zod';
import { CommandRequest, type CommandAnswer, type GameUpdate, type Refused, Seq } from './envelope';
import { Role } from './identity';
import { GameId, UserId } from './ids';
import type { GameAtAnswer } from './rest';
import { type Catchup } from './socket';
import { Viewer } from './seat';

/**
 * A command for a game that the receiver owns, given by a user whom the asking node has authenticated. `socket` is
 * the actor's socket: its answer carries the update, so the broadcast leaves it out. `from` is the asking node's
 * address: a game may follow its commands there.
 */
export const MeshCommand = z.strictObject({
  kind: z.literal('command'),
  request: CommandRequest,
  user: UserId,
  role: Role.optional(),
  socket: z.string().max(64).optional(),
  from: z.string().max(256).optional(),
});
export type MeshCommand = z.infer<typeof MeshCommand>;

/** The exact run after `since`, or the whole view (always the view without `since`). */
export const MeshCatchup = z.strictObject({
  kind: z.literal('catchup'),
  gameId: GameId,
  viewer: Viewer,
  user: UserId,
  since: Seq.optional(),
});
export type MeshCatchup = z.infer<typeof MeshCatchup>;

/** A page of updates after a seq, however long the game is. */
export const MeshUpdates = z.strictObject({
  kind: z.literal('updates'),
  gameId: GameId,
  viewer: Viewer,
  user: UserId,
  after: Seq,
  limit: z.int().min(1).max(500),
});
export type MeshUpdates = z.infer<typeof MeshUpdates>;

/** The game as it stood after a seq. */
export const MeshAt = z.strictObject({ kind: z.literal('at'), gameId: GameId, seq: z.int() });
export type MeshAt = z.infer<typeof MeshAt>;

/** Please take this game over now: its owner is letting go of it. */
export const MeshAcquire = z.strictObject({ kind: z.literal('acquire'), gameId: GameId });
export type MeshAcquire = z.infer<typeof MeshAcquire>;

/** Look at the clock of a game that the receiver owns. */
export const MeshTick = z.strictObject({ kind: z.literal('tick'), gameId: GameId });
export type MeshTick = z.infer<typeof MeshTick>;

export const MeshRequest = z.discriminatedUnion('kind', [
  MeshCommand,
  MeshCatchup,
  MeshUpdates,
  MeshAt,
  MeshAcquire,
  MeshTick,
]);
export type MeshRequest = z.infer<typeof MeshRequest>;

export interface UpdatesPage {
  readonly ok: true;
  readonly updates: readonly GameUpdate[];
  /** The game's head when the page was read: there is more when the last update's seq is lower. */
  readonly seq: number;
  readonly epoch: number;
}

export interface MeshAnswers {
  command: CommandAnswer;
  catchup: { readonly ok: true; readonly catchup: Catchup } | Refused;
  updates: UpdatesPage | Refused;
  at: GameAtAnswer | Refused;
  acquire: { readonly ok: true } | Refused;
  tick: { readonly ok: true } | Refused;
}
export type MeshAnswer<K extends MeshRequest['kind']> = MeshAnswers[K];
