import { readCell, readResult, writeCell } from '../../../src/protocol/card-cells';

describe('a cell', () => {
  test('one result → the whole of 1 to 20', () => {
    expect(readCell('K')).toEqual({ ok: true, entries: [{ from: 1, to: 20, result: 'K', tired: null }] });
  });

  test('splits and a result for a tired pitcher → read, and written as they were', () => {
    const text = '1-7 K (2: 1B-L8), 8 HR-F7?, 9-20 G6?';
    const reading = readCell(text);
    expect(reading).toEqual({
      ok: true,
      entries: [
        { from: 1, to: 7, result: 'K', tired: { level: 2, result: '1B-L8' } },
        { from: 8, to: 8, result: 'HR-F7?', tired: null },
        { from: 9, to: 20, result: 'G6?', tired: null },
      ],
    });
    expect(reading.ok ? writeCell(reading.entries) : '').toBe(text);
  });

  test.each([
    ['1-7 K', 'do not add up: the split numbers end at 7, not at 20'],
    ['1-7 K, 9-20 BB', 'must go on with 8'],
    ['1-7 K, 7-20 BB', 'must go on with 8'],
    ['1-21 K', 'do not add up: the split numbers end at 21, not at 20'],
    ['1-20 G0', '"G0" is not a result'],
    ['K (5: BB)', 'is not a result like'],
    ['K (2: XX)', '"XX" is not a result'],
    ['', 'is not a result like'],
  ])('%s → refused: %s', (text, reason) => {
    const reading = readCell(text);
    expect(reading).toMatchObject({ ok: false, reason: expect.stringContaining(reason) as string });
  });
});

describe('a result', () => {
  test.each([
    ['K', { kind: 'K' }],
    ['EDGE', { kind: 'EDGE' }],
    ['2B-GR', { kind: 'groundRule' }],
    ['G6?', { kind: 'ball', trajectory: 'G', fielder: 6, isCheck: true }],
    ['P3', { kind: 'ball', trajectory: 'P', fielder: 3, isCheck: false }],
    ['1B-L8', { kind: '1B', trajectory: 'L', fielder: 8, isCheck: false }],
    ['HR-F7?', { kind: 'HR', trajectory: 'F', fielder: 7, isCheck: true }],
    ['HR-F', null],
    ['HR-F5', null],
    ['HR-G7', null],
    ['HR-P9?', null],
    ['g6', null],
  ])('%s → %j', (word, result) => {
    expect(readResult(word)).toEqual(result);
  });
});
