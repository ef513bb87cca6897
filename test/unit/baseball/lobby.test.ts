/** Around a dice game: seats, readiness, the start that cannot be blocked, pauses, resignation, abandonment. */
import type { Command } from '../../../src/protocol/commands';
import type { UserId } from '../../../src/protocol/ids';
import { clockCommand, dueAt } from '../../../src/baseball/due';
import { legalCommandTypes } from '../../../src/baseball/legal-commands';
import { COMPUTER, DiceBook, newDiceGame, type DiceBookOptions } from './dice-book';
import { lineup } from './scorebook';

const ANN = 'ann' as UserId;
const BOB = 'bob' as UserId;
const OPEN = { access: 'open' } as const;

/** A game that nobody sits at yet. */
function lobby(options: DiceBookOptions = {}): DiceBook {
  return new DiceBook({ lobby: OPEN, ...options });
}

function seated(options: DiceBookOptions = {}): DiceBook {
  const book = lobby(options);
  book.as(ANN).give('away', { type: 'TakeSeat' });
  book.as(BOB).give('home', { type: 'TakeSeat' });
  return book;
}

const types = (events: readonly { type: string }[]): string[] => events.map(({ type }) => type);

describe('seats', () => {
  test('a free seat of an open game → taken by whoever asks first, then by nobody', () => {
    const book = lobby();
    expect(book.as(ANN).give('away', { type: 'TakeSeat' })).toEqual([{ type: 'SeatTaken', seat: 'away', user: ANN }]);
    expect(book.as(BOB).refusal('away', { type: 'TakeSeat' }).code).toBe('seat/taken');
    expect(book.state.seats).toEqual({ away: ANN });
  });

  test('a private game → only with its invite; a closed one → not at all', () => {
    const invite = 'the-word-of-the-link';
    const book = lobby({ lobby: { access: 'invite', invite } });
    expect(book.refusal('away', { type: 'TakeSeat' }).code).toBe('seat/closed');
    expect(book.refusal('away', { type: 'TakeSeat', invite: 'another-word-of-a-link' }).code).toBe('seat/closed');
    book.give('away', { type: 'TakeSeat', invite });
    expect(lobby({ lobby: { access: 'closed' } }).refusal('home', { type: 'TakeSeat' }).code).toBe('seat/closed');
  });

  test('the computer’s seat → nobody’s', () => {
    const book = lobby({ managers: { home: COMPUTER } });
    expect(book.refusal('home', { type: 'TakeSeat' }).code).toBe('seat/wrong_seat');
  });

  test('a seat can be left before the start, not later', () => {
    const book = seated();
    book.give('home', { type: 'LeaveSeat' });
    expect(book.state.seats).toEqual({ away: ANN });
    const playing = newDiceGame({ lobby: OPEN });
    expect(playing.refusal('home', { type: 'LeaveSeat' }).code).toBe('game/already_started');
  });

  test('the commissioner hands a seat to another, at any time; he is not ready for him', () => {
    const book = seated();
    book.give('home', { type: 'Ready' });
    book.give('commissioner', { type: 'AssignSeat', seat: 'home', user: ANN });
    expect([book.state.seats.home, book.state.lobby?.ready.home]).toEqual([ANN, false]);
    book.give('commissioner', { type: 'AssignSeat', seat: 'home', user: null });
    expect(book.state.seats.home).toBeUndefined();
    expect(book.refusal('commissioner', { type: 'AssignSeat', seat: 'home', user: null }).code).toBe(
      'command/not_allowed',
    );
    expect(book.refusal('away', { type: 'AssignSeat', seat: 'home', user: ANN }).code).toBe('seat/wrong_seat');
  });

  test('no request can be the clock’s', () => {
    const book = seated();
    for (const type of ['ExpireStart', 'CreditClock'] as const) {
      const command = type === 'CreditClock' ? { type, turn: 1, ms: 1 } : { type };
      expect(book.refusal('home', command).code).toBe('seat/wrong_seat');
    }
  });
});

