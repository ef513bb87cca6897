import fc from 'fast-check';
import { Order, type GameStep } from '../../../src/client/order';
import type { GameUpdate } from '../../../src/protocol/envelope';
import type { GameView } from '../../../src/protocol/view';
import '../../support/fixed-chance';

const update = (seq: number) => ({ seq, epoch: 1 }) as GameUpdate;
const view = (seq: number) => ({ kind: 'view' as const, seq, epoch: 1, now: 0, view: {} as GameView });
const run = (from: number, to: number) => ({
  kind: 'run' as const,
  seq: to,
  epoch: 1,
  now: 0,
  updates: Array.from({ length: to - from + 1 }, (_, n) => update(from + n)),
});
const seqs = (steps: readonly GameStep[]) =>
  steps.map((step) => (step.kind === 'update' ? step.update.seq : `@${step.seq}`));

describe('order', () => {
  test('the next → given out; a double and an old one → not', () => {
    const order = new Order(4);
    expect(seqs(order.take(update(5)))).toEqual([5]);
    expect(seqs(order.take(update(5)))).toEqual([]);
    expect(seqs(order.take(update(3)))).toEqual([]);
    expect(order.isBehind).toBe(false);
  });

  test('too early → kept, and given out when the ones before have come', () => {
    const order = new Order(0);
    expect(seqs([...order.take(update(3)), ...order.take(update(2))])).toEqual([]);
    expect(order.isBehind).toBe(true);
    expect(seqs(order.take(update(1)))).toEqual([1, 2, 3]);
    expect(order.isBehind).toBe(false);
  });

  test('a head above → behind, until it is reached', () => {
    const order = new Order(4);
    order.sawHead(6);
    expect(order.isBehind).toBe(true);
    expect(seqs(order.catchUp(run(5, 6)))).toEqual([5, 6]);
    expect(order.isBehind).toBe(false);
  });

  test('a view → a jump; what was kept below it is dropped, above it follows', () => {
    const order = new Order(0);
    order.take(update(3));
    order.take(update(9));
    expect(seqs(order.catchUp(view(8)))).toEqual(['@8', 9]);
    expect(seqs(order.catchUp(view(8)))).toEqual([]);
  });

  test('any order, with doubles and runs in between → each seq once, rising by one', () => {
    const arrival = fc.oneof(
      fc.record({ kind: fc.constant('update' as const), seq: fc.integer({ min: 1, max: 40 }) }),
      fc.record({ kind: fc.constant('run' as const), length: fc.integer({ min: 0, max: 10 }) }),
    );
    fc.assert(
      fc.property(fc.array(arrival, { maxLength: 200 }), (arrivals) => {
        const order = new Order(0);
        const out: unknown[] = [];
        for (const next of arrivals) {
          const steps =
            next.kind === 'update'
              ? order.take(update(next.seq))
              : order.catchUp(run(order.seq + 1, order.seq + next.length));
          out.push(...seqs(steps));
        }
        expect(out).toEqual(Array.from({ length: order.seq }, (_, n) => n + 1));
      }),
    );
  });
});
