/**
 * "What if": a new game from any position of another one. Its first entry schedules it and tells again what counted up
 * to there, so scores, statistics and replay need to know nothing of forks.
 *
 * Told again is what happened on the field. The other game's decisions, seats and dice are its own; a fork has its own
 * secret, and rolls from 1.
 */
import type { GameEvent, GameScheduled } from '../protocol/events';
import { effectiveEvents } from '../protocol/history';
import type { BySide } from '../protocol/side';
import type { TeamCards } from './cards/team-cards';
import { withBench } from './decide-dice-lineup';
import { openTurn, type DiceTable } from './decide-turn';
import { refused, type Decision } from './decision';
import { evolve, initialState } from './evolve';
import { isStarted, type GameState, type TeamLineupState } from './state';
import { Telling } from './telling';

const TOLD: ReadonlySet<GameEvent['type']> = new Set([
  'LineupSet',
  'GameStarted',
  'PlayRecorded',
  'PitchesRecorded',
  'PlayerSubstituted',
  'HandAdjusted',
  'BattingOrderAdjusted',
  'AutomaticRunnerPlaced',
  'ResponsiblePitcherAdjusted',
  'HalfInningEnded',
]);

/** A play as it was; the rolls behind it were the other game's. */
function withoutDice(event: GameEvent): GameEvent {
  if (event.type !== 'PlayRecorded') return event;
  const { dice: _, ...play } = event;
  return play;
}

/** What of a game's events is told again in a fork; what followed its end, or stopped it, is not. */
export function pastOf(events: Iterable<GameEvent>): GameEvent[] {
  return effectiveEvents(events)
    .filter(({ type }) => TOLD.has(type))
    .map(withoutDice);
}

function playersOf({ order, pitcher, bench }: TeamLineupState): readonly { readonly id: string }[] {
  return [...order, ...(pitcher === null ? [] : [pitcher]), ...bench];
}

/** Those of a side who would have to play without a card. */
function withoutCards(state: GameState, cards: BySide<TeamCards>): string[] {
  if (!isStarted(state)) return [];
  return (['away', 'home'] as const).flatMap((side) =>
    playersOf(state.lineups[side]).flatMap(({ id }) =>
      [...cards[side].players.keys()].some((known) => known === id) ? [] : [id],
    ),
  );
}

/**
 * Everything that the fork's first entry tells.
 * @param past what `pastOf` made of the other game
 * @param table what a dice game is decided with; null for a scored one
 */
export function forkGame(scheduled: GameScheduled, past: readonly GameEvent[], table: DiceTable | null): Decision {
  const telling = new Telling(initialState(scheduled));
  for (const event of past) {
    const isLineup = table !== null && event.type === 'LineupSet';
    telling.tell(isLineup ? benched(event, table.cards, scheduled) : event);
  }
  const { state } = telling;
  if (state.status === 'final') return refused('game/over', 'The game was over at that position; fork an earlier one.');
  if (table === null) return { ok: true, events: [scheduled, ...telling.events] };
  const missing = withoutCards(state, table.cards);
  if (missing.length > 0) {
    return refused('cards/mismatch', `There is no card of ${missing.join(', ')}.`, { players: missing });
  }
  openTurn(telling, table, 'commissioner');
  return { ok: true, events: [scheduled, ...telling.events] };
}

function benched(event: Extract<GameEvent, { type: 'LineupSet' }>, cards: BySide<TeamCards>, scheduled: GameScheduled) {
  return { ...event, lineup: withBench(event.lineup, cards[event.side], scheduled.ruleset.rosterMax) };
}

/** The state that a first entry of several events leads to. */
export function stateOf([first, ...rest]: readonly GameEvent[]): GameState {
  if (first?.type !== 'GameScheduled') throw new Error('violation: a game begins with GameScheduled');
  return rest.reduce(evolve, initialState(first));
}
