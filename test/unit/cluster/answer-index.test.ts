import fc from 'fast-check';
import { AnswerIndex } from '../../../src/cluster/answer-index';
import { CommandId } from '../../../src/protocol/ids';
import '../../support/fixed-chance';

const id = (text: string): CommandId => CommandId.parse(text);

describe('AnswerIndex', () => {
  test('ids that were added → always found, also after a round trip as text', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.stringMatching(/^[a-zA-Z0-9]{1,30}$/), { maxLength: 400 }), (names) => {
        const index = AnswerIndex.empty();
        for (const name of names) index.add(id(name));
        const copy = AnswerIndex.fromText(index.toText());
        expect(copy.size).toBe(names.length);
        for (const name of names) {
          expect(index.mayHold(id(name))).toBe(true);
          expect(copy.mayHold(id(name))).toBe(true);
        }
      }),
      { numRuns: 50 },
    );
  });

  test('an id that was not added → not found, but for one in millions', () => {
    const index = AnswerIndex.empty();
    for (let i = 0; i < 400; i++) index.add(id(`command-${i}`));
    let found = 0;
    for (let i = 0; i < 10_000; i++) if (index.mayHold(id(`other-${i}`))) found += 1;
    expect(found).toBeLessThanOrEqual(1);
  });

  test('space that has grown beyond what was added → holds nothing', () => {
    const index = AnswerIndex.empty();
    // The hash of an id can be 0, the value of unused space; the search must not reach there.
    expect(index.mayHold(id('anything'))).toBe(false);
    expect(AnswerIndex.fromText('').mayHold(id('anything'))).toBe(false);
  });
});
