import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { TeamLine } from '../../../src/protocol/scores';
import { planGame, type PlannedGame } from '../../../scripts/replay/plan';
import { readSources } from '../../../scripts/replay/sources';

const EXAMPLES = join(__dirname, '..', '..', '..', 'examples');

const sources = readSources([EXAMPLES]);
const plans = sources.games.map(planGame);
const games = plans.flatMap((plan) => (plan.ok ? [plan.game] : []));

/** `GUL 0 1 0 … | 5 11 2`, as the author wrote it into the file: by inning, then runs, hits and errors. */
function intended(): string[] {
  const files = readdirSync(EXAMPLES).filter((name) => /\.EV.$/.test(name));
  return files
    .flatMap((name) => readFileSync(join(EXAMPLES, name), 'latin1').split('\r\n'))
    .flatMap((line) => /^com,"Line score: (.*)"$/.exec(line)?.slice(1) ?? []);
}

function written(team: string, { runsByInning, runs, hits, errors }: TeamLine): string {
  return `${team} ${runsByInning.map((inning) => inning ?? 'x').join(' ')} | ${runs} ${hits} ${errors}`;
}

const linesOf = ({ schedule, lineScore }: PlannedGame): string[] => [
  written(schedule.teams.away.id, lineScore.away),
  written(schedule.teams.home.id, lineScore.home),
];

const endOf = (id: string): unknown => {
  const game = games.find((one) => one.id === id);
  return game?.events.find((event) => event.type === 'GameEnded');
};

test('examples: every line can be read, every command is accepted', () => {
  expect(sources.problems).toEqual([]);
  expect(plans.filter((plan) => !plan.ok)).toEqual([]);
  expect(games).toHaveLength(5);
});

test('examples: each line score is the one that its author had in mind', () => {
  expect(games.flatMap(linesOf).sort()).toEqual(intended().sort());
});

test('examples: they end by a walk-off, by the rain, in extra innings, in the last of the ninth unplayed', () => {
  expect(endOf('GUL202405040')).toMatchObject({ reason: 'walkOff', score: { away: 4, home: 5 } });
  expect(endOf('GUL202405050')).toMatchObject({ reason: 'called', score: { away: 1, home: 3 } });
  expect(endOf('FOG202406150')).toMatchObject({ reason: 'regulation', score: { away: 7, home: 6 } });
  expect(endOf('SAL202407200')).toMatchObject({ reason: 'regulation', score: { away: 8, home: 10 } });
  expect(endOf('TID202408172')).toMatchObject({ reason: 'walkOff', score: { away: 4, home: 5 } });
});

test('examples: between them they hold nearly every kind of play and of substitution', () => {
  const events = games.flatMap((game) => game.events);
  const kinds = new Set(events.flatMap((event) => (event.type === 'PlayRecorded' ? [event.kind] : [])));
  expect([...kinds].sort()).toEqual([
    'balk',
    'caughtStealing',
    'defensiveIndifference',
    'double',
    'error',
    'fieldersChoice',
    'foulError',
    'hitByPitch',
    'homeRun',
    'intentionalWalk',
    'interference',
    'otherAdvance',
    'out',
    'passedBall',
    'pickoff',
    'single',
    'stolenBase',
    'strikeout',
    'triple',
    'walk',
    'wildPitch',
  ]);
  const types = new Set(events.map((event) => event.type));
  expect(types).toContain('AutomaticRunnerPlaced');
  expect(types).toContain('HandAdjusted');
  const places = events.flatMap((event) => (event.type === 'PlayerSubstituted' ? [event.position] : []));
  expect(new Set(places)).toEqual(new Set([1, 2, 4, 5, 6, 7, 9, 11, 12]));
});
