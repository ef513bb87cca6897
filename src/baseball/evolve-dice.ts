/**
 * The arithmetic of a dice game's own part of the state: decisions that are in, rolls that fell, pitchers who tire.
 *
 * A play or an opened turn leaves nothing decided; the events themselves say what had been.
 */
import type { DiceTerms } from '../protocol/dice';
import type {
  DefenseSubmitted,
  OffenseSubmitted,
  PlayerSubstituted,
  PlayRecorded,
  TurnOpened,
  WordAdded,
} from '../protocol/events';
import type { Side } from '../protocol/side';
import { assert } from './assert';
import { afterSubmission } from './evolve-lobby';
import {
  diceDraftOf,
  draftOf,
  ofSide,
  withSide,
  type DiceFacts,
  type DiceState,
  type GameState,
  type MoundState,
  type StartedState,
  type TeamLineupState,
  type TurnClock,
} from './state';

const FRESH_MOUND: MoundState = { battersFaced: 0, pitchersBefore: 0 };

const ALL_RESTED: DiceFacts['missingRestDays'] = { away: {}, home: {} };

export function initialDice(terms: DiceTerms): DiceState {
  const { commitment, secret, cards, managers, clock, missingRestDays = ALL_RESTED } = terms;
  assert(secret !== undefined, 'a dice game without its secret');
  return {
    facts: { commitment, secret, cards, managers, clock, missingRestDays },
    words: { away: '', home: '' },
    defense: null,
    offense: null,
    rolled: 0,
    mound: { away: FRESH_MOUND, home: FRESH_MOUND },
    clock: null,
  };
}

/** The dice of a game that must be one of dice. */
export function diceOf({ dice }: GameState): DiceState {
  assert(dice !== null, 'an event of a dice game in a scored one');
  return dice;
}

export function withWord(dice: DiceState, { side, word }: WordAdded): DiceState {
  const next = diceDraftOf(dice);
  next.words = withSide(dice.words, side, word);
  return next;
}

export function afterTurnEvent(
  state: StartedState,
  event: DefenseSubmitted | OffenseSubmitted | TurnOpened,
): StartedState {
  const next = draftOf(state);
  const dice = diceDraftOf(diceOf(state));
  next.dice = dice;
  if (event.type === 'TurnOpened') {
    const { turn, at, deadlines, banks } = event;
    next.turn = turn;
    dice.defense = null;
    dice.offense = null;
    const before = turn === state.turn ? null : dice.clock;
    dice.clock = { at, deadlines, banks, warned: stillWarned(before, deadlines), credits: 0 };
    return next;
  }
  assert(event.decision !== undefined, 'a decision that says nothing');
  if (event.type === 'DefenseSubmitted') dice.defense = event.decision;
  else dice.offense = event.decision;
  if (event.bank !== undefined) dice.clock = withBank(dice.clock, event.side, event.bank);
  next.lobby = afterSubmission(state, event);
  return next;
}

/**
 * The sides that have had their warning: whose deadline a substitution lets run on is not warned of it again.
 * @param before the clock of the turn that was withdrawn; null where a play opens the next
 */
function stillWarned(before: TurnClock | null, deadlines: TurnClock['deadlines']): TurnClock['warned'] {
  const isStill = (side: Side): boolean =>
    before !== null && before.warned[side] && before.deadlines[side] === deadlines[side];
  return { away: isStill('away'), home: isStill('home') };
}

function withBank(clock: TurnClock | null, side: Side, bank: number): TurnClock | null {
  return clock === null ? null : { ...clock, banks: withSide(clock.banks, side, bank) };
}

/** @param fielding the side that was in the field */
export function diceAfterPlay(dice: DiceState, event: PlayRecorded, fielding: Side): DiceState {
  const next = diceDraftOf(dice);
  next.defense = null;
  next.offense = null;
  next.rolled = dice.rolled + (event.dice?.rolls.length ?? 0);
  if (event.runners[0]?.base === 0) {
    const { battersFaced, pitchersBefore } = ofSide(dice.mound, fielding);
    next.mound = withSide(dice.mound, fielding, { battersFaced: battersFaced + 1, pitchersBefore });
  }
  return next;
}

/** @param lineup the side's, as it was before */
export function diceAfterSubstitution(
  dice: DiceState,
  { side, player, position }: PlayerSubstituted,
  lineup: TeamLineupState,
): DiceState {
  if (position !== 1 || player.id === lineup.lastPitcher) return dice;
  const { pitchersBefore } = ofSide(dice.mound, side);
  const next = diceDraftOf(dice);
  next.mound = withSide(dice.mound, side, { battersFaced: 0, pitchersBefore: pitchersBefore + 1 });
  return next;
}
