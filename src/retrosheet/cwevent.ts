/**
 * A game's plays as Chadwick's `cwevent` describes them: one row of strings a play, the fields of `CWEVENT_FIELDS`.
 *
 * A fold of the events, each beside the state before it. It is a second opinion on every play that was judged: where
 * these rows equal the reference's, the events hold all that happened. Some habits of the reference are kept here and
 * nowhere else: which rows name a replaced player, and its codes.
 */
import type { GameEvent, PlayerSubstituted, PlayRecorded, RunnerOutcome } from '../protocol/events';
import type { Hand } from '../protocol/lineup';
import type { ErrorKind, PlayKind } from '../protocol/play';
import { assert } from '../baseball/assert';
import { rosterHands, sideAgainst } from '../baseball/hands';
import { endsPlateAppearance, hitValue } from '../baseball/play-kinds';
import { fold } from '../baseball/replay';
import {
  battingTeam,
  fielderAt,
  fieldingTeam,
  inSlot,
  isStarted,
  type GameState,
  type StartedState,
} from '../baseball/state';
import { byBase, responsiblePitcher, type ByBase } from './charged-runs';
import { GAME_END_INDEX } from './cwevent-fields';

const EVENT_CODES: Readonly<Record<PlayKind, number>> = {
  out: 2,
  strikeout: 3,
  stolenBase: 4,
  defensiveIndifference: 5,
  caughtStealing: 6,
  pickoff: 8,
  wildPitch: 9,
  passedBall: 10,
  balk: 11,
  otherAdvance: 12,
  foulError: 13,
  walk: 14,
  intentionalWalk: 15,
  hitByPitch: 16,
  interference: 17,
  error: 18,
  fieldersChoice: 19,
  single: 20,
  double: 21,
  triple: 22,
  homeRun: 23,
};

const ERROR_CODES: Readonly<Record<ErrorKind, string>> = { fielding: 'F', throwing: 'T', dropped: 'D' };
const RUN_CODES = { earned: '4', unearned: '5', teamUnearned: '6' } as const;

/** What rows tell of substitutions since an earlier play. */
interface Since {
  readonly gameId: string;
  readonly rows: string[][];
  /** No plate appearance of this half-inning is over yet. */
  isLeadoff: boolean;
  /** The batter came in as a pinch hitter for this plate appearance. */
  isPinchHit: boolean;
  /** Whom he replaced, and the position that one had. */
  removedBatter: { id: string; position: number } | null;
  /** The arm that a record named for the next record alone: the reference forgets it then. */
  pitchingHand: Hand | null;
  /** Who was replaced on each base since the last play. */
  removedRunners: [string, string, string];
}

const flag = (value: boolean | undefined): string => (value === true ? 'T' : 'F');

/** The rows of a game, in order. `gameId` is the first field of each. */
export function cweventRows(gameId: string, events: Iterable<GameEvent>): string[][] {
  const start: Since = {
    gameId,
    rows: [],
    isLeadoff: true,
    isPinchHit: false,
    removedBatter: null,
    pitchingHand: null,
    removedRunners: ['', '', ''],
  };
  const since = fold(events, start, add);
  const last = since.rows.at(-1);
  if (last !== undefined) last[GAME_END_INDEX] = 'T';
  return since.rows;
}

function add(since: Since, before: GameState | null, event: GameEvent): Since {
  switch (event.type) {
    case 'PlayRecorded':
      assert(before !== null && isStarted(before), 'a play before the start');
      since.rows.push(row(since, before, event));
      since.removedRunners = ['', '', ''];
      since.pitchingHand = null;
      if (!endsPlateAppearance(event.kind)) return since;
      since.isLeadoff = false;
      since.isPinchHit = false;
      since.removedBatter = null;
      return since;
    case 'PlayerSubstituted':
      return addSubstitution(since, event);
    case 'PitchesRecorded':
      since.pitchingHand = null;
      return since;
    case 'HandAdjusted':
      if (event.kind === 'pitchingHand') since.pitchingHand = event.hand;
      return since;
    case 'HalfInningEnded':
      since.isLeadoff = true;
      since.isPinchHit = false;
      since.removedBatter = null;
      return since;
    default:
      return since;
  }
}

function addSubstitution(since: Since, event: PlayerSubstituted): Since {
  const { position, replaced, base } = event;
  if (position === 11 && replaced !== undefined) {
    since.isPinchHit = true;
    since.removedBatter = { id: replaced, position: event.replacedPosition ?? 0 };
  }
  if (position === 12 && replaced !== undefined && base !== undefined) since.removedRunners[base - 1] = replaced;
  return since;
}

function row(since: Since, state: StartedState, event: PlayRecorded): string[] {
  const outcomes = byBase(event);
  return [
    since.gameId,
    ...situation(state, event),
    ...people(since, state, event),
    event.notation,
    ...batting(since, state, event),
    ...happened(event, outcomes),
    ...errors(event),
    ...movement(event, outcomes),
    flag(since.rows.length === 0),
    'F',
    ...replacedPlayers(since),
    ...credits(event),
    String(since.rows.length + 1),
    String(baseCode(state.bases.map((runner, i) => (runner === null ? 0 : i + 1)))),
    String(baseCode(outcomes.map((outcome) => outcome?.to ?? 0))),
  ];
}

function baseCode(bases: readonly number[]): number {
  let code = 0;
  for (const base of bases) if (base >= 1 && base <= 3) code |= 1 << (base - 1);
  return code;
}

