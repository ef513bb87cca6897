/**
 * What proves a box score (OBR 9.03(c)), on random walks over the legal commands and on whatever real games there are:
 * both teams' columns add up to each other and to the line score.
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { BoxScore, type TeamBoxScore } from '../../../src/protocol/box-score';
import type { GameEvent } from '../../../src/protocol/events';
import type { Ruleset } from '../../../src/protocol/ruleset';
import { boxScore } from '../../../src/baseball/box-score/box-score';
import { legalCommands } from '../../../src/baseball/legal-commands';
import { isStarted } from '../../../src/baseball/state';
import { playGame } from '../../../src/retrosheet/play-game';
import { readSources } from '../../../scripts/replay/sources';
import { newGame } from '../baseball/scorebook';
import '../../support/fixed-chance';

const FOLDER = process.env['DUGOUT_RETROSHEET'];
const EXAMPLES = join(__dirname, '..', '..', '..', 'examples');
const WALKS = 40;
const STEPS = 80;

function sums({ players, pitchers }: TeamBoxScore): Record<string, number> {
  const total: Record<string, number> = {};
  const add = (prefix: string, line: object): void => {
    for (const [key, value] of Object.entries(line)) {
      if (typeof value === 'number') total[`${prefix}.${key}`] = (total[`${prefix}.${key}`] ?? 0) + value;
    }
  };
  for (const { batting, fielding } of players) {
    add('batting', batting);
    for (const line of fielding) add(`at${line.position}`, line);
    for (const { position: _position, ...line } of fielding) add('fielding', line);
  }
  for (const line of pitchers) add('pitching', line);
  return total;
}

/** Fielders whom nobody wrote down have no line. */
const isFullyRecorded = (events: readonly GameEvent[]): boolean =>
  events.every((event) => event.type !== 'PlayRecorded' || !/99|0|\?/.test(event.notation.replaceAll(/[./].*/g, '')));

function prove(events: readonly GameEvent[]): void {
  const box = boxScore(events);
  expect(BoxScore.parse(box)).toEqual(box);
  const placed = { away: 0, home: 0 };
  for (const event of events) if (event.type === 'AutomaticRunnerPlaced') placed[event.side] += 1;
  for (const [side, other] of [
    ['away', 'home'],
    ['home', 'away'],
  ] as const) {
    const [own, theirs] = [sums(box[side]), sums(box[other])];
    const line = box.lineScore[side];
    const outs = theirs['pitching.outs'] ?? 0;
    expect(own['batting.plateAppearances']! + placed[side]).toBe(line.runs + line.leftOnBase + outs);
    expect([own['batting.runs'], own['batting.hits']]).toEqual([line.runs, line.hits]);
    for (const key of ['runs', 'hits', 'homeRuns', 'walks', 'strikeouts', 'atBats', 'sacrificeHits'] as const) {
      expect([key, theirs[`pitching.${key}`]]).toEqual([key, own[`batting.${key}`]]);
    }
    expect(theirs['pitching.battersFaced']).toBe(own['batting.plateAppearances']);
    expect(theirs['pitching.hitBatters']).toBe(own['batting.hitByPitch']);
    for (let position = 1; position <= 9; position++) expect(theirs[`at${position}.outs`] ?? 0).toBe(outs);
    expect(theirs['pitching.inheritedRunnersScored']).toBeLessThanOrEqual(theirs['pitching.inheritedRunners']!);
    expect(box[other].earnedRuns).toBeLessThanOrEqual(theirs['pitching.earnedRuns']!);
    expect(theirs['pitching.earnedRuns']).toBeLessThanOrEqual(line.runs);
    if (!isFullyRecorded(events)) continue;
    expect(theirs['fielding.putouts']).toBe(outs);
    expect(theirs['fielding.errors']).toBe(box.lineScore[other].errors);
  }
}

const RULESETS: readonly Partial<Ruleset>[] = [
  {},
  { innings: 2, automaticRunner: { fromInning: 3, base: 2 } },
  { innings: 2, homeBatsFirst: true },
];

/** Plays at random, mostly plays, and proves what came of it. */
function walk(steps: readonly (readonly [number, number])[], ruleset: Partial<Ruleset>, hasHitter: boolean): void {
  const book = newGame({ ruleset, hasHitter });
  for (const [kind, which] of steps) {
    const commands = legalCommands(book.state, 'scorekeeper').filter(
      ({ type }) => type !== 'SetEarnedRuns' && type !== 'EndGame',
    );
    const plays = commands.filter(({ type }) => type === 'RecordPlay');
    const pool = kind < 80 && plays.length > 0 ? plays : commands;
    const command = pool[which % Math.max(pool.length, 1)];
    if (command === undefined || !isStarted(book.state)) break;
    book.give(command);
  }
  prove(book.events);
}

test(`${WALKS} random games: the columns prove each other`, () => {
  const steps = fc.array(fc.tuple(fc.nat(99), fc.nat(9_999)), { minLength: 20, maxLength: STEPS });
  fc.assert(
    fc.property(steps, fc.constantFrom(...RULESETS), fc.boolean(), (each, ruleset, hasHitter) => {
      walk(each, ruleset, hasHitter);
    }),
    { numRuns: WALKS },
  );
});

test('the games that ship with the project', () => {
  const { games } = readSources([EXAMPLES]);
  expect(games.length).toBeGreaterThan(0);
  for (const { game } of games) prove(playGame(game).events);
});

if (FOLDER === undefined || !existsSync(join(FOLDER, '2019'))) {
  test('real games: left out, DUGOUT_RETROSHEET names no folder', () => {
    expect(FOLDER === undefined || !existsSync(join(FOLDER, '2019'))).toBe(true);
  });
} else {
  test('real games, every fifth', () => {
    const { games } = readSources([join(FOLDER, '2019')]);
    for (const { game } of games.filter((_game, i) => i % 5 === 0)) prove(playGame(game).events);
  });
}
