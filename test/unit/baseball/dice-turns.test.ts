/** The turn of a dice game: two decisions, hidden from each other, and one play. */
import type { Command } from '../../../src/protocol/commands';
import { GameEvent } from '../../../src/protocol/events';
import type { UserId } from '../../../src/protocol/ids';
import { replay } from '../../../src/baseball/replay';
import { whoDecides } from '../../../src/baseball/state';
import {
  COMPUTER,
  newDiceGame,
  DiceBook,
  PLAIN_DEFENSE,
  PLAIN_OFFENSE,
  SECRET,
  type DiceBookOptions,
} from './dice-book';
import { lineup, player } from './scorebook';

const typesOf = (events: readonly GameEvent[]): string[] => events.map(({ type }) => type);

describe('a turn', () => {
  test.each([
    ['the defense first', true],
    ['the offense first', false],
  ])('both decide, %s → the play, with both decisions and the roll', (_, isDefenseFirst) => {
    const book = newDiceGame({ rolls: [3] });
    const first = isDefenseFirst ? book.defend({ outfieldDepth: 'deep' }) : book.bat({ approach: 'patient' });
    expect(typesOf(first)).toEqual([isDefenseFirst ? 'DefenseSubmitted' : 'OffenseSubmitted']);
    expect(whoDecides(book.state)).toEqual([isDefenseFirst ? 'away' : 'home']);
    const second = isDefenseFirst ? book.bat({ approach: 'patient' }) : book.defend({ outfieldDepth: 'deep' });
    expect(typesOf(second)).toEqual([isDefenseFirst ? 'OffenseSubmitted' : 'DefenseSubmitted', 'PlayRecorded']);
    expect(second[1]).toMatchObject({
      turn: 1,
      notation: 'S8',
      dice: {
        defense: { outfieldDepth: 'deep' },
        offense: { approach: 'patient' },
        rolls: [{ faces: 8, value: 3, for: 'result' }],
      },
    });
    expect(GameEvent.array().parse(book.events)).toEqual(book.events);
    expect(book.table).toMatchObject({ defense: null, offense: null, rolled: 1 });
    expect([book.turn, whoDecides(book.state)]).toEqual([2, ['away', 'home']]);
  });

  test.each<[string, Command, string]>([
    ['one that was played', { type: 'SubmitDefense', turn: 1, decision: PLAIN_DEFENSE }, 'turn/stale'],
    ['one that is not open yet', { type: 'SubmitDefense', turn: 3, decision: PLAIN_DEFENSE }, 'turn/future'],
    ['the open one, as the wrong side', { type: 'SubmitOffense', turn: 2, decision: PLAIN_OFFENSE }, 'seat/wrong_seat'],
    [
      'an infield in with nobody on third',
      { type: 'SubmitDefense', turn: 2, decision: { ...PLAIN_DEFENSE, infieldDepth: 'in' } },
      'decision/illegal',
    ],
  ])('a decision for %s → refused', (_, command, code) => {
    const book = newDiceGame();
    book.roll(3);
    expect(book.refusal('home', command).code).toBe(code);
  });

  test('an illegal decision → the rule and the field', () => {
    const book = newDiceGame();
    const command: Command = { type: 'SubmitOffense', turn: 1, decision: { ...PLAIN_OFFENSE, steal: [1] } };
    expect(book.refusal('away', command)).toEqual({
      code: 'decision/illegal',
      message: 'Nobody is on base 1 to steal from it.',
      details: { rule: 'stealFrom', field: 'steal' },
    });
  });

  test('a second decision for the same turn → refused, the first one stands', () => {
    const book = newDiceGame({ rolls: [1] });
    book.defend({ alignment: 'shift' });
    const again: Command = { type: 'SubmitDefense', turn: 1, decision: PLAIN_DEFENSE };
    expect(book.refusal('home', again).code).toBe('decision/already_in');
    expect(book.bat()[1]).toMatchObject({ dice: { defense: { alignment: 'shift' } } });
  });

  test.each<[Command, string]>([
    [{ type: 'RecordPlay', turn: 1, notation: 'HR' }, 'command/not_allowed'],
    [{ type: 'UndoPlay', turn: 1 }, 'command/not_allowed'],
    [{ type: 'ExpireTurn', turn: 1 }, 'seat/wrong_seat'],
    [{ type: 'EndGame', reason: 'forfeitedToHome' }, 'seat/wrong_seat'],
    [{ type: 'StartGame' }, 'game/already_started'],
    [{ type: 'ResumeGame' }, 'command/not_allowed'],
  ])('a manager gives %j → refused', (command, code) => {
    expect(newDiceGame().refusal('home', command).code).toBe(code);
  });

  test('the scorekeeper, whatever he says → refused', () => {
    const book = newDiceGame();
    expect(book.refusal('scorekeeper', { type: 'SubmitDefense', turn: 1, decision: PLAIN_DEFENSE }).code).toBe(
      'seat/wrong_seat',
    );
  });

  test('a steal → a play of its own, the same batter up in the next turn', () => {
    const book = newDiceGame({ rolls: [3, 1] });
    book.roll(3);
    book.defend();
    const [, play] = book.bat({ steal: [1] });
    expect(play).toMatchObject({ notation: 'SB2', kind: 'stolenBase' });
    expect([book.turn, book.live.upNext.away]).toEqual([3, 2]);
    expect(book.table.mound.home).toEqual({ battersFaced: 1, pitchersBefore: 0 });
  });
});

