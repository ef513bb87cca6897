/**
 * A dice game that nobody sits down to: made from two teams' cards and a seed, with lineups, and started. For
 * simulations, calibration, benchmarks and tests; its secret is made from the seed and its commitment holds nothing.
 */
import type { GameEvent, GameScheduled } from '../protocol/events';
import type { CardSetId, LeagueId, PlayerId } from '../protocol/ids';
import type { Lineup } from '../protocol/lineup';
import type { Ruleset } from '../protocol/ruleset';
import type { BySide, Side } from '../protocol/side';
import { assert } from './assert';
import type { TeamCards } from './cards/team-cards';
import { evolve, initialState } from './evolve';
import { chooseLineup, chooseStarter } from './manager/lineup';
import type { Scouted } from './manager/scouting';
import { otherSide, type GameState, type LiveState } from './state';

export interface SimulatedGame {
  readonly cards: BySide<TeamCards>;
  readonly ruleset: Ruleset;
  /** A whole number: what the computer does now and then follows from it, as it does from a secret. */
  readonly seed: number;
  /** Who cannot play today. */
  readonly unavailable: BySide<ReadonlySet<PlayerId>>;
}

const NO_CARDS = '0'.repeat(22) as CardSetId;
const NO_COMMITMENT = '0'.repeat(64);
const LEAGUE = 'simulated' as LeagueId;
const SECRET_DIGITS = 64;

function secretOf(seed: number): string {
  return Math.abs(seed).toString(16).padStart(16, '0').repeat(4).slice(-SECRET_DIGITS);
}

function scheduled({ cards, ruleset, seed }: Omit<SimulatedGame, 'unavailable'>): GameScheduled {
  const { away, home } = cards;
  return {
    type: 'GameScheduled',
    rulesVersion: 1,
    league: LEAGUE,
    mode: 'dice',
    ruleset,
    teams: { away: away.team, home: home.team },
    seats: {},
    dice: {
      cards: { away: NO_CARDS, home: NO_CARDS },
      managers: { away: { kind: 'computer' }, home: { kind: 'computer' } },
      clock: { kind: 'none' },
      commitment: NO_COMMITMENT,
      secret: secretOf(seed),
    },
  };
}

/** Both lineups, each against the arm of the other's starter. */
function lineupsOf({ cards, ruleset, unavailable }: SimulatedGame): BySide<Lineup> {
  const starterOf = (side: Side): Scouted =>
    chooseStarter(cards[side], { starter: null, unavailable: unavailable[side] });
  const starters = { away: starterOf('away'), home: starterOf('home') };
  const lineupOf = (side: Side): Lineup =>
    chooseLineup(cards[side], {
      ruleset,
      opponentThrows: starters[otherSide(side)].card.player.throws,
      starter: starters[side].player.id,
      unavailable: unavailable[side],
    });
  return { away: lineupOf('away'), home: lineupOf('home') };
}

/** A game about to begin, and the events that led there. */
export interface Started {
  readonly state: LiveState;
  readonly events: GameEvent[];
}

/** The game with the lineups that the computer chooses. */
export function startSimulated(game: SimulatedGame): Started {
  return startWithLineups(game, lineupsOf(game));
}

/** The game with lineups that somebody else chose; the ruleset must accept them, and each player have a card. */
export function startWithLineups(game: Omit<SimulatedGame, 'unavailable'>, lineups: BySide<Lineup>): Started {
  const first = scheduled(game);
  const then: GameEvent[] = [
    { type: 'LineupSet', side: 'away', lineup: lineups.away },
    { type: 'LineupSet', side: 'home', lineup: lineups.home },
    { type: 'GameStarted' },
  ];
  const state = then.reduce<GameState>(evolve, initialState(first));
  assert(state.status === 'live', 'a game that does not start');
  return { state, events: [first, ...then] };
}
