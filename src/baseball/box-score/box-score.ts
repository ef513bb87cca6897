/**
 * The box score of a game as a fold of its events (OBR 9.02, 9.03).
 *
 * Nothing of it is kept on the side: ask for it when it is wanted. What the official scorer has said outranks what
 * rules 9.16, 9.17 and 9.19 make of the plays: his earned runs (`EarnedRunsSet`, and runs that he marked as
 * unearned), and his winning, losing and saving pitcher where the game's info names them (`wp`, `lp`, `save`).
 */
import type { BoxScore, BoxScoreNote, PitchingLine, TeamBoxScore } from '../../protocol/box-score';
import type { GameEvent, PlayRecorded, PlayerSubstituted, RunnerOutcome } from '../../protocol/events';
import type { PlayerId } from '../../protocol/ids';
import type { Ruleset } from '../../protocol/ruleset';
import type { BySide, Side } from '../../protocol/side';
import { assert } from '../assert';
import { lineScore } from '../line-score';
import { endsPlateAppearance } from '../play-kinds';
import { fold } from '../replay';
import {
  battingTeam,
  fieldingTeam,
  isStarted,
  otherSide,
  sideBattingIn,
  type GameState,
  type StartedState,
} from '../state';
import { countAtBat } from './at-bat';
import { chargedWithRun } from './charged';
import { chargeEarnedRuns, type ChargedRun } from './earned';
import { countInField } from './in-field';
import { InheritedRunners } from './inherited';
import { newPitchingLine } from './lines';
import { notesOf } from './notes';
import { nameDecisions } from './official';
import { countPitches } from './pitches';
import { enterLineup, enterSubstitute, newRoll, pitchingLine, pitchingNow, type TeamRoll } from './roll';

interface Sum {
  /** Those that count. */
  readonly events: GameEvent[];
  readonly rolls: BySide<TeamRoll>;
  readonly notes: BoxScoreNote[];
  readonly runs: ChargedRun[];
  readonly inherited: InheritedRunners;
  readonly plays: BySide<{ double: number; triple: number }>;
  /** Completed plate appearances of this half-inning. */
  batters: number;
  last: PlayRecorded | null;
  status: BoxScore['status'];
  /** The day on which a suspended game was resumed. */
  resumedOn: string | undefined;
}

function newSum(): Sum {
  return {
    events: [],
    rolls: { away: newRoll(), home: newRoll() },
    notes: [],
    runs: [],
    inherited: new InheritedRunners(),
    plays: { away: { double: 0, triple: 0 }, home: { double: 0, triple: 0 } },
    batters: 0,
    last: null,
    status: 'scheduled',
    resumedOn: undefined,
  };
}

function started(state: GameState | null): StartedState {
  assert(state !== null && isStarted(state), 'a play before the start');
  return state;
}

interface Thrown {
  readonly pitcher: PlayerId;
  readonly pitches?: string | undefined;
}

function countThrown(sum: Sum, state: StartedState, thrown: Thrown): void {
  const { pitcher, pitches } = thrown;
  if (pitches === undefined) return;
  const line = pitchingLine(sum.rolls[fieldingTeam(state)], pitcher);
  const counted = countPitches(pitches);
  line.pitches += counted.pitches;
  line.strikes += counted.strikes;
}

function addPlay(sum: Sum, state: StartedState, event: PlayRecorded): void {
  const fielding = fieldingTeam(state);
  const sides = { batting: sum.rolls[battingTeam(state)], fielding: sum.rolls[fielding] };
  countThrown(sum, state, event);
  countAtBat(event, sides);
  countInField(event, sides.fielding, state.lineups[fielding]);
  for (const runner of event.runners) if (runner.to === 4) addRun(sum, { side: fielding, event }, runner);
  sum.inherited.follow(event);
  sum.notes.push(...notesOf(event, state));
  if (event.doublePlay === true) sum.plays[fielding].double += 1;
  if (event.triplePlay === true) sum.plays[fielding].triple += 1;
  if (endsPlateAppearance(event.kind)) sum.batters += 1;
  sum.last = event;
}

/** A play, and the side in the field. */
interface Against {
  readonly side: Side;
  readonly event: PlayRecorded;
}

