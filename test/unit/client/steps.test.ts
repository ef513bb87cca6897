import type { GameStep } from '../../../src/client/order';
import { Steps } from '../../../src/client/steps';

const step = (seq: number) => ({ kind: 'view', seq }) as GameStep;

describe('steps', () => {
  test('what came while the loop was busy → waits, in order', async () => {
    const steps = new Steps(() => undefined);
    steps.push(step(1));
    steps.push(step(2));
    expect([await steps.next(), await steps.next()]).toMatchObject([{ value: { seq: 1 } }, { value: { seq: 2 } }]);
  });

  test('nothing yet → the loop waits, and is woken', async () => {
    const steps = new Steps(() => undefined);
    const next = steps.next();
    steps.push(step(1));
    expect(await next).toMatchObject({ done: false, value: { seq: 1 } });
  });

  test('ended → what waits is still given, then it is over', async () => {
    const steps = new Steps(() => undefined);
    steps.push(step(1));
    steps.end();
    expect(await steps.next()).toMatchObject({ value: { seq: 1 } });
    expect(await steps.next()).toEqual({ done: true, value: undefined });
  });

  test('a loop that is left → tells whoever feeds it', async () => {
    let isLeft = false;
    const steps = new Steps(() => (isLeft = true));
    steps.push(step(1));
    for await (const _ of steps) break;
    expect(isLeft).toBe(true);
  });

  test('a reader that is too slow → an error, not an endless store', async () => {
    const steps = new Steps(() => undefined);
    for (let seq = 0; seq <= 10_000; seq += 1) steps.push(step(seq));
    for (let seq = 0; seq < 10_000; seq += 1) await steps.next();
    await expect(steps.next()).rejects.toThrow('waited');
  });
});
