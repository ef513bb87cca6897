/**
 * Undoing the last play, and correcting an earlier one.
 *
 * What was recorded stays recorded; a `HistoryRevised` says from where on it stopped counting. A correction is decided
 * in the state before the play, and everything recorded since is decided again behind it, by the same rules as the
 * first time. What no longer fits refuses the whole correction by name: nobody would know better what happened then.
 */
import type { CorrectPlay, FieldCommand, UndoPlay } from '../protocol/commands';
import type { GameEvent, HistoryRevised, PlayRecorded } from '../protocol/events';
import { effectiveEvents, ENTRY_EVENTS_MAX } from '../protocol/history';
import { assert } from './assert';
import { adviseOnPlay, decidePlay } from './decide-play';
import { accepted, refused, type Decision } from './decision';
import { impliedCommand } from './implied-commands';
import { replay } from './replay';
import { Telling } from './telling';
import { isStarted, type GameState, type LiveState, type StartedState } from './state';

/** How a command is decided in a game that has started. */
export type DecideAgain = (state: StartedState, command: FieldCommand) => Decision;

/** A recorded play, and the game around it. */
interface Moment {
  /** The state just before the play. */
  readonly before: LiveState;
  readonly play: PlayRecorded;
  /** What was recorded after it. */
  readonly after: readonly GameEvent[];
}

/** @param history all events of the game; null when the turn ended without a play */
function momentOf(history: readonly GameEvent[], turn: number): Moment | null {
  const events = effectiveEvents(history);
  const at = events.findLastIndex((event) => event.type === 'PlayRecorded' && event.turn === turn);
  const play = events[at];
  if (play?.type !== 'PlayRecorded') {
    const isWithdrawn = events.some((event) => event.type === 'TurnOpened' && event.turn === turn + 1);
    assert(isWithdrawn, `a history without the play of turn ${turn}`);
    return null;
  }
  const before = replay(events.slice(0, at));
  assert(before.status === 'live', `a play in a game that was ${before.status}`);
  return { before, play, after: events.slice(at + 1) };
}

function revised(reason: HistoryRevised['reason'], { before }: Moment): HistoryRevised {
  return { type: 'HistoryRevised', reason, turn: before.turn, state: { ...before } };
}

/** Null when a play of this turn is recorded. */
function notRecorded(state: StartedState, turn: number): Decision | null {
  if (turn < state.turn) return null;
  const last = state.turn - 1;
  const known = last === 0 ? 'no play is recorded yet' : `the last recorded play is that of turn ${last}`;
  return refused('turn/future', `Turn ${turn} has no play: ${known}.`, { turn, last });
}

function withdrawn(turn: number): Decision {
  return refused('turn/stale', `Turn ${turn} had no play: a substitution opened the next one.`, { turn });
}

/** The dice of a play stay with it, whatever it is now judged to have been: no roll is lost or made. */
function keepingDice(events: readonly GameEvent[], recorded: GameEvent): GameEvent[] {
  const dice = recorded.type === 'PlayRecorded' ? recorded.dice : undefined;
  if (dice === undefined) return [...events];
  return events.map((event) => (event.type === 'PlayRecorded' ? { ...event, dice } : event));
}

/** What no judgement could change: who decided what, who sat where, and what the clock said. */
const TOLD_AS_IT_WAS: ReadonlySet<GameEvent['type']> = new Set<GameEvent['type']>([
  'DefenseSubmitted',
  'OffenseSubmitted',
  'TurnOpened',
  'TurnWarned',
  'ClockCredited',
  'SeatTaken',
  'SeatLeft',
  'PauseOffered',
  'PauseDeclined',
  'Resigned',
  'SideAbandoned',
  'SecretRevealed',
]);

export function decideUndo(state: StartedState, { turn }: UndoPlay, history: readonly GameEvent[]): Decision {
  const missing = notRecorded(state, turn);
  if (missing !== null) return missing;
  const last = state.turn - 1;
  if (turn < last) {
    const message = `Only the last play can be undone, that of turn ${last}; an earlier one can be corrected.`;
    return refused('turn/stale', message, { turn, last });
  }
  const moment = momentOf(history, turn);
  return moment === null ? withdrawn(turn) : accepted(revised('undo', moment));
}

export function decideCorrection(
  state: StartedState,
  command: CorrectPlay,
  past: { readonly history: readonly GameEvent[]; readonly decideAgain: DecideAgain },
): Decision {
  const missing = notRecorded(state, command.turn);
  if (missing !== null) return missing;
  const moment = momentOf(past.history, command.turn);
  if (moment === null) return withdrawn(command.turn);
  const { before, play, after } = moment;
  const count = command.count ?? play.count;
  const pitches = command.pitches ?? play.pitches;
  const said = { ...command, type: 'RecordPlay' as const, ...(count && { count }), ...(pitches && { pitches }) };
  const corrected = decidePlay(before, said);
  if (!corrected.ok) return adviseOnPlay(before, said, corrected);
  const events = keepingDice(corrected.events, play);
  const told = tellAgain({ start: before, events }, after, past.decideAgain);
  if (!told.ok) return told;
  if (told.events.length >= ENTRY_EVENTS_MAX) {
    const message = `Too much was recorded since turn ${command.turn} to judge it all again; undo from the last play.`;
    return refused('command/not_allowed', message, { recorded: told.events.length });
  }
  return accepted(revised('correction', moment), ...told.events);
}

interface Told {
  readonly start: GameState;
  readonly events: readonly GameEvent[];
}

/** What was recorded after a play, decided again after what now stands in its place. */
function tellAgain(instead: Told, after: readonly GameEvent[], decideAgain: DecideAgain): Decision {
  const telling = new Telling(instead.start);
  telling.tell(...instead.events);
  for (const recorded of after) {
    if (TOLD_AS_IT_WAS.has(recorded.type)) telling.tell(recorded);
    const command = impliedCommand(recorded);
    if (command === null) continue;
    const { state } = telling;
    assert(isStarted(state), 'a correction goes on after the start');
    const decision = decideAgain(state, command);
    if (!decision.ok) return noLongerFits(recorded, command, { state, decision });
    telling.tell(...keepingDice(decision.events, recorded));
  }
  return { ok: true, events: telling.events };
}

function noLongerFits(
  recorded: GameEvent,
  command: FieldCommand,
  { state, decision }: { readonly state: StartedState; readonly decision: Extract<Decision, { ok: false }> },
): Decision {
  const isPlay = recorded.type === 'PlayRecorded';
  const turn = isPlay ? recorded.turn : state.turn;
  const notation = isPlay ? { notation: recorded.notation } : {};
  const what = isPlay ? `The play of turn ${turn} (${recorded.notation})` : `${command.type} in turn ${turn}`;
  const { code, message, details = {} } = decision.rejection;
  return refused('play/no_longer_fits', `${what} no longer fits: ${message}`, {
    turn,
    command: command.type,
    ...notation,
    rule: { code, message, details },
  });
}
