/** `npm run verify`: what it finds, and that it finds it; on a made-up game, and on the real ones where there are any. */
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { boxScore } from '../../../src/baseball/box-score/box-score';
import { cwboxText } from '../../../src/retrosheet/cwbox';
import { cwdailyRows } from '../../../src/retrosheet/cwdaily';
import { CWDAILY_FIELDS } from '../../../src/retrosheet/cwdaily-fields';
import { cweventRows } from '../../../src/retrosheet/cwevent';
import { CWEVENT_FIELDS } from '../../../src/retrosheet/cwevent-fields';
import { cwgameRow } from '../../../src/retrosheet/cwgame';
import { CWGAME_FIELDS } from '../../../src/retrosheet/cwgame-fields';
import { playGame } from '../../../src/retrosheet/play-game';
import { NO_ROSTERS } from '../../../src/retrosheet/roster';
import { readSources } from '../../../scripts/replay/sources';
import { UsageError } from '../../../scripts/cluster/verbs';
import { boxNames } from '../../../scripts/verify/names';
import { verifyOptions } from '../../../scripts/verify/options';
import { readReference, splitRow } from '../../../scripts/verify/reference';
import { isClean, jsonReport, textReport, type Findings } from '../../../scripts/verify/report';
import { verifyAll } from '../../../scripts/verify/run';
import { sampleLines } from '../retrosheet/sample-game';

const FOLDER = process.env['DUGOUT_RETROSHEET'];
const GAME = 'HOM202001010';

const csv = (rows: readonly (readonly string[])[]): string =>
  `${rows.map((row) => row.map((value) => (/^\d+$/.test(value) ? value : `"${value}"`)).join(',')).join('\n')}\n`;

describe('verify', () => {
  let folder: string;
  const lines = sampleLines(GAME).filter((line) => !line.startsWith('badj'));

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'verify-'));
    writeFileSync(join(folder, '2020HOM.EVN'), lines.join('\r\n'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  /** Reference files that agree with us; a change of a table is a mistake to be found. */
  function writeReference(
    change: (tables: Record<'events' | 'games' | 'players', string[][]>) => void = () => undefined,
  ): void {
    const [source] = readSources([folder]).games;
    const { events } = playGame(source!.game);
    const box = boxScore(events);
    const tables = {
      events: [[...CWEVENT_FIELDS], ...cweventRows(GAME, events)],
      games: [[...CWGAME_FIELDS], cwgameRow(GAME, events, box)],
      players: [[...CWDAILY_FIELDS], ...cwdailyRows(GAME, events, box)],
    };
    change(tables);
    writeFileSync(join(folder, 'events.csv.gz'), gzipSync(csv(tables.events)));
    writeFileSync(join(folder, 'games.csv'), csv(tables.games));
    writeFileSync(join(folder, 'players.csv'), csv(tables.players));
    writeFileSync(join(folder, 'boxscores.txt'), cwboxText(events, box, boxNames(box, NO_ROSTERS)));
  }

  const run = (first = 3): Findings =>
    verifyAll({ sources: readSources([folder]), reference: readReference(folder), first });

  const differing = ({ tally }: Findings): string[] =>
    [...tally.files].flatMap(([file, fields]) =>
      [...fields].flatMap(([field, each]) => (each.differing > 0 ? [`${file} ${field} ${each.differing}`] : [])),
    );

  test('all equal → clean, with every field counted', () => {
    writeReference();
    const findings = run();
    expect(differing(findings)).toEqual([]);
    expect(isClean(findings)).toBe(true);
    expect(textReport(findings)).toContain('1 games, 8 plays: equal');
    expect(findings.tally.files.get('events.csv')?.get('EVENT_CD')).toMatchObject({ checked: 8, differing: 0 });
    expect(findings.tally.files.get('boxscores.txt')?.get('text')?.checked).toBe(1);
  });

  test('a value that differs → its field, the game, the play, ours and theirs', () => {
    writeReference(({ events }) => (events[4]![CWEVENT_FIELDS.indexOf('DP_FL')] = 'F'));
    const findings = run();
    expect(differing(findings)).toEqual(['events.csv DP_FL 1']);
    expect(isClean(findings)).toBe(false);
    expect(textReport(findings)).toContain(
      '  HOM202001010 (event 4, top of 1, 1 out, 64(1)3/GDP): ours "T", theirs "F"',
    );
  });

  test('a player and a game that differ; at most the first N are shown', () => {
    writeReference(({ games, players }) => {
      games[1]![CWGAME_FIELDS.indexOf('AWAY_LOB_CT')] = '7';
      for (const row of players.slice(1)) row[CWDAILY_FIELDS.indexOf('B_AB')] = '9';
    });
    const findings = run(2);
    expect(differing(findings)).toEqual(['games.csv AWAY_LOB_CT 1', 'players.csv B_AB 19']);
    expect(findings.tally.files.get('players.csv')?.get('B_AB')?.first).toEqual([
      { game: GAME, place: 'AWY a1', ours: '1', theirs: '9' },
      { game: GAME, place: 'AWY a2', ours: '1', theirs: '9' },
    ]);
  });

  test('a row too few, a field that nobody knows', () => {
    writeReference(({ events }) => {
      events.pop();
      events.forEach((row, i) => row.push(i === 0 ? 'NEW_FIELD' : '1'));
    });
    const findings = run();
    expect(differing(findings)).toEqual(['events.csv (rows) 1']);
    expect(textReport(findings)).toContain('Not compared: NEW_FIELD');
  });

  test('a game that cannot be read, one that is refused, one that the reference does not know → not clean', () => {
    writeReference(({ events, games, players }) => {
      for (const table of [events, games, players]) for (const row of table.slice(1)) row[0] = 'HOM202001020';
    });
    const refused = sampleLines('HOM202001020').map((line) => line.replace('badj,h1,L', 'presadj,h1,1'));
    const unreadable = sampleLines('HOM202001030').map((line) => line.replace('play,1,0,a2', 'play,x,0,a2'));
    writeFileSync(join(folder, '2020HOM.EVN'), [...lines, ...refused, ...unreadable].join('\n'));
    const findings = run();
    expect([findings.unknown, findings.refused.map(({ game }) => game), findings.problems.length]).toEqual([
      [GAME],
      ['HOM202001020'],
      1,
    ]);
    expect(isClean(findings)).toBe(false);
    const report = textReport(findings);
    expect(report).toContain('HOM202001020 stops here: Base 1 is empty.');
    expect(report).toContain('HOM202001010: the reference does not know this game');
  });

  test('for machines → one object', () => {
    writeReference(({ games }) => (games[1]![CWGAME_FIELDS.indexOf('INN_CT')] = '9'));
    const object = JSON.parse(jsonReport(run())) as Record<string, unknown>;
    expect(object).toMatchObject({
      ok: false,
      games: 1,
      plays: 8,
      differing: 1,
      files: { 'games.csv': { INN_CT: { checked: 1, differing: 1, first: [{ game: GAME, ours: '1', theirs: '9' }] } } },
    });
  });

  test('a folder without reference files, or with one that has no header → said', () => {
    expect(() => readReference(folder)).toThrow(UsageError);
    expect(() => readReference(join(folder, 'nowhere'))).toThrow('There is no folder');
    writeFileSync(join(folder, 'events.csv'), '"HOM202001010",1\n');
    expect(() => readReference(folder)).toThrow('must name the fields');
  });

  test('arguments', () => {
    expect(verifyOptions(['a', 'b', '--expected', 'c'])).toEqual({
      paths: ['a', 'b'],
      expected: 'c',
      first: 3,
      isJson: false,
    });
    expect(verifyOptions(['--help'])).toBeUndefined();
    for (const argv of [[], ['a'], ['--expected', 'c'], ['a', '--expected', 'c', '--first', 'x'], ['a', '--what']]) {
      expect(() => verifyOptions(argv)).toThrow(UsageError);
    }
  });
});

