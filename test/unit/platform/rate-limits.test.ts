import { createMetrics } from '../../../src/platform/metrics';
import { createRateLimits } from '../../../src/platform/rate-limits';
import { VirtualClock } from '../../support/virtual-clock';

const settings = { rateAddressPerS: 0, rateUserPerS: 3, rateGamePerS: 0 };

describe('rate limits of commands', () => {
  test('over the limit → how long to wait; in the next second → free again', async () => {
    const clock = new VirtualClock();
    await clock.advance(5000);
    const limits = createRateLimits(settings, { redis: {}, clock, metrics: createMetrics('test') });
    const count = () => limits.command('user', 'ann');
    expect([count(), count(), count()]).toEqual([undefined, undefined, undefined]);
    await clock.advance(400);
    expect(count()).toBe(600);
    expect(limits.command('user', 'bob')).toBeUndefined();
    await clock.advance(600);
    expect(count()).toBeUndefined();
  });

  test('a limit of 0 → no limit', async () => {
    const clock = new VirtualClock();
    const limits = createRateLimits(settings, { redis: {}, clock, metrics: createMetrics('test') });
    for (let n = 0; n < 10_000; n += 1) expect(limits.command('game', 'g1')).toBeUndefined();
    expect(await limits.request('address', '10.0.0.1')).toBeUndefined();
  });
});
