import { ERROR_CODES, type ErrorCode } from '../../../src/protocol/error-codes';
import { Patience } from '../../../src/realtime/patience';
import { VirtualClock } from '../../support/virtual-clock';

const NONSENSE = ['request/invalid', 'request/not_found', 'request/too_large', 'request/binary', 'game/not_found'];

describe('patience with one socket', () => {
  let clock: VirtualClock;
  let patience: Patience;
  let fraction: number;
  const random = { fraction: () => fraction };

  beforeEach(async () => {
    clock = new VirtualClock();
    fraction = 0.5;
    await clock.advance(1000);
    patience = new Patience(clock, random, 3);
  });

  const pauses = (count: number): number[] => Array.from({ length: count }, () => patience.refused('request/invalid'));

  test('so much nonsense at once, and then it is not heard', () => {
    expect(pauses(5)).toEqual([0, 0, 0, 5_000, 10_000]);
  });

  test('who goes on each time that he is heard again → is not heard for twice as long, up to forty seconds', async () => {
    pauses(3);
    const deaf: number[] = [];
    for (let n = 0; n < 5; n += 1) {
      const [pause = 0] = pauses(1);
      deaf.push(pause);
      await clock.advance(pause);
    }
    expect(deaf).toEqual([5_000, 10_000, 20_000, 40_000, 40_000]);
    await clock.advance(15_000);
    expect(pauses(4)).toEqual([0, 0, 0, 5_000]);
  });

  test('however much at once → never for longer than forty seconds', () => {
    expect(Math.max(...pauses(1_000))).toBe(40_000);
  });

  test('by chance → for half as long, or half as long again', () => {
    pauses(3);
    fraction = 0;
    expect(pauses(1)).toEqual([2_500]);
    fraction = 0.999;
    expect(pauses(1)).toEqual([14_990]);
  });

  test('one in five seconds → is always read', async () => {
    pauses(2);
    for (let n = 0; n < 20; n += 1) {
      await clock.advance(5_000);
      expect(patience.refused('request/invalid')).toBe(0);
    }
  });

  test('silent for long → all of it is back', async () => {
    pauses(3);
    await clock.advance(15_000);
    expect(pauses(4)).toEqual([0, 0, 0, 5_000]);
  });

  test.each(Object.keys(ERROR_CODES) as ErrorCode[])('%s: whether it counts', (code) => {
    const last = Array.from({ length: 4 }, () => patience.refused(code)).at(-1);
    expect(last).toBe(NONSENSE.includes(code) ? 5_000 : 0);
  });

  test('no limit → never', () => {
    patience = new Patience(clock, random, 0);
    expect(pauses(1_000).every((pause) => pause === 0)).toBe(true);
  });
});
