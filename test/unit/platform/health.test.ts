import { createHealth } from '../../../src/platform/health';
import { VirtualClock } from '../../support/virtual-clock';

describe('health', () => {
  test('a store that is away, or silent → down; and the node is as ready as it says', async () => {
    const clock = new VirtualClock();
    const health = createHealth({
      clock,
      isReady: () => true,
      checks: {
        up: () => Promise.resolve(),
        away: () => Promise.reject(new Error('refused')),
        silent: () => new Promise(() => undefined),
      },
    });
    const report = health.report();
    await clock.advance(1000);
    expect(await report).toEqual({ ready: true, checks: { up: 'up', away: 'down', silent: 'down' } });
  });

  test('asked often → each store is asked once a second', async () => {
    const clock = new VirtualClock();
    let asked = 0;
    const check = (): Promise<void> => {
      asked += 1;
      return Promise.resolve();
    };
    const health = createHealth({ clock, isReady: () => false, checks: { store: check } });
    await Promise.all([health.report(), health.report()]);
    await clock.advance(999);
    expect((await health.report()).ready).toBe(false);
    expect(asked).toBe(1);
    await clock.advance(1);
    await health.report();
    expect(asked).toBe(2);
  });
});
