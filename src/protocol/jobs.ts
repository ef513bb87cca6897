/**
 * The queues and what their jobs carry: ids and nothing else.
 *
 * The journal in Redis is the list of work; a job is only the bell that says "look". A bell that is lost is rung
 * again by the sweep, so no job payload is ever the sole copy of anything.
 */
import { z } from 'zod';
import { GameId, SessionId, UserId } from './ids';
import { Viewer } from './seat';

/** Queue names, as Bull Board shows them. */
export const QUEUES = {
  persist: 'persist',
  quarantine: 'quarantine',
  presence: 'presence',
  sweep: 'sweep',
  results: 'results',
  clock: 'clock',
} as const;
export type QueueName = keyof typeof QUEUES;

/** Move what one partition's journal holds to PostgreSQL. */
export const PersistJob = z.strictObject({ partition: z.int().min(0).max(1023) });
export type PersistJob = z.infer<typeof PersistJob>;

/** Try one quarantined game again; fails, visibly, until its entries can be stored. */
export const QuarantineJob = z.strictObject({ gameId: GameId });
export type QuarantineJob = z.infer<typeof QuarantineJob>;

/** Copy one node session's connected sockets to `game_sessions`. */
export const PresenceJob = z.strictObject({ session: SessionId });
export type PresenceJob = z.infer<typeof PresenceJob>;

/** Ring every bell that may have been lost, and tidy what dead sessions left. */
export const SweepJob = z.strictObject({});
export type SweepJob = z.infer<typeof SweepJob>;

/** Put games that ended into the tables of their leagues. */
export const ResultsJob = z.strictObject({});
export type ResultsJob = z.infer<typeof ResultsJob>;

/** A game's open turn, or its start, has something due. */
export const ClockJob = z.strictObject({ gameId: GameId });
export type ClockJob = z.infer<typeof ClockJob>;

/**
 * Asks one node, by its session, to see to it that a game has an owner (`acquire`: its entries wait for one), or that
 * its owner looks at its clock (`tick`). Said to all of them.
 */
export const AskNode = z.strictObject({ ask: z.enum(['acquire', 'tick']), gameId: GameId, session: SessionId });
export type AskNode = z.infer<typeof AskNode>;

/** What a node notes of a connected socket and the game that it looks at. Times in ms since 1970. */
export const PresenceRow = z.strictObject({
  socket: z.string().min(1).max(64),
  user: UserId,
  gameId: GameId,
  seat: Viewer,
  address: z.string().max(64),
  connectedAt: z.int().min(0),
  lastActionAt: z.int().min(0),
});
export type PresenceRow = z.infer<typeof PresenceRow>;
