/** Undo and correction: what stops counting, what is judged again, and what no longer fits. */
import { GameEvent } from '../../../src/protocol/events';
import { ENTRY_EVENTS_MAX, effectiveEntries, effectiveEvents } from '../../../src/protocol/history';
import { boxScore } from '../../../src/baseball/box-score/box-score';
import { decide, needsHistory } from '../../../src/baseball/decide';
import { noDice } from '../../../src/baseball/dice';
import { legalCommands, legalCommandTypes } from '../../../src/baseball/legal-commands';
import { lineScore } from '../../../src/baseball/line-score';
import { fold, replay } from '../../../src/baseball/replay';
import { projectEvent } from '../../../src/baseball/view';
import type { PlayerId } from '../../../src/protocol/ids';
import { after, lineup, newGame, player, type Scorebook } from './scorebook';

/** The state is what all events replay to, and what those that count do. */
function expectReplayed(book: Scorebook): void {
  expect(replay(book.events)).toEqual(book.state);
  expect(replay(effectiveEvents(book.events))).toEqual(book.state);
  for (const event of book.events) expect(GameEvent.parse(JSON.parse(JSON.stringify(event)))).toEqual(event);
}

describe('undo', () => {
  test('the last play → the game stands as before it, and both are in the events', () => {
    const book = after('S8', 'D7.1-3');
    const before = after('S8').state;
    const [event] = book.undo();
    expect(event).toMatchObject({ type: 'HistoryRevised', reason: 'undo', turn: 2 });
    expect(book.state).toEqual(before);
    expect(book.events.filter((each) => each.type === 'PlayRecorded')).toHaveLength(2);
    expect(book.plays).toEqual(['S8']);
    expectReplayed(book);
  });

  test('again and again → back to the first pitch, and no further', () => {
    const book = after('S8', 'K', 'W');
    book.undo();
    book.undo();
    book.undo();
    expect(book.state).toEqual(after().state);
    expect(book.refusal({ type: 'UndoPlay', turn: 1 })).toMatchObject({
      code: 'turn/future',
      message: 'Turn 1 has no play: no play is recorded yet.',
    });
    expectReplayed(book);
  });

  test('the play that ended the half-inning → the same side bats on', () => {
    const book = after('K', 'W', 'K', 'K');
    expect(book.started.half).toBe('bottom');
    book.undo();
    expect([book.started.half, book.started.outs, book.bases]).toEqual(['top', 2, 'a2 - -']);
    expectReplayed(book);
  });

  test('the play that ended the game → it is alive again', () => {
    const book = newGame({ ruleset: { innings: 1 } });
    book.side();
    book.play('HR');
    expect(book.state.status).toBe('final');
    book.undo();
    expect(book.state.status).toBe('live');
    book.play('K');
    expect(book.lineScore.home.runs).toBe(0);
    expectReplayed(book);
  });

  test('what was recorded after the play is taken back with it, what was before stays', () => {
    const book = after('S8');
    book.substitute('away', 'ab1', [2, 11]);
    book.play('W');
    book.substitute('away', 'ab2', [3, 11]);
    book.give({ type: 'SuspendGame' });
    book.undo();
    expect(book.state.status).toBe('live');
    const players = book.started.lineups.away.order.map(({ id }) => id);
    expect(players.slice(0, 3)).toEqual(['a1', 'ab1', 'a3']);
    expectReplayed(book);
  });

  test('another turn than the last → refused by name', () => {
    const book = after('S8', 'K');
    expect(book.refusal({ type: 'UndoPlay', turn: 1 })).toMatchObject({
      code: 'turn/stale',
      details: { turn: 1, last: 2 },
    });
    expect(book.refusal({ type: 'UndoPlay', turn: 3 })).toMatchObject({
      code: 'turn/future',
      message: 'Turn 3 has no play: the last recorded play is that of turn 2.',
    });
  });

  test('before the start → refused', () => {
    const book = after('S8');
    const scheduled = replay(book.events.slice(0, 1));
    const decision = decide(scheduled, { seat: 'scorekeeper', command: { type: 'UndoPlay', turn: 1 } }, noDice);
    expect(decision).toMatchObject({ ok: false, rejection: { code: 'game/not_started' } });
  });
});

