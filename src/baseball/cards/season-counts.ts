/**
 * What players did in the games of a season, as far as cards need it: a fold of each game's events.
 *
 * Intentional walks and bunts are left out of the rates, as in `league-2019.ts`: they are decided, not rolled. A player
 * is counted once however many teams he played for; each team remembers how much it saw of him.
 */
import type { GameEvent, PlayRecorded } from '../../protocol/events';
import type { PlayerId, TeamId } from '../../protocol/ids';
import type { Hand } from '../../protocol/lineup';
import { rosterHands, sideAgainst } from '../hands';
import { endsPlateAppearance } from '../play-kinds';
import { fold } from '../replay';
import { battingTeam, fielderAt, fieldingTeam, isStarted, type GameState, type StartedState } from '../state';
import type { ChartRates, RateName, Side2 } from './league-2019';

/** Counts by the names of the rates; `PA` without intentional walks and bunts, `inPlay` where the trajectory is known. */
export type PlateCounts = Record<RateName | 'PA' | 'inPlay', number>;

export interface FieldingCounts {
  /** Outs that his team made while he stood there. */
  outs: number;
  putouts: number;
  assists: number;
  errors: number;
}

export interface PlayerCounts {
  readonly id: PlayerId;
  name: string;
  bats: Hand | null;
  throws: Hand | null;
  /** By the pitcher's arm. */
  readonly batting: Record<Side2, PlateCounts>;
  /** By the batter's side. */
  readonly pitching: Record<Side2, PlateCounts>;
  readonly outings: { starts: number; battersInStarts: number; reliefs: number; battersInRelief: number };
  wildPitches: number;
  passedBalls: number;
  readonly fielding: Map<number, FieldingCounts>;
  /** Plate appearances on first with second open; steals tried then; steals and caught of all bases. */
  readonly running: { chances: number; attempts: number; stolen: number; caught: number };
}

export interface SeasonTeam {
  readonly id: TeamId;
  readonly name: string;
  /** Plate appearances, batters faced and outs in the field, by player. */
  readonly seen: Map<PlayerId, number>;
}

export interface SeasonCounts {
  readonly players: Map<PlayerId, PlayerCounts>;
  readonly teams: Map<TeamId, SeasonTeam>;
  games: number;
}

export function noSeason(): SeasonCounts {
  return { players: new Map(), teams: new Map(), games: 0 };
}

export function noPlate(): PlateCounts {
  return { PA: 0, inPlay: 0, K: 0, BB: 0, HBP: 0, CI: 0, '1B': 0, '2B': 0, '3B': 0, HR: 0, G: 0, F: 0, L: 0, P: 0 };
}

/** Adds a game, all of its events from the first. */
export function countGame(season: SeasonCounts, events: Iterable<GameEvent>): void {
  season.games += 1;
  const game: Game = { season, faced: new Map() };
  fold(events, game, countEvent);
  for (const [id, { battersFaced, isStart }] of game.faced) {
    const { outings } = known(season, id);
    outings[isStart ? 'starts' : 'reliefs'] += 1;
    outings[isStart ? 'battersInStarts' : 'battersInRelief'] += battersFaced;
  }
}

interface Game {
  readonly season: SeasonCounts;
  /** By pitcher: a team's first is its starter. */
  readonly faced: Map<PlayerId, { readonly team: TeamId; readonly isStart: boolean; battersFaced: number }>;
}

function known(season: SeasonCounts, id: PlayerId): PlayerCounts {
  const before = season.players.get(id);
  if (before !== undefined) return before;
  const player: PlayerCounts = {
    id,
    name: id,
    bats: null,
    throws: null,
    batting: { L: noPlate(), R: noPlate() },
    pitching: { L: noPlate(), R: noPlate() },
    outings: { starts: 0, battersInStarts: 0, reliefs: 0, battersInRelief: 0 },
    wildPitches: 0,
    passedBalls: 0,
    fielding: new Map(),
    running: { chances: 0, attempts: 0, stolen: 0, caught: 0 },
  };
  season.players.set(id, player);
  return player;
}

function countEvent(game: Game, before: GameState | null, event: GameEvent): Game {
  if (event.type !== 'PlayRecorded' || before === null || !isStarted(before)) return game;
  learnNames(game, before);
  countFielding(game, before, event);
  countRunning(game, before, event);
  if (endsPlateAppearance(event.kind)) countPlateAppearance(game, before, event);
  return game;
}

