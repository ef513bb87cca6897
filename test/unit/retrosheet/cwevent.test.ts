/** The fields of a play as the reference tools give them, on a small made-up game. */
import { cweventRows } from '../../../src/retrosheet/cwevent';
import { CWEVENT_FIELDS } from '../../../src/retrosheet/cwevent-fields';
import { readEventFile } from '../../../src/retrosheet/event-file';
import { playGame } from '../../../src/retrosheet/play-game';
import { gatherRosters } from '../../../src/retrosheet/roster';
import { bytesOf, sampleLines } from './sample-game';

const ROSTER = [
  'h1,Abbott,H,R,L,HOM,P',
  'h10,Jones,J,R,B,HOM,P',
  'a3,Cole,A,B,R,AWY,3B',
  'a4,Dunn,A,B,R,AWY,4B',
  'a1,Abbott,A,L,R,AWY,P',
].join('\n');

/** Each row as a record of its fields; the plays are the sample's, changed by `change`. */
function rows(change: (lines: string[]) => string[] = (lines) => lines): Record<string, string>[] {
  const lines = change(sampleLines().map((line) => (line === 'badj,h1,L' ? 'badj,h10,L' : line)));
  const bytes = new TextEncoder().encode(ROSTER);
  const { rosters } = gatherRosters([
    { name: 'HOM2020.ROS', bytes },
    { name: 'AWY2020.ROS', bytes },
  ]);
  const [game] = readEventFile(bytesOf(lines), 'test.EVN', rosters).games;
  if (game === undefined) throw new Error('no game');
  const { events, refusal } = playGame(game);
  expect(refusal).toBeNull();
  return cweventRows(game.id, events).map((row) =>
    Object.fromEntries(CWEVENT_FIELDS.map((name, i) => [name, row[i] ?? ''])),
  );
}

function before(find: string, ...inserted: string[]): (lines: string[]) => string[] {
  return (lines) => {
    const at = lines.findIndex((line) => line.startsWith(find));
    return [...lines.slice(0, at), ...inserted, ...lines.slice(at)];
  };
}

describe('cweventRows', () => {
  test('97 and 2 fields a play; the first and the last are marked', () => {
    const all = rows();
    expect(CWEVENT_FIELDS).toHaveLength(99);
    expect(all).toHaveLength(8);
    expect(all.map((row) => `${row['GAME_NEW_FL']}${row['GAME_END_FL']}`).join(' ')).toBe('TF FF FF FF FF FF FF FT');
  });

  test('a home run, first in the inning', () => {
    expect(rows()[0]).toMatchObject({
      GAME_ID: 'HOM202001010',
      AWAY_TEAM_ID: 'AWY',
      BAT_ID: 'a1',
      BAT_HAND_CD: 'L',
      PIT_ID: 'h1',
      PIT_HAND_CD: 'L',
      POS2_FLD_ID: 'h2',
      LEADOFF_FL: 'T',
      EVENT_CD: '23',
      H_CD: '4',
      RBI_CT: '1',
      BAT_DEST_ID: '4',
      BATTEDBALL_LOC_TX: '7',
      FLD_CD: '0',
      EVENT_ID: '1',
      START_BASES_CD: '0',
      END_BASES_CD: '0',
    });
  });

  test('a walk that began at 2-1 → the relieved pitcher’s, and the switch hitter’s side against him', () => {
    expect(rows()[2]).toMatchObject({
      PIT_ID: 'h10',
      PIT_HAND_CD: 'B',
      BAT_HAND_CD: '?',
      RESP_PIT_ID: 'h1',
      RESP_PIT_HAND_CD: 'L',
      RESP_BAT_HAND_CD: 'R',
      BALLS_CT: '3',
      STRIKES_CT: '1',
    });
  });

  test('a double play → putouts and assists in order, the runner of the relieved pitcher', () => {
    expect(rows()[3]).toMatchObject({
      DP_FL: 'T',
      RUN1_RESP_PIT_ID: 'h1',
      PO1_FLD_CD: '4',
      PO2_FLD_CD: '3',
      ASS1_FLD_CD: '6',
      ASS2_FLD_CD: '4',
      BAT_PLAY_TX: '43',
      RUN1_PLAY_TX: '64',
    });
  });

  test('caught stealing: the batter stays, the leadoff flag is gone', () => {
    const all = rows();
    expect(all[5]).toMatchObject({ EVENT_CD: '6', BAT_EVENT_FL: 'F', RUN1_CS_FL: 'T', LEADOFF_FL: 'F' });
    expect(all[6]).toMatchObject({ BAT_ID: 'h2' });
  });

  test('a pinch hitter and a pinch runner → whom they replaced', () => {
    const change = before('play,1,0,a4', 'sub,b1,"Runner",0,3,12', 'play,1,0,a4,00,,NP', 'sub,b2,"Hitter",0,4,11');
    const fielders = before('play,1,1,h10', 'sub,b1,"Runner",0,3,3', 'sub,b2,"Hitter",0,4,4');
    const all = rows((lines) =>
      fielders(change(lines)).map((line) => line.replace('play,1,0,a4,??', 'play,1,0,b2,??')),
    );
    expect(all[3]).toMatchObject({
      BAT_ID: 'b2',
      PH_FL: 'T',
      BAT_FLD_CD: '11',
      REMOVED_FOR_PH_BAT_ID: 'a4',
      REMOVED_FOR_PH_BAT_FLD_CD: '4',
      BASE1_RUN_ID: 'b1',
      PR_RUN1_FL: 'T',
      REMOVED_FOR_PR_RUN1_ID: 'a3',
    });
    expect(all[4]).toMatchObject({ PH_FL: 'F', PR_RUN1_FL: 'F', REMOVED_FOR_PR_RUN1_ID: '' });
  });

  test('an arm that is named → for the next record alone', () => {
    const all = rows(before('play,1,0,a4', 'padj,h10,R', 'play,1,0,a4,00,,FLE3'));
    expect([all[3]?.['PIT_HAND_CD'], all[3]?.['BAT_HAND_CD'], all[4]?.['PIT_HAND_CD']]).toEqual(['R', 'L', 'B']);
  });
});