describe('correction', () => {
  test('of the last play → it counts, the other does not', () => {
    const book = after('S8', 'D7.1-H');
    const events = book.correct(2, 'D7.1-3');
    expect(events.map(({ type }) => type)).toEqual(['HistoryRevised', 'PlayRecorded']);
    expect([book.bases, book.score, book.plays]).toEqual(['- a2 a1', '0:0', ['S8', 'D7.1-3']]);
    expectReplayed(book);
  });

  test('of an earlier one → what came after is judged again', () => {
    const book = after('S8', 'K', 'D7.1-H', 'HR');
    book.correct(1, 'E6');
    const [first, , third, last] = effectiveEvents(book.events).filter((event) => event.type === 'PlayRecorded');
    expect(first).toMatchObject({ kind: 'error', errors: [{ fielder: 6 }] });
    expect(third).toMatchObject({ turn: 3, notation: 'D7.1-H', outs: 1 });
    expect(last).toMatchObject({ turn: 4, score: { away: 1, home: 0 } });
    expect(book.lineScore.away).toMatchObject({ runs: 3, hits: 2 });
    expect(book.lineScore.home.errors).toBe(1);
    expectReplayed(book);
  });

  test('by another of the same turn, after an undo, and twice → the last word counts', () => {
    const book = after('S8', 'K');
    book.correct(1, 'D8');
    book.undo();
    book.play('W');
    book.correct(1, 'T8');
    expect([book.plays, book.bases]).toEqual([['T8', 'W'], 'a2 - a1']);
    expectReplayed(book);
  });

  test('count and pitches → stay as recorded unless given', () => {
    const book = after();
    book.give({ type: 'RecordPlay', turn: 1, notation: 'K', count: { balls: 1, strikes: 2 }, pitches: 'CBSS' });
    book.correct(1, 'K+WP.B-1');
    const of = (i: number): unknown => {
      const play = effectiveEvents(book.events)[4 + i];
      return play?.type === 'PlayRecorded' ? [play.count, play.pitches] : null;
    };
    expect(of(0)).toEqual([{ balls: 1, strikes: 2 }, 'CBSS']);
    const count = { balls: 3, strikes: 2 };
    book.give({ type: 'CorrectPlay', turn: 1, notation: 'K', count, pitches: 'CBBBSS' });
    expect(of(0)).toEqual([count, 'CBBBSS']);
  });

  test('structured, and with the batter checked', () => {
    const book = after('S8');
    book.give({ type: 'CorrectPlay', turn: 1, batter: 'a1' as PlayerId, play: { kind: 'walk' } });
    expect(book.plays).toEqual(['W']);
    const command = { type: 'CorrectPlay', turn: 1, batter: 'a2' as PlayerId, notation: 'W' } as const;
    expect(book.refusal(command)).toMatchObject({ code: 'play/invalid', message: 'a1 is at bat, not a2.' });
  });

  test('that cannot happen where it is put → refused as it would have been then, with advice', () => {
    const book = after('S8', 'K', 'W');
    expect(book.refusal({ type: 'CorrectPlay', turn: 1, notation: '1B9' })).toMatchObject({
      code: 'play/notation',
      details: { part: 'B9', position: 1, didYouMean: 'S9' },
    });
    expect(book.refusal({ type: 'CorrectPlay', turn: 2, notation: 'D7.2-H' })).toMatchObject({
      code: 'play/invalid',
      details: { part: '2-H', didYouMean: 'D7.1-H' },
    });
    expect(book.refusal({ type: 'CorrectPlay', turn: 4, notation: 'K' }).code).toBe('turn/future');
  });

  test.each([
    ['a runner who is no longer there', ['S8', 'SB2', 'K'], 1, 'K', 2, 'SB2', 'There is no runner on first.'],
    ['another batter', ['K', 'K', 'W'], 2, 'WP', 3, 'W', 'a2 is at bat, not a3.'],
    ['one out too many', ['W', 'K', '64(1)3/GDP'], 1, 'K', 3, '64(1)3/GDP', 'There is no runner on first.'],
    ['the other side bats', ['W', '64(1)3/GDP', 'S8', 'K'], 3, 'K', 4, 'K', 'h1 is at bat, not a4.'],
  ])('after which there is %s → refused, naming the play', (_what, plays, turn, notation, ...unfit) => {
    const [at, which, message] = unfit;
    const refusal = after(...plays).refusal({ type: 'CorrectPlay', turn, notation });
    expect(refusal).toMatchObject({
      code: 'play/no_longer_fits',
      message: `The play of turn ${at} (${which}) no longer fits: ${message}`,
      details: { turn: at, notation: which, command: 'RecordPlay', rule: { code: 'play/invalid', message } },
    });
  });

  test('that ends the game earlier → refused, naming the first play too many', () => {
    const book = newGame({ ruleset: { innings: 1 } });
    book.side();
    book.play('D7', 'S8.2-H');
    book.undo();
    book.play('S8.2-3');
    expect(book.refusal({ type: 'CorrectPlay', turn: 4, notation: 'HR' })).toMatchObject({
      code: 'play/no_longer_fits',
      details: { turn: 5, rule: { code: 'game/over' } },
    });
  });

  test('that takes the winning run away → the game goes on', () => {
    const book = newGame({ ruleset: { innings: 1 } });
    book.side();
    book.play('K', 'HR');
    expect(book.state.status).toBe('final');
    book.correct(5, '8/F');
    expect([book.state.status, book.started.outs]).toEqual(['live', 2]);
    book.play('K');
    expect([book.state.status, book.started.inning]).toEqual(['live', 2]);
    expectReplayed(book);
  });

  test('of a game that was called → it stays called', () => {
    const book = after('S8', 'K');
    book.give({ type: 'EndGame', reason: 'called' });
    book.give({ type: 'SetEarnedRuns', pitcher: 'h1' as PlayerId, earnedRuns: 0 });
    const events = book.correct(1, 'D8');
    expect(events.map(({ type }) => type)).toEqual([
      'HistoryRevised',
      'PlayRecorded',
      'PlayRecorded',
      'GameEnded',
      'EarnedRunsSet',
    ]);
    expect(book.state).toMatchObject({ status: 'final', endReason: 'called' });
    expectReplayed(book);
  });

  test('everything that can stand between plays is judged again', () => {
    const away = lineup('a');
    away.order[2] = { player: player('a3', { bats: 'B' }), position: 3 };
    const book = newGame({
      away,
      hasHitter: false,
      ruleset: { innings: 1, pitcherMinBatters: 3, automaticRunner: { fromInning: 2, base: 2 } },
    });
    book.play('S8', 'W');
    book.give({ type: 'RecordPitches', turn: 3, count: { balls: 0, strikes: 2 }, pitches: 'CC' });
    const hand = { kind: 'battingHand', player: 'a3' as PlayerId, hand: 'R' } as const;
    book.give({ type: 'RecordAdjustment', adjustment: hand });
    const relief = { type: 'RecordSubstitution', side: 'home', player: player('hb1'), position: 1 } as const;
    book.give({ ...relief, battingOrderSlot: 1, injury: true });
    const responsible = { kind: 'responsiblePitcher', pitcher: 'hb1' as PlayerId, base: 1 } as const;
    book.give({ type: 'RecordAdjustment', adjustment: responsible });
    book.give({ type: 'SuspendGame' });
    book.give({ type: 'ResumeGame', date: '20240102' });
    book.play('K', 'K', 'K');
    book.side();
    const runner = { kind: 'automaticRunner', player: 'a3' as PlayerId, base: 2 } as const;
    book.give({ type: 'RecordAdjustment', adjustment: runner });
    const outOfTurn = { kind: 'battingOutOfTurn', side: 'away', battingOrderSlot: 7 } as const;
    book.give({ type: 'RecordAdjustment', adjustment: outOfTurn });
    book.play('S8.2-3');
    const before = effectiveEvents(book.events);
    const state = book.state;
    book.correct(1, 'S8');
    expect(effectiveEvents(book.events)).toEqual(before);
    expect(book.state).toEqual(state);
    expectReplayed(book);
  });

  test('after which a count belongs to another batter → refused', () => {
    const book = after('K');
    book.give({ type: 'RecordPitches', turn: 2, count: { balls: 1, strikes: 0 } });
    expect(book.refusal({ type: 'CorrectPlay', turn: 1, notation: 'BK' })).toMatchObject({
      code: 'play/no_longer_fits',
      message: 'RecordPitches in turn 2 no longer fits: a1 is at bat, not a2.',
      details: { turn: 2, command: 'RecordPitches' },
    });
  });

  test('of so much that no entry could hold it → refused', () => {
    const book = after();
    for (let turn = 1; turn <= ENTRY_EVENTS_MAX; turn++) book.play('HR');
    const refusal = book.refusal({ type: 'CorrectPlay', turn: 1, notation: 'HR9' });
    expect(refusal).toMatchObject({ code: 'command/not_allowed', details: { recorded: ENTRY_EVENTS_MAX } });
    expect(book.correct(2, 'HR9')).toHaveLength(ENTRY_EVENTS_MAX);
  });
});