function teamOf({ season }: Game, { id, name }: { readonly id: TeamId; readonly name: string }): SeasonTeam {
  const team = season.teams.get(id) ?? { id, name, seen: new Map<PlayerId, number>() };
  season.teams.set(id, team);
  return team;
}

function see(team: SeasonTeam, id: PlayerId, times: number): void {
  team.seen.set(id, (team.seen.get(id) ?? 0) + times);
}

function learnNames({ season }: Game, state: StartedState): void {
  for (const { order, pitcher } of [state.lineups.away, state.lineups.home]) {
    for (const { id, name, bats, throws } of pitcher === null ? order : [...order, pitcher]) {
      if (season.players.get(id)?.bats != null) continue;
      Object.assign(known(season, id), { name, bats, throws });
    }
  }
}

function countFielding(game: Game, state: StartedState, event: PlayRecorded): void {
  const side = fieldingTeam(state);
  const team = teamOf(game, state.teams[side]);
  for (let position = 1; position <= 9; position++) {
    const fielder = fielderAt(state.lineups[side], position);
    if (fielder === null) continue;
    const { fielding } = known(game.season, fielder.id);
    const counts = fielding.get(position) ?? { outs: 0, putouts: 0, assists: 0, errors: 0 };
    fielding.set(position, counts);
    const times = (of: readonly number[] | undefined): number => of?.filter((each) => each === position).length ?? 0;
    counts.outs += event.outsMade;
    counts.putouts += times(event.putouts);
    counts.assists += times(event.assists);
    counts.errors += event.errors?.filter((error) => error.fielder === position).length ?? 0;
    see(team, fielder.id, event.outsMade);
    if (position === 2 && event.passedBall === true) known(game.season, fielder.id).passedBalls += 1;
  }
  if (event.wildPitch === true) known(game.season, event.pitcher).wildPitches += 1;
}

function countRunning({ season }: Game, { bases }: StartedState, event: PlayRecorded): void {
  const [first, second] = bases;
  const isOpen = first !== null && second === null;
  if (isOpen && endsPlateAppearance(event.kind)) known(season, first.id).running.chances += 1;
  for (const { base, stolenBase, caughtStealing } of event.runners) {
    const runner = base === 0 ? null : bases[base - 1];
    if (runner == null || (stolenBase !== true && caughtStealing !== true)) continue;
    const { running } = known(season, runner.id);
    if (stolenBase === true) running.stolen += 1;
    else running.caught += 1;
    if (base === 1 && isOpen) running.attempts += 1;
  }
}

function countPlateAppearance(game: Game, state: StartedState, event: PlayRecorded): void {
  const { season } = game;
  const batter = event.chargedBatter ?? event.batter;
  const pitcher = event.chargedPitcher ?? event.pitcher;
  const [atBat, inField] = [battingTeam(state), fieldingTeam(state)];
  see(teamOf(game, state.teams[atBat]), batter, 1);
  const team = teamOf(game, state.teams[inField]);
  see(team, pitcher, 1);
  const isStart = ![...game.faced.values()].some((other) => other.team === team.id);
  const faced = game.faced.get(pitcher) ?? { team: team.id, isStart, battersFaced: 0 };
  faced.battersFaced += 1;
  game.faced.set(pitcher, faced);
  if (event.kind === 'intentionalWalk' || event.bunt === true) return;
  const arm = event.pitcherHand ?? rosterHands(state.lineups[inField], pitcher).throws;
  const bats = event.batterHand ?? rosterHands(state.lineups[atBat], batter).bats;
  add(known(season, batter).batting[arm === 'L' ? 'L' : 'R'], event);
  add(known(season, pitcher).pitching[sideAgainst(bats, arm) === 'L' ? 'L' : 'R'], event);
}

const RESULTS: Partial<Record<PlayRecorded['kind'], keyof ChartRates>> = {
  strikeout: 'K',
  walk: 'BB',
  hitByPitch: 'HBP',
  interference: 'CI',
  single: '1B',
  double: '2B',
  triple: '3B',
  homeRun: 'HR',
};

function add(counts: PlateCounts, { kind, trajectory }: PlayRecorded): void {
  counts.PA += 1;
  const result = RESULTS[kind];
  if (result !== undefined) counts[result] += 1;
  if (result === 'K' || result === 'BB' || result === 'HBP' || result === 'CI' || trajectory === undefined) return;
  counts.inPlay += 1;
  counts[trajectory] += 1;
}
