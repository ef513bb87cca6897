import { CommandRates } from '../../../src/platform/command-rates';
import { VirtualClock } from '../../support/virtual-clock';

/** Nodes that share a count, as Redis would keep it. */
function cluster(nodes: number, limit: number) {
  const clock = new VirtualClock();
  const told: [string, number][] = [];
  let total = 0;
  const tell = (key: string, count: number) => {
    told.push([key, count]);
    total += count;
    return Promise.resolve({ total, endsInMs: 700 });
  };
  const rates = Array.from({ length: nodes }, () => new CommandRates(limit, { clock, tell }));
  return { clock, rates, told };
}

const settled = () => new Promise((resolve) => setImmediate(resolve));

async function count(rates: CommandRates, times: number): Promise<number> {
  let passed = 0;
  for (let n = 0; n < times; n += 1) {
    if (rates.count('ann') === undefined) passed += 1;
    await settled();
  }
  return passed;
}

describe('commands over all nodes', () => {
  test('less than a quarter of the limit → nobody is told', async () => {
    const { rates, told } = cluster(1, 100);
    expect(await count(rates[0]!, 24)).toBe(24);
    expect(told).toEqual([]);
  });

  test('the limit on one node → all pass, and one more does not', async () => {
    const { rates, told } = cluster(1, 100);
    expect(await count(rates[0]!, 101)).toBe(100);
    expect(told).toEqual([25, 50, 75, 100].map(() => ['ann', 25]));
  });

  test('the limit on each of four nodes → hardly more than the limit, in all', async () => {
    const { rates } = cluster(4, 100);
    const passed = [];
    for (const each of rates) passed.push(await count(each, 100));
    const sum = passed.reduce((a, b) => a + b, 0);
    expect(sum).toBeGreaterThanOrEqual(100);
    expect(sum).toBeLessThanOrEqual(100 + 5 * 25);
  });

  test('refused for what all nodes counted → free again when that window ends', async () => {
    const { clock, rates } = cluster(2, 100);
    await count(rates[0]!, 100);
    await count(rates[1]!, 50);
    expect(rates[1]!.count('ann')).toBe(700);
    expect(rates[1]!.count('bob')).toBeUndefined();
    await clock.advance(1000);
    expect(rates[1]!.count('ann')).toBeUndefined();
  });

  test('nobody answers → each node counts alone', async () => {
    const clock = new VirtualClock();
    const rates = new CommandRates(10, { clock, tell: () => Promise.reject(new Error('away')) });
    expect(await count(rates, 30)).toBe(10);
  });
});
