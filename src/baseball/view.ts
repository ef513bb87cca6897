/**
 * A game as one viewer may see it: the one place where secrets are kept. Every way out goes through here.
 *
 * A scored game has none: everybody sees the same. A dice game has two kinds: its dice's secret, which nobody sees
 * before the last event tells it, and a decision, which only its side sees before the play shows it. The scorekeeper
 * and the commissioner see no more than a spectator does: whoever could peek could whisper.
 */
import type { GameEvent, GameScheduled } from '../protocol/events';
import type { Seat, Viewer } from '../protocol/seat';
import type { Side } from '../protocol/side';
import type {
  DiceView,
  GameView,
  LineupPlayerView,
  LineupView,
  PlayerView,
  SituationView,
  LobbyView,
} from '../protocol/view';
import {
  battingTeam,
  currentBatter,
  currentPitcher,
  hasDecided,
  inLineup,
  isOver,
  isStarted,
  type DiceState,
  type GameState,
  type LineupPlayerState,
  type RunnerState,
  type StartedState,
  type TeamLineupState,
} from './state';

export const SEATS: readonly Seat[] = ['away', 'home', 'scorekeeper', 'commissioner'];

function playerView({ id, name }: PlayerView): PlayerView {
  return { id, name };
}

function lineupPlayerView(player: LineupPlayerState): LineupPlayerView {
  const { id, name, bats, throws, slot, position } = player;
  return { id, name, ...(bats === null ? {} : { bats }), ...(throws === null ? {} : { throws }), slot, position };
}

function lineupView(lineup: TeamLineupState | null): LineupView | null {
  if (lineup === null) return null;
  return {
    order: lineup.order.map(lineupPlayerView),
    pitcher: lineup.pitcher === null ? null : lineupPlayerView(lineup.pitcher),
    bench: lineup.bench.map(playerView),
    used: lineup.used.map(playerView),
  };
}

function situationView(state: StartedState): SituationView {
  const batting = state.lineups[battingTeam(state)];
  const runnerView = (runner: RunnerState | null): PlayerView | null =>
    runner === null ? null : { id: runner.id, name: inLineup(batting, runner.id)?.name ?? runner.id };
  const [first, second, third] = state.bases;
  const pitcher = currentPitcher(state);
  return {
    inning: state.inning,
    half: state.half,
    outs: state.outs,
    bases: [runnerView(first), runnerView(second), runnerView(third)],
    batter: playerView(currentBatter(state)),
    pitcher: pitcher === null ? null : playerView(pitcher),
    count: state.plateAppearance.count,
  };
}

function ownDecision(state: GameState, { defense, offense }: DiceState, viewer: Viewer): DiceView['own'] {
  if (!isStarted(state) || (viewer !== 'away' && viewer !== 'home')) return null;
  return viewer === battingTeam(state) ? offense : defense;
}

function diceView(state: GameState, viewer: Viewer): DiceView | null {
  const { dice } = state;
  if (dice === null) return null;
  const { commitment, cards, managers, clock } = dice.facts;
  const isIn = (side: Side): boolean => isStarted(state) && hasDecided(state, dice, side);
  return {
    commitment,
    cards,
    managers,
    clock,
    words: dice.words,
    decided: { away: isIn('away'), home: isIn('home') },
    own: ownDecision(state, dice, viewer),
    rolled: dice.rolled,
    deadlines: dice.clock?.deadlines ?? NO_TIMES,
    banks: dice.clock?.banks ?? NO_TIMES,
  };
}

const NO_TIMES = { away: null, home: null };

export function viewFor(state: GameState, viewer: Viewer): GameView {
  const { status, mode, league, ruleset, teams, seats, lineups } = state;
  const started = isStarted(state);
  return {
    status,
    mode,
    league,
    ruleset,
    teams,
    seats: SEATS.filter((seat) => seats[seat] !== undefined),
    turn: started ? state.turn : 0,
    score: started ? state.score : { away: 0, home: 0 },
    situation: started ? situationView(state) : null,
    lineups: { away: lineupView(lineups.away), home: lineupView(lineups.home) },
    endReason: isOver(state) ? state.endReason : null,
    dice: diceView(state, viewer),
    lobby: lobbyView(state),
  };
}

/** What a viewer may know of an event: the event itself where nothing is hidden from him. */
export function projectEvent(event: GameEvent, viewer: Viewer): GameEvent {
  switch (event.type) {
    case 'HistoryRevised': {
      const { state: _, ...shown } = event;
      return shown;
    }
    case 'GameScheduled':
      return withoutSecrets(event);
    case 'DefenseSubmitted':
    case 'OffenseSubmitted': {
      if (event.side === viewer || event.decision === undefined) return event;
      const { decision: _, ...shown } = event;
      return shown;
    }
    default:
      return event;
  }
}

/** A schedule without the dice's secret, and without the word that opens a private game. */
function withoutSecrets(event: GameScheduled): GameScheduled {
  const { dice, lobby } = event;
  if (dice === undefined) return event;
  const { secret: _, ...terms } = dice;
  return { ...event, dice: terms, ...(lobby === undefined ? {} : { lobby: { access: lobby.access } }) };
}

function lobbyView({ lobby }: GameState): LobbyView | null {
  if (lobby === null) return null;
  const { invite: _, ...shown } = lobby;
  return shown;
}
