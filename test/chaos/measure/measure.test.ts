import type { GameId } from '../../../src/protocol/ids';
import { catalogOf } from '../faults/catalog';
import type { Done } from '../inflict';
import type { Ack, Refusal, Sight } from '../record';
import { gapsOf } from './gaps';
import { takeoverIn } from './moves';
import { failuresIn, outcomeOf, type RunFacts } from './outcome';
import { percentile } from './percentile';
import { afterReturn, handOffs, rateBetween, writableAgain } from './recovery';

const game = (name: string): GameId => name as GameId;
const ack = (gameId: string, at: number, more: Partial<Ack> = {}): Ack => ({
  at,
  sentAt: at - 10,
  gameId: game(gameId),
  seq: at,
  epoch: 1,
  isDuplicate: false,
  ...more,
});
const refusal = (more: Partial<Refusal> = {}): Refusal => ({
  at: 1500,
  sentAt: 1100,
  gameId: game('a'),
  code: 'turn/stale',
  applied: 'no',
  isFinal: true,
  ...more,
});
const fault = (more: Partial<Done> = {}): Done => ({
  name: 'node-kill',
  group: 'node',
  startedAt: 1000,
  endedAt: 2000,
  isMet: false,
  isFelt: true,
  evidence: 'two games',
  hitAt: 1000,
  victims: new Map([
    [game('a'), 1],
    [game('b'), 1],
  ]),
  ...more,
});

test('percentile: of none there is none; else the smallest value that covers the share', () => {
  expect(percentile([], 0.99)).toBeNull();
  expect(percentile([5, 1, 3], 0.5)).toBe(3);
  expect(percentile([1, 2, 3, 4], 0.99)).toBe(4);
});

describe('writable again', () => {
  test('counts from the hit to the first command under a later epoch', () => {
    const acks = [ack('a', 1100), ack('a', 2600, { epoch: 2, sentAt: 1200 }), ack('a', 3000, { epoch: 2 })];
    expect(writableAgain(fault(), { acks, refusals: [] })).toEqual([1600]);
  });

  test('a game that nobody asked anything of says nothing', () => {
    const acks = [ack('b', 9000, { epoch: 2, sentAt: 8900 })];
    expect(writableAgain(fault(), { acks, refusals: [] })).toEqual([]);
  });

  test('an impatient player who asked and gave up counts as one who asked', () => {
    const acks = [ack('a', 6000, { epoch: 2, sentAt: 5900 })];
    const refusals = [refusal({ code: 'command/timeout' })];
    expect(writableAgain(fault(), { acks, refusals })).toEqual([5000]);
  });

  test('a manager whom the next owner refused has been answered, however long he thinks then', () => {
    const acks = [ack('a', 6000, { epoch: 2, sentAt: 5900 })];
    expect(writableAgain(fault(), { acks, refusals: [refusal({ at: 2700 })] })).toEqual([1700]);
  });

  test('the last words of the owner before are not the next one’s', () => {
    const acks = [ack('a', 6000, { epoch: 2, sentAt: 5900 })];
    expect(writableAgain(fault(), { acks, refusals: [refusal({ at: 1400 })] })).toEqual([5000]);
  });
});

test('hand-off: the slowest command of each game that was under way meanwhile', () => {
  const acks = [
    ack('a', 1200, { sentAt: 900 }),
    ack('a', 1300, { sentAt: 1290 }),
    ack('b', 5000, { sentAt: 4900 }),
    ack('c', 1400, { sentAt: 900 }),
  ];
  expect(handOffs(fault({ name: 'node-term', backAt: 1500 }), acks)).toEqual([300]);
});

test('after a return: from it to the first command of each game that was live before', () => {
  const acks = [ack('a', 900), ack('a', 4000, { sentAt: 3100 }), ack('b', 4100, { sentAt: 3100 })];
  expect(afterReturn(fault({ name: 'redis-kill', backAt: 3000 }), { acks, refusals: [] })).toEqual([1000]);
});

test('rate: accepted commands a second', () => {
  expect(rateBetween([ack('a', 100), ack('a', 900), ack('a', 2500)], [0, 2000])).toBe(1);
});