describe('a substitution', () => {
  const hitter: Command = { type: 'RecordSubstitution', player: player('ab1'), battingOrderSlot: 1, position: 11 };

  test('by the side at bat → what was decided is withdrawn, the next turn opens', () => {
    const book = newDiceGame();
    book.defend({ alignment: 'shift' });
    expect(typesOf(book.give('away', hitter))).toEqual(['PlayerSubstituted', 'TurnOpened']);
    expect([book.turn, book.table.defense]).toEqual([2, null]);
    expect(book.refusal('home', { type: 'SubmitDefense', turn: 1, decision: PLAIN_DEFENSE }).code).toBe('turn/stale');
    expect(book.roll(5)).toMatchObject({ turn: 2, batter: 'ab1', kind: 'homeRun' });
  });

  test.each<[string, Command, string]>([
    ['for the other side', { ...hitter, side: 'home' }, 'seat/wrong_seat'],
    ['of a stranger', { ...hitter, player: player('x1') }, 'substitution/invalid'],
    ['of an opponent', { ...hitter, player: player('hb1') }, 'substitution/invalid'],
    ['for somebody said to be hurt', { ...hitter, injury: true }, 'substitution/invalid'],
  ])('%s → refused', (_, command, code) => {
    expect(newDiceGame().refusal('away', command).code).toBe(code);
  });

  test('of somebody with another hand than his card has → the hand of his card', () => {
    const book = newDiceGame();
    const lying = { ...hitter, player: { ...player('ab1'), name: 'Another', bats: 'L' } } as Command;
    expect(book.give('away', lying)[0]).toMatchObject({ player: { id: 'ab1', name: 'AB1', bats: 'R' } });
  });

  test('of a pitcher → the new one is fresh', () => {
    const book = newDiceGame({ ruleset: { designatedHitter: false } });
    book.roll(2, 2);
    expect(book.table.mound.home.battersFaced).toBe(2);
    book.give('home', { type: 'RecordSubstitution', player: player('hb1'), battingOrderSlot: 1, position: 1 });
    expect(book.table.mound.home).toEqual({ battersFaced: 0, pitchersBefore: 1 });
  });

  test('that leaves a position open → no defense until somebody takes it', () => {
    const book = newDiceGame({ ruleset: { designatedHitter: false } });
    book.give('away', hitter);
    book.roll(1, 1, 1);
    const defense: Command = { type: 'SubmitDefense', turn: book.turn, decision: PLAIN_DEFENSE };
    expect(book.refusal('away', defense)).toMatchObject({ details: { rule: 'positions', vacant: [1] } });
    book.give('away', { type: 'RecordSubstitution', player: player('ab2'), battingOrderSlot: 1, position: 1 });
    expect(book.roll(1)).toMatchObject({ pitcher: 'ab2' });
  });
});

describe('the lineups of a dice game', () => {
  test('a player without a card → refused by name', () => {
    const book = new DiceBook();
    const order = lineup('a', true).order.map((starter, i) =>
      i === 4 ? { ...starter, player: player('nobody1') } : starter,
    );
    const command: Command = { type: 'SetLineup', side: 'away', lineup: { ...lineup('a', true), order } };
    expect(book.refusal('away', command)).toMatchObject({
      code: 'lineup/invalid',
      details: { field: 'order.4.player', rule: 'noCard', player: 'nobody1' },
    });
  });

  test('of the other side → refused', () => {
    const book = new DiceBook();
    const command: Command = { type: 'SetLineup', side: 'home', lineup: lineup('h', true) };
    expect(book.refusal('away', command).code).toBe('seat/wrong_seat');
  });

  test('no bench → all the other cards', () => {
    const book = new DiceBook();
    book.give('away', { type: 'SetLineup', side: 'away', lineup: { ...lineup('a', true), bench: [] } });
    expect(book.state.lineups.away?.bench.map(({ id }) => id)).toEqual(['ab1', 'ab2', 'ab3', 'ab4', 'ab5']);
  });
});

