/** Whole dice games that earlier engines played: each journal still replays to the state that it led to then. */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { GameEvent } from '../../../src/protocol/events';
import { effectiveEvents } from '../../../src/protocol/history';
import { replay } from '../../../src/baseball/replay';
import { boxScore } from '../../../src/baseball/box-score/box-score';
import { projectEvent } from '../../../src/baseball/view';
import { isStarted, type GameState } from '../../../src/baseball/state';
import { proveGame } from './invariants';

const FOLDER = path.join(__dirname, 'golden');
const JOURNALS = readdirSync(FOLDER).filter((name) => name.endsWith('.jsonl'));

function read(name: string): { events: GameEvent[]; kept: GameState } {
  const lines = readFileSync(path.join(FOLDER, name), 'utf8').trimEnd().split('\n');
  const last = lines.pop() ?? '{}';
  const events = lines.map((line) => GameEvent.parse(JSON.parse(line)));
  return { events, kept: JSON.parse(last) as GameState };
}

test('there are some', () => {
  expect(JOURNALS.length).toBeGreaterThanOrEqual(3);
});

test.each(JOURNALS)('%s → the same state, and what holds of every game', (name) => {
  const { events, kept } = read(name);
  const state = replay(events);
  expect(state).toEqual(kept);
  if (!isStarted(state)) throw new Error('the game never started');
  proveGame({ events, state, started: state });
  const rolls = effectiveEvents(events).flatMap((event) =>
    event.type === 'PlayRecorded' ? (event.dice?.rolls ?? []) : [],
  );
  expect(state.dice?.rolled).toBe(rolls.length);
});

test.each(JOURNALS)('%s, as a spectator was told it → the same box score', (name) => {
  const { events } = read(name);
  const told = events.map((event) => projectEvent(event, 'spectator'));
  expect(told[0]).not.toHaveProperty('dice.secret');
  expect(boxScore(told)).toEqual(boxScore(events));
});
