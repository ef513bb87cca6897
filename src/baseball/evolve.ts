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
import { lineupState, settleDesignatedHitter, settlePitcher, substituted, withBattersOwed } from './lineups';
import {
  EMPTY_BASES,
  FRESH_PLATE_APPEARANCE,
  battingTeam,
  currentBatter,
  draftOf,
  fieldingTeam,
  isStarted,
  ofSide,
  otherSide,
  upcastState,
  withFacts,
  withSide,
  type Bases,
  type GameFacts,
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
      return Object.assign(draftOf(state), { upNext: withSide(state.upNext, event.side, event.slot) });
    case 'AutomaticRunnerPlaced':
      return withRunner(state, event.base, {
        id: event.player,
        pitcher: ofSide(state.lineups, fieldingTeam(state)).lastPitcher,
      });
    case 'ResponsiblePitcherAdjusted':
      return afterResponsibility(state, event.base, event.pitcher);
    case 'HalfInningEnded':
      return afterHalfInning(state);
    case 'GameSuspended':
      return { ...withPauseOffer(state, null), status: 'suspended' };
    case 'GameResumed':
      return Object.assign(draftOf(state), { status: 'live' as const, isResumed: true });
    case 'GameEnded':
      return Object.assign(draftOf(state), { status: 'final' as const, endReason: event.reason });
    case 'EarnedRunsSet':
      return state;
    case 'HistoryRevised':
      return withFacts(stateBefore(event), { seats: state.seats, lobby: state.lobby });
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
  if (event.type === 'WordAdded') return withFacts(state, { dice: withWord(diceOf(state), event) });
  if (event.type === 'LineupSet') {
    const next = draftOf(state);
    next.lineups = withSide(state.lineups, event.side, lineupState(event.lineup, state.ruleset));
    return next;
  }
  assert(event.type === 'GameStarted', `${event.type} before the game started`);
  return started(state);
}

function started(state: ScheduledState): LiveState {
  const { away, home } = state.lineups;
  assert(away !== null && home !== null, 'a game started without lineups');
  const facts: GameFacts = draftOf(state);
  return Object.assign(facts, {
    status: 'live' as const,
    lineups: { away, home },
    turn: 1,
    inning: 1,
    half: 'top' as const,
    outs: 0,
    score: { away: 0, home: 0 },
    halfInningTurn: 1,
    upNext: { away: 1, home: 1 },
    bases: EMPTY_BASES,
    plateAppearance: FRESH_PLATE_APPEARANCE,
    isResumed: false,
  });
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
  const before = ofSide(state.lineups, fielding);
  let lineup = settlePitcher(before);
  if (isOver && lineup.battersOwed > 0) lineup = withBattersOwed(lineup, lineup.battersOwed - 1);
  return lineup === before ? state.lineups : withSide(state.lineups, fielding, lineup);
}

function afterPlay(state: StartedState, event: PlayRecorded): StartedState {
  const side = battingTeam(state);
  const isOver = event.runners[0]?.base === 0;
  const runs = runsOn(event);
  const next = draftOf(state);
  if (state.dice !== null) next.dice = diceAfterPlay(state.dice, event, otherSide(side));
  next.turn = event.turn + 1;
  next.outs = event.outs + event.outsMade;
  if (runs > 0) next.score = withSide(state.score, side, ofSide(state.score, side) + runs);
  next.bases = basesAfter(event);
  if (isOver) next.upNext = withSide(state.upNext, side, (event.slot % 9) + 1);
  next.lineups = lineupsAfterPlay(state, isOver);
  next.plateAppearance = isOver ? FRESH_PLATE_APPEARANCE : counted(state.plateAppearance, event.count);
  return next;
}

function counted(appearance: PlateAppearanceState, count: Count | undefined): PlateAppearanceState {
  return count === undefined ? appearance : { ...appearance, count };
}

function withPlateAppearance(state: StartedState, plateAppearance: PlateAppearanceState): StartedState {
  const next = draftOf(state);
  next.plateAppearance = plateAppearance;
  return next;
}

function afterPitches(state: StartedState, event: PitchesRecorded): StartedState {
  return withPlateAppearance(state, counted(state.plateAppearance, event.count));
}

/** A new pitcher or a pinch hitter in mid-count may leave the strikeout or the walk to the one who left. */
function chargedAfter(state: StartedState, event: PlayerSubstituted): PlateAppearanceState {
  const appearance = state.plateAppearance;
  const { balls, strikes } = appearance.count;
  if (event.position === 1) {
    const isBehind = balls === 3 || (balls === 2 && strikes < 2);
    const chargedPitcher = isBehind ? ofSide(state.lineups, event.side).lastPitcher : appearance.chargedPitcher;
    if (chargedPitcher === appearance.chargedPitcher && appearance.pitchingHand === null) return appearance;
    return { ...appearance, chargedPitcher, pitchingHand: null };
  }
  if (event.position !== 11) return appearance;
  const isNew = strikes === 2 && appearance.chargedBatter === null;
  if (!isNew && appearance.battingHand === null) return appearance;
  return {
    ...appearance,
    battingHand: null,
    chargedBatter: isNew ? currentBatter(state).id : appearance.chargedBatter,
    chargedBatterHand: isNew ? appearance.battingHand : appearance.chargedBatterHand,
  };
}

function afterSubstitution(state: StartedState, event: PlayerSubstituted): StartedState {
  const before = ofSide(state.lineups, event.side);
  const runner = event.base === undefined ? null : (state.bases[event.base - 1] ?? null);
  const next = draftOf(state);
  if (state.dice !== null) next.dice = diceAfterSubstitution(state.dice, event, before);
  next.lineups = withSide(state.lineups, event.side, substituted(before, event, state.ruleset));
  next.plateAppearance = chargedAfter(state, event);
  return event.base === undefined || runner === null
    ? next
    : withRunner(next, event.base, { id: event.player.id, pitcher: runner.pitcher });
}

function withRunner(state: StartedState, base: number, runner: RunnerState): StartedState {
  const [first, second, third] = state.bases;
  const next = draftOf(state);
  next.bases = [base === 1 ? runner : first, base === 2 ? runner : second, base === 3 ? runner : third];
  return next;
}

function afterResponsibility(state: StartedState, base: number, pitcher: PlayerId): StartedState {
  const runner = state.bases[base - 1] ?? null;
  return runner === null ? state : withRunner(state, base, { id: runner.id, pitcher });
}

function afterHand(state: StartedState, event: HandAdjusted): StartedState {
  const key = event.kind;
  return withPlateAppearance(state, { ...state.plateAppearance, [key]: event.hand });
}

/** The other side bats; the plate appearance that was cut short is forgotten, its batter leads off next time. */
function afterHalfInning(state: StartedState): StartedState {
  const fielding = fieldingTeam(state);
  const settled = (lineup: TeamLineupState, side: Side): TeamLineupState => {
    const next = settleDesignatedHitter(lineup);
    return side === fielding && next.battersOwed > 0 ? withBattersOwed(next, 0) : next;
  };
  const next = draftOf(state);
  next.inning = state.half === 'top' ? state.inning : state.inning + 1;
  next.half = state.half === 'top' ? 'bottom' : 'top';
  next.outs = 0;
  next.halfInningTurn = state.turn;
  next.bases = EMPTY_BASES;
  next.lineups = { away: settled(state.lineups.away, 'away'), home: settled(state.lineups.home, 'home') };
  next.plateAppearance = FRESH_PLATE_APPEARANCE;
  return next;
}
