/** What the cluster's core tells whoever counts and logs: facts, never behaviour. Nothing here may throw. */
import type { GameId, SessionId } from '../protocol/ids';
import type { AcquireReason, ReclaimReason, ReleaseReason } from '../protocol/ownership';

/** Why a node lost a game that it had not let go of. */
export type LossReason = 'fenced' | 'session' | 'diverged' | 'quarantined';

export interface Observer {
  acquired(fact: { gameId: GameId; epoch: number; reason: AcquireReason; tookMs: number }): void;
  released(fact: { gameId: GameId; epoch: number; reason: ReleaseReason; tookMs: number }): void;
  lost(fact: { gameId: GameId; epoch: number; reason: LossReason }): void;
  /** An append that was refused or unanswered, and was settled by asking PostgreSQL (R3). */
  reclaimed(fact: {
    gameId: GameId;
    epoch: number;
    reason: ReclaimReason;
    outcome: 'kept' | 'moved' | 'diverged';
    tookMs: number;
  }): void;
  appendedBatch(entries: number): void;
  committed(fact: { gameId: GameId; tookMs: number }): void;
  sessionLost(session: SessionId): void;
  /** Something unexpected; `what` says where, for the log. */
  failed(what: string, reason: unknown, gameId?: GameId): void;
}