function addRun(sum: Sum, { side, event }: Against, runner: RunnerOutcome): void {
  const line = pitchingLine(sum.rolls[side], chargedWithRun(event, runner));
  line.runs += 1;
  sum.runs.push({ side, line, turn: event.turn, base: runner.base, said: runner.run ?? 'earned' });
}

/** A pitcher leaves: it is worth a note when he got nobody out of those whom he faced. */
function relieve(line: PitchingLine, state: StartedState, batters: number): void {
  const { inning, outs } = state;
  const faced =
    outs === 0 && batters > 0 ? Math.min(line.battersFaced, batters) : line.outs === 0 ? line.battersFaced : 0;
  if (faced > 0) line.facedWithoutOut = { batters: faced, inning };
}

function addSubstitution(sum: Sum, state: StartedState, event: PlayerSubstituted): void {
  const roll = sum.rolls[event.side];
  enterSubstitute(roll, event, { lineup: state.lineups[event.side], day: sum.resumedOn });
  if (event.position !== 1) return;
  const before = pitchingNow(roll);
  if (before.id === event.player.id) return;
  relieve(before, state, sum.batters);
  const line = newPitchingLine(event.player);
  roll.pitchers.push(line);
  sum.inherited.inherit(line, state);
}

function add(sum: Sum, before: GameState | null, event: GameEvent): Sum {
  sum.events.push(event);
  switch (event.type) {
    case 'GameStarted':
      sum.status = 'live';
      return sum;
    case 'GameResumed':
      sum.status = 'live';
      sum.resumedOn = event.date ?? sum.resumedOn;
      return sum;
    case 'GameSuspended':
      sum.status = 'suspended';
      return sum;
    case 'GameEnded':
      sum.status = 'final';
      return sum;
    case 'LineupSet':
      enterLineup(sum.rolls[event.side], event.lineup);
      return sum;
    case 'PlayRecorded':
      addPlay(sum, started(before), event);
      return sum;
    case 'PitchesRecorded':
      countThrown(sum, started(before), event);
      return sum;
    case 'PlayerSubstituted':
      addSubstitution(sum, started(before), event);
      return sum;
    case 'HalfInningEnded':
      sum.batters = 0;
      sum.inherited.endHalfInning();
      return sum;
    default:
      return sum;
  }
}

/** Outs after the last play, and whether the batting team took the lead by it. */
function endingOf(last: PlayRecorded | null, ruleset: Ruleset): BoxScore['ending'] {
  if (last === null) return { outs: 0, tookLead: false };
  const batting = sideBattingIn(last.half, ruleset);
  const runs = last.runners.filter((runner) => runner.to === 4).length;
  const lead = last.score[batting] - last.score[otherSide(batting)];
  return { outs: last.outs + last.outsMade, tookLead: lead <= 0 && lead + runs > 0 };
}

function teamBoxScore(sum: Sum, side: Side, facts: Pick<TeamBoxScore, 'team' | 'earnedRuns'>): TeamBoxScore {
  const [pitchers = [], ...order] = sum.rolls[side].slots;
  return {
    ...facts,
    players: [...order.flat(), ...pitchers],
    pitchers: sum.rolls[side].pitchers,
    doublePlays: sum.plays[side].double,
    triplePlays: sum.plays[side].triple,
  };
}

/** The box score of a game so far. The first event is `GameScheduled`; throws on a journal that is broken. */
export function boxScore(events: Iterable<GameEvent>): BoxScore {
  const sum = fold(events, newSum(), add);
  const [scheduled] = sum.events;
  assert(scheduled?.type === 'GameScheduled', 'a game begins with GameScheduled');
  const { teams, ruleset } = scheduled;
  const lines = { away: sum.rolls.away.pitchers, home: sum.rolls.home.pitchers };
  const earned = chargeEarnedRuns(sum.runs, sum.events, lines);
  return {
    status: sum.status,
    lineScore: lineScore(sum.events),
    away: teamBoxScore(sum, 'away', { team: teams.away, earnedRuns: earned.team.away }),
    home: teamBoxScore(sum, 'home', { team: teams.home, earnedRuns: earned.team.home }),
    decisions: sum.status === 'final' ? nameDecisions(sum.events, lines) : { win: null, loss: null, save: null },
    earnedRunsBy: earned.by,
    notes: sum.notes,
    ending: endingOf(sum.last, ruleset),
  };
}
