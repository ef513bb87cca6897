/**
 * The state of a game: all that a rule may ask, and nothing else.
 *
 * Plain JSON (snapshots are `JSON.stringify` of it), a union on `status`, never changed in place: each event makes a
 * new state that shares what did not change. There is no history in it; scores and statistics are folds of the
 * events. The order of a game: `scheduled` (lineups may be set) → `live` ⇄ `suspended` → `final`.
 */
import type { DefensiveDecision, OffensiveDecision } from '../protocol/decisions';
import type { ClockRule, DiceCommitment, DiceManager, DiceSecret } from '../protocol/dice';
import type { EndReason, TurnOpened } from '../protocol/events';
import type { CardSetId, LeagueId, PlayerId } from '../protocol/ids';
import type { LobbyTerms } from '../protocol/lobby';
import type { Hand, Player, Team } from '../protocol/lineup';
import type { Count } from '../protocol/play';
import type { Ruleset } from '../protocol/ruleset';
import type { GameMode } from '../protocol/schedule';
import type { Seat, Seats } from '../protocol/seat';
import type { BySide, Half, Score, Side } from '../protocol/side';
import { assert } from './assert';

/** What never changes after a game was scheduled. */
export interface GameFacts {
  readonly rulesVersion: 1;
  readonly league: LeagueId;
  readonly mode: GameMode;
  readonly ruleset: Ruleset;
  readonly teams: BySide<Team>;
  /** Which user holds each seat. */
  readonly seats: Seats;
  /** Null in a scored game. */
  readonly dice: DiceState | null;
  /** What goes on around a dice game; null in a scored one. */
  readonly lobby: LobbyState | null;
}

export interface LobbyState {
  readonly access: LobbyTerms['access'];
  /** The word that opens a seat of a private game; it never leaves the owner. */
  readonly invite: string | null;
  /** Who has said that he may begin. */
  readonly ready: BySide<boolean>;
  /** When the game starts although one side has not said so (ms since 1970). */
  readonly startBy: number | null;
  readonly pauseOfferedBy: Side | null;
  /** Turns in a row that each manager has left to the computer. */
  readonly expired: BySide<number>;
}

/** What never changes about a dice game. The secret leaves the owner with the last event only. */
export interface DiceFacts {
  readonly commitment: DiceCommitment;
  readonly secret: DiceSecret;
  readonly cards: BySide<CardSetId>;
  readonly managers: BySide<DiceManager>;
  readonly clock: ClockRule;
  /** Days of rest that a pitcher lacks; whoever is not named lacks none. */
  readonly missingRestDays: BySide<Readonly<Record<PlayerId, number>>>;
}

/** The pitcher of a side, as fatigue sees him. */
export interface MoundState {
  /** Batters who finished a plate appearance against him. */
  readonly battersFaced: number;
  /** How many pitchers came before him: 0 for the starter. */
  readonly pitchersBefore: number;
}

/** When the open turn was opened, and how long each side has; null where no clock runs. */
export type OpenedClock = Pick<TurnOpened, 'at' | 'deadlines' | 'banks'>;

export interface TurnClock extends OpenedClock {
  /** Who has been told that little time is left. */
  readonly warned: BySide<boolean>;
  /** How often the service has lost time of this turn, and given it back. */
  readonly credits: number;
}

export interface DiceState {
  readonly facts: DiceFacts;
  /** What each manager added to the rolls; '' for none. */
  readonly words: BySide<string>;
  /** What is decided for the open turn; null until it is submitted. Hidden from everybody but its side. */
  readonly defense: DefensiveDecision | null;
  readonly offense: OffensiveDecision | null;
  /** Rolls so far: the next is one more. */
  readonly rolled: number;
  readonly mound: BySide<MoundState>;
  readonly clock: TurnClock | null;
}

/** A player in the game. `position` 0: another player took his position, and he has no new one yet. */
export interface LineupPlayerState {
  readonly id: PlayerId;
  readonly name: string;
  readonly bats: Hand | null;
  readonly throws: Hand | null;
  readonly slot: number;
  readonly position: number;
}

export interface TeamLineupState {
  /** Nine players; element 0 is slot 1. */
  readonly order: readonly LineupPlayerState[];
  /** Slot 0: the pitcher for whom the designated hitter bats; null when the pitcher bats. */
  readonly pitcher: LineupPlayerState | null;
  /** The slot that bats for the pitcher; 0 when nobody does. */
  readonly designatedHitterSlot: number;
  /** Named before the game, and not yet in it. */
  readonly bench: readonly Player[];
  /** Out of the game. */
  readonly used: readonly Player[];
  /** Who took the mound last: he is off it once somebody bats for him, and still answers until the next one comes. */
  readonly lastPitcher: PlayerId;
  /** Batters whom the pitcher must still face before he may be relieved (OBR 5.10(g)). */
  readonly battersOwed: number;
}

