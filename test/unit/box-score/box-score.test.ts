/** The box score as a fold of the events (OBR 9.02, 9.03). */
import { BoxScore, type BoxScorePlayer, type PitchingLine } from '../../../src/protocol/box-score';
import type { Side } from '../../../src/protocol/side';
import { boxScore } from '../../../src/baseball/box-score/box-score';
import { newGame, player, type Scorebook } from '../baseball/scorebook';

function batter(book: Scorebook, side: Side, id: string): BoxScorePlayer {
  return boxScore(book.events)[side].players.find((each) => each.id === id)!;
}

function pitcher(book: Scorebook, side: Side, id: string): PitchingLine {
  return boxScore(book.events)[side].pitchers.findLast((line) => line.id === id)!;
}

function thrown(book: Scorebook, notation: string, pitches: string): void {
  book.give({ type: 'RecordPlay', turn: book.started.turn, notation, pitches });
}

test('a game that has not begun: both lineups, and nothing done', () => {
  const book = newGame();
  const box = boxScore(book.events);
  expect(box).toMatchObject({ status: 'live', notes: [], decisions: { win: null, loss: null, save: null } });
  expect(box.away.players.map(({ id }) => id)).toEqual(['a1', 'a2', 'a3', 'a4', 'a5', 'a6', 'a7', 'a8', 'a9']);
  expect(BoxScore.parse(box)).toEqual(box);
});

describe('at bat', () => {
  test('hits, walks, sacrifices and runs batted in count for batter and pitcher', () => {
    const book = newGame();
    book.play('S8', 'W.1-2', '34/SH.2-3;1-2', '8/SF.3-H', 'HR.2-H', 'HP', 'K');
    expect(batter(book, 'away', 'a1').batting).toMatchObject({ plateAppearances: 1, atBats: 1, hits: 1, runs: 1 });
    expect(batter(book, 'away', 'a2').batting).toMatchObject({ plateAppearances: 1, atBats: 0, walks: 1 });
    expect(batter(book, 'away', 'a3').batting).toMatchObject({ atBats: 0, sacrificeHits: 1 });
    expect(batter(book, 'away', 'a4').batting).toMatchObject({ atBats: 0, sacrificeFlies: 1, runsBattedIn: 1 });
    expect(batter(book, 'away', 'a5').batting).toMatchObject({ homeRuns: 1, runsBattedIn: 2, runs: 1, hits: 1 });
    expect(batter(book, 'away', 'a6').batting).toMatchObject({ hitByPitch: 1, atBats: 0 });
    expect(batter(book, 'away', 'a7').batting).toMatchObject({ strikeouts: 1, leftOnBase: 1 });
    const expected = { outs: 3, battersFaced: 7, atBats: 3, hits: 2, homeRuns: 1, walks: 1, hitBatters: 1, runs: 3 };
    expect(pitcher(book, 'home', 'h1')).toMatchObject({ ...expected, strikeouts: 1, sacrificeHits: 1 });
  });

  test('a home run with the bases full → a grand slam', () => {
    const book = newGame();
    book.play('W', 'W.1-2', 'W.2-3;1-2', 'HR.3-H;2-H;1-H');
    expect(batter(book, 'away', 'a4').batting).toMatchObject({ grandSlams: 1, runsBattedIn: 4 });
    expect(pitcher(book, 'home', 'h1').grandSlams).toBe(1);
  });

  test('grounded into a double play; interference; steals and caught stealing', () => {
    const book = newGame();
    book.play('S8', '64(1)3/GDP', 'C/E2', 'SB2', 'CS3(25)');
    expect(batter(book, 'away', 'a2').batting).toMatchObject({ groundedIntoDoublePlay: 1, atBats: 1 });
    expect(batter(book, 'away', 'a3').batting).toMatchObject({ interference: 1, stolenBases: 1, caughtStealing: 1 });
  });

  test('9.15(b): a strikeout begun by the one who left is his', () => {
    const book = newGame();
    book.give({ type: 'RecordPitches', turn: 1, count: { balls: 0, strikes: 2 } });
    book.substitute('away', 'ab1', [1, 11]);
    book.play('K');
    expect(batter(book, 'away', 'a1').batting).toMatchObject({ plateAppearances: 1, strikeouts: 1 });
    expect(batter(book, 'away', 'ab1').batting).toMatchObject({ plateAppearances: 0, strikeouts: 0 });
  });

  test('left on base: those who stay on when he costs an out', () => {
    const book = newGame();
    book.play('S8', 'S8.1-2', 'S8.2-3;1-2', 'K', '64(1)/FO/G.3-H;2-3');
    expect(batter(book, 'away', 'a4').batting.leftOnBase).toBe(3);
    expect(batter(book, 'away', 'a5').batting.leftOnBase).toBe(1);
  });
});

