import { Lane } from '../../../src/cluster/lane';

/** A job that ends when it is told to. */
function gate(): { promise: Promise<void>; open: () => void } {
  let open!: () => void;
  const promise = new Promise<void>((resolve) => (open = resolve));
  return { promise, open };
}

describe('Lane', () => {
  test('jobs → run one at a time, in order', async () => {
    const lane = new Lane(10);
    const steps: string[] = [];
    const job = (name: string) => async (): Promise<void> => {
      steps.push(`${name} begins`);
      await Promise.resolve();
      steps.push(`${name} ends`);
    };
    await Promise.all([lane.run(job('a')), lane.run(job('b')), lane.run(job('c'))]);
    expect(steps).toEqual(['a begins', 'a ends', 'b begins', 'b ends', 'c begins', 'c ends']);
  });

  test('a full lane → refuses at once, and runs nothing', async () => {
    const lane = new Lane(1);
    const first = gate();
    let ran = 0;
    const held = lane.run(() => first.promise);
    const waiting = lane.run(async () => void (ran += 1));
    expect(lane.run(async () => void (ran += 100))).toBeUndefined();
    first.open();
    await held;
    await waiting;
    expect(ran).toBe(1);
  });

  test('a job that fails → its caller hears it, the next one runs', async () => {
    const lane = new Lane(2);
    const failing = lane.run(() => Promise.reject(new Error('no')));
    const next = lane.run(() => Promise.resolve('yes'));
    await expect(failing).rejects.toThrow('no');
    await expect(next).resolves.toBe('yes');
  });

  test('idle → waits for what is in the lane, even when it is full', async () => {
    const lane = new Lane(0);
    const first = gate();
    const held = lane.run(() => first.promise);
    let idle = false;
    const waited = lane.idle().then(() => (idle = true));
    await Promise.resolve();
    expect(idle).toBe(false);
    first.open();
    await held;
    await waited;
    expect(idle).toBe(true);
    await expect(lane.run(() => Promise.resolve(1))).resolves.toBe(1);
  });
});
