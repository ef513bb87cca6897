/** A dice game between average teams, for tests of the resolution: any situation, any decisions, given dice. */
import { averageCardSet } from '../../../src/baseball/cards/average';
import { teamCards, type TeamCards } from '../../../src/baseball/cards/team-cards';
import type { Dice } from '../../../src/baseball/dice';
import { evolve, initialState } from '../../../src/baseball/evolve';
import { chooseLineup } from '../../../src/baseball/manager/lineup';
import type { DiceSituation } from '../../../src/baseball/dice-rules';
import { resolveTurn, type Resolved } from '../../../src/baseball/resolution/resolve';
import { rulesetNamed } from '../../../src/baseball/rulesets';
import { seededDice } from '../../../src/baseball/seeded-dice';
import type { GameState, LiveState, RunnerState } from '../../../src/baseball/state';
import type { CardKind } from '../../../src/protocol/cards';
import type { DefensiveDecision, OffensiveDecision } from '../../../src/protocol/decisions';
import { CardSetId, LeagueId, PlayerId, TeamId } from '../../../src/protocol/ids';
import type { BySide } from '../../../src/protocol/side';

export const STRAIGHT: DefensiveDecision = {
  alignment: 'normal',
  infieldDepth: 'normal',
  outfieldDepth: 'normal',
  hold: [],
  pitchOut: false,
  intentionalWalk: false,
};
export const SWING: OffensiveDecision = { approach: 'normal', steal: [], hitAndRun: false, bunt: 'none' };

export const averageTeams = (kind: CardKind): BySide<TeamCards> => ({
  away: teamCards(averageCardSet(kind, 'AWY')),
  home: teamCards(averageCardSet(kind, 'HOM')),
});

const TEAMS = { pd: averageTeams('pd'), sba: averageTeams('sba') };

/** A game that has just started. */
export function started(kind: CardKind = 'pd', cards: BySide<TeamCards> = TEAMS[kind]): LiveState {
  const ruleset = rulesetNamed('mlb-2019');
  let state: GameState = initialState({
    type: 'GameScheduled',
    rulesVersion: 1,
    league: LeagueId.parse(kind),
    mode: 'dice',
    ruleset,
    teams: { away: { id: TeamId.parse('AWY'), name: 'Away' }, home: { id: TeamId.parse('HOM'), name: 'Home' } },
    seats: {},
    dice: {
      cards: { away: CardSetId.parse('a'.repeat(22)), home: CardSetId.parse('b'.repeat(22)) },
      managers: { away: { kind: 'computer' }, home: { kind: 'computer' } },
      clock: { kind: 'none' },
      commitment: '0'.repeat(64),
      secret: '0'.repeat(64),
    },
  });
  for (const side of ['away', 'home'] as const) {
    const lineup = chooseLineup(cards[side], { ruleset, opponentThrows: 'R', starter: null, unavailable: new Set() });
    state = evolve(state, { type: 'LineupSet', side, lineup });
  }
  state = evolve(state, { type: 'GameStarted' });
  if (state.status !== 'live') throw new Error('the game did not start');
  return state;
}

export interface Setting {
  /** Bases with a runner. */
  readonly on?: readonly number[];
  readonly outs?: number;
  readonly inning?: number;
  readonly half?: 'top' | 'bottom';
  readonly score?: { away: number; home: number };
  /** Slot of the next batter. */
  readonly slot?: number;
  readonly kind?: CardKind;
  readonly defense?: Partial<DefensiveDecision>;
  readonly offense?: Partial<OffensiveDecision>;
  readonly battersFaced?: number;
  readonly cards?: BySide<TeamCards>;
}

/** The runner on a base: the player who bats some places before the next batter. */
function runnersOf(state: LiveState, on: readonly number[], slot: number): LiveState['bases'] {
  const side = state.half === 'top' ? 'away' : 'home';
  const other = side === 'away' ? 'home' : 'away';
  const pitcher = state.lineups[other].pitcher?.id ?? PlayerId.parse('nobody');
  const runner = (base: number): RunnerState | null => {
    const player = state.lineups[side].order[(slot + 8 - base) % 9];
    return on.includes(base) && player !== undefined ? { id: player.id, pitcher } : null;
  };
  return [runner(1), runner(2), runner(3)];
}

export function situation(setting: Setting = {}): DiceSituation {
  const { kind = 'pd', on = [], outs = 0, inning = 1, half = 'top', slot = 1 } = setting;
  const cards = setting.cards ?? TEAMS[kind];
  const { score = { away: 0, home: 0 } } = setting;
  const begun = started(kind, cards);
  const { dice } = begun;
  if (dice === null) throw new Error('a dice game without its dice');
  const mound = { battersFaced: setting.battersFaced ?? 0, pitchersBefore: 0 };
  const fresh: LiveState = {
    ...begun,
    ...{ inning, half, outs, score },
    upNext: { away: slot, home: slot },
    dice: { ...dice, mound: { away: mound, home: mound } },
  };
  return {
    state: { ...fresh, bases: runnersOf(fresh, on, slot) },
    cards,
    defense: { ...STRAIGHT, ...setting.defense },
    offense: { ...SWING, ...setting.offense },
  };
}

/** Many turns of one situation, each with dice of its own; the same seeds for every call, so settings compare in pairs. */
export function turns(setting: Setting, count: number): Resolved[] {
  const at = situation(setting);
  return Array.from({ length: count }, (_, i) => resolveTurn(at, seededDice(i + 1)));
}

/** Dice that show these numbers, one after the other, and nothing else. */
export function fixedDice(numbers: readonly number[]): Dice & { readonly left: () => number } {
  let next = 0;
  return {
    next: (faces) => {
      const number = numbers[next++];
      if (number === undefined || number > faces) throw new Error(`roll ${next}, a d${faces}, has no number`);
      return number;
    },
    left: () => numbers.length - next,
  };
}
