/** A game, its players and its box score as the reference tools give them, on a small made-up game. */
import { boxScore } from '../../../src/baseball/box-score/box-score';
import { cwboxText, type BoxNames } from '../../../src/retrosheet/cwbox';
import { cwdailyRows } from '../../../src/retrosheet/cwdaily';
import { CWDAILY_FIELDS } from '../../../src/retrosheet/cwdaily-fields';
import { cwgameRow } from '../../../src/retrosheet/cwgame';
import { CWGAME_FIELDS } from '../../../src/retrosheet/cwgame-fields';
import { readEventFile } from '../../../src/retrosheet/event-file';
import { playGame, type PlayedGame } from '../../../src/retrosheet/play-game';
import { bytesOf, sampleLines } from '../retrosheet/sample-game';

type Row = Readonly<Record<string, string>>;

const GAME = 'HOM202001010';

const sample = (): string[] => sampleLines(GAME).filter((line) => !line.startsWith('badj'));

function played(lines: readonly string[]): PlayedGame {
  const [game] = readEventFile(bytesOf(lines), 'test.EVN').games;
  if (game === undefined) throw new Error('no game');
  const result = playGame(game);
  expect(result.refusal).toBeNull();
  return result;
}

/** The sample with records put in front of the first that begins so. */
function withRecords(find: string, ...records: string[]): string[] {
  const lines = sample();
  const at = lines.findIndex((line) => line.startsWith(find));
  return [...lines.slice(0, at), ...records, ...lines.slice(at)];
}

const record = (fields: readonly string[], row: readonly string[]): Row =>
  Object.fromEntries(fields.map((field, i) => [field, row[i] ?? '']));

function players(lines: readonly string[] = sample()): Row[] {
  const { events } = played(lines);
  return cwdailyRows(GAME, events, boxScore(events)).map((row) => record(CWDAILY_FIELDS, row));
}

function game(lines: readonly string[] = sample()): Row {
  const { events } = played(lines);
  return record(CWGAME_FIELDS, cwgameRow(GAME, events, boxScore(events)));
}

describe('cwdailyRows', () => {
  test('154 fields a player; the visitors first, by slot and sequence', () => {
    const all = players();
    expect(CWDAILY_FIELDS).toHaveLength(154);
    expect(all).toHaveLength(19);
    expect(all.map((row) => `${row['TEAM_ID']} ${row['SLOT_CT']}/${row['SEQ_CT']}`).slice(8, 12)).toEqual([
      'AWY 9/1',
      'HOM 1/1',
      'HOM 1/2',
      'HOM 2/1',
    ]);
  });

  test('a home run: the batter’s line', () => {
    const expected = { GAME_DT: '20200101', HOME_FL: '0', OPPONENT_ID: 'HOM', B_G: '1', B_PA: '1', B_AB: '1' };
    expect(players()[0]).toMatchObject({ ...expected, B_HR: '1', B_TB: '4', B_RBI: '1', B_R: '1', B_GW: '' });
  });

  test('the relieved pitcher has the walk, the reliever the outs behind it', () => {
    const all = players();
    const starter = { P_G: '1', P_GS: '1', P_GF: '0', P_OUT: '1', P_TBF: '3', P_BB: '1', P_R: '1', P_ER: '1' };
    expect(all[9]).toMatchObject({ PLAYER_ID: 'h1', ...starter, P_PITCH: '' });
    expect(all[10]).toMatchObject({ PLAYER_ID: 'h10', P_G: '1', P_GS: '0', P_GF: '1', P_OUT: '2', P_GDP: '1' });
    expect(all[0]).toMatchObject({ P_CG: '1', P_SHO: '1', F_P_GS: '1' });
  });

  test('fielding by position', () => {
    const fielder = players().find((row) => row['PLAYER_ID'] === 'h4');
    expect(fielder).toMatchObject({
      F_2B_G: '1',
      F_2B_GS: '1',
      F_2B_OUT: '3',
      F_2B_TC: '2',
      F_2B_PO: '1',
      F_2B_DP: '1',
    });
    expect(fielder).toMatchObject({ F_SS_G: '0', F_C_PB: '0' });
  });

  test('pitches are counted when the file says that it has them', () => {
    expect(players(withRecords('info,usedh', 'info,pitches,pitches'))[9]).toMatchObject({
      P_PITCH: '11',
      P_STRIKE: '5',
    });
  });

  test('earned runs as the plays are marked, whatever the official figure is', () => {
    const lines = sample().map((line) => (line === 'data,er,h1,1' ? 'data,er,h1,0' : line));
    expect(players(lines)[9]).toMatchObject({ P_R: '1', P_ER: '1' });
  });

  test('an inherited runner is looked up in the play before: a batter who reached by it is not found', () => {
    const relief = ['play,1,1,h2,00,,NP', 'sub,a10,"New",0,1,1'];
    const lines = withRecords('play,1,1,h2', ...relief).map((line) =>
      line.endsWith('CS2(26)') ? 'play,1,1,h2,00,X,HR' : line,
    );
    const rows = players(lines.filter((line) => !/^play,1,1,h[23],0[02],(X|CSS),[8K]$/.test(line)));
    expect(rows.find((row) => row['PLAYER_ID'] === 'a10')).toMatchObject({ P_IR: '1', P_IRS: '0' });
    const { events } = played(lines.filter((line) => !/^play,1,1,h[23],0[02],(X|CSS),[8K]$/.test(line)));
    expect(boxScore(events).away.pitchers[1]).toMatchObject({ inheritedRunners: 1, inheritedRunnersScored: 1 });
  });

  test('who comes in after a suspended game went on has played on that day', () => {
    const lines = withRecords('play,1,0,a3,21', 'com,"suspended,20200215,HOM01,1,0,1"');
    expect(
      players(lines)
        .slice(9, 11)
        .map((row) => row['APPEAR_DT']),
    ).toEqual(['20200101', '20200215']);
  });
});