export interface RunnerState {
  readonly id: PlayerId;
  /** The pitcher who is charged with the run if he scores (OBR 9.16(g)). */
  readonly pitcher: PlayerId;
}

/** What the plate appearance that is under way has seen. */
export interface PlateAppearanceState {
  readonly count: Count;
  /** Left with two strikes: a strikeout is his (OBR 9.15(b)). */
  readonly chargedBatter: PlayerId | null;
  /** The hand that the scorekeeper had named for him. */
  readonly chargedBatterHand: 'L' | 'R' | null;
  /** Left with the count in the batter's favour: a walk is his (OBR 9.16(h)). */
  readonly chargedPitcher: PlayerId | null;
  /** The hands that the scorekeeper named for this plate appearance. */
  readonly battingHand: 'L' | 'R' | null;
  readonly pitchingHand: 'L' | 'R' | null;
}

export type Bases = readonly [RunnerState | null, RunnerState | null, RunnerState | null];

export interface ScheduledState extends GameFacts {
  readonly status: 'scheduled';
  readonly lineups: BySide<TeamLineupState | null>;
}

interface PlayedState extends GameFacts {
  readonly lineups: BySide<TeamLineupState>;
  /** The open decision; 1 when the game starts. */
  readonly turn: number;
  readonly inning: number;
  readonly half: Half;
  readonly outs: number;
  readonly score: Score;
  /** The turn with which this half-inning began. */
  readonly halfInningTurn: number;
  /** The slot 1–9 of each team's next batter; the batting team's is at bat. */
  readonly upNext: BySide<number>;
  /** Runners on first, second and third. */
  readonly bases: Bases;
  readonly plateAppearance: PlateAppearanceState;
  /** It was suspended once, and went on. */
  readonly isResumed: boolean;
}

export interface LiveState extends PlayedState {
  readonly status: 'live';
}

export interface SuspendedState extends PlayedState {
  readonly status: 'suspended';
}

/** `inning`, `half`, `outs` and `bases` are those of the moment it ended. */
export interface FinalState extends PlayedState {
  readonly status: 'final';
  readonly endReason: EndReason;
}

export type GameState = ScheduledState | LiveState | SuspendedState | FinalState;

/** A game that has started: everything but `scheduled`. */
export type StartedState = LiveState | SuspendedState | FinalState;

export const FRESH_PLATE_APPEARANCE: PlateAppearanceState = {
  count: { balls: 0, strikes: 0 },
  chargedBatter: null,
  chargedBatterHand: null,
  chargedPitcher: null,
  battingHand: null,
  pitchingHand: null,
};

export const EMPTY_BASES: Bases = [null, null, null];

export const SIDES: readonly Side[] = ['away', 'home'];

type Draft<S> = { -readonly [Key in keyof S]: S[Key] };

/**
 * A copy of a state, to be changed before anybody else has it. It is copied property by property: V8 gives nearly every
 * object spread a hidden class of its own, and with thousands of them no read of a state is fast.
 */
export function draftOf<S extends GameState>(state: S): Draft<S>;
export function draftOf(state: GameState): Draft<GameState> {
  if (state.status === 'scheduled') {
    const { status, rulesVersion, league, mode, ruleset, teams, seats, dice, lobby, lineups } = state;
    return { status, rulesVersion, league, mode, ruleset, teams, seats, dice, lobby, lineups };
  }
  if (state.status !== 'live') return { ...state };
  return {
    status: state.status,
    rulesVersion: state.rulesVersion,
    league: state.league,
    mode: state.mode,
    ruleset: state.ruleset,
    teams: state.teams,
    seats: state.seats,
    dice: state.dice,
    lobby: state.lobby,
    lineups: state.lineups,
    turn: state.turn,
    inning: state.inning,
    half: state.half,
    outs: state.outs,
    score: state.score,
    halfInningTurn: state.halfInningTurn,
    upNext: state.upNext,
    bases: state.bases,
    plateAppearance: state.plateAppearance,
    isResumed: state.isResumed,
  };
}

/** The state, with other seats, dice or lobby. */
export function withFacts<S extends GameState>(
  state: S,
  facts: Partial<Pick<GameFacts, 'seats' | 'dice' | 'lobby'>>,
): S;
export function withFacts(state: GameState, facts: Partial<GameFacts>): object {
  return Object.assign(draftOf(state), facts);
}

/** The same for the dice of a state. */
export function diceDraftOf(dice: DiceState): Draft<DiceState> {
  const { facts, words, defense, offense, rolled, mound, clock } = dice;
  return { facts, words, defense, offense, rolled, mound, clock };
}

