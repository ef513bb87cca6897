/**
 * The computer's part of a turn, as the events that it makes: changes first, then the decision of each side for which
 * it decides. `decide` appends them where a turn opens or expires; a simulation plays whole games of them.
 */
import type { RecordSubstitution } from '../protocol/commands';
import type { GameEvent } from '../protocol/events';
import type { PlayerId } from '../protocol/ids';
import type { Lineup } from '../protocol/lineup';
import type { BySide, Side } from '../protocol/side';
import { assert } from './assert';
import type { TeamCards } from './cards/team-cards';
import { decideSubstitution } from './decide-substitution';
import { evolve } from './evolve';
import { chooseLineup } from './manager/lineup';
import { COMPUTER, type Manager } from './manager/manager';
import { outlookOf, type Outlook } from './manager/outlook';
import { known, scoutingOf } from './manager/scouting';
import { battingTeam, hasDecided, ofSide, otherSide, type LiveState, type ScheduledState } from './state';

/** One side changes, the other answers, and so on, at most so often. */
const CHANGES_MAX = 6;

/** Who decides for each side; null: somebody else does. */
export type Managers = BySide<Manager | null>;

/** A turn for which both sides have made their changes, and what each of them then sees. */
export interface ReadyTurn {
  readonly state: LiveState;
  readonly outlooks: BySide<Outlook>;
}

/**
 * The changes that the managers make before the open turn: the side in the field begins, and each change of a side may
 * be answered by the other.
 * @param onEvent hears of each change, with the state before it
 */
export function readyTurn(
  state: LiveState,
  { cards, managers }: { readonly cards: BySide<TeamCards>; readonly managers: Managers },
  onEvent: (event: GameEvent, before: LiveState) => void,
): ReadyTurn {
  let turn: ReadyTurn = seen(state, cards);
  let side = otherSide(battingTeam(state));
  let unchanged = 0;
  for (let i = 0; i < CHANGES_MAX && unchanged < 2; i++) {
    const changes = ofSide(managers, side)?.changes(ofSide(turn.outlooks, side)) ?? NONE;
    unchanged += 1;
    if (changes.length > 0) {
      turn = seen(withChanges(turn.state, changes, onEvent), cards);
      unchanged = 1;
    }
    side = otherSide(side);
  }
  return turn;
}

const NONE: readonly RecordSubstitution[] = [];

function seen(state: LiveState, cards: BySide<TeamCards>): ReadyTurn {
  const away = outlookOf({ state, side: 'away', cards });
  return { state, outlooks: { away, home: outlookOf({ state, side: 'home', cards }) } };
}

function withChanges(
  state: LiveState,
  changes: readonly RecordSubstitution[],
  onEvent: (event: GameEvent, before: LiveState) => void,
): LiveState {
  let next = state;
  for (const command of changes) {
    const decision = decideSubstitution(next, command);
    assert(decision.ok, 'a manager makes a substitution that is refused');
    for (const event of decision.events) {
      onEvent(event, next);
      next = live(evolve(next, event));
    }
  }
  return next;
}

function live(state: ReturnType<typeof evolve>): LiveState {
  assert(state.status === 'live', 'a substitution ends the game');
  return state;
}

/** The events with which the computer answers the open turn for these sides; a side that has decided is left alone. */
export function computerEvents(state: LiveState, cards: BySide<TeamCards>, sides: readonly Side[]): GameEvent[] {
  const { dice, turn } = state;
  assert(dice !== null, 'the computer manages dice games only');
  const open = sides.filter((side) => !hasDecided(state, dice, side));
  const events: GameEvent[] = [];
  const manager = (side: Side): Manager | null => (open.includes(side) ? COMPUTER : null);
  const managers: Managers = { away: manager('away'), home: manager('home') };
  const { outlooks } = readyTurn(state, { cards, managers }, (event) => events.push(event));
  const batting = battingTeam(state);
  for (const side of open) {
    const outlook = ofSide(outlooks, side);
    events.push(
      side === batting
        ? { type: 'OffenseSubmitted', turn, side, by: 'computer', decision: COMPUTER.offense(outlook) }
        : { type: 'DefenseSubmitted', turn, side, by: 'computer', decision: COMPUTER.defense(outlook) },
    );
  }
  return events;
}

/** The lineup with which the computer begins: against the starter whom the other side has named, else its best. */
export function computerLineup(state: ScheduledState, cards: BySide<TeamCards>, side: Side): Lineup {
  const other = otherSide(side);
  const named = state.lineups[other]?.lastPitcher ?? scoutingOf(cards[other]).starters[0]?.player.id;
  const opponentThrows = named === undefined ? 'R' : known(scoutingOf(cards[other]), named).card.player.throws;
  // Whoever lacks rest does not start; on the bench he is there for an emergency.
  const tired = new Set(Object.keys(state.dice?.facts.missingRestDays[side] ?? {}) as PlayerId[]);
  const rested = scoutingOf(cards[side]).starters.find(({ player }) => !tired.has(player.id));
  return chooseLineup(cards[side], {
    ruleset: state.ruleset,
    opponentThrows,
    starter: rested?.player.id ?? null,
    unavailable: new Set(),
  });
}
