import type { GameId } from '../../../src/protocol/ids';
import { catalogOf } from '../faults/catalog';
import { outcomeOf, type RunFacts } from '../measure/outcome';
import { clockText, durationText } from './html';
import { type ReportFacts, reportPage } from './report';

const GAME = 'g<1>' as GameId;
const run: RunFacts = {
  acks: [1, 2, 3].map((seq) => ({ at: seq * 100, sentAt: 0, gameId: GAME, seq, epoch: 1, isDuplicate: false })),
  refusals: [{ at: 300, sentAt: 0, gameId: GAME, code: 'turn/stale', applied: 'no', isFinal: true }],
  sights: [{ at: 900, gameId: GAME, seq: 1, upSince: 0 }],
  done: [
    {
      name: 'redis-flush',
      group: 'redis',
      startedAt: 200,
      endedAt: 200,
      isMet: false,
      isFelt: true,
      evidence: '<56 keys> & more',
    },
  ],
  classes: catalogOf({}).classes,
  takeovers: [{ at: 400, node: 'node-1', gameId: GAME }],
  violations: [{ invariant: 'I1', gameId: GAME, what: 'c1 was acked at seq 1 and is not stored' }],
  problems: [],
  isPartial: false,
};
const facts: ReportFacts = {
  ...run,
  outcome: outcomeOf(run),
  machine: { date: '2026-01-01', processor: 'abacus', cores: 2, memoryGb: 1, node: 'v20', system: 'linux', load: 0 },
  command: 'npm run chaos -- --seed 1',
  seed: 1,
  endedAt: 10_000,
  leftOut: [],
  checked: 'Checked: 3 events',
};

test('report: needs nothing else, and lets no word become markup', () => {
  const page = reportPage(facts);
  expect(page).not.toMatch(/<script|src=|@import|url\(/);
  expect(page).toContain('&lt;56 keys&gt; &amp; more');
  expect(page).not.toContain('g<1>');
});

test('report: says what is broken, what is missing, and what clients felt', () => {
  const page = reportPage(facts);
  expect(page).toContain('>broken</span>');
  expect(page).toContain('c1 was acked at seq 1 and is not stored');
  expect(page).toContain('void: the fault node-kill did not fire');
  for (const heading of ['Faults', 'Commands a second', 'Takeovers: 1 games', 'Gaps: 1 entries']) {
    expect(page).toContain(heading);
  }
  expect(page).not.toMatch(/NaN|undefined|Infinity/);
});

test('times: as people read them', () => {
  expect([clockText(65_000), durationText(340), durationText(2_100)]).toEqual(['1:05', '340 ms', '2.1 s']);
});
