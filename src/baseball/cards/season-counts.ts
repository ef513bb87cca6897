/**
 * What players did in the games of a season, as far as cards need it: a fold of each game's events.
 *
 * Intentional walks and bunts are left out of the rates, as in `league-2019.ts`: they are decided, not rolled. A player
 * is counted once however many teams he played for; each team remembers how much it saw of him.
 */
import type { GameEvent, GameScheduled, PlayRecorded } from '../../protocol/events';
import type { PlayerId, TeamId } from '../../protocol/ids';
import type { Hand } from '../../protocol/lineup';
import { rosterHands, sideAgainst } from '../hands';
import { endsPlateAppearance } from '../play-kinds';
import { fold } from '../replay';
import { battingTeam, fielderAt, fieldingTeam, isStarted, type GameState, type StartedState } from '../state';
import type { RateName, Side2 } from './league-2019';
import { legChances, type LegChance } from './season-legs';

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
  /** The team for which he was seen last, and when (`dayOf`). */
  last: { team: TeamId; day: string } | null;
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

/** A plate appearance that was rolled, so to say: no intentional walk, no bunt. */
export interface Meeting {
  readonly batter: PlayerId;
  readonly pitcher: PlayerId;
  /** The hosts' ground. */
  readonly park: TeamId;
  /** The batter is of the hosts. */
  readonly isHome: boolean;
  readonly side: Side2;
  readonly arm: Side2;
  /** Null: an out, an error, a fielder's choice. */
  readonly result: PlateResult | null;
  /** Of a ball in play, where it is known. */
  readonly trajectory: 'G' | 'F' | 'L' | 'P' | null;
}

export interface SeasonCounts {
  readonly players: Map<PlayerId, PlayerCounts>;
  readonly teams: Map<TeamId, SeasonTeam>;
  readonly meetings: Meeting[];
  readonly legs: LegChance[];
  games: number;
}

export function noSeason(): SeasonCounts {
  return { players: new Map(), teams: new Map(), meetings: [], legs: [], games: 0 };
}

export function noPlate(): PlateCounts {
  return { PA: 0, inPlay: 0, K: 0, BB: 0, HBP: 0, CI: 0, '1B': 0, '2B': 0, '3B': 0, HR: 0, G: 0, F: 0, L: 0, P: 0 };
}

export function addCounts(sum: PlateCounts, counts: PlateCounts): void {
  for (const name of Object.keys(sum) as (keyof PlateCounts)[]) sum[name] += counts[name];
}

/** Adds a game, all of its events from the first. */
export function countGame(season: SeasonCounts, events: Iterable<GameEvent>): void {
  season.games += 1;
  const game: Game = { season, faced: new Map(), day: '' };
  fold(events, game, countEvent);
  for (const [id, { battersFaced, isStart }] of game.faced) {
    const { outings } = known(season, id);
    outings[isStart ? 'starts' : 'reliefs'] += 1;
    outings[isStart ? 'battersInStarts' : 'battersInRelief'] += battersFaced;
  }
}

interface Game {
  readonly season: SeasonCounts;
  day: string;
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
    last: null,
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

/** Days, and games of a day, in the order of their names: `2019/07/31 1`. */
function dayOf({ info }: GameScheduled): string {
  return `${info?.['date'] ?? ''} ${info?.['number'] ?? ''}`;
}

function countEvent(game: Game, before: GameState | null, event: GameEvent): Game {
  if (event.type === 'GameScheduled') game.day = dayOf(event);
  if (event.type !== 'PlayRecorded' || before === null || !isStarted(before)) return game;
  learnNames(game, before);
  countFielding(game, before, event);
  countRunning(game, before, event);
  game.season.legs.push(...legChances(before, event));
  if (endsPlateAppearance(event.kind)) countPlateAppearance(game, before, event);
  return game;
}

function teamOf({ season }: Game, { id, name }: { readonly id: TeamId; readonly name: string }): SeasonTeam {
  const team = season.teams.get(id) ?? { id, name, seen: new Map<PlayerId, number>() };
  season.teams.set(id, team);
  return team;
}

interface Sighting {
  readonly id: PlayerId;
  readonly times: number;
}

/** Of the player a plate appearance or an out in the field more, or several. */
function see({ season, day }: Game, { id: team, seen }: SeasonTeam, { id, times }: Sighting): void {
  seen.set(id, (seen.get(id) ?? 0) + times);
  const player = known(season, id);
  if (player.last === null || day >= player.last.day) player.last = { team, day };
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
    see(game, team, { id: fielder.id, times: event.outsMade });
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
  see(game, teamOf(game, state.teams[atBat]), { id: batter, times: 1 });
  const team = teamOf(game, state.teams[inField]);
  see(game, team, { id: pitcher, times: 1 });
  const isStart = ![...game.faced.values()].some((other) => other.team === team.id);
  const faced = game.faced.get(pitcher) ?? { team: team.id, isStart, battersFaced: 0 };
  faced.battersFaced += 1;
  game.faced.set(pitcher, faced);
  if (event.kind === 'intentionalWalk' || event.bunt === true) return;
  const meeting = meetingOf(state, event, { batter, pitcher });
  season.meetings.push(meeting);
  addMeeting(known(season, batter).batting[meeting.arm], meeting);
  addMeeting(known(season, pitcher).pitching[meeting.side], meeting);
}

function meetingOf(
  state: StartedState,
  event: PlayRecorded,
  who: { readonly batter: PlayerId; readonly pitcher: PlayerId },
): Meeting {
  const [atBat, inField] = [battingTeam(state), fieldingTeam(state)];
  const arm = event.pitcherHand ?? rosterHands(state.lineups[inField], who.pitcher).throws;
  const bats = event.batterHand ?? rosterHands(state.lineups[atBat], who.batter).bats;
  const result = RESULTS[event.kind] ?? null;
  const isInPlay = result === null || INTO_PLAY.has(result);
  return {
    ...who,
    park: state.teams.home.id,
    isHome: atBat === 'home',
    side: sideAgainst(bats, arm) === 'L' ? 'L' : 'R',
    arm: arm === 'L' ? 'L' : 'R',
    result,
    trajectory: isInPlay ? (event.trajectory ?? null) : null,
  };
}

type PlateResult = 'K' | 'BB' | 'HBP' | 'CI' | '1B' | '2B' | '3B' | 'HR';

const RESULTS: Partial<Record<PlayRecorded['kind'], PlateResult>> = {
  strikeout: 'K',
  walk: 'BB',
  hitByPitch: 'HBP',
  interference: 'CI',
  single: '1B',
  double: '2B',
  triple: '3B',
  homeRun: 'HR',
};
const INTO_PLAY: ReadonlySet<PlateResult> = new Set(['1B', '2B', '3B', 'HR']);

export function addMeeting(counts: PlateCounts, { result, trajectory }: Meeting): void {
  counts.PA += 1;
  if (result !== null) counts[result] += 1;
  if (trajectory === null) return;
  counts.inPlay += 1;
  counts[trajectory] += 1;
}
