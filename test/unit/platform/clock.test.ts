import { systemClock, systemRandom } from '../../../src/platform/clock';
import type { Clock, Random } from '../../../src/cluster';
import { SessionId } from '../../../src/protocol/ids';

const clock: Clock = systemClock;
const random: Random = systemRandom;

describe('systemClock', () => {
  test('a cancelled timer → never runs', async () => {
    const ran: string[] = [];
    clock.after(0, () => ran.push('cancelled')).cancel();
    await new Promise<void>((resolve) => clock.after(1, resolve));
    expect(ran).toEqual([]);
  });

  test('every → runs until it is cancelled', async () => {
    let runs = 0;
    await new Promise<void>((resolve) => {
      const timer = clock.every(1, () => {
        runs += 1;
        if (runs === 3) {
          timer.cancel();
          resolve();
        }
      });
    });
    expect(runs).toBe(3);
  });

  test('endOfTick → after the promises that are ready', async () => {
    const order: string[] = [];
    const done = new Promise<void>((resolve) =>
      clock.endOfTick(() => {
        order.push('end of tick');
        resolve();
      }),
    );
    await Promise.resolve();
    order.push('promise');
    await done;
    expect(order).toEqual(['promise', 'end of tick']);
  });
});

describe('systemRandom', () => {
  test('id → 22 letters and digits, valid as any id of the protocol, never the same', () => {
    const ids = Array.from({ length: 1000 }, () => random.id());
    expect(new Set(ids).size).toBe(1000);
    expect(ids.every((id) => /^[0-9A-Za-z]{22}$/.test(id) && SessionId.safeParse(id).success)).toBe(true);
  });
});
