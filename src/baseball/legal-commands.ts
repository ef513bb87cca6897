/**
 * What a seat may command now: the same list feeds a page that offers choices, a manager that is a program, and the
 * walks that look for a state that must not be.
 *
 * Plays are unbounded (a record may send every runner anywhere), so the list holds each kind of play that the bases
 * allow, with the runners moved in the usual ways; substitutions by the players on the bench; corrections of the last
 * plays by usual ones. Whatever is listed, `decide` accepts: each candidate was put to it.
 */
import type { Adjustment, CalledReason, Command, CommandType } from '../protocol/commands';
import type { GameEvent } from '../protocol/events';
import type { Seat } from '../protocol/seat';
import { assertNever } from './assert';
import { type DecideInput, isAccepted, needsHistory } from './decide';
import { legalDiceCommands, legalDiceTypes } from './legal-dice-commands';
import {
  battingTeam,
  currentBatter,
  currentPitcher,
  fieldingTeam,
  inSlot,
  isStarted,
  type GameState,
  type LineupPlayerState,
  type LiveState,
  type StartedState,
} from './state';
import { substitutionsOf } from './usual-substitutions';

/** The kinds of command that a seat may give now; lineups and earned runs are named here only. */
export function legalCommandTypes(state: GameState, seat: Seat): readonly CommandType[] {
  if (state.dice !== null) return legalDiceTypes(state, seat);
  const records = seat === 'scorekeeper' || seat === 'commissioner';
  switch (state.status) {
    case 'scheduled': {
      const isReady = records && state.lineups.away !== null && state.lineups.home !== null;
      return isReady ? ['SetLineup', 'StartGame'] : ['SetLineup'];
    }
    case 'live':
      return records ? [...LIVE_TYPES, ...revisionTypes(state)] : [];
    case 'suspended':
      return records ? ['ResumeGame', 'EndGame', 'SetEarnedRuns', ...revisionTypes(state)] : [];
    case 'final':
      return records ? ['SetEarnedRuns', ...revisionTypes(state)] : [];
    default:
      return assertNever(state);
  }
}

const LIVE_TYPES: readonly CommandType[] = [
  'RecordPlay',
  'RecordPitches',
  'RecordSubstitution',
  'RecordAdjustment',
  'SuspendGame',
  'EndGame',
  'SetEarnedRuns',
];

function revisionTypes(state: StartedState): readonly CommandType[] {
  return state.turn > 1 ? ['UndoPlay', 'CorrectPlay'] : [];
}

/**
 * Commands that `decide` accepts from this seat in this state.
 * @param history all events of the game; without it no corrections are listed, which hang on what came after.
 */
export function legalCommands(state: GameState, seat: Seat, history?: readonly GameEvent[]): readonly Command[] {
  if (state.dice !== null) return legalDiceCommands(state, seat);
  const asked = history === undefined ? { seat } : { seat, history };
  return typed(state, seat).filter((command) => isListed(state, { ...asked, command }));
}

/**
 * One of them, without putting all the others to `decide`: the lowest in the caller's order that is accepted. For
 * players that are programs, who want one command and want it soon.
 * @param rankOf lower comes first; called once for each candidate
 */
export function firstLegalCommand(state: GameState, seat: Seat, rankOf: (command: Command) => number): Command | null {
  const all = state.dice === null ? typed(state, seat) : legalDiceCommands(state, seat);
  const ranked = all.map((command) => ({ command, rank: rankOf(command) })).sort((a, b) => a.rank - b.rank);
  const isGood = (command: Command): boolean => state.dice !== null || isListed(state, { seat, command });
  return ranked.find(({ command }) => isGood(command))?.command ?? null;
}

function isListed(state: GameState, asked: DecideInput): boolean {
  const isBlind = needsHistory(asked.command) && asked.history === undefined;
  return isBlind ? asked.command.type === 'UndoPlay' : isAccepted(state, asked);
}

/** What may be worth asking, of the kinds that the seat may give. */
function typed(state: GameState, seat: Seat): Command[] {
  const types = legalCommandTypes(state, seat);
  return candidates(state).filter(({ type }) => types.includes(type));
}

const CALLED: readonly CalledReason[] = ['called', 'forfeitedToHome', 'forfeitedToAway'];

function candidates(state: GameState): Command[] {
  if (!isStarted(state)) return [{ type: 'StartGame' }];
  const closing: Command[] = [
    ...earnedRuns(state),
    ...CALLED.map((reason): Command => ({ type: 'EndGame', reason })),
    { type: 'ResumeGame' },
    ...revisions(state),
  ];
  if (state.status !== 'live') return closing;
  const { turn } = state;
  return [
    ...notations(state).map((notation): Command => ({ type: 'RecordPlay', turn, notation })),
    { type: 'RecordPitches', turn, count: { balls: 1, strikes: 2 } },
    ...substitutionsOf(state, battingTeam(state)),
    ...substitutionsOf(state, fieldingTeam(state)),
    ...adjustments(state).map((adjustment): Command => ({ type: 'RecordAdjustment', adjustment })),
    { type: 'SuspendGame' },
    ...closing,
  ];
}