describe('players', () => {
  test('a pinch hitter who stays in the field, and the one who takes his place', () => {
    const book = newGame();
    book.side();
    book.substitute('home', 'hb1', [1, 11]);
    book.play('S8');
    book.play('K', 'K', 'K');
    book.substitute('home', 'hb1', [1, 7]);
    book.substitute('home', 'hb2', [7, 1]);
    const names = boxScore(book.events).home.players.map(
      ({ id, slot, positions }) => `${id}/${slot}/${positions.join()}`,
    );
    expect(names.slice(0, 2)).toEqual(['h1/1/1', 'hb1/1/11,7']);
    expect(names.slice(7, 9)).toEqual(['h7/7/7', 'hb2/7/1']);
  });

  test('with a designated hitter: pitchers come last, in slot 0; who bats for him is one too', () => {
    const book = newGame({ hasHitter: true });
    book.substitute('away', 'ab1', [1, 11]);
    book.play('S8', '64(1)3/GDP', '8');
    book.substitute('away', 'ab2', [0, 1]);
    const { players } = boxScore(book.events).away;
    expect(players.slice(0, 2).map(({ id, positions }) => [id, positions])).toEqual([
      ['a1', [10]],
      ['ab1', [11, 10]],
    ]);
    expect(players.slice(-2).map(({ id, slot }) => [id, slot])).toEqual([
      ['ap', 0],
      ['ab2', 0],
    ]);
  });

  test('a pitcher who goes into the order takes his line with him', () => {
    const book = newGame({ hasHitter: true });
    book.side();
    book.side();
    book.substitute('home', 'hp', [7, 7]);
    book.substitute('home', 'hb1', [1, 1]);
    book.play('7', 'K', 'K');
    const { players } = boxScore(book.events).home;
    const moved = players.find(({ id }) => id === 'hp')!;
    expect(moved).toMatchObject({ slot: 7, positions: [1, 7] });
    expect(moved.fielding.map(({ position, outs }) => [position, outs])).toEqual([
      [1, 3],
      [7, 3],
    ]);
    expect(players.filter(({ slot }) => slot === 0)).toEqual([]);
  });
});

describe('in the field', () => {
  test('putouts, assists, errors and double plays by position', () => {
    const book = newGame();
    book.play('S8', '64(1)3/GDP', 'E6/G', '63');
    const line = (id: string): unknown => batter(book, 'home', id).fielding[0];
    expect(line('h6')).toMatchObject({ position: 6, games: 1, outs: 3, assists: 2, errors: 1, doublePlays: 1 });
    expect(line('h4')).toMatchObject({ putouts: 1, assists: 1, doublePlays: 1 });
    expect(line('h3')).toMatchObject({ putouts: 2, assists: 0, doublePlays: 1 });
    expect(boxScore(book.events).home).toMatchObject({ doublePlays: 1, triplePlays: 0 });
  });

  test('passed balls and interferences are the catcher’s, wild pitches the pitcher’s', () => {
    const book = newGame();
    book.play('S8', 'PB.1-2', 'WP.2-3', 'C/E2');
    expect(batter(book, 'home', 'h2').fielding[0]).toMatchObject({ passedBalls: 1, interference: 1, errors: 1 });
    expect(pitcher(book, 'home', 'h1').wildPitches).toBe(1);
  });

  test('announced and gone before a play → no game at that position', () => {
    const book = newGame();
    book.play('K');
    book.substitute('home', 'hb1', [7, 7]);
    book.substitute('home', 'hb2', [7, 7]);
    book.play('K');
    expect(batter(book, 'home', 'hb1').fielding[0]).toMatchObject({ position: 7, games: 0, outs: 0 });
    expect(batter(book, 'home', 'hb2').fielding[0]).toMatchObject({ position: 7, games: 1, outs: 1 });
  });
});

