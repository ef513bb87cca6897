/**
 * The arithmetic of the game: one event, the next state. It judges nothing and refuses nothing; everything that
 * needed judgement is in the event. Frozen per `rulesVersion`: an old journal replays to the same state for ever.
 */
import type {
  GameEvent,
  GameScheduled,
  HandAdjusted,
  HistoryRevised,
  PitchesRecorded,
  PlayerSubstituted,
  PlayRecorded,
} from '../protocol/events';
import type { PlayerId } from '../protocol/ids';
import type { Count } from '../protocol/play';
import type { BySide, Side } from '../protocol/side';
import { assert, assertNever } from './assert';
import { afterTurnEvent, diceAfterPlay, diceAfterSubstitution, diceOf, initialDice, withWord } from './evolve-dice';
import { afterClock, afterReady, afterSeat, initialLobby, withPauseOffer } from './evolve-lobby';
import { lineupState, settleDesignatedHitter, settlePitcher, substituted } from './lineups';
import {
  EMPTY_BASES,
  FRESH_PLATE_APPEARANCE,
  battingTeam,
  currentBatter,
  fieldingTeam,
  isStarted,
  upcastState,
  withSide,
  type Bases,
  type GameState,
  type LiveState,
  type PlateAppearanceState,
  type RunnerState,
  type ScheduledState,
  type StartedState,
  type TeamLineupState,
} from './state';

export function initialState(event: GameScheduled): ScheduledState {
  const { rulesVersion, league, mode, ruleset, teams, seats, dice, lobby } = event;
  return {
    status: 'scheduled',
    rulesVersion,
    league,
    mode,
    ruleset,
    teams,
    seats,
    dice: dice === undefined ? null : initialDice(dice),
    lobby: dice === undefined ? null : initialLobby(lobby ?? { access: 'closed' }),
    lineups: { away: null, home: null },
  };
}

/** The state after an event. Throws on an event that cannot follow: such a journal is broken, not a rule. */
export function evolve(state: GameState, event: GameEvent): GameState {
  if (!isStarted(state)) return evolveScheduled(state, event);
  switch (event.type) {
    case 'PlayRecorded':
      return afterPlay(state, event);
    case 'PitchesRecorded':
      return afterPitches(state, event);
    case 'PlayerSubstituted':
      return afterSubstitution(state, event);
    case 'HandAdjusted':
      return afterHand(state, event);
    case 'BattingOrderAdjusted':
      return { ...state, upNext: { ...state.upNext, [event.side]: event.slot } };
    case 'AutomaticRunnerPlaced':
      return withRunner(state, event.base, {
        id: event.player,
        pitcher: state.lineups[fieldingTeam(state)].lastPitcher,
      });
    case 'ResponsiblePitcherAdjusted':
      return afterResponsibility(state, event.base, event.pitcher);
    case 'HalfInningEnded':
      return afterHalfInning(state);
    case 'GameSuspended':
      return { ...withPauseOffer(state, null), status: 'suspended' };
    case 'GameResumed':
      return { ...state, status: 'live', isResumed: true };
    case 'GameEnded':
      return { ...state, status: 'final', endReason: event.reason };
    case 'EarnedRunsSet':
      return state;
    case 'HistoryRevised':
      return { ...stateBefore(event), seats: state.seats, lobby: state.lobby };
    case 'DefenseSubmitted':
    case 'OffenseSubmitted':
    case 'TurnOpened':
      return afterTurnEvent(state, event);
    case 'SeatTaken':
    case 'SeatLeft':
      return afterSeat(state, event);
    case 'PauseOffered':
      return withPauseOffer(state, event.side);
    case 'PauseDeclined':
      return withPauseOffer(state, null);
    case 'TurnWarned':
    case 'ClockCredited':
      return afterClock(state, event);
    case 'SecretRevealed':
    case 'Resigned':
    case 'SideAbandoned':
      return state;
    case 'SideReady':
    case 'WordAdded':
    case 'GameScheduled':
    case 'LineupSet':
    case 'GameStarted':
      throw new Error(`violation: ${event.type} in a game that has started`);
    default:
      return assertNever(event);
  }
}

