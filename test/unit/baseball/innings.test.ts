/** Half-innings and the end of a game (OBR 7.01, 7.02). */
import type { Ruleset } from '../../../src/protocol/ruleset';
import { after, newGame, type Scorebook } from './scorebook';

/** Both teams scoreless through so many innings. */
function scoreless(innings: number, ruleset: Partial<Ruleset> = {}): Scorebook {
  const book = newGame({ ruleset });
  book.side(innings * 2);
  return book;
}

describe('half-innings', () => {
  test('three out → the other side bats, bases empty', () => {
    const book = after('S8', 'K', 'K', 'K');
    expect(book.started).toMatchObject({ inning: 1, half: 'bottom', outs: 0, bases: [null, null, null] });
    expect(book.play('K').batter).toBe('h1');
  });

  test('the batting order goes on where it stopped', () => {
    const book = after('K', 'K', 'K', 'K', 'K', 'K');
    expect(book.play('K').batter).toBe('a4');
  });

  test('the inning ends on the bases → the same batter leads off the next one, with a new count', () => {
    const book = after('K', 'K', 'S8');
    book.give({ type: 'RecordPitches', turn: 4, count: { balls: 2, strikes: 1 } });
    book.play('CS2(26)');
    book.side();
    expect(book.started.plateAppearance.count).toEqual({ balls: 0, strikes: 0 });
    expect(book.play('K').batter).toBe('a4');
  });
});

describe('the end', () => {
  test('the home team leads after the top of the ninth → over, and the bottom is not played', () => {
    const book = newGame();
    book.side();
    book.play('HR');
    book.side(15);
    expect(book.ended).toBeUndefined();
    book.side();
    expect(book.ended).toMatchObject({ reason: 'regulation', score: { away: 0, home: 1 } });
    expect(book.lineScore.home.runsByInning).toEqual([1, 0, 0, 0, 0, 0, 0, 0, null]);
  });

  test('the visitors lead after nine → over', () => {
    const book = newGame();
    book.play('HR');
    book.side(18);
    expect(book.ended).toMatchObject({ reason: 'regulation', score: { away: 1, home: 0 } });
  });

  test('the home team takes the lead in the last inning → over at once (7.01(g)(3))', () => {
    const book = scoreless(8);
    book.side();
    book.play('D7', 'S8.2-H');
    expect(book.ended).toMatchObject({ reason: 'walkOff', score: { away: 0, home: 1 } });
    expect(book.state.status).toBe('final');
  });

  test('… by a home run → all runs count', () => {
    const book = scoreless(8);
    book.side();
    book.play('W', 'W', 'HR');
    expect(book.ended?.score).toEqual({ away: 0, home: 3 });
  });

  test('… with runners of whom nothing is said → they need not move', () => {
    const book = scoreless(8);
    book.side();
    const event = (book.play('T7', 'W'), book.play('S8.3-H'));
    expect(event.runners.map(({ base, to }) => [base, to])).toEqual([
      [0, 1],
      [1, 1],
      [3, 4],
    ]);
  });

  test('level after nine → extra innings', () => {
    const book = scoreless(9);
    expect(book.started).toMatchObject({ status: 'live', inning: 10, half: 'top' });
  });

  test('level after the inning in which a tie stands → a tie', () => {
    expect(scoreless(9, { tieAfterInning: 9 }).ended).toMatchObject({ reason: 'tie' });
  });

  test('seven innings → over after seven', () => {
    const book = newGame({ ruleset: { innings: 7 } });
    book.play('HR');
    book.side(14);
    expect(book.ended).toMatchObject({ reason: 'regulation', score: { away: 1, home: 0 } });
  });

  test('a lead too large → over at the end of the inning, or at once for the team that bats second', () => {
    const mercy = { runs: 2, afterInning: 1 };
    const away = newGame({ ruleset: { mercy } });
    away.play('HR', 'HR');
    away.side();
    expect(away.ended).toBeUndefined();
    away.side();
    expect(away.ended?.reason).toBe('mercy');
    const home = newGame({ ruleset: { mercy } });
    home.side();
    home.play('HR', 'HR');
    expect(home.ended?.reason).toBe('mercy');
  });

  test('the home team bats first → the visitors walk off', () => {
    const book = newGame({ ruleset: { homeBatsFirst: true, innings: 1 } });
    expect(book.play('K').batter).toBe('h1');
    book.play('K', 'K', 'HR');
    expect(book.ended).toMatchObject({ reason: 'walkOff', score: { away: 1, home: 0 } });
    expect(book.lineScore.away.runs).toBe(1);
  });

  test('called → over as it stands, level or not', () => {
    const book = after('HR');
    book.give({ type: 'EndGame', reason: 'called' });
    expect(book.ended).toMatchObject({ reason: 'called', score: { away: 1, home: 0 } });
  });

  test('over → takes no more plays, but the earned runs', () => {
    const book = after('HR');
    book.give({ type: 'EndGame', reason: 'called' });
    expect(book.refusal({ type: 'RecordPlay', turn: 2, notation: 'K' }).code).toBe('game/over');
    expect(book.refusal({ type: 'ResumeGame' }).code).toBe('game/over');
    expect(book.give({ type: 'SetEarnedRuns', pitcher: 'h1' as never, earnedRuns: 1 })).toHaveLength(1);
    expect(book.refusal({ type: 'SetEarnedRuns', pitcher: 'zz' as never, earnedRuns: 1 }).code).toBe(
      'command/not_allowed',
    );
  });
});

describe('the line score (9.18)', () => {
  test('runs by inning, hits, errors of the fielders, left on base', () => {
    const book = after('S8', 'E6', 'D7.2-H;1-3', 'K', '64/G', 'K');
    book.play('HR', 'K', 'K');
    const { away, home } = book.lineScore;
    expect(away).toEqual({ runsByInning: [1], runs: 1, hits: 2, errors: 0, leftOnBase: 2 });
    expect(home).toEqual({ runsByInning: [1], runs: 1, hits: 1, errors: 1, leftOnBase: 0 });
  });
});
