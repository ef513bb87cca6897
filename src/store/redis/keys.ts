/**
 * Every key that the service writes in Redis, spelled here and nowhere else.
 *
 * All keys of a partition carry its hash tag, so on a Redis Cluster they share a slot, and one script may touch the
 * partition's journal together with many games' fences. Sessions carry no tag: each stands alone.
 */
import type { GameId, SessionId } from '../../protocol/ids';

const tag = (partition: number): string => `dg:{p${String(partition).padStart(2, '0')}}`;

/** stream: the entries that PostgreSQL does not have yet; fields game, seq, epoch, command, body, in that order. */
export const journalKey = (partition: number): string => `${tag(partition)}:journal`;

/** hash: epoch, session, nonce, head, persisted, command (of the entry at head), quarantined. */
export const fenceKey = (partition: number, gameId: GameId): string => `${tag(partition)}:game:${gameId}:fence`;

/** Where a partition's fences are: the fence key with `*` in the game's place. */
export const fencePattern = (partition: number): string => `${tag(partition)}:game:*:fence`;

/** stream, fields as in the journal: the entries of one game that could not be persisted. */
export const quarantineKey = (partition: number, gameId: GameId): string =>
  `${tag(partition)}:game:${gameId}:quarantine`;

/** The keys of one game that its scripts may touch; they share a slot. */
/** hash: generation, since (ms of Redis's clock). */
export const generationKey = (partition: number): string => `${tag(partition)}:generation`;

export interface GameKeys {
  readonly fence: string;
  readonly journal: string;
  readonly quarantine: string;
}

export const gameKeys = (partition: number, gameId: GameId): GameKeys => ({
  fence: fenceKey(partition, gameId),
  journal: journalKey(partition),
  quarantine: quarantineKey(partition, gameId),
});

/** hash with a time to live: node, address, startedAt, ttlMs, and stats once the node has reported. */
export const sessionKey = (id: SessionId): string => `dg:session:${id}`;

/** set: the ids of all sessions that may live; whoever lists them drops those that do not. */
export const SESSIONS_KEY = 'dg:sessions';
