/**
 * What is offered around a dice game: in every state of random games each seat's offers are accepted, and what is
 * accepted is offered: listed, or by its kind where a name or an invite belongs to it that the list cannot know.
 */
import fc from 'fast-check';
import type { Command } from '../../../src/protocol/commands';
import type { UserId } from '../../../src/protocol/ids';
import type { LobbyCommand } from '../../../src/protocol/lobby';
import type { Seat } from '../../../src/protocol/seat';
import { isLobbyCommand } from '../../../src/baseball/decide-lobby';
import { legalCommands, legalCommandTypes } from '../../../src/baseball/legal-commands';
import { seededDice } from '../../../src/baseball/seeded-dice';
import { COMPUTER, DiceBook, anyDecision, newDiceGame, type DiceBookOptions } from './dice-book';
import '../../support/fixed-chance';

const INVITE = 'the-word-of-the-link';
const ANN = 'ann' as UserId;
const BOB = 'bob' as UserId;
const SEATS: readonly Seat[] = ['away', 'home', 'scorekeeper', 'commissioner'];
const OPEN = { access: 'open' } as const;

/** Every command of the lobby, with the words that tests know. */
const ALL: readonly LobbyCommand[] = [
  { type: 'TakeSeat' },
  { type: 'TakeSeat', invite: INVITE },
  { type: 'TakeSeat', invite: 'another-word-of-a-link' },
  { type: 'LeaveSeat' },
  { type: 'Ready' },
  { type: 'ExpireStart' },
  { type: 'CreditClock', turn: 1, ms: 1_000 },
  { type: 'OfferPause' },
  { type: 'AnswerPause', accept: true },
  { type: 'AnswerPause', accept: false },
  { type: 'Resign' },
  { type: 'ClaimAbandoned' },
  ...SEATS.flatMap((seat): LobbyCommand[] => [
    { type: 'AssignSeat', seat, user: null },
    { type: 'AssignSeat', seat, user: BOB },
  ]),
];

/** Those with a word or a name in them that no list can hold. */
const isUnbounded = (command: Command): boolean =>
  (command.type === 'TakeSeat' && command.invite !== undefined) ||
  (command.type === 'AssignSeat' && command.user !== null);

const acceptedFrom = (book: DiceBook, seat: Seat): LobbyCommand[] =>
  ALL.filter((command) => book.ask(seat, command).ok);

const offeredTo = (book: DiceBook, seat: Seat): Command[] => legalCommands(book.state, seat).filter(isLobbyCommand);

function checkSeat(book: DiceBook, seat: Seat): void {
  const accepted = acceptedFrom(book, seat);
  expect(offeredTo(book, seat)).toEqual(accepted.filter((command) => !isUnbounded(command)));
  const types = legalCommandTypes(book.state, seat).filter((type) => ALL.some((command) => command.type === type));
  expect(new Set(types)).toEqual(new Set(accepted.map(({ type }) => type)));
}

const SETTINGS: readonly DiceBookOptions[] = [
  { lobby: OPEN },
  { lobby: { access: 'invite', invite: INVITE } },
  { lobby: { access: 'closed' } },
  { lobby: OPEN, managers: { home: COMPUTER } },
  { lobby: OPEN, clock: { kind: 'perTurn', turnMs: 10_000 } },
];

type Step = readonly [who: number, what: number];

/** A decision, the clock's word, or a command of the lobby; those that end a game seldom. */
function step(book: DiceBook, [who, what]: Step): void {
  const side = who % 2 === 0 ? 'away' : 'home';
  book.now += 4_000;
  if (book.state.status === 'live' && what % 4 === 0) {
    const expiry: Command = { type: 'ExpireTurn', turn: book.turn };
    if (book.ask('clock', expiry).ok) book.give('clock', expiry);
    const decision = anyDecision(book, side, what);
    if (book.state.status === 'live' && book.ask(side, decision).ok) book.give(side, decision);
    return;
  }
  const seat = SEATS[who % SEATS.length] ?? 'away';
  const commands: Command[] = [...acceptedFrom(book, seat), { type: 'ResumeGame' }];
  const given = commands.filter(({ type }) => type !== 'Resign' || what % 50 === 1);
  const command = given[what % given.length];
  if (command !== undefined && book.as(who % 3 === 0 ? ANN : BOB).ask(seat, command).ok) book.give(seat, command);
}

describe('commands of the lobby', () => {
  test('random games: what is offered is accepted, and what is accepted is offered', () => {
    const steps = fc.array(fc.tuple(fc.nat(999), fc.nat(9_999)), { minLength: 5, maxLength: 40 });
    fc.assert(
      fc.property(steps, fc.constantFrom(...SETTINGS), (all, options) => {
        const book = new DiceBook({ ...options, dice: seededDice(7) });
        for (const each of all) {
          SEATS.forEach((seat) => checkSeat(book, seat));
          step(book, each);
        }
        SEATS.forEach((seat) => checkSeat(book, seat));
      }),
      { numRuns: 60 },
    );
  });

  test('a private game → the kind is named, and its invite is in no list', () => {
    const { state } = new DiceBook({ lobby: { access: 'invite', invite: INVITE } });
    expect(legalCommandTypes(state, 'away')).toContain('TakeSeat');
    expect(JSON.stringify(legalCommands(state, 'away'))).not.toContain(INVITE);
  });

  test('a pause that the other side offers → both answers, and an offer of one’s own', () => {
    const book = newDiceGame({ lobby: OPEN });
    book.give('away', { type: 'OfferPause' });
    expect(offeredTo(book, 'home')).toEqual(
      expect.arrayContaining([
        { type: 'OfferPause' },
        { type: 'AnswerPause', accept: true },
        { type: 'AnswerPause', accept: false },
      ]),
    );
    expect(offeredTo(book, 'away').map(({ type }) => type)).not.toContain('OfferPause');
  });

  test('six turns in a row left to the clock → a claim', () => {
    const book = newDiceGame({ lobby: OPEN, clock: { kind: 'perTurn', turnMs: 10_000 }, dice: seededDice(3) });
    while (book.state.lobby?.expired.home !== 6) {
      expect(offeredTo(book, 'away')).not.toContainEqual({ type: 'ClaimAbandoned' });
      if (book.live.half === 'top') book.bat();
      else book.defend();
      book.now += 10_000;
      book.give('clock', { type: 'ExpireTurn', turn: book.turn });
    }
    expect(offeredTo(book, 'away')).toContainEqual({ type: 'ClaimAbandoned' });
    expect(offeredTo(book, 'home')).not.toContainEqual({ type: 'ClaimAbandoned' });
  });

  test('the computer’s seat, and a game that is over → nothing', () => {
    const book = newDiceGame({ lobby: OPEN, managers: { home: COMPUTER } });
    expect(offeredTo(book, 'home')).toEqual([]);
    book.give('away', { type: 'Resign' });
    expect(SEATS.flatMap((seat) => offeredTo(book, seat))).toEqual([]);
  });
});