describe('the start', () => {
  test('both are ready, with no lineup named → the computer’s lineups, the start, the first turn', () => {
    const book = seated({ clock: { kind: 'perTurn', turnMs: 60_000 } });
    expect(types(book.give('away', { type: 'Ready' }))).toEqual(['SideReady']);
    expect(types(book.give('home', { type: 'Ready' }))).toEqual([
      'SideReady',
      'LineupSet',
      'LineupSet',
      'GameStarted',
      'TurnOpened',
    ]);
    expect(book.state.status).toBe('live');
  });

  test('one is ready against the computer → the game starts', () => {
    const book = lobby({ managers: { home: COMPUTER } });
    book.as(ANN).give('away', { type: 'TakeSeat' });
    expect(types(book.give('away', { type: 'Ready' }))).toContain('GameStarted');
  });

  test('the other never says that he is ready, nor adds his word → the clock starts the game all the same', () => {
    const book = seated({ clock: { kind: 'perTurn', turnMs: 60_000 } });
    book.give('away', { type: 'AddWord', word: 'heron' });
    book.give('away', { type: 'Ready' });
    const due = dueAt(book.state) ?? 0;
    expect(due).toBe(book.now + 60_000);
    expect(book.refusal('clock', { type: 'ExpireStart' }).code).toBe('clock/not_due');
    book.now = due;
    expect(clockCommand(book.state)).toEqual({ type: 'ExpireStart' });
    expect(types(book.give('clock', { type: 'ExpireStart' }))).toContain('GameStarted');
    expect(book.table.words).toEqual({ away: 'heron', home: '' });
  });

  test('nobody sits opposite → who is ready waits; from the moment somebody comes there is a deadline', () => {
    const book = lobby({ clock: { kind: 'perTurn', turnMs: 60_000 } });
    book.as(ANN).give('away', { type: 'TakeSeat' });
    book.give('away', { type: 'Ready' });
    expect(dueAt(book.state)).toBeNull();
    book.now += 5_000;
    book.as(BOB).give('home', { type: 'TakeSeat' });
    expect(dueAt(book.state)).toBe(book.now + 60_000);
  });

  describe('a manager wants it, with both lineups in', () => {
    function lined(): DiceBook {
      const book = seated({ clock: { kind: 'perTurn', turnMs: 60_000 } });
      book.give('away', { type: 'SetLineup', side: 'away', lineup: lineup('a') });
      book.give('home', { type: 'SetLineup', side: 'home', lineup: lineup('h') });
      return book;
    }
    const offersStart = (book: DiceBook): boolean => legalCommandTypes(book.state, 'away').includes('StartGame');

    test('the other is not ready → refused, and not offered: his word is still to come', () => {
      const book = lined();
      expect(offersStart(book)).toBe(false);
      expect(book.refusal('away', { type: 'StartGame' })).toMatchObject({
        code: 'command/not_allowed',
        details: { waitsFor: 'home', startBy: null },
      });
      book.give('away', { type: 'Ready' });
      const startBy = book.now + 60_000;
      expect(book.refusal('away', { type: 'StartGame' })).toMatchObject({ details: { waitsFor: 'home', startBy } });
      book.give('home', { type: 'AddWord', word: 'late, and in time' });
    });

    test.each(['Ready', 'LeaveSeat'] as const)('the other has given %s → it starts', (type) => {
      const book = lined();
      book.give('home', { type });
      expect(offersStart(book)).toBe(true);
      expect(types(book.give('away', { type: 'StartGame' }))).toContain('GameStarted');
    });

    test('the time in which the other could have answered is over → it starts', () => {
      const book = lined();
      book.give('away', { type: 'Ready' });
      book.now += 60_000;
      expect(types(book.give('away', { type: 'StartGame' }))).toContain('GameStarted');
    });

    test('the commissioner wants it → it starts, whoever is ready', () => {
      const book = lined();
      expect(legalCommandTypes(book.state, 'commissioner')).toContain('StartGame');
      expect(types(book.give('commissioner', { type: 'StartGame' }))).toContain('GameStarted');
    });
  });

  test('against the computer → a manager need not be ready', () => {
    const book = lobby({ managers: { home: COMPUTER } });
    book.as(ANN).give('away', { type: 'TakeSeat' });
    book.give('away', { type: 'SetLineup', side: 'away', lineup: lineup('a') });
    expect(types(book.give('away', { type: 'StartGame' }))).toContain('GameStarted');
  });

  test('two computers → due at once', () => {
    const book = lobby({ managers: { away: COMPUTER, home: COMPUTER } });
    expect(dueAt(book.state)).toBe(0);
    expect(types(book.give('clock', { type: 'ExpireStart' }))).toContain('GameStarted');
    expect(dueAt(book.state)).toBe(0);
  });
});