describe('revisions', () => {
  test('belong to the scorekeeper and the commissioner', () => {
    const book = after('S8');
    for (const seat of ['home', 'away'] as const) {
      expect(book.refusal({ type: 'UndoPlay', turn: 1 }, seat).code).toBe('seat/wrong_seat');
      expect(book.refusal({ type: 'CorrectPlay', turn: 1, notation: 'K' }, seat).code).toBe('seat/wrong_seat');
    }
    book.give({ type: 'CorrectPlay', turn: 1, notation: 'K' }, 'commissioner');
    book.give({ type: 'UndoPlay', turn: 1 }, 'commissioner');
  });

  test('are among the legal commands of every game with a play, also when it is over', () => {
    const book = after('S8', 'K');
    book.give({ type: 'EndGame', reason: 'called' });
    expect(legalCommandTypes(book.state, 'scorekeeper')).toEqual(['SetEarnedRuns', 'UndoPlay', 'CorrectPlay']);
    const legal = legalCommands(book.state, 'scorekeeper', book.events);
    expect(legal).toContainEqual({ type: 'UndoPlay', turn: 2 });
    expect(legal).toContainEqual({ type: 'CorrectPlay', turn: 1, notation: 'D7' });
    expect(legal).not.toContainEqual({ type: 'CorrectPlay', turn: 3, notation: 'D7' });
    const blind = legalCommands(book.state, 'scorekeeper');
    expect(blind.filter(needsHistory)).toEqual([{ type: 'UndoPlay', turn: 2 }]);
    expect(legalCommands(book.state, 'home', book.events)).toEqual([]);
  });

  test('without the history → a violation, not a guess', () => {
    const { state } = after('S8');
    const undo = { seat: 'scorekeeper', command: { type: 'UndoPlay', turn: 1 } } as const;
    expect(() => decide(state, undo, noDice)).toThrow('violation');
    expect(() => decide(state, { ...undo, history: [] }, noDice)).toThrow('violation');
  });

  test('the state that they go back to → is not for viewers', () => {
    const [event] = after('S8').undo();
    if (event === undefined) throw new Error('no event');
    expect(event).toHaveProperty('state.status', 'live');
    expect(projectEvent(event, 'scorekeeper')).toEqual({ type: 'HistoryRevised', reason: 'undo', turn: 1 });
    expect(() => replay([...after('S8').events, projectEvent(event, 'scorekeeper')])).toThrow('violation');
  });

  test('folds take what viewers get, and count what counts', () => {
    const book = after('S8', 'HR');
    book.correct(1, 'E6');
    const seen = book.events.map((event) => projectEvent(event, 'spectator'));
    expect(lineScore(seen)).toEqual(book.lineScore);
    expect(book.lineScore.away).toMatchObject({ runs: 2, hits: 1 });
    const turns = fold(seen, [] as number[], (sum, _before, event) =>
      event.type === 'PlayRecorded' ? [...sum, event.turn] : sum,
    );
    expect(turns).toEqual([1, 2]);
  });

  test('the box score → that of a game without the mistake', () => {
    const book = after('S8', '64(1)3/GDP', 'HR', 'K');
    book.correct(2, 'S9.1-3');
    book.correct(3, 'D8.3-H;1-3');
    expect(boxScore(book.events)).toEqual(boxScore(after('S8', 'S9.1-3', 'D8.3-H;1-3', 'K').events));
  });

  test('entries → each with those of its events that count', () => {
    const book = after('S8', 'K');
    const entries = book.events.map((event, i) => ({ seq: i + 1, events: [event] }));
    entries.push({ seq: entries.length + 1, events: book.correct(1, 'D7') });
    expect(effectiveEntries(entries).map(({ seq, events }) => [seq, events.map(({ type }) => type)])).toEqual([
      [1, ['GameScheduled']],
      [2, ['LineupSet']],
      [3, ['LineupSet']],
      [4, ['GameStarted']],
      [7, ['PlayRecorded', 'PlayRecorded']],
    ]);
    expect(() => effectiveEntries(entries.slice(6))).toThrow('violation');
  });
});