/** The same for a team of a state. */
export function lineupDraftOf(lineup: TeamLineupState): Draft<TeamLineupState> {
  const { order, pitcher, designatedHitterSlot, bench, used, lastPitcher, battersOwed } = lineup;
  return { order, pitcher, designatedHitterSlot, bench, used, lastPitcher, battersOwed };
}

/** What both sides have, for one of them; `both[side]` would be looked up by name each time. */
export function ofSide<T>(both: BySide<T>, side: Side): T {
  return side === 'away' ? both.away : both.home;
}

export function withSide<T>(both: BySide<T>, side: Side, value: T): BySide<T> {
  return side === 'away' ? { away: value, home: both.home } : { away: both.away, home: value };
}

/** A state that was kept as JSON, perhaps before there were dice games, or while a turn was credited once at most. */
export function upcastState(state: GameState): GameState {
  const { dice, lobby }: Partial<GameState> = state;
  if (dice === undefined || lobby === undefined) return { ...state, dice: dice ?? null, lobby: lobby ?? null };
  const clock: (Partial<TurnClock> & { readonly isCredited?: boolean }) | null = dice?.clock ?? null;
  if (dice === null || clock?.isCredited === undefined) return state;
  const { isCredited, ...rest } = clock;
  return { ...state, dice: { ...dice, clock: { ...(rest as TurnClock), credits: isCredited ? 1 : 0 } } };
}

export function otherSide(side: Side): Side {
  return side === 'away' ? 'home' : 'away';
}

/** The side that bats in a half of an inning. */
export function sideBattingIn(half: Half, ruleset: Ruleset): Side {
  return (half === 'top') === ruleset.homeBatsFirst ? 'home' : 'away';
}

export function battingTeam(state: StartedState): Side {
  return sideBattingIn(state.half, state.ruleset);
}

export function fieldingTeam(state: StartedState): Side {
  return otherSide(battingTeam(state));
}

/** The runner on base 1, 2 or 3. */
export function runnerOn(state: StartedState, base: number): RunnerState | null {
  return state.bases[base - 1] ?? null;
}

/** Bit 1: first, bit 2: second, bit 4: third. */
export function basesOccupied(state: StartedState): number {
  const [first, second, third] = state.bases;
  return (first === null ? 0 : 1) + (second === null ? 0 : 2) + (third === null ? 0 : 4);
}

/** One of the 24: `basesOccupied × 3 + outs`. */
export function baseOutState(state: StartedState): number {
  return basesOccupied(state) * 3 + state.outs;
}

/** The player in a slot 0–9; null for slot 0 while the pitcher bats. */
export function inSlot(lineup: TeamLineupState, slot: number): LineupPlayerState | null {
  return slot === 0 ? lineup.pitcher : (lineup.order[slot - 1] ?? null);
}

/** The player at a position 1–9; null while nobody has taken it. */
export function fielderAt(lineup: TeamLineupState, position: number): LineupPlayerState | null {
  if (lineup.pitcher !== null && lineup.pitcher.position === position) return lineup.pitcher;
  for (const player of lineup.order) if (player.position === position) return player;
  return null;
}

/** A player who is in the game now. */
export function inLineup(lineup: TeamLineupState, id: string): LineupPlayerState | null {
  for (const player of lineup.order) if (player.id === id) return player;
  return lineup.pitcher !== null && lineup.pitcher.id === id ? lineup.pitcher : null;
}

export function currentBatter(state: StartedState): LineupPlayerState {
  const side = battingTeam(state);
  const batter = inSlot(ofSide(state.lineups, side), ofSide(state.upNext, side));
  assert(batter !== null, 'every slot of the order is filled');
  return batter;
}

/** Null between a pitcher's leaving the mound and the next one's taking it. */
export function currentPitcher(state: StartedState): LineupPlayerState | null {
  return fielderAt(ofSide(state.lineups, fieldingTeam(state)), 1);
}

export function currentCatcher(state: StartedState): LineupPlayerState | null {
  return fielderAt(ofSide(state.lineups, fieldingTeam(state)), 2);
}

export function isStarted(state: GameState): state is StartedState {
  return state.status !== 'scheduled';
}

export function isOver(state: GameState): state is FinalState {
  return state.status === 'final';
}

/** Whether a side's decision for the open turn is in. */
export function hasDecided(state: StartedState, dice: DiceState, side: Side): boolean {
  return (side === battingTeam(state) ? dice.offense : dice.defense) !== null;
}

/** The seats that the game waits for; empty when it is over, or waits for nobody who sits there. */
export function whoDecides(state: GameState): readonly Seat[] {
  if (isOver(state)) return [];
  const { dice } = state;
  if (dice === null) return ['scorekeeper'];
  const managers = SIDES.filter((side) => dice.facts.managers[side].kind === 'human');
  if (state.status !== 'live') return managers;
  return managers.filter((side) => !hasDecided(state, dice, side));
}
