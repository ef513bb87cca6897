/**
 * The judge: a scored play and the situation in, everything that happened out, or the part that cannot be.
 *
 * What a record leaves unsaid is settled here by rule: runners who must make room, runs batted in, how a run counts,
 * who answers for whom. Sources: Official Baseball Rules, 2019 ed., sections 5 and 9.
 */
import type { PlayRecorded, RunnerOutcome } from '../protocol/events';
import type { PlayerId } from '../protocol/ids';
import type { Count, ScoredPlay } from '../protocol/play';
import { assert, assertNever } from './assert';
import { batterHand, pitcherHand, rosterHands, sideAgainst } from './hands';
import { endAfter } from './innings';
import { endsPlateAppearance, isAtBat, isWalk } from './play-kinds';
import { responsibleAfter } from './responsibility';
import { isBattedIn } from './runs-batted-in';
import {
  battingTeam,
  currentBatter,
  currentPitcher,
  fieldingTeam,
  ofSide,
  withSide,
  type LineupPlayerState,
  type LiveState,
} from './state';
import { advanceText, baseName, isMisfit, tallyPlay, type Misfit, type Tally } from './tally';

/** What the scorekeeper said besides the play itself. */
export interface Said {
  readonly turn: number;
  readonly notation: string;
  readonly count: Count | undefined;
  readonly pitches: string | undefined;
}

type Runners = 0 | 1 | 2 | 3;

function runsOf(tally: Tally): number {
  let runs = 0;
  for (const runner of tally.runners) if (runner.to === 4) runs += 1;
  return runs;
}

/** True when the play, as far as it was said, ends the half-inning or the game: then nobody need make room. */
function isLastPlay(state: LiveState, tally: Tally): boolean {
  const outs = state.outs + tally.outsMade;
  if (outs >= 3) return true;
  const { ruleset, inning, half } = state;
  // Before the third out only the team that bats second can end a game, in the last inning or by mercy.
  if (half === 'top' || (inning < ruleset.innings && ruleset.mercy === null)) return false;
  const side = battingTeam(state);
  const score = withSide(state.score, side, ofSide(state.score, side) + runsOf(tally));
  return endAfter({ ruleset, inning, half, outs, score }) !== null;
}

/** A runner of whom nothing was said stays; on a batter's play he makes room for whoever comes behind him. */
function settleUnsaid(state: LiveState, play: ScoredPlay, tally: Tally): void {
  // OBR 5.08(b): on a home run everybody scores, even when the game ends on it.
  const mayForce = play.kind === 'homeRun' || (endsPlateAppearance(play.kind) && !isLastPlay(state, tally));
  let behind = tally.runners[0].isOut ? 0 : (tally.runners[0].to ?? 0);
  for (const base of [1, 2, 3] as const) {
    const runner = tally.runners[base];
    if (state.bases[base - 1] === null) continue;
    if (runner.to === null) {
      runner.to = mayForce && behind >= base ? Math.min(behind + 1, 4) : base;
      if (runner.to === 4) runner.isSafeHome = true;
    }
    if (!runner.isOut) behind = Math.max(behind, runner.to);
  }
  if (play.kind === 'homeRun' && !tally.runners[0].isOut) tally.runners[0].isSafeHome ||= !isSaid(play, 0);
}

function isSaid(play: ScoredPlay, from: number): boolean {
  return play.advances?.some((advance) => advance.from === from) === true;
}

/** Runners keep their order, and no two share a base: else the play cannot have happened. */
function collision(state: LiveState, play: ScoredPlay, tally: Tally): Misfit | null {
  let ahead = 5;
  let aheadBase = 4;
  for (const base of [3, 2, 1, 0] as const) {
    const runner = tally.runners[base];
    const isThere = base === 0 ? endsPlateAppearance(play.kind) : state.bases[base - 1] !== null;
    if (!isThere || runner.isOut || runner.to === null) continue;
    if (runner.to >= ahead && ahead < 4) {
      const said = play.advances?.find((advance) => advance.from === base);
      const part = said === undefined ? baseName(base) : advanceText(said);
      const verb = runner.to === ahead ? `shares ${baseName(ahead)} with` : 'passes';
      return { part, reason: `The runner from ${baseName(base)} ${verb} the one from ${baseName(aheadBase)}.` };
    }
    ahead = runner.to;
    aheadBase = base;
  }
  return null;
}

