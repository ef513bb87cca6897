import { countsOf } from '../../src/protocol/counts';

describe('counts by word', () => {
  test('words that every object knows → counted like any other', () => {
    const words = ['constructor', 'toString', '__proto__', 'sba', 'constructor'];
    const counts = countsOf(words.map((word) => [word, 1]));
    expect(Object.entries(counts)).toEqual([
      ['constructor', 2],
      ['toString', 1],
      ['__proto__', 1],
      ['sba', 1],
    ]);
  });
});
