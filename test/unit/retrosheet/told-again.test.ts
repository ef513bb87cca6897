/**
 * Games told again: a correction that says what was recorded judges everything after it anew, and must come to the
 * very same events. On the games of `examples/`, and on those of the folder that DUGOUT_RETROSHEET names.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { decide } from '../../../src/baseball/decide';
import { noDice } from '../../../src/baseball/dice';
import { replay } from '../../../src/baseball/replay';
import { readEventFile } from '../../../src/retrosheet/event-file';
import { playGame } from '../../../src/retrosheet/play-game';
import { gatherRosters } from '../../../src/retrosheet/roster';
import type { GameEvent, PlayRecorded } from '../../../src/protocol/events';
import { effectiveEvents } from '../../../src/protocol/history';

const EXAMPLES = join(__dirname, '..', '..', '..', 'examples');
const SEASON = join(process.env['DUGOUT_RETROSHEET'] ?? 'no folder', '2019');
/** Of the many real games, one in so many. */
const SHARE = 6;

function playedGames(folder: string): { id: string; events: readonly GameEvent[] }[] {
  const files = readdirSync(folder).map((name) => ({ name, bytes: readFileSync(join(folder, name)) }));
  const { rosters } = gatherRosters(files);
  return files
    .filter(({ name }) => /\.EV[A-Z]$/.test(name))
    .flatMap(({ name, bytes }) => readEventFile(bytes, name, rosters).games)
    .map((game) => ({ id: game.id, events: playGame(game).events }));
}

/** The events after the play of this turn was corrected by itself. */
function toldAgain(events: readonly GameEvent[], { turn, notation }: PlayRecorded): GameEvent[] {
  const command = { type: 'CorrectPlay', turn, notation } as const;
  const decision = decide(replay(events), { seat: 'scorekeeper', command, history: events }, noDice);
  if (!decision.ok) throw new Error(JSON.stringify(decision.rejection));
  const all = [...events, ...decision.events];
  expect(replay(all)).toEqual(replay(effectiveEvents(all)));
  return effectiveEvents(all);
}

function expectSame(games: readonly { id: string; events: readonly GameEvent[] }[]): void {
  for (const { id, events } of games) {
    const plays = events.filter((event) => event.type === 'PlayRecorded');
    for (const play of [plays[0], plays[Math.floor(plays.length / 2)], plays.at(-1)]) {
      if (play === undefined) throw new Error(`${id} has no plays`);
      expect([id, toldAgain(events, play)]).toEqual([id, events]);
    }
  }
}

test('the examples: told again from the first play, from the middle, from the last → the same', () => {
  expectSame(playedGames(EXAMPLES));
});

if (existsSync(SEASON)) {
  test('real games: told again → the same', () => {
    expectSame(playedGames(SEASON).filter((_game, i) => i % SHARE === 0));
  });
} else {
  test('real games: left out, DUGOUT_RETROSHEET names no folder', () => {
    expect(existsSync(SEASON)).toBe(false);
  });
}
