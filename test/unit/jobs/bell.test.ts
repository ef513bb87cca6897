import { PersistBell } from '../../../src/jobs/bell';
import { VirtualClock } from '../../support/virtual-clock';

const FLUSH_MS = 100;

describe('the bell of the persistence queue', () => {
  let clock: VirtualClock;
  let added: { at: number; partition: number; options: object }[];
  let answer: () => Promise<unknown>;
  let errors: unknown[];
  let bell: PersistBell;

  beforeEach(() => {
    clock = new VirtualClock();
    added = [];
    errors = [];
    answer = () => Promise.resolve();
    bell = new PersistBell({
      queue: {
        add: (_name, { partition }, options) => {
          added.push({ at: clock.monotonic(), partition, options: options ?? {} });
          return answer() as never;
        },
      },
      clock,
      flushMs: FLUSH_MS,
      onError: (error) => errors.push(error),
    });
  });

  const times = (): number[] => added.map((one) => one.at);

  test('rung once → one job, delayed, one a partition', async () => {
    bell.ring(3);
    await clock.advance(1000);
    expect(added).toEqual([
      { at: 0, partition: 3, options: { deduplication: { id: 'p3', keepLastIfActive: true }, delay: FLUSH_MS } },
    ]);
  });

  test('rung often within the time → told at once, and once more at its end', async () => {
    for (let i = 0; i < 50; i += 1) {
      bell.ring(3);
      await clock.advance(1);
    }
    await clock.advance(1000);
    expect(times()).toEqual([0, FLUSH_MS]);
  });

  test('rung all the time → one job in each stretch of it', async () => {
    for (let i = 0; i < 1000; i += 1) {
      bell.ring(3);
      await clock.advance(1);
    }
    expect(times()).toEqual([0, 100, 200, 300, 400, 500, 600, 700, 800, 900, 1000]);
  });

  test('partitions do not wait for each other', () => {
    bell.ring(1);
    bell.ring(2);
    bell.ring(1);
    expect(added.map((one) => one.partition)).toEqual([1, 2]);
  });

  test('the queue does not answer → one call a partition waits, whatever is rung; then it goes on', async () => {
    let settle = (): void => undefined;
    answer = () => new Promise<void>((resolve) => (settle = resolve));
    bell.ring(3);
    for (let i = 0; i < 100; i += 1) {
      await clock.advance(FLUSH_MS);
      bell.ring(3);
    }
    expect(added).toHaveLength(1);
    settle();
    await clock.advance(0);
    expect(added).toHaveLength(2);
  });

  test('the queue refuses → reported, never thrown, and the next ring is heard', async () => {
    answer = () => Promise.reject(new Error('no queue'));
    bell.ring(3);
    await clock.advance(FLUSH_MS);
    expect(errors).toEqual([new Error('no queue')]);
    answer = () => Promise.resolve();
    bell.ring(3);
    expect(added).toHaveLength(2);
  });
});
