/**
 * A game's flight recorder: who owned it when, and why that changed. One move a line, in words from closed lists, so
 * that anybody may read it: what a failure said in detail stays with the operators.
 */
import { z } from 'zod';
import type { GameId, SessionId } from './ids';

/** Why a game came to a node: nobody had it, its owner was dead, or its owner handed it over. */
export type AcquireReason = 'cold' | 'takeover' | 'handOff';

/**
 * Why an owner asked PostgreSQL whether the game was still its own: the journal refused an entry, or did not answer;
 * the journal had forgotten something; or the node's session had run out.
 */
export type ReclaimReason = 'refused' | 'unanswered' | 'forgotten' | 'session';

/** Why an owner let a game go: nobody used it, or another node was to have it. */
export type ReleaseReason = 'eviction' | 'handOff';

/**
 * Why a game was set aside: two different entries claim one seq; PostgreSQL refuses an entry; an entry cannot be read;
 * an entry between others is missing; PostgreSQL does not know the game.
 */
export type QuarantineCause = 'diverged' | 'unstorable' | 'unreadable' | 'incomplete' | 'unknownGame';

export type OwnershipKind = 'acquired' | 'reclaimed' | 'released' | 'quarantined' | 'restored';
export type OwnershipReason = AcquireReason | ReclaimReason | ReleaseReason | QuarantineCause | 'stored';

export interface OwnershipMove {
  /** By PostgreSQL's clock, whoever moved it. */
  readonly at: string;
  readonly kind: OwnershipKind;
  readonly reason: OwnershipReason;
  /** The game's epoch from then on; of a release, the one that ended. */
  readonly epoch: number;
  /** Whose the game was from then on; of a release, until then. Null when nobody had owned it yet. */
  readonly session: SessionId | null;
  /** The node or worker that moved it. */
  readonly node: string;
}

/** `GET /api/games/:id/ownership`: the newest epoch first; `cursor` is the `next` of the page before. */
export const OwnershipQuery = z.strictObject({
  cursor: z.string().min(1).max(100).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});
export type OwnershipQuery = z.infer<typeof OwnershipQuery>;

export interface OwnershipPage {
  readonly moves: readonly OwnershipMove[];
  readonly next: string | null;
}

/** `GET /api/games/:id/ownership` */
export interface OwnershipAnswer extends OwnershipPage {
  readonly ok: true;
  readonly gameId: GameId;
}
