/** What a manager sees before he decides: the state of the game, from his side, with the figures that he goes by. */
import type { CardKind, ManagerTendencies } from '../../protocol/cards';
import type { Side } from '../../protocol/side';
import type { TeamCards } from '../cards/team-cards';
import type { BySide } from '../../protocol/side';
import { baseOutState, ofSide, otherSide, type LiveState, type TeamLineupState } from '../state';
import { scoutingOf, type TeamScouting } from './scouting';
import { leverageIndex } from './win-expectancy';

export interface ManagerSituation {
  readonly state: LiveState;
  readonly side: Side;
  readonly cards: BySide<TeamCards>;
}

export interface Outlook {
  readonly state: LiveState;
  readonly side: Side;
  readonly own: TeamLineupState;
  readonly theirs: TeamLineupState;
  readonly scouting: TeamScouting;
  readonly scoutingOfTheirs: TeamScouting;
  readonly tendencies: ManagerTendencies;
  /** Of the cards of both teams. */
  readonly kind: CardKind;
  /** Own runs less theirs. */
  readonly lead: number;
  /** The inning as if nine were scheduled: 7 is the seventh of nine and the fifth of seven. */
  readonly stage: number;
  readonly leverage: number;
  readonly baseOut: number;
}

const NINE = 9;

export function outlookOf({ state, side, cards }: ManagerSituation): Outlook {
  const { ruleset, inning, half, score, lineups } = state;
  const baseOut = baseOutState(state);
  const scouting = scoutingOf(ofSide(cards, side));
  const theirSide = otherSide(side);
  const { innings } = ruleset;
  // The side that bats in the bottom half is the one that the tables call the home team.
  const second: Side = ruleset.homeBatsFirst ? 'away' : 'home';
  const homeLead = ofSide(score, second) - ofSide(score, otherSide(second));
  return {
    state,
    side,
    own: ofSide(lineups, side),
    theirs: ofSide(lineups, theirSide),
    scouting,
    scoutingOfTheirs: scoutingOf(ofSide(cards, theirSide)),
    tendencies: scouting.tendencies,
    kind: ofSide(cards, side).kind,
    lead: ofSide(score, side) - ofSide(score, theirSide),
    stage: inning + NINE - innings,
    leverage: leverageIndex({ inning, innings, isTop: half === 'top', homeLead, baseOut }),
    baseOut,
  };
}

/** True before the first play of a half-inning. */
export function isFresh({ state }: Outlook): boolean {
  return state.turn === state.halfInningTurn;
}

const FNV_OFFSET = 0x811c9dc5;
const FNV_PRIME = 0x01000193;
const TWO_32 = 4_294_967_296;
/** Half of a secret is enough to be unguessable, and a hash of 32 bits of it gives nothing away. */
const SECRET_LENGTH = 32;

function hashed(hash: number, text: string): number {
  let next = hash;
  const length = Math.min(text.length, SECRET_LENGTH);
  for (let i = 0; i < length; i++) next = Math.imul(next ^ text.charCodeAt(i), FNV_PRIME);
  return next;
}

function fraction(hash: number): number {
  let word = Math.imul(hash ^ (hash >>> 16), 0x21f0aaad);
  word = Math.imul(word ^ (word >>> 15), 0x735a2d97);
  return ((word ^ (word >>> 15)) >>> 0) / TWO_32;
}

/**
 * A number in [0, 1) for what a manager does now and then: the same for the same turn, so that a decision follows from
 * the state alone, and from the game's secret, so that his opponent cannot work it out.
 */
export function now(outlook: Outlook, salt: string): number {
  const { state, side } = outlook;
  const secret = hashed(FNV_OFFSET, state.dice?.facts.secret ?? '');
  return fraction(hashed(Math.imul(secret ^ state.turn, FNV_PRIME) ^ (side === 'away' ? 1 : 2), salt));
}

/** Such a number that stays the same for a player all game long: his form of the day. */
export function today({ state }: Outlook, player: string): number {
  return fraction(hashed(hashed(FNV_OFFSET, state.dice?.facts.secret ?? ''), player));
}

/** How often a team does something, against the league: a quarter at 0, as often at 5, four times at 10. */
const HABITS = Array.from({ length: 11 }, (_, tendency) => 4 ** ((tendency - 5) / 5));

export function habit(tendency: number): number {
  return HABITS[tendency] ?? 1;
}
