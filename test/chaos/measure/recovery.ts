/**
 * How long games were without an owner who took commands, as their players felt it. Each is measured by itself, from the
 * moment of the fault to the first command that was accepted afterwards; a game in which nobody gave a command any more
 * says nothing. Times are in ms since the run began.
 */
import type { GameId } from '../../../src/protocol/ids';
import type { Done } from '../inflict';
import type { Ack, Refusal } from '../record';

/** A game counts when somebody had a command under way, or gave one so soon after. */
const ASKED_WITHIN_MS = 2000;
/** So long after its end an owner's last answers may still be on their way. */
const LAST_WORDS_MS = 500;
/** A game is live when it took a command so short a time before. */
const LIVE_WITHIN_MS = 3000;

/** What was answered in the run. */
export interface Answers {
  readonly acks: readonly Ack[];
  readonly refusals: readonly Refusal[];
}

/**
 * Of the games that lost their owner: from the fault to the first command that the next one decided: accepted under a
 * later epoch, or refused by a rule of the game. A manager who was refused may think for long before he gives another.
 */
export function writableAgain(fault: Done, answers: Answers): number[] {
  const { victims, hitAt } = fault;
  if (victims === undefined || hitAt === undefined) return [];
  const isLater = (ack: Ack): boolean => ack.at >= hitAt && ack.epoch > (victims.get(ack.gameId) ?? Infinity);
  return waits(answers, { since: hitAt, isIt: isLater, isDecided: (refusal) => isNextOwners(refusal, hitAt) });
}

/** What the owner of before had said came over the wire sooner; frozen and thawed, it says that it owns nothing. */
function isNextOwners({ at, code }: Refusal, hitAt: number): boolean {
  return at >= hitAt + LAST_WORDS_MS && /^(turn|play|substitution)\//.test(code);
}

/** Of the games that were handed off: the slowest command that was under way meanwhile. */
export function handOffs(fault: Done, acks: readonly Ack[]): number[] {
  const { victims, hitAt, backAt } = fault;
  if (victims === undefined || hitAt === undefined || backAt === undefined) return [];
  const slowest = new Map<GameId, number>();
  for (const { gameId, at, sentAt } of acks) {
    if (!victims.has(gameId) || at < hitAt || sentAt > backAt) continue;
    slowest.set(gameId, Math.max(slowest.get(gameId) ?? 0, at - sentAt));
  }
  return [...slowest.values()];
}

/** Of the games that were live when a store went away: from its return to the first command accepted afterwards. */
export function afterReturn(fault: Done, answers: Answers): number[] {
  const { acks } = answers;
  const { hitAt, backAt } = fault;
  if (hitAt === undefined || backAt === undefined) return [];
  const live = new Set(acks.filter(({ at }) => at < hitAt && at >= hitAt - LIVE_WITHIN_MS).map(({ gameId }) => gameId));
  return waits(answers, { since: backAt, isIt: ({ at, gameId }) => at >= backAt && live.has(gameId) });
}

/** Commands accepted a second between two moments. */
export function rateBetween(acks: readonly Ack[], [from, to]: readonly [number, number]): number {
  const count = acks.filter(({ at }) => at >= from && at < to).length;
  return to > from ? count / ((to - from) / 1000) : 0;
}

interface Awaited {
  readonly since: number;
  readonly isIt: (ack: Ack) => boolean;
  /** Refusals that end the wait of a game as well, if a command was accepted after them. */
  readonly isDecided?: (refusal: Refusal) => boolean;
}

/** From a moment to each game's first such answer, of the games that somebody asked something of at that moment. */
function waits({ acks, refusals }: Answers, { since, isIt, isDecided = () => false }: Awaited): number[] {
  const calls = [...acks, ...refusals].filter(({ sentAt, at }) => sentAt < since + ASKED_WITHIN_MS && at >= since);
  const asked = new Set(calls.map(({ gameId }) => gameId));
  const decided = firstOf(refusals, isDecided);
  return [...firstOf(acks, isIt)]
    .filter(([gameId]) => asked.has(gameId))
    .map(([gameId, at]) => Math.min(at, decided.get(gameId) ?? Infinity) - since);
}

/** When each game had its first such answer. */
function firstOf<A extends Ack | Refusal>(answers: readonly A[], isIt: (answer: A) => boolean): Map<GameId, number> {
  const first = new Map<GameId, number>();
  for (const answer of answers) {
    if (isIt(answer)) first.set(answer.gameId, Math.min(answer.at, first.get(answer.gameId) ?? Infinity));
  }
  return first;
}