/** Where a revision goes back to; what counts instead follows it. Who sits where is not revised with it. */
function stateBefore({ state }: HistoryRevised): GameState {
  assert(state !== undefined, 'a revision without the state that it goes back to');
  return upcastState(state as unknown as GameState);
}

function evolveScheduled(state: ScheduledState, event: GameEvent): GameState {
  if (event.type === 'SeatTaken' || event.type === 'SeatLeft') return afterSeat(state, event);
  if (event.type === 'SideReady') return afterReady(state, event);
  if (event.type === 'WordAdded') return { ...state, dice: withWord(diceOf(state), event) };
  if (event.type === 'LineupSet') {
    return { ...state, lineups: { ...state.lineups, [event.side]: lineupState(event.lineup, state.ruleset) } };
  }
  assert(event.type === 'GameStarted', `${event.type} before the game started`);
  const { away, home } = state.lineups;
  assert(away !== null && home !== null, 'a game started without lineups');
  return {
    ...state,
    status: 'live',
    lineups: { away, home },
    turn: 1,
    inning: 1,
    half: 'top',
    outs: 0,
    score: { away: 0, home: 0 },
    halfInningTurn: 1,
    upNext: { away: 1, home: 1 },
    bases: EMPTY_BASES,
    plateAppearance: FRESH_PLATE_APPEARANCE,
    isResumed: false,
  };
}

/** Where the runners stand after a play. After the third out nobody does. */
function basesAfter(event: PlayRecorded): Bases {
  if (event.outs + event.outsMade >= 3) return EMPTY_BASES;
  const bases: [RunnerState | null, RunnerState | null, RunnerState | null] = [null, null, null];
  for (const runner of event.runners) {
    if (runner.to < 1 || runner.to > 3) continue;
    bases[runner.to - 1] = { id: runner.id, pitcher: runner.newPitcher ?? runner.pitcher ?? event.pitcher };
  }
  return bases;
}

function runsOn(event: PlayRecorded): number {
  let runs = 0;
  for (const runner of event.runners) if (runner.to === 4) runs += 1;
  return runs;
}

/** A play that ends the plate appearance counts for the pitcher's minimum; who waited for a place is out. */
function lineupsAfterPlay(state: StartedState, isOver: boolean): BySide<TeamLineupState> {
  const fielding = fieldingTeam(state);
  let lineup = settlePitcher(state.lineups[fielding]);
  if (isOver && lineup.battersOwed > 0) lineup = { ...lineup, battersOwed: lineup.battersOwed - 1 };
  return lineup === state.lineups[fielding] ? state.lineups : withSide(state.lineups, fielding, lineup);
}

function afterPlay(state: StartedState, event: PlayRecorded): StartedState {
  const side = battingTeam(state);
  const isOver = event.runners[0]?.base === 0;
  const runs = runsOn(event);
  const changes = {
    dice: state.dice === null ? null : diceAfterPlay(state.dice, event, fieldingTeam(state)),
    turn: event.turn + 1,
    outs: event.outs + event.outsMade,
    score: runs === 0 ? state.score : withSide(state.score, side, state.score[side] + runs),
    bases: basesAfter(event),
    upNext: isOver ? withSide(state.upNext, side, (event.slot % 9) + 1) : state.upNext,
    lineups: lineupsAfterPlay(state, isOver),
    plateAppearance: isOver ? FRESH_PLATE_APPEARANCE : counted(state.plateAppearance, event.count),
  };
  return state.status === 'live' ? liveAfter(state, changes) : { ...state, ...changes };
}

type AfterPlay = Pick<
  LiveState,
  'dice' | 'turn' | 'outs' | 'score' | 'bases' | 'upNext' | 'lineups' | 'plateAppearance'
>;