/** Why the play cannot be, once everything is settled. */
function impossible(state: LiveState, play: ScoredPlay, tally: Tally): Misfit | null {
  const outs = state.outs + tally.outsMade;
  if (outs > 3) return { part: play.kind, reason: `With ${state.outs} out the play makes ${tally.outsMade} more.` };
  if (outs === 3) {
    const isScoring = runsOf(tally) > 0 && play.kind === 'out' && tally.isLastOutForce;
    // OBR 5.08(a).
    return isScoring ? { part: play.kind, reason: 'No run scores when the third out is a force or the batter.' } : null;
  }
  return isLastPlay(state, tally) ? null : collision(state, play, tally);
}

/** A play under judgement: what was said, settled, and who stand against each other. */
interface Judging {
  readonly state: LiveState;
  readonly play: ScoredPlay;
  readonly tally: Tally;
  readonly batter: LineupPlayerState;
  readonly pitcher: LineupPlayerState;
}

/** Who answers for a runner before and after the play. */
interface Answering {
  readonly before: PlayerId;
  readonly after: PlayerId;
}

function outcomeOf(
  { state, play, tally, batter, pitcher }: Judging,
  base: Runners,
  answering: Answering,
): RunnerOutcome {
  const runner = tally.runners[base];
  const to = runner.to ?? base;
  const id = base === 0 ? batter.id : (state.bases[base - 1]?.id ?? batter.id);
  const outcome: RunnerOutcome = { base, id, to };
  if (answering.before !== pitcher.id) outcome.pitcher = answering.before;
  if (answering.after !== answering.before && to > 0) outcome.newPitcher = answering.after;
  if (to === 4) outcome.run = runner.run ?? 'earned';
  if (to === 4) {
    const isLoaded = state.bases.every((each) => each !== null);
    if (isBattedIn({ play, tally, outs: state.outs, isLoaded }, base)) outcome.rbi = true;
  }
  if (runner.stolenBase) outcome.stolenBase = true;
  if (runner.caughtStealing) outcome.caughtStealing = true;
  if (runner.pickedOff) outcome.pickedOff = true;
  if (runner.play !== '') outcome.play = runner.play;
  return outcome;
}

const UNSHIFTED: ReturnType<typeof responsibleAfter> = [];

function outcomesOf(judging: Judging): RunnerOutcome[] {
  const { state, play, tally, pitcher } = judging;
  const { chargedPitcher } = state.plateAppearance;
  const batterPitcher = isWalk(play.kind) && chargedPitcher !== null ? chargedPitcher : pitcher.id;
  // Only an out on the bases can shift who answers for whom.
  const [, first, second, third] = tally.runners;
  const mayShift = first.isOut || second.isOut || third.isOut;
  const after = mayShift ? responsibleAfter({ play, tally, bases: state.bases, batterPitcher }) : UNSHIFTED;
  const outcomes: RunnerOutcome[] = [];
  if (endsPlateAppearance(play.kind)) {
    outcomes.push(outcomeOf(judging, 0, { before: batterPitcher, after: after[0] ?? batterPitcher }));
  }
  for (const base of [1, 2, 3] as const) {
    const before = state.bases[base - 1]?.pitcher;
    if (before !== undefined) outcomes.push(outcomeOf(judging, base, { before, after: after[base] ?? before }));
  }
  return outcomes;
}

