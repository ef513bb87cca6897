import { CLUSTER_FLAGS, clusterOptions, parseFlags } from '../../../scripts/cluster/options';
import { renderAge, renderTable } from '../../../scripts/cluster/table';
import { isVerb, parseVerb, UsageError } from '../../../scripts/cluster/verbs';

describe('verbs', () => {
  test.each([
    [['kill', '2'], { verb: 'kill', target: 'node-2' }],
    [['freeze', 'node-3'], { verb: 'freeze', target: 'node-3' }],
    [['drain', 'worker-1'], { verb: 'drain', target: 'worker-1' }],
    [['add'], { verb: 'add' }],
    [['where'], { verb: 'where' }],
    [['stop'], { verb: 'stop' }],
    [['status'], { verb: 'status', isJson: false }],
    [['status', '--json'], { verb: 'status', isJson: true }],
  ])('%j → %j', (words, expected) => {
    expect(parseVerb(words)).toEqual(expected);
    expect(isVerb(words[0])).toBe(true);
  });

  test.each([
    [['kill'], 'kill wants one node'],
    [['kill', '2', '3'], 'kill wants one node'],
    [['kill', '0'], '"0" is no process'],
    [['kill', 'redis'], '"redis" is no process'],
    [['add', '2'], 'add takes no "2"'],
    [['status', '-v'], 'status takes no "-v"'],
    [['explode'], 'There is no "explode". There are: kill,'],
  ])('%j → says what is wrong', (words, message) => {
    expect(() => parseVerb(words)).toThrow(UsageError);
    expect(() => parseVerb(words)).toThrow(message);
  });
});

describe('options', () => {
  const read = (...args: string[]) => clusterOptions(parseFlags({ args, options: CLUSTER_FLAGS }).values);

  test('none given → three nodes, two workers, port 3000', () => {
    expect(read()).toEqual({ nodes: 3, workers: 2, port: 3000 });
  });

  test('given → taken', () => {
    expect(read('--nodes', '5', '--workers=1', '--port', '8080')).toEqual({ nodes: 5, workers: 1, port: 8080 });
  });

  test.each([
    [['--nodes', '0'], '--nodes wants a whole number from 1 to 32, not "0"'],
    [['--workers', 'two'], '--workers wants'],
    [['--port', '70000'], '--port wants a whole number from 1 to 65535'],
    [['--nods', '3'], "Unknown option '--nods'"],
    [['games.EVA'], 'games.EVA'],
  ])('%j → says what is wrong', (args, message) => {
    expect(() => read(...args)).toThrow(UsageError);
    expect(() => read(...args)).toThrow(message);
  });
});

describe('table', () => {
  test('rows → columns as wide as their widest cell', () => {
    const table = renderTable([
      ['process', 'pid'],
      ['node-1', '12345'],
    ]);
    expect(table).toBe('process  pid\n───────  ─────\nnode-1   12345');
  });

  test.each([
    [0, '0 s'],
    [119_999, '119 s'],
    [120_000, '2 min'],
    [7_200_000, '2 h'],
  ])('%d ms → %s', (ageMs, text) => {
    expect(renderAge(ageMs)).toBe(text);
  });
});
