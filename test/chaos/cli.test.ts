import { chaosOptions } from './options';
import { Progress, type Sighting } from './progress';

test('options: defaults, and what was asked for', () => {
  expect(chaosOptions([])).toMatchObject({ minutes: 2, seed: 1, games: 60, spectators: 40, rate: 150 });
  expect(chaosOptions(['--seed', '7', '--only', 'a,b', '--postgres-away-s', '300'])).toMatchObject({
    seed: 7,
    only: ['a', 'b'],
    postgresAwayS: 300,
  });
});

test('options: no number, or an unknown one → refused by name', () => {
  expect(() => chaosOptions(['--minutes', 'two'])).toThrow('--minutes');
  expect(() => chaosOptions(['--hours', '2'])).toThrow('--hours');
});

describe('progress', () => {
  const seen = (now: number): Sighting => {
    const counts = { fired: 1, classes: 36, unknown: 2, problems: 0 };
    return { now, accepted: now / 10, ...counts, inForce: ['node-kill'] };
  };
  const written = (isTTY: boolean): string[] => {
    const lines: string[] = [];
    const progress = new Progress({ isTTY, columns: 60, write: (text: string) => lines.push(text) });
    for (const now of [1000, 2000, 8000]) progress.show(seen(now));
    progress.say('done');
    return lines;
  };

  test('a terminal → one line that changes, as wide as it is', () => {
    const lines = written(true);
    expect(lines).toHaveLength(4);
    expect(lines[0]).toMatch(/^\r/);
    expect(Math.max(...lines.map((line) => line.replace('\r\u001b[K', '').length))).toBeLessThan(60);
  });

  test('a log → a plain line now and then, with the rate since the one before', () => {
    expect(written(false)).toEqual([
      '1 s  100 commands/s  100 accepted  2 unknown  1/36 classes fired  now: node-kill\n',
      '8 s  100 commands/s  800 accepted  2 unknown  1/36 classes fired  now: node-kill\n',
      'done\n',
    ]);
  });
});
