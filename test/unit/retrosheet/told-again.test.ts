/**
 * Games told again: a correction that says what was recorded judges everything after it anew, and must come to the
 * very same events. On the games of `examples/`, and on those of the folder that DUGOUT_RETROSHEET names.
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { decide } from '../../../src/baseball/decide';
import { noDice } from '../../../src/baseball/dice';
import { replay } from '../../../src/baseball/replay';
import type { GameEvent, PlayRecorded } from '../../../src/protocol/events';
import { effectiveEvents } from '../../../src/protocol/history';
import { playedFolder, type FolderGame } from './played-folder';

const EXAMPLES = join(__dirname, '..', '..', '..', 'examples');
const SEASON = join(process.env['DUGOUT_RETROSHEET'] ?? 'no folder', '2019');
/** Of the many real games, one in so many. */
const SHARE = 6;

/** The events after the play of this turn was corrected by itself. */
function toldAgain(events: readonly GameEvent[], { turn, notation }: PlayRecorded): GameEvent[] {
  const command = { type: 'CorrectPlay', turn, notation } as const;
  const decision = decide(replay(events), { seat: 'scorekeeper', command, history: events }, noDice);
  if (!decision.ok) throw new Error(JSON.stringify(decision.rejection));
  const all = [...events, ...decision.events];
  expect(replay(all)).toEqual(replay(effectiveEvents(all)));
  return effectiveEvents(all);
}

function expectSame(games: readonly FolderGame[]): void {
  for (const { id, events } of games) {
    const plays = events.filter((event) => event.type === 'PlayRecorded');
    for (const play of [plays[0], plays[Math.floor(plays.length / 2)], plays.at(-1)]) {
      if (play === undefined) throw new Error(`${id} has no plays`);
      expect([id, toldAgain(events, play)]).toEqual([id, events]);
    }
  }
}

test('the examples: told again from the first play, from the middle, from the last → the same', () => {
  expectSame(playedFolder(EXAMPLES).games);
});

if (existsSync(SEASON)) {
  test('real games: told again → the same', () => {
    expectSame(playedFolder(SEASON).games.filter((_game, i) => i % SHARE === 0));
  });
} else {
  test('real games: left out, DUGOUT_RETROSHEET names no folder', () => {
    expect(existsSync(SEASON)).toBe(false);
  });
}