describe('cwgameRow', () => {
  test('84 fields', () => {
    expect(CWGAME_FIELDS).toHaveLength(84);
    expect(Object.keys(game())).toEqual(CWGAME_FIELDS);
  });

  test('the result, the lineups and the pitchers', () => {
    const score = { AWAY_SCORE_CT: '1', HOME_SCORE_CT: '0', AWAY_HITS_CT: '1', HOME_HITS_CT: '1', INN_CT: '1' };
    expect(game()).toMatchObject({ GAME_ID: GAME, GAME_DY: 'Wednesday', DH_FL: 'F', ...score });
    expect(game()).toMatchObject({ AWAY_LOB_CT: '0', HOME_LOB_CT: '0', WIN_PIT_ID: '', LOSE_PIT_ID: '' });
    expect(game(withRecords('info,usedh', 'info,wp,a1', 'info,lp,h1'))).toMatchObject({
      WIN_PIT_ID: 'a1',
      LOSE_PIT_ID: 'h1',
      SAVE_PIT_ID: '',
    });
    expect(game()).toMatchObject({ AWAY_LINEUP9_BAT_ID: 'a9', HOME_LINEUP1_FLD_CD: '1' });
    expect(game()).toMatchObject({ AWAY_FINISH_PIT_ID: '', HOME_FINISH_PIT_ID: 'h10' });
  });

  test('info records: numbers, codes, times and words', () => {
    const info = ['starttime,7:05PM', 'daynight,night', 'attendance,12345', 'temp,61', 'winddir,torf', 'windspeed,-1'];
    const more = ['sky,dome', 'precip,unknown', 'timeofgame,', 'wp,h2', 'save,', 'umphome,u1'];
    const row = game(withRecords('info,usedh', ...[...info, ...more].map((each) => `info,${each}`)));
    expect(row).toMatchObject({
      START_GAME_TM: '705',
      DAYNIGHT_PARK_CD: 'N',
      ATTEND_PARK_CT: '12345',
      TEMP_PARK_CT: '61',
    });
    expect(row).toMatchObject({
      WIND_DIRECTION_PARK_CD: '3',
      WIND_SPEED_PARK_CT: '-1',
      SKY_PARK_CD: '5',
      PRECIP_PARK_CD: '0',
    });
    expect(row).toMatchObject({ MINUTES_GAME_CT: '0', WIN_PIT_ID: 'h2', SAVE_PIT_ID: '', BASE4_UMP_ID: 'u1' });
  });
});

describe('cwboxText', () => {
  const names: BoxNames = {
    city: (side) => (side === 'away' ? 'Awayton' : 'Homeville'),
    player: (_side, id) => id.toUpperCase(),
  };

  test('two columns of batters, the line score, pitchers and what else happened', () => {
    const { events } = played(withRecords('info,usedh', 'info,wp,a1', 'info,timeofgame,65', 'info,attendance,7'));
    expect(cwboxText(events, boxScore(events), names).split('\n')).toEqual([
      '     Game of 1/1/2020 -- Awayton at Homeville',
      '',
      '  Awayton            AB  R  H RBI    Homeville          AB  R  H RBI',
      'A1, p                 1  1  1  1   H1, p                 0  0  0  0   ',
      'A2, c                 1  0  0  0   H10, p                1  0  1  0   ',
      'A3, 1b                0  0  0  0   H2, c                 1  0  0  0   ',
      'A4, 2b                1  0  0  0   H3, 1b                1  0  0  0   ',
      ...['5, 3b', '6, ss', '7, lf', '8, cf', '9, rf'].map((each, i) => {
        const home = ['H4, 2b', 'H5, 3b', 'H6, ss', 'H7, lf', 'H8, cf'][i] ?? '';
        return `${`A${each}`.padEnd(20)}  0  0  0  0   ${home.padEnd(20)}  0  0  0  0   `;
      }),
      `${' '.repeat(35)}${'H9, rf'.padEnd(20)}  0  0  0  0   `,
      `${' '.repeat(20)} -- -- -- -- ${' '.repeat(22)} -- -- -- --`,
      `${' '.repeat(20)}  3  1  1  1 ${' '.repeat(22)}  3  0  1  0`,
      '',
      'Awayton          1 --  1',
      'Homeville        0 --  0',
      '',
      '  Awayton              IP  H  R ER BB SO',
      'A1 (W)                1.0  1  0  0  0  1',
      '',
      '  Homeville            IP  H  R ER BB SO',
      'H1                    0.1  1  1  1  1  1',
      'H10                   0.2  0  0  0  0  0',
      '',
      'DP -- Homeville 1',
      'HR -- A1',
      'CS -- H10',
      'T -- 1:05',
      'A -- 7',
      '\f',
    ]);
  });
});
