/**
 * What the checker judges: what every client did and saw, what PostgreSQL holds, which states were shown at the end,
 * and who was seen to own what. Plain data, so that a simulator, a cluster of processes and a hand-made lie are judged
 * by the same function.
 *
 * `at` everywhere is a count that rises over the whole run, one for all clients: an event with a lower `at` was over
 * before one with a higher `at` began. It is not a time.
 */
import type { CommandId, GameId, SessionId } from '../../src/protocol/ids';

/** A command left a client. `call` is unique over the run: the same command id sent again is another call. */
export interface Sent {
  readonly kind: 'sent';
  readonly at: number;
  readonly call: number;
  readonly client: string;
  readonly gameId: GameId;
  readonly commandId: CommandId;
  /** Of what was asked, as the stored entry's digest. */
  readonly digest: string;
}

/** The call's answer was yes. */
export interface Acked {
  readonly kind: 'acked';
  readonly at: number;
  readonly call: number;
  readonly seq: number;
  readonly epoch: number;
  /** `contentOf` the events in the answer. */
  readonly content: string;
}

/** The call's answer was no. A call with neither answer is one whose client heard nothing. */
export interface RefusedCall {
  readonly kind: 'refused';
  readonly at: number;
  readonly call: number;
  readonly code: string;
  readonly applied: 'no' | 'unknown';
}

/** A client was told of an entry, by broadcast or when it asked for what it missed. */
export interface Saw {
  readonly kind: 'saw';
  readonly at: number;
  readonly client: string;
  /** Within one connection, seqs rise. */
  readonly connection: string;
  readonly gameId: GameId;
  readonly commandId: CommandId;
  readonly seq: number;
  readonly epoch: number;
  readonly content: string;
}

/** A client asked how far a game is, and got an answer. */
export interface Read {
  readonly kind: 'read';
  /** When it asked. */
  readonly askedAt: number;
  readonly at: number;
  readonly client: string;
  readonly gameId: GameId;
  readonly seq: number;
}

export type HistoryEvent = Sent | Acked | RefusedCall | Saw | Read;

/** A row of `game_events`. */
export interface StoredEntry {
  readonly gameId: GameId;
  readonly seq: number;
  readonly commandId: CommandId;
  readonly epoch: number;
  readonly digest: string;
  readonly events: readonly unknown[];
  /** The events as clients are told of them, where that is not all that is stored. */
  readonly told?: readonly unknown[];
}

/** A row of `games`. */
export interface StoredGame {
  readonly gameId: GameId;
  readonly lastSeq: number;
  readonly fence: number;
}

/** How far the journal says that a game is, once the faults are over and everything had time to drain. */
export interface JournalHead {
  readonly gameId: GameId;
  readonly head: number;
}

/** A state that somebody showed or stored as the game's at this seq; it must be what replaying the rows gives. */
export interface ShownState {
  readonly gameId: GameId;
  readonly seq: number;
  /** Who showed it, for the report. */
  readonly by: string;
  /** Which of the model's renderings it is. */
  readonly rendering: string;
  /** Canonical JSON. */
  readonly text: string;
}

/** A look at who owns a game. */
export interface OwnerSighting {
  readonly at: number;
  readonly gameId: GameId;
  readonly epoch: number;
  readonly session: SessionId;
  /** Which record said so, e.g. `redis` or `postgres`; each record's epochs never fall. */
  readonly by: string;
}

/** How the game goes: a fold of its rows, and what may be shown of it. */
export interface Model<State> {
  /** @param state null before the first row. @throws when the row cannot follow */
  step(state: State | null, entry: StoredEntry): State;
  /** Canonical JSON. */
  render(state: State, rendering: string): string;
}

export interface Evidence<State> {
  readonly history: readonly HistoryEvent[];
  readonly entries: readonly StoredEntry[];
  readonly games: readonly StoredGame[];
  readonly heads: readonly JournalHead[];
  readonly states: readonly ShownState[];
  readonly owners: readonly OwnerSighting[];
  readonly model: Model<State>;
}

/**
 * What was broken. I1 an acked command is stored once, at its seq, as acked · I2 one command a seq, one seq a command ·
 * I3 seqs run 1..n · I4 a state is its replay · I5 nothing seen that is not stored, seqs rise · I6 a client reads its
 * own writes · I7 one effective writer · I8 what is journaled has drained · I9 what was refused as not applied is not
 * stored · I10 nor is what was refused as bad input.
 */
export type Invariant = 'I1' | 'I2' | 'I3' | 'I4' | 'I5' | 'I6' | 'I7' | 'I8' | 'I9' | 'I10';

export interface Violation {
  readonly invariant: Invariant;
  readonly gameId: GameId;
  readonly what: string;
}