function earnedRuns(state: StartedState): Command[] {
  const pitcher = currentPitcher(state);
  return pitcher === null ? [] : [{ type: 'SetEarnedRuns', pitcher: pitcher.id, earnedRuns: 0 }];
}

/** Plays that need no runner, and fit in most places. */
const CORRECTIONS = ['K', 'W', 'S8', 'D7', 'HR', 'E6', '63', '8/F'];
function revisions({ turn }: StartedState): Command[] {
  const last = turn - 1;
  const corrected = [last, last - 1, last - 2].filter((each) => each > 0);
  return [
    ...(last > 0 ? [{ type: 'UndoPlay', turn: last } as const] : []),
    ...corrected.flatMap((each) =>
      CORRECTIONS.map((notation): Command => ({ type: 'CorrectPlay', turn: each, notation })),
    ),
  ];
}

const baseText = (base: number): string => (base >= 4 ? 'H' : String(base));

/** The ways in which the runners usually move: not at all, all by one or two bases, all home, the first one thrown out. */
function movements(occupied: readonly number[]): string[] {
  if (occupied.length === 0) return [''];
  const leadFirst = [...occupied].reverse();
  const [lead = 0, ...others] = leadFirst;
  const move = (base: number, by: number): string => `${base}-${baseText(Math.min(base + by, 4))}`;
  const all = (by: number): string => `.${leadFirst.map((base) => move(base, by)).join(';')}`;
  const leadOnly = `.${move(lead, 1)}`;
  const leadOut = `.${[`${lead}X${baseText(lead + 1)}(62)`, ...others.map((base) => move(base, 1))].join(';')}`;
  return ['', leadOnly, all(1), all(2), all(3), leadOut];
}

/** Plays on which the runners may go anywhere; the first ones move the batter too. */
const BATTED = ['S8', 'D7', 'T9', 'HR/F', 'E6', 'FC5', '63', '8/F', '8/SF', '54/SH', 'K+WP.B-1', 'W+WP'];
const RUNNING = ['WP', 'PB', 'BK', 'DI', 'OA'];
/** Plays on which the runners move as they must, or not at all. */
const ALONE = ['K', 'W', 'IW', 'HP', 'C/E2', 'FLE5', '4E3', '8', 'HR', '99'];

function notations(state: LiveState): string[] {
  const occupied = [1, 2, 3].filter((base) => state.bases[base - 1] !== null);
  const moves = movements(occupied);
  const join = (play: string, move: string): string =>
    play.includes('.') && move !== '' ? `${play};${move.slice(1)}` : `${play}${move}`;
  return [
    ...ALONE,
    ...BATTED.flatMap((play) => moves.map((move) => join(play, move))),
    ...RUNNING.flatMap((play) => moves.filter((move) => move !== '').map((move) => join(play, move))),
    ...occupied.flatMap(runnerPlays),
    ...occupied.map((base) => `6${base === 1 ? '4' : '5'}(${base})/FO`),
    ...occupied.map((base) => `64(${base})3/GDP`),
    ...occupied.map((base) => `8(B)84(${base})/LDP`),
  ];
}

function runnerPlays(base: number): string[] {
  const to = baseText(base + 1);
  return [
    `SB${to}`,
    `CS${to}(26)`,
    `CS${to}(2E6)`,
    `PO${base}(13)`,
    `PO${base}(E1).${base}-${to}`,
    `POCS${to}(134)`,
    `K+SB${to}`,
    `K+CS${to}(26)/DP`,
  ];
}

function adjustments(state: LiveState): Adjustment[] {
  const side = battingTeam(state);
  const slot = state.upNext[side];
  const batter = currentBatter(state).id;
  const pitcher = currentPitcher(state)?.id;
  const before = inSlot(state.lineups[side], slot === 1 ? 9 : slot - 1)?.id ?? batter;
  return [
    { kind: 'battingHand', player: batter, hand: 'L' },
    { kind: 'battingHand', player: batter, hand: 'R' },
    { kind: 'battingOutOfTurn', side, battingOrderSlot: (slot % 9) + 1 },
    { kind: 'automaticRunner', player: before, base: state.ruleset.automaticRunner?.base ?? 2 },
    ...(pitcher === undefined ? [] : pitcherAdjustments(pitcher)),
  ];
}

function pitcherAdjustments(pitcher: LineupPlayerState['id']): Adjustment[] {
  return [
    { kind: 'pitchingHand', player: pitcher, hand: 'L' },
    ...[1, 2, 3].map((base): Adjustment => ({ kind: 'responsiblePitcher', pitcher, base })),
  ];
}
