/** What a refused play may have meant: the nearest reading that can have happened, and no other. */
import fc from 'fast-check';
import { GameEvent } from '../../../src/protocol/events';
import { decide, isAccepted } from '../../../src/baseball/decide';
import { noDice } from '../../../src/baseball/dice';
import { after, newGame, type Scorebook } from './scorebook';
import '../../support/fixed-chance';

/** What is advised when this is written after these plays; undefined: nothing. */
function advised(before: readonly string[], notation: string): unknown {
  const book = after(...before);
  return book.refusal({ type: 'RecordPlay', turn: book.started.turn, notation }).details?.['didYouMean'];
}

describe('advice: other ways to write', () => {
  test.each([
    ['1b8', 'S8'],
    ['2B7', 'D7'],
    ['3B', 'T'],
    ['Single 8', 'S8'],
    ['BB', 'W'],
    ['ibb', 'IW'],
    ['SO', 'K'],
    ['6-3', '63'],
    ['GO 6-3', '63/G'],
    ['6-4-3', '643'],
    ['K 2-3', 'K23'],
    ['F8', '8/F'],
    ['FO 9', '9/F'],
    ['L6', '6/L'],
    ['P4', '4/P'],
    ['PO5', '5/P'],
    ['3U', '3/G'],
    ['ROE6', 'E6'],
    ['E6T', 'E6/TH'],
    ['E6T/G6', 'E6/TH/G6'],
    ['KWP', 'K+WP'],
    ['CI', 'C/E2'],
    [' S8 ', 'S8'],
    ['SS8', 'S8'],
    ['S8;', 'S8'],
    ['HR.', 'HR'],
  ])('%s → %s', (text, reading) => {
    expect(advised([], text)).toBe(reading);
  });

  test.each([
    [['S8'], '6-4-3', '64(1)3/GDP'],
    [['S8'], 'DP 4-6-3', '46(1)3/GDP'],
    [['S8', 'W'], '643DP', '64(1)3/GDP'],
    [['S8', 'W', 'W'], '5-2-3', '52(3)3/GDP'],
    [['S8'], 'FC 6-4', '64(1)/FO'],
    [['S8'], 'SAC 1-3 1-2', '13/SH.1-2'],
    [['T8'], 'SF8', '8/SF'],
    [['T8'], '8/SF 3-home', '8/SF.3-H'],
    [['T8'], '8/SF;3-4', '8/SF.3-H'],
    [['D8', 'W'], 'S8,2-H,1-3', 'S8.2-H;1-3'],
    [['D8'], 'S8.2H', 'S8.2-H'],
    [['S8'], 'CS 2-6', 'CS2(26)'],
    [['D8'], 'CS25', 'CS3(25)'],
    [['S8'], 'PO1-3', 'PO1(13)'],
    [['S8'], 'K SB2', 'K+SB2'],
    [['D8'], 'SB', 'SB3'],
  ])('after %j: %s → %s', (before, text, reading) => {
    expect(advised(before, text)).toBe(reading);
  });
});

describe('advice: plays that do not fit', () => {
  test.each([
    ['a runner one base off', ['T8'], 'S8.2-H', 'S8.3-H'],
    ['a runner who is nowhere', [], 'S8.2-H', 'S8'],
    ['… with marks that stay', [], 'S8/L7#.2-H', 'S8/L7#'],
    ['a steal by the runner ahead', ['D8'], 'SB2', 'SB3'],
    ['a double steal half said', ['S8', 'W'], 'SB2', 'SB3;SB2'],
    ['all three runners steal', ['S8', 'W', 'W'], 'SB2', 'SBH;SB3;SB2'],
    ['a runner in the way', ['D7', 'W'], 'WP.1-2', 'WP.2-3;1-2'],
    ['a double play with two out', ['K', 'K', 'W'], '64(1)3/GDP', '64(1)/FO/G'],
    ['a double play without a runner', [], '64(1)3/GDP', '643/G'],
    ['a run on the third out', ['K', 'K', 'T7'], '63.3-H', '63'],
    ['a batter who runs on a wild pitch', ['S8'], 'WP.B-1', 'K+WP.B-1'],
    ['two things at once', ['T8'], 'S8.2-H;1-3', 'S8.3-H'],
  ])('%s', (_what, before, text, reading) => {
    expect(advised(before, text)).toBe(reading);
  });

  test.each([
    [[], 'SB2'],
    [['T8'], 'SB2'],
    [['S8'], 'CS2'],
    [['S8'], '6(1)/FO.1-2'],
    [['D7', 'W'], 'E6.1-H;2-3;B-1'],
    [[], 'hello'],
    [[], 'X'],
  ])('nothing is clear after %j: %s → no advice', (before, text) => {
    expect(advised(before, text)).toBeUndefined();
  });

  test('a structured play → advice as well', () => {
    const play = { kind: 'single', fieldedBy: 8, advances: [{ from: 2, to: 4 }] } as const;
    const { details } = after('T7').refusal({
      type: 'RecordPlay',
      turn: 2,
      play: { ...play, advances: [...play.advances] },
    });
    expect(details).toMatchObject({ notation: 'S8.2-H', part: '2-H', position: 3, didYouMean: 'S8.3-H' });
  });

  test('another fault than the play’s → no advice', () => {
    const book = newGame();
    const wrongBatter = { type: 'RecordPlay', turn: 1, batter: 'a5' as never, notation: '6-3' } as const;
    expect(book.refusal(wrongBatter).details).not.toHaveProperty('didYouMean');
    expect(book.refusal({ type: 'RecordPlay', turn: 2, notation: '6-3' }).details).not.toHaveProperty('didYouMean');
    book.substitute('home', 'h2', [2, 3]);
    expect(book.refusal({ type: 'RecordPlay', turn: 1, notation: '6-3' }).details).not.toHaveProperty('didYouMean');
  });
});

const WORDS = ['S', 'D', 'HR', 'K', 'W', 'SB', 'CS', 'PO', 'FC', 'E', 'WP', 'BB', '1B', 'GO ', 'DP', 'GDP', 'SF'];
const MARKS = ['.', ';', ',', ' ', '-', '/', '+', '(1)', '(B)', '(26)', '1-2', '2-H', '3-H', 'B-1', '1X3(85)', '(UR)'];

describe('advice: any text', () => {
  const situations: readonly Scorebook[] = [
    after(),
    after('S8'),
    after('D8', 'W'),
    after('K', 'K', 'S8', 'W', 'W'),
    after('T8', 'K'),
  ];
  const texts = fc
    .array(fc.constantFrom(...Array.from('123456789'), ...WORDS, ...MARKS), { minLength: 1, maxLength: 9 })
    .map((parts) => parts.join(''));

  test('what is accepted fits its schema, what is advised is accepted', () => {
    fc.assert(
      fc.property(texts, fc.constantFrom(...situations), (notation, { state, started: { turn } }) => {
        const decision = decide(
          state,
          { seat: 'scorekeeper', command: { type: 'RecordPlay', turn, notation } },
          noDice,
        );
        if (decision.ok) return decision.events.every((event) => GameEvent.safeParse(event).success);
        const { part, position, didYouMean } = decision.rejection.details ?? {};
        expect(notation.slice(Number(position)).startsWith(String(part))).toBe(true);
        if (typeof didYouMean !== 'string') return didYouMean === undefined;
        const advice = { type: 'RecordPlay', turn, notation: didYouMean } as const;
        return isAccepted(state, { seat: 'scorekeeper', command: advice });
      }),
      { numRuns: 5_000 },
    );
  });
});