describe('words', () => {
  test('one of each manager, once, before the start', () => {
    const book = new DiceBook();
    book.give('home', { type: 'AddWord', word: 'luck' });
    expect(book.table.words).toEqual({ away: '', home: 'luck' });
    expect(book.refusal('home', { type: 'AddWord', word: 'more' }).code).toBe('command/not_allowed');
    expect(newDiceGame().refusal('home', { type: 'AddWord', word: 'late' }).code).toBe('game/already_started');
  });
});

describe('the computer', () => {
  test('manages one side → decides as each turn opens, unseen', () => {
    const book = newDiceGame({ managers: { home: COMPUTER }, rolls: [3] });
    expect(typesOf(book.events).slice(-2)).toEqual(['GameStarted', 'DefenseSubmitted']);
    expect(whoDecides(book.state)).toEqual(['away']);
    expect(typesOf(book.bat())).toEqual(['OffenseSubmitted', 'PlayRecorded', 'DefenseSubmitted']);
    const defense: Command = { type: 'SubmitDefense', turn: 2, decision: PLAIN_DEFENSE };
    expect(book.refusal('home', defense).code).toBe('seat/wrong_seat');
  });

  test('manages both → each turn is played when the clock says so', () => {
    const book = newDiceGame({ managers: { away: COMPUTER, home: COMPUTER }, rolls: [3] });
    expect(whoDecides(book.state)).toEqual([]);
    const events = book.give('clock', { type: 'ExpireTurn', turn: 1 });
    expect(typesOf(events)).toEqual(['OffenseSubmitted', 'DefenseSubmitted', 'PlayRecorded']);
    expect(book.refusal('clock', { type: 'ExpireTurn', turn: 1 }).code).toBe('turn/stale');
  });
});

describe('the clock', () => {
  const timed = (clock: DiceBookOptions['clock'] & object): DiceBook => newDiceGame({ clock, rolls: [3, 3] });

  test('none → nobody is overdue', () => {
    expect(newDiceGame().refusal('clock', { type: 'ExpireTurn', turn: 1 }).code).toBe('clock/not_due');
  });

  test('per turn → a deadline for each turn; past it the computer decides for who has not', () => {
    const book = timed({ kind: 'perTurn', turnMs: 30_000 });
    const deadline = book.now + 30_000;
    expect(book.table.clock?.deadlines).toEqual({ away: deadline, home: deadline });
    book.defend();
    book.now += 20_000;
    expect(book.refusal('clock', { type: 'ExpireTurn', turn: 1 }).code).toBe('clock/not_due');
    book.now += 10_000;
    const events = book.give('clock', { type: 'ExpireTurn', turn: 1 });
    expect(typesOf(events)).toEqual(['OffenseSubmitted', 'PlayRecorded', 'TurnOpened']);
    expect(events[0]).toMatchObject({ by: 'computer', side: 'away' });
    expect(events[2]).toMatchObject({ turn: 2, at: book.now, deadlines: { away: book.now + 30_000 } });
  });

  test('a bank → what was used is gone, the increment is added, and an expired side has nothing left', () => {
    const book = timed({ kind: 'bank', bankMs: 60_000, incrementMs: 5_000 });
    book.now += 20_000;
    expect(book.defend()[0]).toMatchObject({ bank: 40_000 });
    book.now += 40_000;
    const events = book.give('clock', { type: 'ExpireTurn', turn: 1 });
    expect(events[0]).toMatchObject({ type: 'OffenseSubmitted', bank: 0 });
    expect(book.table.clock).toMatchObject({
      banks: { away: 5_000, home: 45_000 },
      deadlines: { away: book.now + 5_000, home: book.now + 45_000 },
    });
  });

  test('a substitution → the time of who substitutes goes on; who had decided has his anew', () => {
    const book = timed({ kind: 'perTurn', turnMs: 30_000 });
    const start = book.now;
    book.defend();
    book.now += 10_000;
    book.give('away', { type: 'RecordSubstitution', player: player('ab1'), battingOrderSlot: 1, position: 11 });
    expect(book.table.clock?.deadlines).toEqual({ away: start + 30_000, home: book.now + 30_000 });
  });
});