function situation(state: StartedState, event: PlayRecorded): string[] {
  return [
    state.teams.away.id,
    String(event.inning),
    battingTeam(state) === 'home' ? '1' : '0',
    String(event.outs),
    String(event.count?.balls ?? 0),
    String(event.count?.strikes ?? 0),
    event.pitches ?? '',
    String(event.score.away),
    String(event.score.home),
  ];
}

function people(since: Since, state: StartedState, event: PlayRecorded): string[] {
  const fielders = state.lineups[fieldingTeam(state)];
  const hands = handsOf(since, state, event);
  return [
    event.batter,
    hands.batter,
    event.chargedBatter ?? event.batter,
    hands.chargedBatter,
    event.pitcher,
    hands.pitcher,
    event.chargedPitcher ?? event.pitcher,
    hands.chargedPitcher,
    ...[2, 3, 4, 5, 6, 7, 8, 9].map((position) => fielderAt(fielders, position)?.id ?? ''),
    ...state.bases.map((runner) => runner?.id ?? ''),
  ];
}

/** The four hands of a row: what a record named, else the rosters; a switch hitter's by the arm against him. */
function handsOf(
  since: Since,
  state: StartedState,
  event: PlayRecorded,
): Record<'batter' | 'chargedBatter' | 'pitcher' | 'chargedPitcher', string> {
  const batting = state.lineups[battingTeam(state)];
  const fielding = state.lineups[fieldingTeam(state)];
  const { battingHand, chargedBatterHand } = state.plateAppearance;
  const named = event.chargedBatter === undefined ? battingHand : (chargedBatterHand ?? battingHand);
  const arm = since.pitchingHand ?? rosterHands(fielding, event.pitcher).throws;
  const chargedArm = since.pitchingHand ?? rosterHands(fielding, event.chargedPitcher ?? event.pitcher).throws;
  const side = sideAgainst(battingHand ?? rosterHands(batting, event.batter).bats, arm);
  const charged = rosterHands(batting, event.chargedBatter ?? event.batter).bats;
  return {
    batter: side ?? '?',
    chargedBatter: sideAgainst(named ?? charged, chargedArm) ?? '?',
    pitcher: arm ?? '?',
    chargedPitcher: chargedArm ?? '?',
  };
}

/** The batter's position: a pinch hitter for the designated hitter is one at once, and one who bats again has none. */
function batterPosition(since: Since, state: StartedState, event: PlayRecorded): number {
  const lineup = state.lineups[battingTeam(state)];
  const position = inSlot(lineup, event.slot)?.position ?? 0;
  if (position <= 10) return position;
  if (lineup.designatedHitterSlot === event.slot) return 10;
  return since.isPinchHit ? position : 0;
}

function batting(since: Since, state: StartedState, event: PlayRecorded): string[] {
  return [
    flag(since.isLeadoff),
    flag(since.isPinchHit),
    String(batterPosition(since, state, event)),
    String(event.slot),
    String(EVENT_CODES[event.kind]),
    flag(endsPlateAppearance(event.kind)),
    flag(event.atBat),
    String(hitValue(event.kind)),
    flag(event.sacrificeHit),
    flag(event.sacrificeFly),
  ];
}

function happened(event: PlayRecorded, outcomes: ByBase): string[] {
  return [
    String(event.outsMade),
    flag(event.doublePlay),
    flag(event.triplePlay),
    String(outcomes.filter((outcome) => outcome?.rbi === true).length),
    flag(event.wildPitch),
    flag(event.passedBall),
    String(event.fieldedBy ?? 0),
    event.trajectory ?? '',
    flag(event.bunt),
    flag(event.foul),
    event.location ?? '',
  ];
}

function errors(event: PlayRecorded): string[] {
  const all = event.errors ?? [];
  const fields = [String(all.length)];
  for (const i of [0, 1, 2]) {
    const error = all[i];
    fields.push(String(error?.fielder ?? 0), error === undefined ? 'N' : ERROR_CODES[error.kind]);
  }
  return fields;
}

function destination(outcome: RunnerOutcome | undefined): string {
  if (outcome === undefined) return '0';
  return outcome.to === 4 ? RUN_CODES[outcome.run ?? 'earned'] : String(outcome.to);
}

function movement(event: PlayRecorded, outcomes: ByBase): string[] {
  const runners = outcomes.slice(1);
  return [
    ...outcomes.map(destination),
    ...outcomes.map((outcome) => outcome?.play ?? ''),
    ...runners.map((outcome) => flag(outcome?.stolenBase)),
    ...runners.map((outcome) => flag(outcome?.caughtStealing)),
    ...runners.map((outcome) => flag(outcome?.pickedOff)),
    ...[1, 2, 3].map((base) => responsiblePitcher(event, outcomes, base)),
  ];
}

function replacedPlayers(since: Since): string[] {
  const { removedRunners, removedBatter } = since;
  return [
    ...removedRunners.map((id) => flag(id !== '')),
    ...removedRunners,
    removedBatter?.id ?? '',
    String(removedBatter?.position ?? 0),
  ];
}

function credits(event: PlayRecorded): string[] {
  const putouts = [0, 1, 2].map((i) => String(event.putouts?.[i] ?? 0));
  const assists = [0, 1, 2, 3, 4].map((i) => String(event.assists?.[i] ?? 0));
  return [...putouts, ...assists];
}
