/**
 * Games written as records of event files: read again and played, they come to the very same events. The games of
 * `examples/`, and those of the folder that DUGOUT_RETROSHEET names; games of dice are in `scripts/simulate.test.ts`.
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { GameEvent } from '../../../src/protocol/events';
import { readEventFile } from '../../../src/retrosheet/event-file';
import { gameRecords } from '../../../src/retrosheet/game-records';
import { playGame } from '../../../src/retrosheet/play-game';
import { NO_ROSTERS, type Rosters } from '../../../src/retrosheet/roster';
import { playedFolder } from './played-folder';
import { bytesOf, sampleLines } from './sample-game';

const EXAMPLES = join(__dirname, '..', '..', '..', 'examples');
const SEASON = join(process.env['DUGOUT_RETROSHEET'] ?? 'no folder', '2019');

function played(lines: readonly string[], rosters: Rosters): readonly GameEvent[] {
  const { games, problems } = readEventFile(bytesOf(lines), 'written', rosters);
  const [game] = games;
  if (game === undefined) throw new Error(JSON.stringify(problems));
  const { events, refusal } = playGame(game);
  expect([problems, refusal]).toEqual([[], null]);
  return events;
}

/** The writer says more rules than most files do. */
const withoutInfo = (events: readonly GameEvent[]): unknown[] =>
  events.map((event) => (event.type === 'GameScheduled' ? { ...event, info: null } : event));

function expectSame(folder: string): void {
  const { games, rosters } = playedFolder(folder);
  for (const { id, events } of games) {
    const again = played(gameRecords(events, { id, info: {} }), rosters);
    expect([id, withoutInfo(again)]).toEqual([id, withoutInfo(events)]);
  }
}

test('the examples: written and read again → the same games', () => {
  expectSame(EXAMPLES);
});

test('a game of one inning: written → the records that it was read from, but for those that say nothing of it', () => {
  const lines = sampleLines();
  const records = gameRecords(played(lines, NO_ROSTERS), { id: 'HOM202001010', info: {} });
  const kept = lines.filter((line) => !/^(?:com|badj),/.test(line));
  expect(records.slice().sort()).toEqual(kept.slice().sort());
});

test('a game without official earned runs: written with those of rule 9.16, and read as complete', () => {
  const events = played(
    sampleLines().filter((line) => !line.startsWith('data,')),
    NO_ROSTERS,
  );
  const records = gameRecords(events, { id: 'HOM202001010', info: {} });
  expect(records.filter((line) => line.startsWith('data,'))).toEqual(['data,er,a1,0', 'data,er,h1,1', 'data,er,h10,0']);
});

if (existsSync(SEASON)) {
  test('real games: written and read again → the same games', () => {
    expectSame(SEASON);
  });
} else {
  test('real games: left out, DUGOUT_RETROSHEET names no folder', () => {
    expect(existsSync(SEASON)).toBe(false);
  });
}
