/** The checker itself: an honest run passes, and each kind of lie is caught by name. */
import type { CommandId, GameId, SessionId } from '../../src/protocol/ids';
import { canonical, contentOf } from './canonical';
import { check } from './check';
import type { Evidence, HistoryEvent, Model, StoredEntry } from './evidence';

const game = 'g1' as GameId;
const command = (name: string): CommandId => name as CommandId;
const session = (name: string): SessionId => name as SessionId;

/** A game that is a sum: each entry's one event is a number to add. */
const sums: Model<number> = {
  step: (state, { events }) => (state ?? 0) + Number(events[0]),
  render: (state) => canonical({ sum: state }),
};

const entry = (seq: number, more: Partial<StoredEntry> = {}): StoredEntry => ({
  gameId: game,
  seq,
  commandId: command(`c${seq}`),
  epoch: 1,
  digest: `d${seq}`,
  events: [seq],
  ...more,
});

/** `c1` … `c<count>` sent one after the other by one client, acked, and seen by a spectator. */
function playedHistory(count: number): HistoryEvent[] {
  return Array.from({ length: count }, (_, index) => index + 1).flatMap((seq): HistoryEvent[] => [
    { ...sent(seq), at: seq * 10 },
    acked(seq, { at: seq * 10 + 1 }),
    saw(seq, { at: seq * 10 + 2 }),
    { kind: 'read', askedAt: seq * 10 + 3, at: seq * 10 + 4, client: 'keeper', gameId: game, seq },
  ]);
}

function sent(seq: number, more: Partial<Extract<HistoryEvent, { kind: 'sent' }>> = {}) {
  const what = { gameId: game, commandId: command(`c${seq}`), digest: `d${seq}` };
  return { kind: 'sent' as const, at: 1000 + seq, call: seq, client: 'keeper', ...what, ...more };
}

function acked(seq: number, more: Partial<Extract<HistoryEvent, { kind: 'acked' }>> = {}) {
  return { kind: 'acked' as const, at: 2000 + seq, call: seq, seq, epoch: 1, content: contentOf([seq]), ...more };
}

function saw(seq: number, more: Partial<Extract<HistoryEvent, { kind: 'saw' }>> = {}) {
  const what = { gameId: game, commandId: command(`c${seq}`), seq, epoch: 1, content: contentOf([seq]) };
  return { kind: 'saw' as const, at: 3000 + seq, client: 'fan', connection: 's1', ...what, ...more };
}

function refusedCall(call: number, applied: 'no' | 'unknown') {
  return { kind: 'refused' as const, at: 4000 + call, call, code: 'some/code', applied };
}

function evidence(more: Partial<Evidence<number>> = {}): Evidence<number> {
  return {
    history: playedHistory(3),
    entries: [entry(1), entry(2), entry(3)],
    games: [{ gameId: game, lastSeq: 3, fence: 1 }],
    heads: [{ gameId: game, head: 3 }],
    states: [{ gameId: game, seq: 2, by: 'snapshot', rendering: 'state', text: '{"sum":3}' }],
    owners: [{ at: 1, gameId: game, epoch: 1, session: session('s1'), by: 'redis' }],
    model: sums,
    ...more,
  };
}

const withHistory = (...more: HistoryEvent[]): Evidence<number> =>
  evidence({ history: [...playedHistory(3), ...more] });
const withOwners = (...owners: [by: string, epoch: number, session: string][]): Evidence<number> =>
  evidence({
    owners: owners.map(([by, epoch, id], at) => ({ at, gameId: game, epoch, session: session(id), by })),
  });

describe('check: an honest run → no violation', () => {
  const runs: [string, Evidence<number>][] = [
    ['every command acked, seen and stored', evidence()],
    ['nothing at all', evidence({ history: [], entries: [], games: [], heads: [], states: [], owners: [] })],
    ['a command sent again, answered as before', withHistory(sent(2, { call: 20 }), acked(2, { call: 20 }))],
    ['an unanswered command that is not stored', withHistory(sent(9))],
    ['an unknown command that is not stored', withHistory(sent(9), refusedCall(9, 'unknown'))],
    ['a refused command that is not stored', withHistory(sent(9), refusedCall(9, 'no'))],
    [
      'stored, and ruled out with a doubt about an earlier try',
      withHistory(sent(3, { call: 30 }), { ...refusedCall(30, 'unknown'), code: 'turn/stale' }),
    ],
    [
      'an id refused for other content than it was stored for',
      withHistory(sent(2, { call: 9, digest: 'x' }), refusedCall(9, 'no')),
    ],
    [
      'an owner that took over',
      withOwners(['redis', 1, 'a'], ['postgres', 1, 'a'], ['redis', 2, 'b'], ['postgres', 1, 'a']),
    ],
    ['a journal that was trimmed, or forgot', evidence({ heads: [{ gameId: game, head: 1 }] })],
    ['rows in any order', evidence({ entries: [entry(3), entry(1), entry(2)] })],
    ['a second connection that begins again', withHistory(saw(1, { connection: 's2' }))],
  ];
  test.each(runs)('%s', (_title, run) => {
    expect(check(run)).toEqual([]);
  });

  test('an unknown, and then an unanswered command that were stored after all', () => {
    const history = playedHistory(3).filter((event) => event.kind !== 'acked' || event.call < 2);
    expect(check(evidence({ history: [...history, refusedCall(2, 'unknown')] }))).toEqual([]);
  });
});

