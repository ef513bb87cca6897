import { SeededRandom } from '../sim/random';
import type { FaultClass } from './fault';
import { catalogOf } from './faults/catalog';
import { mayMeet, planOf } from './plan';

const { classes } = catalogOf({});
const again = ['node-kill', 'redis-promote'];
const options = { classes, forMs: 120_000, again, alone: again };
const planned = (seed: number) => planOf(options, new SeededRandom(seed));
const classOf = (name: string): FaultClass => classes.find((one) => one.name === name)!;

test('plan: one seed → one plan; another → another', () => {
  expect(planned(1)).toEqual(planned(1));
  expect(planned(1)).not.toEqual(planned(2));
});

test.each([1, 2, 3, 4, 5, 6, 7, 8])(
  'plan of seed %i: every class, a fifth of them in company that may meet',
  (seed) => {
    const plan = planned(seed);
    expect(new Set(plan.map(({ name }) => name)).size).toBe(classes.length);
    const company = plan.filter(({ meets }) => meets !== null);
    expect(company.length * 2).toBeGreaterThanOrEqual(plan.length / 5);
    for (const { name, meets, atMs } of company) {
      const main = plan[meets!]!;
      expect(mayMeet(classOf(name), classOf(main.name))).toBe(true);
      expect(atMs).toBeGreaterThanOrEqual(main.atMs);
      expect(atMs).toBeLessThanOrEqual(main.atMs + Math.max(main.holdMs, 400));
    }
  },
);

test('plan: what is measured comes alone the first time', () => {
  for (const name of again) {
    const plan = planned(3);
    const first = plan.findIndex((one) => one.name === name);
    expect([plan[first]!.meets, plan.filter(({ meets }) => meets === first)]).toEqual([null, []]);
  }
});

test('plan: there is time left → the classes that are worth it come again', () => {
  const few = classes.filter(({ name }) => again.includes(name));
  const plan = planOf({ ...options, classes: few, forMs: 60_000 }, new SeededRandom(1));
  expect(plan.length).toBeGreaterThan(6);
  expect(plan.at(-1)!.atMs).toBeLessThan(60_000);
});

test('meeting: never on the same thing, never both places in which an entry may be', () => {
  expect(mayMeet(classOf('redis-flush'), classOf('node-kill'))).toBe(false);
  expect(mayMeet(classOf('redis-flush'), classOf('redis-slow'))).toBe(false);
  expect(mayMeet(classOf('redis-flush'), classOf('clients-cut'))).toBe(true);
  expect(mayMeet(classOf('node-kill'), classOf('postgres-away'))).toBe(true);
});

test('catalog: 25 classes or more, each named once; an unknown one is refused', () => {
  expect(classes.length).toBeGreaterThanOrEqual(25);
  expect(new Set(classes.map(({ name }) => name)).size).toBe(classes.length);
  expect(() => catalogOf({ only: ['node-sneeze'] })).toThrow('node-sneeze');
});
