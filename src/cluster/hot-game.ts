/**
 * A game in its owner's memory: the committed state, where the journal stands, and what PostgreSQL does not have yet.
 *
 * Nothing is in here that the journal has not said OK to, so whatever is read from here may be shown. Each entry
 * stays in `tail` until PostgreSQL is known to hold it: losing all of Redis loses nothing while the owner lives.
 */
import { assert } from '../baseball/assert';
import type { TeamCards } from '../baseball/cards/team-cards';
import { evolve, initialState } from '../baseball/evolve';
import { type GameState, upcastState } from '../baseball/state';
import type { JournalEntry } from '../protocol/envelope';
import type { CommandId, GameId } from '../protocol/ids';
import type { BySide } from '../protocol/side';
import { AnswerIndex } from './answer-index';
import type { Claim, StoredGame } from './ports';

/** A decision that has been made and not yet journaled. */
export interface Prepared {
  readonly entry: JournalEntry;
  readonly state: GameState;
}

/** Shared by all games: nearly none ever has one. */
const NONE_RAISED: readonly number[] = [];

export class HotGame {
  readonly gameId: GameId;
  claim: Claim;
  state: GameState;
  /** The last committed seq: the journal's head. */
  seq: number;
  /** PostgreSQL is known to hold the game up to this seq. */
  persisted: number;
  /** An entry whose append had no certain answer; settled before anything else is decided. */
  unsettled: Prepared | null = null;
  /** Both sides' cards, once a dice game needed them. */
  cards: BySide<TeamCards> | null = null;
  /** When time was last given back in the open turn, or in one before: a time of day, 0 when it never was. */
  creditedAt: number;
  /** Epochs to which PostgreSQL's fence may have been raised by a reclaim whose answer was lost. */
  raisedTo: readonly number[] = NONE_RAISED;
  private readonly answers: AnswerIndex;
  private tail: readonly JournalEntry[];

  private constructor(options: {
    claim: Claim;
    state: GameState;
    seq: number;
    persisted: number;
    creditedAt: number;
    answers: AnswerIndex;
    tail: readonly JournalEntry[];
  }) {
    this.gameId = options.claim.gameId;
    this.claim = options.claim;
    this.state = options.state;
    this.seq = options.seq;
    this.persisted = options.persisted;
    this.creditedAt = options.creditedAt;
    this.answers = options.answers;
    this.tail = options.tail;
  }

  /**
   * R1 step 4: snapshot + events + journal entries above them, seq without a gap.
   * @param journaled what the journal still held when the fence was taken, in rising seq.
   */
  static replay(claim: Claim, stored: StoredGame, journaled: readonly JournalEntry[]): HotGame {
    const above = journaled.filter((entry) => entry.seq > stored.lastSeq);
    const rebuilt = rebuild(stored, above);
    return new HotGame({ ...rebuilt, claim, persisted: stored.lastSeq, tail: above });
  }

  /** False is certain: no command of this id was accepted. */
  mayHaveAnswered(commandId: CommandId): boolean {
    return this.answers.mayHold(commandId);
  }

  commit(prepared: Prepared): void {
    assert(
      prepared.entry.seq === this.seq + 1,
      `game ${this.gameId}: commit of ${prepared.entry.seq} after ${this.seq}`,
    );
    this.state = prepared.state;
    this.seq = prepared.entry.seq;
    this.creditedAt = creditedBy(prepared.entry) ?? this.creditedAt;
    this.answers.add(prepared.entry.commandId);
    this.tail = [...this.tail, prepared.entry];
  }

  /** PostgreSQL has come this far: forget what it holds. */
  markPersisted(seq: number): void {
    if (seq <= this.persisted) return;
    this.persisted = seq;
    this.tail = this.tail.filter((entry) => entry.seq > seq);
  }

  /** The entries that PostgreSQL is not known to hold, in rising seq up to the head. */
  get unpersisted(): readonly JournalEntry[] {
    return this.tail;
  }

  /** A snapshot of `state` as it stands after `seq` + 1, for the entry that is being prepared. */
  snapshotWith(state: GameState, commandId: CommandId): string {
    const answers = AnswerIndex.fromText(this.answers.toText());
    answers.add(commandId);
    const snapshot: Snapshot = { answers: answers.toText(), state };
    return JSON.stringify(snapshot);
  }
}

export interface RebuiltGame {
  readonly state: GameState;
  readonly seq: number;
  /** Of the open turn's credits all are above the snapshot: it is taken where a turn is opened. */
  readonly creditedAt: number;
  readonly answers: AnswerIndex;
}

/** Snapshot + events + the journal's entries `above` them. Asserts that seq has no gap. */
export function rebuild(stored: StoredGame, above: readonly JournalEntry[] = []): RebuiltGame {
  const snapshot = stored.snapshot === null ? null : (JSON.parse(stored.snapshot.state) as Snapshot);
  const answers = snapshot === null ? AnswerIndex.empty() : AnswerIndex.fromText(snapshot.answers);
  let state = snapshot === null ? null : upcastState(snapshot.state);
  let seq = stored.snapshot?.seq ?? 0;
  let creditedAt = 0;
  for (const entry of [...stored.entries, ...above]) {
    assert(entry.seq === seq + 1, `game ${stored.gameId}: entry ${entry.seq} follows ${seq}`);
    for (const event of entry.events) {
      state = event.type === 'GameScheduled' ? initialState(event) : evolve(present(state, stored.gameId), event);
    }
    seq = entry.seq;
    creditedAt = creditedBy(entry) ?? creditedAt;
    answers.add(entry.commandId);
  }
  assert(seq >= stored.lastSeq, `game ${stored.gameId}: replayed to ${seq}, stored to ${stored.lastSeq}`);
  return { state: present(state, stored.gameId), seq, creditedAt, answers };
}

/** When the entry gave time back; undefined when it did not. */
function creditedBy({ events, at }: JournalEntry): number | undefined {
  return events.some(({ type }) => type === 'ClockCredited') ? at : undefined;
}

function present(state: GameState | null, gameId: GameId): GameState {
  assert(state !== null, `game ${gameId}: its first entry does not schedule it`);
  return state;
}

/** A snapshot's text, as `snapshotWith` made it. */
interface Snapshot {
  readonly answers: string;
  readonly state: GameState;
}
