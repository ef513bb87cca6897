/** Plays that cannot happen are refused by name, and change nothing. */
import type { PlayerId } from '../../../src/protocol/ids';
import { after } from './scorebook';

describe('impossible plays', () => {
  test.each([
    ['a runner from an empty base', [], 'S8.2-H', '2-H', 'There is no runner on second.'],
    ['a force of nobody', [], '64(1)3/GDP', '64(1)', 'There is no runner on first.'],
    ['a steal by nobody', [], 'SB2', 'SB2', 'There is no runner on first.'],
    ['a pick-off of nobody', ['S8'], 'PO2(14)', 'PO2', 'There is no runner on second.'],
    ['four outs', ['K', 'K', 'W', 'W'], '64(1)3/GDP', '64(1)3', 'With 2 out the play makes 2 more.'],
    ['the batter moves and stays at bat', ['S8'], 'WP.B-1', 'B-1', 'The batter stays at bat on this play.'],
    ['two on one base', ['D7', 'W'], 'WP.1-2', '1-2', 'The runner from first shares second with the one from second.'],
    ['a runner is passed', ['D7', 'W'], 'E6.1-H;2-3;B-1', '1-H', 'The runner from first passes the one from second.'],
    ['out, and safe', ['S8'], '6(1)/FO.1-2', '1-2', 'The runner from first is out on this play.'],
    [
      'a run on a third out by force (5.08(a))',
      ['K', 'K', 'T7', 'W'],
      '64(1)/FO.3-H',
      '64(1)',
      'No run scores when the third out is a force or the batter.',
    ],
    [
      'a run when the batter is the third out before first base',
      ['K', 'K', 'T7'],
      '63.3-H',
      '63',
      'No run scores when the third out is a force or the batter.',
    ],
  ])('%s', (_what, before, notation, part, message) => {
    expect(after(...before).refusedPlay(notation)).toBe(`play/invalid: ${part}: ${message}`);
  });

  test('a run on a play whose third out is a tag → counts', () => {
    const book = after('K', 'K', 'T7', 'W');
    book.play('S8.3-H;1X3(85)');
    expect([book.score, book.started.half]).toEqual(['1:0', 'bottom']);
  });

  test('a runner may go back when nobody is in his way', () => {
    const book = after('D7', 'OA.2-1');
    expect(book.bases).toBe('a1 - -');
  });

  test('unreadable notation → the part, the place and the reason', () => {
    const refusal = after().refusal({ type: 'RecordPlay', turn: 1, notation: 'S8.2-H;1=3' });
    expect(refusal.code).toBe('play/notation');
    const expected = '"-" or "X" after the base';
    expect(refusal.details).toMatchObject({ part: '1=3', position: 7, reason: `expected ${expected}`, expected });
  });

  test('a structured play → judged like its notation', () => {
    const book = after('D7');
    const [event] = book.give({
      type: 'RecordPlay',
      turn: 2,
      play: { kind: 'single', fieldedBy: 8, advances: [{ from: 2, to: 4 }] },
    });
    expect(event).toMatchObject({ notation: 'S8.2-H', kind: 'single', fieldedBy: 8 });
    expect(book.score).toBe('1:0');
  });

  test('a structured play that cannot be written so that it is read again → refused, with what was written', () => {
    const play = { kind: 'caughtStealing', attempts: [{ kind: 'caughtStealing', base: 2 }] } as const;
    const refusal = after('S8').refusal({
      type: 'RecordPlay',
      turn: 2,
      play: { ...play, attempts: [...play.attempts] },
    });
    expect(refusal).toMatchObject({ code: 'play/notation', details: { part: 'CS2', notation: 'CS2' } });
  });

  test('an impossible play → says where in the text', () => {
    const { details } = after('S8').refusal({ type: 'RecordPlay', turn: 2, notation: 'd7/l78.1-h;3-h' });
    expect(details).toMatchObject({ part: '3-h', position: 11, notation: 'd7/l78.1-h;3-h', didYouMean: 'd7/l78.1-H' });
  });

  test('another batter than the one who is up → refused', () => {
    const batter = 'a2' as PlayerId;
    const refusal = after().refusal({ type: 'RecordPlay', turn: 1, notation: 'K', batter });
    expect(refusal).toMatchObject({ code: 'play/invalid', details: { part: 'batter', batter: 'a2', atBat: 'a1' } });
  });

  test.each([
    ['a stale turn', 1, 'turn/stale'],
    ['a future turn', 3, 'turn/future'],
  ])('%s → refused by name', (_what, turn, code) => {
    const refusal = after('K').refusal({ type: 'RecordPlay', turn, notation: 'K' });
    expect(refusal).toMatchObject({ code, details: { turn, open: 2 } });
  });
});