/** Who is charged when it is not who stands there: a strikeout, a walk (OBR 9.15(b), 9.16(h)). */
function addCharged(event: PlayRecorded, { state, batter, pitcher }: Judging): void {
  const { chargedBatter, chargedBatterHand, chargedPitcher, battingHand, pitchingHand } = state.plateAppearance;
  const isTheirWalk = isWalk(event.kind) && chargedPitcher !== null;
  const isTheirStrikeout = event.kind === 'strikeout' && chargedBatter !== null;
  if (!isTheirWalk && !isTheirStrikeout) return;
  const arm = isTheirWalk
    ? (pitchingHand ?? rosterHands(ofSide(state.lineups, fieldingTeam(state)), chargedPitcher).throws)
    : pitcherHand(pitcher, state.plateAppearance);
  const bats = isTheirStrikeout
    ? rosterHands(ofSide(state.lineups, battingTeam(state)), chargedBatter).bats
    : batter.bats;
  const named = isTheirStrikeout ? (chargedBatterHand ?? battingHand) : battingHand;
  const side = sideAgainst(named ?? bats, arm);
  if (isTheirWalk) event.chargedPitcher = chargedPitcher;
  if (isTheirStrikeout) event.chargedBatter = chargedBatter;
  if (arm !== null) event.chargedPitcherHand = arm;
  if (side !== null) event.chargedBatterHand = side;
}

function addPlay(event: PlayRecorded, play: ScoredPlay, tally: Tally): void {
  if (isAtBat(play)) event.atBat = true;
  for (const modifier of play.modifiers ?? []) {
    switch (modifier) {
      case 'sacrificeHit':
      case 'sacrificeFly':
      case 'doublePlay':
      case 'groundedIntoDoublePlay':
      case 'triplePlay':
      case 'bunt':
      case 'foul':
        event[modifier] = true;
        break;
      case 'force':
      case 'groundRule':
      case 'batterRunning':
      case 'interference':
        break;
      default:
        assertNever(modifier);
    }
  }
  if (tally.wildPitch) event.wildPitch = true;
  if (tally.passedBall) event.passedBall = true;
  if (play.trajectory !== undefined) event.trajectory = play.trajectory;
  if (play.location !== undefined) event.location = play.location;
  if (play.fieldedBy !== undefined) event.fieldedBy = play.fieldedBy;
  if (tally.putouts.length > 0) event.putouts = tally.putouts;
  if (tally.assists.length > 0) event.assists = tally.assists;
  if (tally.errors.length > 0) event.errors = tally.errors;
}

/** The event of a play, or the part of it that cannot have happened. Somebody must pitch. */
export function judge(state: LiveState, play: ScoredPlay, said: Said): PlayRecorded | Misfit {
  const tally = tallyPlay(play, state.bases);
  if (isMisfit(tally)) return tally;
  settleUnsaid(state, play, tally);
  const misfit = impossible(state, play, tally);
  if (misfit !== null) return misfit;
  const batter = currentBatter(state);
  const pitcher = currentPitcher(state);
  assert(pitcher !== null, 'a play without a pitcher');
  const judging: Judging = { state, play, tally, batter, pitcher };
  const event: PlayRecorded = {
    type: 'PlayRecorded',
    turn: said.turn,
    inning: state.inning,
    half: state.half,
    outs: state.outs,
    score: state.score,
    batter: batter.id,
    slot: batter.slot,
    pitcher: pitcher.id,
    kind: play.kind,
    notation: said.notation,
    runners: outcomesOf(judging),
    outsMade: tally.outsMade,
  };
  const side = batterHand(batter, pitcher, state.plateAppearance);
  const arm = pitcherHand(pitcher, state.plateAppearance);
  if (side !== null) event.batterHand = side;
  if (arm !== null) event.pitcherHand = arm;
  addCharged(event, judging);
  if (said.count !== undefined) event.count = said.count;
  if (said.pitches !== undefined && said.pitches !== '') event.pitches = said.pitches;
  addPlay(event, play, tally);
  return event;
}