describe('check: a lie → caught by name', () => {
  const rows = (...entries: StoredEntry[]): Partial<Evidence<number>> => ({
    entries,
    games: [{ gameId: game, lastSeq: entries.at(-1)?.seq ?? 0, fence: 9 }],
    states: [],
  });
  const lies: [string, string, Evidence<number>][] = [
    ['I1', 'acked and not stored', evidence(rows(entry(1), entry(2)))],
    ['I1', 'acked and stored elsewhere', withHistory(sent(2, { call: 20 }), acked(3, { call: 20 }))],
    [
      'I1',
      'acked and stored twice',
      evidence(rows(entry(1), entry(2), entry(3), entry(4, { commandId: command('c3'), digest: 'd3' }))),
    ],
    ['I1', 'acked and stored with other events', evidence(rows(entry(1), entry(2), entry(3, { events: [4] })))],
    ['I1', 'acked and stored for another command', evidence(rows(entry(1), entry(2), entry(3, { digest: 'x' })))],
    ['I1', 'acked and stored with another epoch', evidence(rows(entry(1), entry(2), entry(3, { epoch: 2 })))],
    [
      'I2',
      'one command stored at two seqs',
      evidence(rows(entry(1), entry(2), entry(3), entry(4, { commandId: command('c3'), digest: 'd3' }))),
    ],
    ['I2', 'one command acked at two seqs', withHistory(sent(2, { call: 20 }), acked(3, { call: 20 }))],
    ['I2', 'two commands acked at one seq', withHistory(sent(9), acked(2, { call: 9 }))],
    ['I3', 'a gap', evidence(rows(entry(1), entry(3)))],
    ['I3', 'no beginning', evidence(rows(entry(2), entry(3)))],
    ['I3', 'last_seq is not the last', evidence({ games: [{ gameId: game, lastSeq: 2, fence: 1 }] })],
    [
      'I4',
      'a state that is not the replay',
      evidence({ states: [{ gameId: game, seq: 2, by: 'node-1', rendering: 'view', text: '{"sum":4}' }] }),
    ],
    [
      'I4',
      'a state beyond the rows',
      evidence({ states: [{ gameId: game, seq: 4, by: 'node-1', rendering: 'view', text: '{"sum":6}' }] }),
    ],
    [
      'I4',
      'rows that cannot be replayed',
      evidence({
        model: {
          ...sums,
          step: () => {
            throw new Error('no such runner');
          },
        },
      }),
    ],
    ['I5', 'seen and not stored', withHistory(saw(4))],
    ['I5', 'seen with other events', withHistory(saw(3, { connection: 's2', content: 'x' }))],
    ['I5', 'seen as another command', withHistory(saw(3, { connection: 's2', commandId: command('c2') }))],
    ['I5', 'seen twice', withHistory(saw(3))],
    ['I5', 'seen backwards', withHistory(saw(2))],
    [
      'I6',
      'read less than was acked',
      withHistory({ kind: 'read', askedAt: 99, at: 100, client: 'keeper', gameId: game, seq: 2 }),
    ],
    [
      'I6',
      'a later command in the past of an earlier one',
      evidence({ history: [sent(3, { at: 1 }), acked(3, { at: 2 }), sent(1, { at: 3 }), acked(1, { at: 4 })] }),
    ],
    ['I7', 'an epoch that falls along seq', evidence(rows(entry(1), entry(2, { epoch: 3 }), entry(3, { epoch: 2 })))],
    ['I7', 'a row above the fence', evidence({ games: [{ gameId: game, lastSeq: 3, fence: 0 }] })],
    ['I7', 'one epoch of two sessions', withOwners(['redis', 2, 'a'], ['postgres', 2, 'b'])],
    ['I7', 'a record that went back', withOwners(['redis', 2, 'a'], ['redis', 1, 'b'])],
    ['I8', 'journaled and never stored', evidence({ heads: [{ gameId: game, head: 4 }] })],
    ['I9', 'refused and stored', evidence({ history: [...playedHistory(2), sent(3), refusedCall(3, 'no')] })],
    [
      'I9',
      'refused again and again, and stored',
      evidence({
        history: [...playedHistory(2), sent(3), refusedCall(3, 'no'), sent(3, { call: 30 }), refusedCall(30, 'no')],
      }),
    ],
    [
      'I9',
      'stored, and ruled out when it was sent again',
      withHistory(sent(3, { call: 30 }), { ...refusedCall(30, 'no'), code: 'turn/stale' }),
    ],
    [
      'I10',
      'refused as bad input and stored',
      evidence({ history: [...playedHistory(2), sent(3), { ...refusedCall(3, 'no'), code: 'request/invalid' }] }),
    ],
    [
      'I10',
      'refused to a stranger and stored',
      evidence({ history: [...playedHistory(2), sent(3), { ...refusedCall(3, 'no'), code: 'seat/not_yours' }] }),
    ],
    [
      'I9',
      'refused for being too many and stored',
      evidence({ history: [...playedHistory(2), sent(3), { ...refusedCall(3, 'no'), code: 'request/rate_limited' }] }),
    ],
    ['I9', 'stored and never sent', evidence({ history: playedHistory(2) })],
  ];
  test.each(lies)('%s: %s', (invariant, _title, run) => {
    expect(check(run).map((violation) => violation.invariant)).toContain(invariant);
  });

  test('the report names the game, the command and the seq', () => {
    const [violation] = check(evidence(rows(entry(1), entry(2))));
    expect(violation).toEqual({ invariant: 'I1', gameId: game, what: 'c3 was acked at seq 3 and is not stored' });
  });
});

test('check: a hundred thousand events → done in one pass', () => {
  const count = 25_000;
  const entries = Array.from({ length: count }, (_, index) => entry(index + 1));
  const run = evidence({ history: playedHistory(count), entries, games: [{ gameId: game, lastSeq: count, fence: 1 }] });
  expect(check(run)).toEqual([]);
});
