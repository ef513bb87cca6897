/** What anybody can check of a dice game: the commitment, the words, and each roll with what it was for. */
import type { DiceCommitment, DiceSecret } from './dice';
import type { GameEvent } from './events';
import type { GameId } from './ids';
import type { BySide } from './side';

export interface ProvenRoll {
  /** 1, 2, 3 … in the game. */
  readonly n: number;
  readonly turn: number;
  readonly faces: number;
  readonly value: number;
  readonly for: string;
  /** Whether it follows from the secret; null while that is not known. */
  readonly holds: boolean | null;
}

/** How often each face of one kind of die came up. */
export interface FacesSpread {
  readonly faces: number;
  readonly rolls: number;
  /** Element 0: how often a 1 was rolled. */
  readonly counts: readonly number[];
  readonly chiSquare: number;
  /** Degrees of freedom: faces − 1. */
  readonly degrees: number;
  /** How likely fair dice are to spread as unevenly, or more; null with fewer than 5 rolls a face, which say nothing. */
  readonly p: number | null;
}

export interface DiceProof {
  readonly commitment: DiceCommitment;
  readonly words: BySide<string>;
  /** Null before the last event tells it. */
  readonly secret: DiceSecret | null;
  /** Whether the secret is the one that was committed to; null before it is known. */
  readonly isCommitted: boolean | null;
  /** Whether as many rolls are recorded as were said to have fallen; null before the end. */
  readonly isComplete: boolean | null;
  readonly rolls: readonly ProvenRoll[];
  readonly spread: readonly FacesSpread[];
}

/** `GET /api/games/:id/dice` */
export interface DiceAnswer {
  readonly ok: true;
  readonly gameId: GameId;
  readonly seq: number;
  readonly dice: DiceProof;
}

/** `GET /api/games/:id/export`: a game whole, as anybody may see it; enough to replay it and to check its dice. */
export interface ExportAnswer {
  readonly ok: true;
  readonly v: 1;
  readonly gameId: GameId;
  readonly seq: number;
  readonly events: readonly GameEvent[];
}