/** Spelled out, for speed: most events are plays of games under way. */
function liveAfter(state: LiveState, changes: AfterPlay): LiveState {
  return {
    status: 'live',
    rulesVersion: state.rulesVersion,
    league: state.league,
    mode: state.mode,
    ruleset: state.ruleset,
    teams: state.teams,
    seats: state.seats,
    dice: changes.dice,
    lobby: state.lobby,
    lineups: changes.lineups,
    turn: changes.turn,
    inning: state.inning,
    half: state.half,
    outs: changes.outs,
    score: changes.score,
    halfInningTurn: state.halfInningTurn,
    upNext: changes.upNext,
    bases: changes.bases,
    plateAppearance: changes.plateAppearance,
    isResumed: state.isResumed,
  };
}

function counted(appearance: PlateAppearanceState, count: Count | undefined): PlateAppearanceState {
  return count === undefined ? appearance : { ...appearance, count };
}

function afterPitches(state: StartedState, event: PitchesRecorded): StartedState {
  return { ...state, plateAppearance: counted(state.plateAppearance, event.count) };
}

/** A new pitcher or a pinch hitter in mid-count may leave the strikeout or the walk to the one who left. */
function chargedAfter(state: StartedState, event: PlayerSubstituted): PlateAppearanceState {
  const appearance = state.plateAppearance;
  const { balls, strikes } = appearance.count;
  if (event.position === 1) {
    const isBehind = balls === 3 || (balls === 2 && strikes < 2);
    const chargedPitcher = isBehind ? state.lineups[event.side].lastPitcher : appearance.chargedPitcher;
    return { ...appearance, chargedPitcher, pitchingHand: null };
  }
  if (event.position !== 11) return appearance;
  const isNew = strikes === 2 && appearance.chargedBatter === null;
  return {
    ...appearance,
    battingHand: null,
    chargedBatter: isNew ? currentBatter(state).id : appearance.chargedBatter,
    chargedBatterHand: isNew ? appearance.battingHand : appearance.chargedBatterHand,
  };
}

function afterSubstitution(state: StartedState, event: PlayerSubstituted): StartedState {
  const lineup = substituted(state.lineups[event.side], event, state.ruleset);
  const runner = event.base === undefined ? null : (state.bases[event.base - 1] ?? null);
  const next: StartedState = {
    ...state,
    dice: state.dice === null ? null : diceAfterSubstitution(state.dice, event, state.lineups[event.side]),
    lineups: withSide(state.lineups, event.side, lineup),
    plateAppearance: chargedAfter(state, event),
  };
  return event.base === undefined || runner === null
    ? next
    : withRunner(next, event.base, { id: event.player.id, pitcher: runner.pitcher });
}

function withRunner(state: StartedState, base: number, runner: RunnerState): StartedState {
  const [first, second, third] = state.bases;
  const bases: Bases = [base === 1 ? runner : first, base === 2 ? runner : second, base === 3 ? runner : third];
  return { ...state, bases };
}

function afterResponsibility(state: StartedState, base: number, pitcher: PlayerId): StartedState {
  const runner = state.bases[base - 1] ?? null;
  return runner === null ? state : withRunner(state, base, { id: runner.id, pitcher });
}

function afterHand(state: StartedState, event: HandAdjusted): StartedState {
  const key = event.kind;
  return { ...state, plateAppearance: { ...state.plateAppearance, [key]: event.hand } };
}

/** The other side bats; the plate appearance that was cut short is forgotten, its batter leads off next time. */
function afterHalfInning(state: StartedState): StartedState {
  const fielding = fieldingTeam(state);
  const settled = (lineup: TeamLineupState, side: Side): TeamLineupState => {
    const next = settleDesignatedHitter(lineup);
    return side === fielding && next.battersOwed > 0 ? { ...next, battersOwed: 0 } : next;
  };
  return {
    ...state,
    inning: state.half === 'top' ? state.inning : state.inning + 1,
    half: state.half === 'top' ? 'bottom' : 'top',
    outs: 0,
    halfInningTurn: state.turn,
    bases: EMPTY_BASES,
    lineups: { away: settled(state.lineups.away, 'away'), home: settled(state.lineups.home, 'home') },
    plateAppearance: FRESH_PLATE_APPEARANCE,
  };
}
