/** What the clock of a turn says and when, and what the service gives back. */
import { dueAt } from '../../../src/baseball/due';
import type { ClockRule } from '../../../src/protocol/dice';
import { COMPUTER, newDiceGame, type DiceBook, type DiceBookOptions } from './dice-book';
import { player } from './scorebook';

const PER_TURN: ClockRule = { kind: 'perTurn', turnMs: 40_000 };
const BANK: ClockRule = { kind: 'bank', bankMs: 20_000, incrementMs: 2_000 };

function clocked(clock: ClockRule, options: DiceBookOptions = {}): DiceBook {
  return newDiceGame({ clock, ...options });
}

/** Rings at the next moment that is due; answers the events' types. */
function ring(book: DiceBook, lateMs = 0): string[] {
  book.now = (dueAt(book.state) ?? 0) + lateMs;
  return book.give('clock', { type: 'ExpireTurn', turn: book.turn }).map(({ type }) => type);
}

describe('the clock of a turn', () => {
  test('a warning at a quarter left, then the deadline; then the computer has decided for both', () => {
    const book = clocked(PER_TURN);
    const openedAt = book.now;
    expect(dueAt(book.state)).toBe(openedAt + 30_000);
    expect(book.refusal('clock', { type: 'ExpireTurn', turn: book.turn }).code).toBe('clock/not_due');
    expect(ring(book)).toEqual(['TurnWarned', 'TurnWarned']);
    expect(dueAt(book.state)).toBe(openedAt + 40_000);
    expect(ring(book)).toEqual(expect.arrayContaining(['DefenseSubmitted', 'OffenseSubmitted', 'PlayRecorded']));
    expect(book.turn).toBe(2);
  });

  test('a substitution after the warning → whose deadline runs on is not warned of it again; the other is of his', () => {
    const book = clocked(PER_TURN);
    ring(book);
    book.defend();
    book.now += 1_000;
    const deadline = book.table.clock?.deadlines.away;
    book.give('away', { type: 'RecordSubstitution', player: player('ab1'), battingOrderSlot: 1, position: 11 });
    expect(book.table.clock?.deadlines.away).toBe(deadline);
    expect(book.table.clock?.warned).toEqual({ away: true, home: false });
    expect(dueAt(book.state)).toBe(deadline);
    expect(ring(book)).toContain('OffenseSubmitted');
    expect(ring(book)).toEqual(['TurnWarned']);
  });

  test('who has decided is neither warned nor replaced', () => {
    const book = clocked(PER_TURN);
    book.defend();
    expect(ring(book)).toEqual(['TurnWarned']);
    const events = ring(book);
    expect(events.filter((type) => type === 'DefenseSubmitted')).toEqual([]);
    expect(events).toContain('OffenseSubmitted');
  });

  test('who was replaced decides the next turn himself', () => {
    const book = clocked(PER_TURN);
    ring(book);
    ring(book);
    expect(book.bat({}, 2).map(({ type }) => type)).toEqual(['OffenseSubmitted']);
  });

  test('a clock that rings late → the time is given back', () => {
    const book = clocked(PER_TURN);
    const openedAt = book.now;
    ring(book);
    expect(ring(book, 60_000)).toEqual(['ClockCredited']);
    expect(dueAt(book.state)).toBe(openedAt + 40_000 + 60_000 + 10_000);
  });

  test('a clock that rings late every time → credited three times in a turn, then it counts; the next turn anew', () => {
    const book = clocked(PER_TURN);
    ring(book);
    for (let time = 1; time <= 3; time += 1) expect(ring(book, 60_000)).toEqual(['ClockCredited']);
    expect(ring(book, 60_000)).toContain('PlayRecorded');
    expect(book.turn).toBe(2);
    ring(book);
    expect(ring(book, 60_000)).toEqual(['ClockCredited']);
  });

  test('a takeover → what it lost is added to every deadline of the open turn', () => {
    const book = clocked(PER_TURN);
    const before = book.table.clock?.deadlines;
    book.give('clock', { type: 'CreditClock', turn: 1, ms: 1_500 });
    const after = book.table.clock?.deadlines;
    expect([after?.away, after?.home]).toEqual([(before?.away ?? 0) + 1_500, (before?.home ?? 0) + 1_500]);
    expect(book.refusal('clock', { type: 'CreditClock', turn: 2, ms: 1 }).code).toBe('turn/future');
  });

  test('time was given back three times in a turn → no more of it', () => {
    const book = clocked(PER_TURN);
    for (let time = 1; time <= 3; time += 1) book.give('clock', { type: 'CreditClock', turn: 1, ms: 2_000 });
    expect(book.refusal('clock', { type: 'CreditClock', turn: 1, ms: 2_000 }).code).toBe('command/not_allowed');
  });

  test('a takeover long after a deadline → a quarter of the time is left all the same', () => {
    const book = clocked(PER_TURN);
    const openedAt = book.now;
    book.now = openedAt + 40_000 + 60_000;
    expect(book.give('clock', { type: 'CreditClock', turn: 1, ms: 3_000 })).toMatchObject([
      { type: 'ClockCredited', ms: 60_000 + 10_000 },
    ]);
    expect(book.give('clock', { type: 'ExpireTurn', turn: 1 })).toMatchObject([{ leftMs: 10_000 }, { leftMs: 10_000 }]);
    expect(dueAt(book.state)).toBe(book.now + 10_000);
  });

  test('a takeover just after a deadline → no more than what it lost', () => {
    const book = clocked(PER_TURN);
    book.now += 40_000 + 1_000;
    expect(book.give('clock', { type: 'CreditClock', turn: 1, ms: 3_000 })).toMatchObject([{ ms: 3_000 }]);
  });

  test('a bank pays for the thinking, grows by each turn, and never leaves less than five seconds', () => {
    const book = clocked(BANK);
    book.now += 8_000;
    book.defend();
    book.now += 1_000;
    book.bat();
    expect(book.table.clock?.banks).toEqual({ away: 20_000 - 9_000 + 2_000, home: 20_000 - 8_000 + 2_000 });
    while (!ring(book).includes('PlayRecorded'));
    const opened = book.table.clock;
    expect(opened?.banks.away).toBe(2_000);
    expect((opened?.deadlines.away ?? 0) - (opened?.at ?? 0)).toBe(5_000);
    book.defend();
    book.bat();
    expect(book.table.clock?.banks.away).toBe(2_000 + 2_000);
    // Three are out: the away team is in the field now.
    book.now += 3_000;
    book.defend();
    expect(book.table.clock?.banks.away).toBe(1_000);
  });

  test('the computer has no clock, and a suspended game none that runs', () => {
    const book = clocked(PER_TURN, { managers: { home: COMPUTER } });
    expect(book.table.clock?.deadlines.home).toBeNull();
    book.give('commissioner', { type: 'SuspendGame' });
    expect(dueAt(book.state)).toBeNull();
    book.now += 3_600_000;
    book.give('commissioner', { type: 'ResumeGame' });
    expect(dueAt(book.state)).toBe(book.now + 30_000);
  });

  test('without a clock nothing is due', () => {
    expect(dueAt(newDiceGame().state)).toBeNull();
  });
});