describe('on the mound', () => {
  test('9.16(g): runs are charged to who left the runner; inherited runners and those who score are counted', () => {
    const book = newGame();
    book.play('W', 'W.1-2', 'K');
    book.substitute('home', 'hb1', [1, 1]);
    book.play('S8.2-H;1-3', '64(1)/FO/G.3-H', 'K');
    expect(pitcher(book, 'home', 'h1')).toMatchObject({ runs: 2, earnedRuns: 2, outs: 1, facedWithoutOut: null });
    const relief = pitcher(book, 'home', 'hb1');
    expect(relief).toMatchObject({ runs: 0, outs: 2, inheritedRunners: 2, inheritedRunnersScored: 2 });
  });

  test('9.16(h): a walk that he had begun to lose is his', () => {
    const book = newGame();
    book.give({ type: 'RecordPitches', turn: 1, count: { balls: 3, strikes: 1 } });
    book.substitute('home', 'hb1', [1, 1]);
    book.play('W');
    expect(pitcher(book, 'home', 'h1')).toMatchObject({ battersFaced: 1, walks: 1 });
    expect(pitcher(book, 'home', 'hb1')).toMatchObject({ battersFaced: 0, walks: 0 });
  });

  test('he leaves before he got anybody out → how many he faced, and when', () => {
    const book = newGame();
    book.side(2);
    book.play('S8', 'W.1-2');
    book.substitute('home', 'hb1', [1, 1]);
    expect(pitcher(book, 'home', 'h1').facedWithoutOut).toEqual({ batters: 2, inning: 2 });
  });

  test('he comes back to the mound → a second line', () => {
    const book = newGame();
    book.play('K');
    book.substitute('home', 'hb1', [7, 1]);
    book.substitute('home', 'h1', [1, 7]);
    book.play('K');
    book.substitute('home', 'h1', [1, 1]);
    book.substitute('home', 'hb2', [7, 7]);
    book.play('K');
    const lines = boxScore(book.events).home.pitchers.map(({ id, outs }) => [id, outs]);
    expect(lines).toEqual([
      ['h1', 1],
      ['hb1', 1],
      ['h1', 1],
    ]);
  });

  test('pitches and strikes; a note in mid-count is not counted twice; what was not thrown is none', () => {
    const book = newGame();
    book.give({ type: 'RecordPitches', turn: 1, count: { balls: 1, strikes: 1 }, pitches: 'CB' });
    book.substitute('home', 'hb1', [1, 1]);
    thrown(book, 'S8', 'CB.*B1FX');
    thrown(book, 'IW.1-2', 'VVVV');
    expect(pitcher(book, 'home', 'h1')).toMatchObject({ pitches: 2, strikes: 1 });
    expect(pitcher(book, 'home', 'hb1')).toMatchObject({ pitches: 3, strikes: 2, walks: 1, intentionalWalks: 1 });
  });

  test('ground and air outs, bunts apart', () => {
    const book = newGame();
    book.play('63/G', '8/F', '13/BG');
    expect(pitcher(book, 'home', 'h1')).toMatchObject({ groundOuts: 1, airOuts: 1 });
  });
});

describe('earned runs', () => {
  test('nobody said → by rule 9.16', () => {
    const book = newGame();
    book.play('8', '7', 'E6/G', 'HR.1-H');
    expect(boxScore(book.events).earnedRunsBy).toBe('rule');
    expect(pitcher(book, 'home', 'h1')).toMatchObject({ runs: 2, earnedRuns: 0 });
  });

  test('a run that the scorekeeper marked stays as he marked it', () => {
    const book = newGame();
    book.play('T8', 'S8.3-H(UR)', 'HR.1-H(TUR)');
    expect(pitcher(book, 'home', 'h1')).toMatchObject({ runs: 3, earnedRuns: 2 });
    expect(boxScore(book.events).home.earnedRuns).toBe(1);
  });

  test('the official figure outranks both', () => {
    const book = newGame();
    book.play('8', '7', 'E6/G', 'HR.1-H');
    book.give({ type: 'SetEarnedRuns', pitcher: player('h1').id, earnedRuns: 1 });
    expect(boxScore(book.events)).toMatchObject({ earnedRunsBy: 'scorer', home: { earnedRuns: 1 } });
    expect(pitcher(book, 'home', 'h1').earnedRuns).toBe(1);
  });
});

test('notes: what a newspaper names, in the order of the game', () => {
  const book = newGame();
  book.play('D8', 'HR.2-H', 'HP', 'SB2', 'CS3(25)', 'E6/G', 'PB.1-2', 'BK.2-3', '54(B)/GDP', 'K');
  const notes = boxScore(book.events).notes.map(({ kind, side, players }) => `${kind} ${side} ${players.join()}`);
  expect(notes).toEqual([
    'double away a1',
    'homeRun away a2',
    'hitByPitch away a3',
    'stolenBase away a3',
    'caughtStealing away a3',
    'error home h6',
    'passedBall home h2',
    'balk home h1',
    'doublePlay home h5,h4',
  ]);
  expect(boxScore(book.events).notes[1]).toMatchObject({
    pitcher: 'h1',
    runnersOn: 1,
    inning: 1,
    half: 'top',
    outs: 0,
  });
});

test('the last play: outs, and whether it took the lead', () => {
  const book = newGame({ ruleset: { innings: 1 } });
  book.side();
  book.play('K', 'HR');
  expect(boxScore(book.events)).toMatchObject({ status: 'final', ending: { outs: 1, tookLead: true } });
});

test('a play that was undone, and one that was corrected → as if they had never been', () => {
  const book = newGame();
  book.play('E6/G', 'HR.1-H');
  book.give({ type: 'UndoPlay', turn: 2 });
  book.play('K', 'S8');
  book.give({ type: 'CorrectPlay', turn: 1, notation: 'D8' });
  const again = newGame();
  again.play('D8', 'K', 'S8');
  expect(boxScore(book.events)).toMatchObject({ away: { players: boxScore(again.events).away.players } });
});
