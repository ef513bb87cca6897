/** A dice game's rolls, held against its secret. It needs the events that anybody may see, and trusts nobody. */
import { spreadOf } from '../protocol/dice-spread';
import type { DiceProof, ProvenRoll } from '../protocol/dice-proof';
import type { GameEvent } from '../protocol/events';
import { effectiveEvents } from '../protocol/history';
import type { GameId } from '../protocol/ids';
import type { BySide } from '../protocol/side';
import { commitmentOf, rollOf, type DiceKey } from './keyed-dice';

interface RecordedRoll {
  readonly turn: number;
  readonly faces: number;
  readonly value: number;
  readonly for: string;
}

/** Null for a game without dice. */
export function proveDice(gameId: GameId, events: readonly GameEvent[]): DiceProof | null {
  const first = events[0];
  if (first?.type !== 'GameScheduled' || first.dice === undefined) return null;
  const { commitment } = first.dice;
  const words = wordsIn(events);
  const told = events.findLast((event) => event.type === 'SecretRevealed');
  const secret = told?.secret ?? null;
  const key = secret === null ? null : { gameId, secret, words };
  const rolls = rollsIn(events).map((roll, i) => proven(roll, i + 1, key));
  return {
    commitment,
    words,
    secret,
    isCommitted: secret === null ? null : commitmentOf(secret) === commitment,
    isComplete: told === undefined ? null : told.rolls === rolls.length,
    rolls,
    spread: spreadOf(rolls),
  };
}

/** Whether everything that can be checked holds. */
export function isProven({ isCommitted, isComplete, rolls }: DiceProof): boolean {
  return isCommitted !== false && isComplete !== false && rolls.every(({ holds }) => holds !== false);
}

function proven(roll: RecordedRoll, n: number, key: DiceKey | null): ProvenRoll {
  return { n, ...roll, holds: key === null ? null : rollOf(key, n, roll.faces) === roll.value };
}

function wordsIn(events: readonly GameEvent[]): BySide<string> {
  const words = { away: '', home: '' };
  for (const event of events) if (event.type === 'WordAdded') words[event.side] = event.word;
  return words;
}

function rollsIn(events: readonly GameEvent[]): RecordedRoll[] {
  return effectiveEvents(events).flatMap((event) => {
    if (event.type !== 'PlayRecorded') return [];
    return (event.dice?.rolls ?? []).map((roll) => ({ turn: event.turn, ...roll }));
  });
}