test('a row: quoted or not, empty fields and commas in quotes', () => {
  expect(splitRow('"a",1,"","b,c",')).toEqual(['a', '1', '', 'b,c', '']);
});

if (FOLDER === undefined || !existsSync(join(FOLDER, 'expected'))) {
  test('real games: left out, DUGOUT_RETROSHEET names no folder with expected/', () => {
    expect(FOLDER === undefined || !existsSync(join(FOLDER, 'expected'))).toBe(true);
  });
} else {
  describe('real games', () => {
    const reference = readReference(join(FOLDER, 'expected'));
    const sources = readSources([join(FOLDER, '2019')]);
    const findings = verifyAll({ sources, reference, first: 2 });

    test('every field of every play, game and player, and every box score', () => {
      const found = [...findings.tally.files.values()].flatMap((fields) => [...fields.values()]);
      expect(found.flatMap(({ first }) => first)).toEqual([]);
      expect(isClean(findings)).toBe(true);
      const fields = [...findings.tally.files].map(([file, all]) => [file, all.size]);
      expect(fields).toEqual([
        ['events.csv', 100],
        ['games.csv', 85],
        ['players.csv', 155],
        ['boxscores.txt', 1],
      ]);
    });

    test('winner, loser and save by the rules alone: as the scorers had them; earned runs: nearly always', () => {
      const fields = findings.byRule.files.get('by rule');
      for (const field of ['winning pitcher (9.17)', 'losing pitcher (9.17)', 'save (9.19)']) {
        expect([field, fields?.get(field)?.first]).toEqual([field, []]);
      }
      const earned = fields?.get('earned runs (9.16)');
      expect(earned?.differing).toBeLessThan((earned?.checked ?? 0) / 100);
    });
  });
}