describe('gaps', () => {
  const acks = [ack('a', 1000, { seq: 7 })];
  const sight = (at: number, upSince = 0): Sight => ({ at, gameId: game('a'), seq: 7, upSince });

  test('what is told at once is none', () => {
    expect(gapsOf({ acks, sights: [sight(1020)], faults: [] })).toEqual([]);
  });

  test('what is told late is one, from the acceptance', () => {
    const gaps = gapsOf({ acks, sights: [sight(1800), sight(1900, 1500)], faults: [] });
    expect(gaps.map(({ tookMs, isReconnect }) => [tookMs, isReconnect])).toEqual([
      [800, false],
      [900, true],
    ]);
  });

  test('a fault in the way → from its end', () => {
    const [gap] = gapsOf({ acks, sights: [sight(3000)], faults: [{ startedAt: 900, endedAt: 2600 }] });
    expect([gap?.tookMs, gap?.sinceAcceptedMs]).toEqual([400, 2000]);
  });
});

test('takeovers: a line of a log that tells of one, and lines that do not', () => {
  const line = { time: '1970-01-01T00:00:02.000Z', node: 'node-2', gameId: 'a', reason: 'takeover' };
  expect(takeoverIn(JSON.stringify(line), 500)).toEqual({ at: 1500, node: 'node-2', gameId: 'a' });
  expect(takeoverIn(JSON.stringify({ ...line, reason: 'cold' }), 500)).toBeUndefined();
  expect(takeoverIn('not of ours', 500)).toBeUndefined();
});

test('failures: what a person would see; a rule that says no is none, nor one who gave up', () => {
  const codes = ['server/storage', 'command/unknown', 'turn/stale', 'play/invalid', 'game/busy'] as const;
  const refusals = [...codes.map((code) => refusal({ code })), refusal({ code: 'command/unknown', isFinal: false })];
  const failed = failuresIn(refusals, [1000, 2000]).map(({ code }) => code);
  expect(failed).toEqual(['server/storage', 'command/unknown', 'game/busy']);
});

describe('outcome', () => {
  const { classes } = catalogOf({});
  const unknown = Array.from({ length: 20 }, () => refusal({ code: 'command/unknown', applied: 'unknown' }));
  const takeovers = Array.from({ length: 5 }, () => ({ at: 1, node: 'node-1', gameId: 'a' }));
  const whole: RunFacts = {
    acks: [],
    refusals: unknown,
    sights: [],
    done: classes.map(({ name, group }) => fault({ name, group, isMet: true })),
    classes,
    takeovers,
    violations: [],
    problems: [],
    isPartial: false,
  };

  test('all of it fired, enough happened, nothing is broken → passed', () => {
    expect(outcomeOf(whole)).toMatchObject({ voids: [], isPassed: true });
  });

  const spoilt: [string, Partial<RunFacts>, RegExp][] = [
    ['a class was not felt', { done: whole.done.map((one, i) => (i === 0 ? { ...one, isFelt: false } : one)) }, /fire/],
    ['a class never came', { done: whole.done.slice(1) }, /node-kill did not fire/],
    ['too few takeovers', { takeovers: takeovers.slice(1) }, /4 takeovers/],
    ['too few unknown outcomes', { refusals: unknown.slice(1) }, /19 unknown/],
    ['too few overlapped', { done: whole.done.map((one) => ({ ...one, isMet: false })) }, /overlapped/],
  ];
  test.each(spoilt)('%s → void', (_title, more, why) => {
    const outcome = outcomeOf({ ...whole, ...more });
    expect([outcome.isPassed, outcome.voids.length]).toEqual([false, 1]);
    expect(outcome.voids[0]).toMatch(why);
  });

  test('a promise is broken, or a process crashed → failed', () => {
    const violations = [{ invariant: 'I1', gameId: game('a'), what: 'lost' } as const];
    expect(outcomeOf({ ...whole, violations }).isPassed).toBe(false);
    expect(outcomeOf({ ...whole, problems: ['node-1 ended by itself'] }).isPassed).toBe(false);
  });
});
