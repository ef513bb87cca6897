/**
 * The turn of a dice game: both sides decide, in any order, and when both are in the play falls.
 *
 * The turn's way: *opened* (by the start, a play, or a substitution that withdrew the one before) → one side *in* →
 * both in: played, in the entry of whoever came last, with all that follows up to the next turn's opening. A side
 * that the computer manages decides as the turn opens; where it manages both, and where a manager's time is up, when
 * the clock says so.
 */
import type { ExpireTurn, SubmitDefense, SubmitOffense } from '../protocol/commands';
import type { DefenseSubmitted, GameEvent, OffenseSubmitted } from '../protocol/events';
import type { UserId } from '../protocol/ids';
import type { BySide, Side } from '../protocol/side';
import { lateCredit, nextDue, sidesExpired, warningsDue } from './clock-due';
import { wrongTurn } from './decide-play';
import { vacantPositions } from './decide-substitution';
import { accepted, refused, type Decision } from './decision';
import { illegalDefense, illegalOffense } from './decisions';
import type { TeamCards } from './cards/team-cards';
import type { Dice } from './dice';
import type { DiceRules } from './dice-rules';
import { diceOf } from './evolve-dice';
import { playEvents } from './play-events';
import { battingTeam, fieldingTeam, hasDecided, SIDES, type DiceState, type LiveState } from './state';
import { Telling } from './telling';
import { bankAfter, openedClock, type Opening } from './turn-clock';

/** What a decision in a dice game is made with. */
export interface DiceTable {
  readonly cards: BySide<TeamCards>;
  readonly dice: Dice;
  readonly rules: DiceRules;
  /** Milliseconds since 1970. */
  readonly at: number;
  /** Who gives the command. */
  readonly user: UserId;
}

type Submission = SubmitDefense | SubmitOffense;

/** The side for which nobody sits there. */
function computerSides({ facts }: DiceState): Side[] {
  return SIDES.filter((side) => facts.managers[side].kind === 'computer');
}

/** Whose decision it is. */
function sideOf(state: LiveState, { type }: Submission): Side {
  return type === 'SubmitDefense' ? fieldingTeam(state) : battingTeam(state);
}

/** Why a side cannot decide that now; null when it can. */
export function submissionFault(state: LiveState, side: Side, command: Submission): Decision | null {
  const wrong = wrongTurn(state, command.turn);
  if (wrong !== null) return wrong;
  const details = { command: command.type, turn: command.turn, seat: side };
  if (side !== sideOf(state, command)) {
    const doing =
      side === battingTeam(state) ? 'at bat: it decides the offense' : 'in the field: it decides the defense';
    return refused('seat/wrong_seat', `The ${side} team is ${doing}.`, details);
  }
  if (hasDecided(state, diceOf(state), side)) return refused('decision/already_in', undefined, details);
  return lineupFault(state, command) ?? illegalFault(state, command);
}

function lineupFault(state: LiveState, { type }: Submission): Decision | null {
  if (type === 'SubmitOffense') return null;
  const side = fieldingTeam(state);
  const vacant = vacantPositions(state.lineups[side]);
  if (vacant.length === 0) return null;
  const details = { rule: 'positions', field: 'lineup', side, vacant };
  return refused('decision/illegal', `Nobody has position ${vacant.join(', ')}: substitute first.`, details);
}

function illegalFault(state: LiveState, command: Submission): Decision | null {
  const fault =
    command.type === 'SubmitDefense'
      ? illegalDefense(state, command.decision)
      : illegalOffense(state, command.decision);
  if (fault === null) return null;
  return refused('decision/illegal', fault.message, { rule: fault.rule, field: fault.field });
}

function submitted(state: LiveState, side: Side, { command, at }: { command: Submission; at: number }): GameEvent {
  const { turn } = command;
  const bank = bankAfter(diceOf(state), side, at);
  const head = { turn, side, by: 'manager', ...(bank === undefined ? {} : { bank }) } as const;
  return command.type === 'SubmitDefense'
    ? { type: 'DefenseSubmitted', ...head, decision: command.decision }
    : { type: 'OffenseSubmitted', ...head, decision: command.decision };
}

/** A manager's decision; with the other's in already, the play and the next turn. */
export function decideSubmission(
  state: LiveState,
  side: Side,
  asked: { command: Submission; table: DiceTable },
): Decision {
  const { command, table } = asked;
  const fault = submissionFault(state, side, command);
  if (fault !== null) return fault;
  const telling = new Telling(state);
  telling.tell(submitted(state, side, { command, at: table.at }));
  playTurn(telling, table);
  return { ok: true, events: telling.events };
}

/** Whom the clock may decide for: whose time is up, or both where the computer manages both. */
function expired(state: LiveState, dice: DiceState, at: number): Side[] {
  const computers = computerSides(dice);
  if (computers.length < 2) return sidesExpired(state, dice, at);
  return computers.filter((side) => !hasDecided(state, dice, side));
}

const isSubmitted = (event: GameEvent): event is DefenseSubmitted | OffenseSubmitted =>
  event.type === 'DefenseSubmitted' || event.type === 'OffenseSubmitted';

/** The clock rings: time is given back, or is up for somebody, or nearly so. */
export function decideExpiry(state: LiveState, { turn }: ExpireTurn, table: DiceTable): Decision {
  const wrong = wrongTurn(state, turn);
  if (wrong !== null) return wrong;
  const dice = diceOf(state);
  const owed = lateCredit(state, dice, table.at);
  if (owed !== null) return accepted(owed);
  const sides = expired(state, dice, table.at);
  if (sides.length > 0) return decideFor(state, sides, table);
  const warnings = warningsDue(state, dice, table.at);
  if (warnings.length > 0) return accepted(...warnings);
  return refused('clock/not_due', undefined, { turn, at: table.at, dueAt: nextDue(state) });
}

/** The computer decides for sides that have not. */
function decideFor(state: LiveState, sides: readonly Side[], table: DiceTable): Decision {
  const { clock } = diceOf(state);
  const emptied = new Set(sides.filter((side) => (clock?.banks[side] ?? null) !== null));
  const decided = table.rules.computerEvents(state, table.cards, sides);
  const telling = new Telling(state);
  telling.tell(
    ...decided.map((event) => (isSubmitted(event) && emptied.has(event.side) ? { ...event, bank: 0 } : event)),
  );
  playTurn(telling, table);
  return { ok: true, events: telling.events };
}

/** The play, if both decisions are in, and the opening of the next turn. */
function playTurn(telling: Telling, table: DiceTable): void {
  const { state } = telling;
  if (state.status !== 'live') return;
  const { defense, offense } = diceOf(state);
  if (defense === null || offense === null) return;
  const { cards, dice, rules } = table;
  telling.tell(...playEvents({ state, cards, defense, offense }, dice, rules.resolve));
  openTurn(telling, table, 'play');
}

/** Opens a turn, if the game goes on: the clock starts, and the computer decides for its side. */
export function openTurn(telling: Telling, table: DiceTable, by: Opening['by']): void {
  const { state } = telling;
  if (state.status !== 'live') return;
  const dice = diceOf(state);
  if (by !== 'play' || dice.facts.clock.kind !== 'none') {
    const turn = by === 'play' ? state.turn : state.turn + 1;
    telling.tell({ type: 'TurnOpened', turn, ...openedClock(state, dice, { at: table.at, by }) });
  }
  const opened = telling.state;
  const sides = computerSides(dice);
  if (sides.length === 1 && opened.status === 'live') {
    telling.tell(...table.rules.computerEvents(opened, table.cards, sides));
  }
}
