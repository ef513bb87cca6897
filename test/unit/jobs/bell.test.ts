import { PersistBell } from '../../../src/jobs/bell';
import { VirtualClock } from '../../support/virtual-clock';

const FLUSH_MS = 100;

describe('the bell of the persistence queue', () => {
  let clock: VirtualClock;
  let told: { at: number; partitions: number[] }[];
  let options: unknown[];
  let answer: () => Promise<unknown>;
  let errors: unknown[];
  let bell: PersistBell;

  beforeEach(() => {
    clock = new VirtualClock();
    told = [];
    options = [];
    errors = [];
    answer = () => Promise.resolve();
    bell = new PersistBell({
      queue: {
        addBulk: (jobs) => {
          told.push({ at: clock.monotonic(), partitions: jobs.map(({ data }) => data.partition) });
          options.push(...jobs.map(({ opts }) => opts));
          return answer() as never;
        },
      },
      clock,
      flushMs: FLUSH_MS,
      onError: (error) => errors.push(error),
    });
  });

  test('rung once → one job at the end of the window, one a partition in the queue', async () => {
    await clock.advance(30);
    bell.ring(4);
    await clock.advance(1000);
    expect(told).toEqual([{ at: FLUSH_MS, partitions: [4] }]);
    expect(options).toEqual([{ deduplication: { id: 'p4', keepLastIfActive: true } }]);
  });

  test('two bells started at different times → they tell at the same moment', async () => {
    bell.ring(4);
    await clock.advance(70);
    bell.ring(8);
    bell.ring(4);
    await clock.advance(1000);
    expect(told).toEqual([{ at: FLUSH_MS, partitions: [4, 8] }]);
  });

  test('partitions of every phase are rung → half the window lies between what is told of each', async () => {
    for (const partition of [0, 1, 2, 3, 4, 5]) bell.ring(partition);
    await clock.advance(1000);
    expect(told).toEqual([
      { at: 50, partitions: [1, 3, 5] },
      { at: 100, partitions: [0, 2, 4] },
    ]);
  });

  test('rung all the time → one call in each window', async () => {
    for (let i = 0; i < 350; i += 1) {
      bell.ring(4);
      await clock.advance(1);
    }
    expect(told.map(({ at }) => at)).toEqual([100, 200, 300]);
  });

  test('the queue does not answer → one call waits, whatever is rung; then what was rung meanwhile is told', async () => {
    let settle = (): void => undefined;
    answer = () => new Promise<void>((resolve) => (settle = resolve));
    bell.ring(4);
    for (let i = 0; i < 100; i += 1) {
      await clock.advance(FLUSH_MS);
      bell.ring(8);
    }
    expect(told).toHaveLength(1);
    settle();
    await clock.advance(FLUSH_MS);
    expect(told.slice(1)).toEqual([{ at: 10_100, partitions: [8] }]);
  });

  test('the queue refuses → reported, never thrown, and the next ring is heard', async () => {
    answer = () => Promise.reject(new Error('no queue'));
    bell.ring(3);
    await clock.advance(FLUSH_MS);
    expect(errors).toEqual([new Error('no queue')]);
    answer = () => Promise.resolve();
    bell.ring(3);
    await clock.advance(FLUSH_MS);
    expect(told).toHaveLength(2);
  });

  test('the process stops → what was rung is told at once, and nothing afterwards', async () => {
    bell.ring(3);
    await bell.tellNow();
    await clock.advance(1000);
    expect(told).toEqual([{ at: 0, partitions: [3] }]);
  });
});
