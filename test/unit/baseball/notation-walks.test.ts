/**
 * Random walks over the notation: plays put together from all its parts, sensible or not. Whatever the rules accept,
 * no state breaks an invariant; whatever they refuse, they refuse by name.
 *
 * DUGOUT_WALKS lengthens them (games walked, default 25). fast-check prints the seed of a walk that fails.
 */
import fc from 'fast-check';
import type { PlayRecorded } from '../../../src/protocol/events';
import { decide } from '../../../src/baseball/decide';
import { noDice } from '../../../src/baseball/dice';
import { checkState, isInOrder, proveGame } from './invariants';
import { newGame, type Scorebook } from './scorebook';
import '../../support/fixed-chance';

const WALKS = Number(process.env['DUGOUT_WALKS'] ?? 25);
const PLAYS = 60;

const oneOf = (...words: string[]): fc.Arbitrary<string> => fc.constantFrom(...words);
const joined = (...parts: fc.Arbitrary<string>[]): fc.Arbitrary<string> =>
  fc.tuple(...parts).map((texts) => texts.join(''));
const maybe = (part: fc.Arbitrary<string>): fc.Arbitrary<string> => fc.oneof(fc.constant(''), part);

const fielder = oneOf('1', '2', '3', '4', '5', '6', '7', '8', '9', '99');
const fielders = fc.array(fielder, { minLength: 1, maxLength: 4 }).map((all) => all.join(''));
const error = joined(fc.constant('E'), fielder, maybe(oneOf('/TH', '/TH2', '/INT')));
const handled = fc.oneof(fielders, error, joined(fielders, error));
const inParentheses = handled.map((text) => `(${text})`);

const attempt = joined(oneOf('SB', 'CS', 'POCS', 'PO', 'POSB'), oneOf('1', '2', '3', 'H'), maybe(inParentheses));
const plus = fc.oneof(oneOf('WP', 'PB', 'DI', 'OA', 'E2'), attempt).map((text) => `+${text}`);
const force = oneOf('(1)', '(2)', '(3)', '(B)');

const basic = fc.oneof(
  joined(oneOf('S', 'D', 'T', 'HR', 'E', 'FC', 'FLE', 'DGR'), fielder),
  fielders,
  joined(fielders, force, maybe(fielders)),
  joined(fielders, error),
  joined(oneOf('K', 'K23', 'W', 'IW'), maybe(plus)),
  joined(attempt, maybe(attempt.map((text) => `;${text}`))),
  oneOf('HP', 'C/E2', 'WP', 'PB', 'BK', 'DI', 'OA', 'K', 'W', '8'),
);

const modifiers = fc
  .array(oneOf('G', 'F', 'SH', 'SF', 'FO', 'DP', 'GDP', 'LDP', 'TP', 'TH', 'INT', 'L78', 'BG', 'FL'), { maxLength: 2 })
  .map((all) => all.map((word) => `/${word}`).join(''));

const parameter = fc.oneof(inParentheses, oneOf('(UR)', '(TUR)', '(NR)', '(RBI)', '(WP)', '(PB)', '(TH)'));
const advance = joined(oneOf('B', '1', '2', '3'), oneOf('-', 'X'), oneOf('1', '2', '3', 'H'), maybe(parameter));
const advances = fc.uniqueArray(advance, { maxLength: 4 }).map((all) => (all.length === 0 ? '' : `.${all.join(';')}`));

const notation = joined(basic, modifiers, advances);

function checkPlay(event: PlayRecorded): void {
  expect(event.outsMade).toBe(event.runners.filter((runner) => runner.to === 0).length);
  expect(event.outs + event.outsMade).toBeLessThanOrEqual(3);
}

/** Records a play when it can happen; a refusal names a part of it. */
function tryPlay(book: Scorebook, text: string): boolean {
  const { turn } = book.started;
  const command = { type: 'RecordPlay', turn, notation: text } as const;
  const decision = decide(book.state, { seat: 'scorekeeper', command }, noDice);
  if (!decision.ok) {
    const { code, details, message } = decision.rejection;
    expect([text, ['play/notation', 'play/invalid'].includes(code)]).toEqual([text, true]);
    expect([text, typeof details?.['part'], message === '']).toEqual([text, 'string', false]);
    return false;
  }
  checkPlay(book.play(text));
  checkState(book.started, isInOrder(book));
  return true;
}

describe('walks over the notation', () => {
  test(`${WALKS} games of up to ${PLAYS} plays: no invariant breaks, every refusal names its part`, () => {
    let played = 0;
    fc.assert(
      fc.property(fc.array(notation, { minLength: PLAYS / 2, maxLength: PLAYS }), (texts) => {
        const book = newGame({ ruleset: { innings: 3 } });
        for (const text of texts) if (book.state.status === 'live' && tryPlay(book, text)) played += 1;
        proveGame(book);
      }),
      { numRuns: WALKS },
    );
    expect(played).toBeGreaterThan(WALKS);
  });
});