describe('pauses', () => {
  test('offered and accepted → suspended; either manager resumes, in a new turn', () => {
    const book = newDiceGame({ lobby: OPEN });
    book.give('away', { type: 'OfferPause' });
    expect(book.refusal('away', { type: 'OfferPause' }).code).toBe('command/not_allowed');
    expect(types(book.give('home', { type: 'AnswerPause', accept: true }))).toEqual(['GameSuspended']);
    expect(book.refusal('home', { type: 'OfferPause' }).code).toBe('game/suspended');
    expect(types(book.give('home', { type: 'ResumeGame' }))[0]).toBe('GameResumed');
    expect(book.state.status).toBe('live');
    expect(book.refusal('home', { type: 'AnswerPause', accept: true }).code).toBe('command/not_allowed');
  });

  test('declined → the game goes on, and may be offered again; both offer → agreed', () => {
    const book = newDiceGame({ lobby: OPEN });
    book.give('away', { type: 'OfferPause' });
    book.give('home', { type: 'AnswerPause', accept: false });
    expect(book.refusal('home', { type: 'AnswerPause', accept: true }).code).toBe('command/not_allowed');
    book.give('away', { type: 'OfferPause' });
    expect(types(book.give('home', { type: 'OfferPause' }))).toEqual(['GameSuspended']);
  });

  test('the computer agrees', () => {
    const book = newDiceGame({ lobby: OPEN, managers: { home: COMPUTER } });
    expect(types(book.give('away', { type: 'OfferPause' }))).toEqual(['GameSuspended']);
  });
});

describe('giving up', () => {
  test('resigned → the other side has the game, and the secret is told', () => {
    const book = newDiceGame({ lobby: OPEN });
    const events = book.give('home', { type: 'Resign' });
    expect(types(events)).toEqual(['Resigned', 'GameEnded', 'SecretRevealed']);
    expect(events[1]).toMatchObject({ reason: 'forfeitedToAway' });
    expect(book.refusal('away', { type: 'Resign' }).code).toBe('game/over');
  });

  test('six turns in a row left to the clock → the game can be claimed; one decision of his own → not', () => {
    const book = newDiceGame({ lobby: OPEN, clock: { kind: 'perTurn', turnMs: 10_000 } });
    const expire = (): void => {
      if (book.live.half === 'top') book.bat();
      else book.defend();
      book.now += 10_000;
      book.give('clock', { type: 'ExpireTurn', turn: book.turn });
    };
    for (let turns = 0; turns < 5; turns += 1) expire();
    expect(book.refusal('away', { type: 'ClaimAbandoned' })).toMatchObject({
      code: 'command/not_allowed',
      details: { expired: 5, needed: 6 },
    });
    expire();
    expect(book.state.lobby?.expired).toEqual({ away: 0, home: 6 });
    const claim: Command = { type: 'ClaimAbandoned' };
    expect(book.refusal('home', claim).code).toBe('command/not_allowed');
    expect(types(book.give('away', claim))).toEqual(['SideAbandoned', 'GameEnded', 'SecretRevealed']);
  });
});
