/** `npm run simulate`: what it takes, the season that it prints, and the event files that it writes. */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runImport } from '../../../scripts/import';
import { runSimulate } from '../../../scripts/simulate';
import { simulateOptions } from '../../../scripts/simulate/options';
import { withRetrosheetIds } from '../../../scripts/simulate/retrosheet-ids';
import { seasonSets } from '../../../scripts/simulate/teams';
import { stockCardSet } from '../../../src/baseball/cards/stock';
import { teamCards } from '../../../src/baseball/cards/team-cards';
import { DICE_RULES } from '../../../src/baseball/dice-table';
import { playSeason } from '../../../src/baseball/league/season';
import { lineScore } from '../../../src/baseball/line-score';
import { rulesetNamed } from '../../../src/baseball/rulesets';
import type { CardKind, CardSet } from '../../../src/protocol/cards';
import type { GameEvent } from '../../../src/protocol/events';
import { playedFolder } from '../retrosheet/played-folder';

interface Printed {
  readonly games: number;
  readonly plays: number;
  readonly standings: readonly { readonly games: number; readonly wins: number; readonly losses: number }[];
  readonly leaders: readonly { readonly name: string; readonly leaders: readonly { readonly value: number }[] }[];
}

const silent = { write: () => true, isTTY: false, columns: 80 };
const season = (...more: string[]): Promise<string> =>
  runSimulate(['--teams', '4', '--games', '24', '--leaders', '2', ...more], silent);

test.each([
  ['--league', 'nl'],
  ['--games', '0'],
  ['--games', 'many'],
  ['--teams', '1'],
  ['--dh', 'maybe'],
  ['--leaders', '0'],
])('simulate %s %s → refused by name', (flag, value) => {
  expect(() => simulateOptions([flag, value])).toThrow(flag);
});

test('simulate: card sets that are not there → refused, naming the file', async () => {
  await expect(runSimulate(['no-such-file.json'], silent)).rejects.toThrow('no-such-file.json');
});

test('simulate: the same seed → the same season, another seed another one', async () => {
  const first = await season('--json');
  expect(await season('--json')).toBe(first);
  expect(await season('--json', '--seed', '2')).not.toBe(first);
});

test('simulate --json: every game counts for two teams, one wins it', async () => {
  const { games, plays, standings, leaders } = JSON.parse(await season('--json')) as Printed;
  const sum = (key: 'games' | 'wins' | 'losses'): number => standings.reduce((total, row) => total + row[key], 0);
  expect([games, sum('games'), sum('wins'), sum('losses')]).toEqual([24, 48, 24, 24]);
  expect(plays).toBeGreaterThan(24 * 50);
  expect(leaders.find(({ name }) => name === 'wins')?.leaders).toHaveLength(2);
});

test('simulate: printed → a line a team, leaders and managers below', async () => {
  const printed = await season();
  expect(printed).toContain('Team ');
  for (const heading of ['BATTING', 'PITCHING', 'MANAGERS', 'Home runs', 'Earned run average']) {
    expect(printed).toContain(heading);
  }
});

let folder = '';
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'dugout-simulate-'))));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** What happened on the field: no dice, no bench, no secret, and no earned runs, which the rules tell again. */
function onTheField(events: readonly GameEvent[]): unknown[] {
  return events.flatMap((event): unknown[] => {
    switch (event.type) {
      case 'GameScheduled':
        return [event.teams];
      case 'LineupSet':
        return [{ ...event, lineup: { ...event.lineup, bench: [] } }];
      case 'PlayRecorded':
        return [{ ...event, dice: undefined }];
      case 'SecretRevealed':
      case 'EarnedRunsSet':
        return [];
      default:
        return [event];
    }
  });
}

test.each<CardKind>(['pd', 'sba'])(
  'simulate --league %s --events: read again → the games that were played',
  async (kind) => {
    const argv = ['--league', kind, '--teams', '4', '--games', '8', '--events', folder];
    await runSimulate(argv, silent);
    const options = simulateOptions(argv);
    if (options === undefined) throw new Error('no options');
    const sets = await seasonSets(options);
    const plan = {
      teams: sets.map(teamCards),
      games: 8,
      seed: 1,
      ruleset: rulesetNamed(kind),
      resolve: DICE_RULES.resolve,
    };
    const read = new Map(playedFolder(folder).games.map(({ id, events }) => [id, events]));
    expect(read.size).toBe(8);
    for (const { fixture, events } of playSeason(plan)) {
      const again = read.get(`${sets[fixture.home]?.team.id}2019040${fixture.day + 1}0`) ?? [];
      expect(lineScore(again)).toEqual(lineScore(events));
      expect(onTheField(again)).toEqual(onTheField(events));
    }
  },
);

test('simulate --events: import makes cards of the season, proves them, and finds nothing to leave out', async () => {
  await season('--events', folder);
  const names = readdirSync(folder);
  expect(names.filter((name) => name.endsWith('.EVA'))).toHaveLength(4);
  expect(names.filter((name) => name.endsWith('.ROS'))).toHaveLength(4);
  const argv = [
    folder,
    '--season',
    '2019',
    '--out',
    join(folder, 'cards'),
    '--prove',
    '--times',
    '1',
    '--min-pa',
    '20',
  ];
  const { text, status } = await runImport(argv, silent);
  expect(text).toMatch(/^24 games, 4 teams, \d+ players' cards \(pd, 2019\)/);
  expect(text).toContain('The 24 games again from the cards, each 1 times\n');
  // So few games make cards of chance: whether they give it back is nothing to hold them to.
  expect(text).toMatch(/^batters' wOBA +r \S+ over \d+ batters of 20 plate appearances/m);
  expect([0, 1]).toContain(status);
});

test('simulate --events into a folder that holds a season → refused, and that season is left as it was', async () => {
  await season('--games', '1', '--events', folder);
  const textOf = (): string[] => readdirSync(folder).map((name) => readFileSync(join(folder, name), 'latin1'));
  const before = textOf();
  await expect(season('--games', '1', '--events', folder)).rejects.toThrow('--events');
  expect(textOf()).toEqual(before);
});

function setOf(seed: number, id: string, players: readonly (readonly [string, string])[]): CardSet {
  const set = stockCardSet('sba', seed);
  if (set.kind !== 'sba') throw new Error('no sba set');
  const renamed = set.players.map((card, i) => {
    const [id, name] = players[i] ?? [card.player.id, card.player.name];
    return { ...card, player: { ...card.player, id: id as typeof card.player.id, name } };
  });
  return { ...set, team: { id: id as typeof set.team.id, name: 'Ó Bay' }, players: renamed };
}

test('ids: who has Retrosheet’s keeps his; others get one that nobody has, namesakes too', () => {
  const first = setOf(1, 'long-id', [
    ['x', 'Jim Smith'],
    ['y', 'Joe Smith'],
    ['z', 'Łu'],
  ]);
  const second = setOf(2, 'OBA', [['smitj001', 'John Smith']]);
  const [one, two] = withRetrosheetIds([first, second]);
  expect([one?.team.id, two?.team.id]).toEqual(['OB1', 'OBA']);
  expect(one?.players.slice(0, 3).map(({ player }) => player.id)).toEqual(['smitj002', 'smitj003', 'u---x001']);
  expect(two?.players[0]?.player.id).toBe('smitj001');
  const ids = [one, two].flatMap((set) => set?.players.map(({ player }) => player.id) ?? []);
  expect(new Set(ids).size).toBe(ids.length);
  expect(ids.every((id) => /^[a-z-]{5}\d{3}$/.test(id))).toBe(true);
});