describe('the end of a dice game', () => {
  const short = { innings: 1 };

  test('by the innings → the secret follows, with the number of rolls', () => {
    const book = newDiceGame({ ruleset: short });
    book.roll(1, 1, 1);
    expect(book.roll(5)).toMatchObject({ kind: 'homeRun' });
    expect(typesOf(book.events).slice(-3)).toEqual(['PlayRecorded', 'GameEnded', 'SecretRevealed']);
    expect(book.events.at(-1)).toEqual({ type: 'SecretRevealed', secret: SECRET, rolls: 4 });
    expect(book.refusal('home', { type: 'SubmitDefense', turn: 5, decision: PLAIN_DEFENSE }).code).toBe('game/over');
  });

  test('by the commissioner → the secret follows', () => {
    const book = newDiceGame();
    expect(typesOf(book.give('commissioner', { type: 'EndGame', reason: 'called' }))).toEqual([
      'GameEnded',
      'SecretRevealed',
    ]);
  });

  test('an inning that begins with a runner → he is placed', () => {
    const book = newDiceGame({ ruleset: { innings: 1, automaticRunner: { fromInning: 2, base: 2 } } });
    book.roll(1, 1, 1, 1, 1);
    book.defend();
    expect(typesOf(book.bat())).toEqual([
      'OffenseSubmitted',
      'PlayRecorded',
      'HalfInningEnded',
      'AutomaticRunnerPlaced',
    ]);
    expect(book.live.bases[1]?.id).toBe('a3');
  });
});

describe('a correction by the commissioner', () => {
  test('→ the dice of every play stay, what was decided for the open turn is withdrawn', () => {
    const book = newDiceGame();
    book.roll(3, 6, 1);
    book.defend();
    const events = book.give('commissioner', { type: 'CorrectPlay', turn: 1, notation: 'D7' });
    const turn = ['DefenseSubmitted', 'OffenseSubmitted', 'PlayRecorded'];
    const open = ['DefenseSubmitted', 'TurnOpened'];
    expect(typesOf(events)).toEqual(['HistoryRevised', 'PlayRecorded', ...turn, ...turn, ...open]);
    expect(events[1]).toMatchObject({ notation: 'D7', dice: { rolls: [{ value: 3 }] } });
    expect(book.table).toMatchObject({ rolled: 3, defense: null });
    expect(book.turn).toBe(5);
    expect(replay(book.events)).toEqual(book.state);
  });

  test('of a play before somebody took a seat → he keeps it', () => {
    const book = newDiceGame();
    book.roll(3);
    book.give('commissioner', { type: 'AssignSeat', seat: 'home', user: 'henry' as UserId });
    book.roll(1);
    book.give('commissioner', { type: 'CorrectPlay', turn: 1, notation: 'D7' });
    expect(book.state.seats.home).toBe('henry');
  });

  test('of a turn that was withdrawn → refused', () => {
    const book = newDiceGame();
    book.give('away', { type: 'RecordSubstitution', player: player('ab1'), battingOrderSlot: 1, position: 11 });
    book.roll(1);
    const command: Command = { type: 'CorrectPlay', turn: 1, notation: 'D7' };
    expect(book.refusal('commissioner', command).code).toBe('turn/stale');
  });

  test('that would make an ended game go on → refused: its secret is known', () => {
    const book = newDiceGame({ ruleset: { innings: 1 } });
    book.roll(1, 1, 1, 5);
    expect(book.state.status).toBe('final');
    const command: Command = { type: 'CorrectPlay', turn: 4, notation: 'D7' };
    expect(book.refusal('commissioner', command).message).toMatch(/cannot make the game go on/);
    book.give('commissioner', { type: 'CorrectPlay', turn: 2, notation: '63' });
    expect(book.events.at(-1)).toMatchObject({ type: 'SecretRevealed', rolls: 4 });
    expect(book.state.status).toBe('final');
  });

  test('a manager asks for one → refused', () => {
    const book = newDiceGame();
    book.roll(1);
    expect(book.refusal('home', { type: 'CorrectPlay', turn: 1, notation: 'K' }).code).toBe('seat/wrong_seat');
  });
});

describe('a pause', () => {
  test('suspended and resumed → the turn is withdrawn, the next one opens', () => {
    const book = newDiceGame();
    book.defend();
    book.give('commissioner', { type: 'SuspendGame' });
    const defense: Command = { type: 'SubmitOffense', turn: 1, decision: PLAIN_OFFENSE };
    expect(book.refusal('away', defense).code).toBe('game/suspended');
    expect(typesOf(book.give('commissioner', { type: 'ResumeGame' }))).toEqual(['GameResumed', 'TurnOpened']);
    expect(book.turn).toBe(2);
  });
});
