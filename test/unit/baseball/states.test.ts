/** What a game answers in each of its states: commands, adjustments, views, summaries, replay. */
import type { PlayerId } from '../../../src/protocol/ids';
import { GameEvent } from '../../../src/protocol/events';
import { GameSummary } from '../../../src/protocol/scores';
import { GameView } from '../../../src/protocol/view';
import { legalCommands, legalCommandTypes } from '../../../src/baseball/legal-commands';
import { fold, replay } from '../../../src/baseball/replay';
import {
  baseOutState,
  basesOccupied,
  currentCatcher,
  runnerOn,
  upcastState,
  whoDecides,
  type GameState,
} from '../../../src/baseball/state';
import { summaryOf } from '../../../src/baseball/summary';
import { projectEvent, viewFor } from '../../../src/baseball/view';
import { newDiceGame } from './dice-book';
import { after, lineup, newGame, player, Scorebook } from './scorebook';

describe('a game before its start', () => {
  test('plays → refused', () => {
    expect(new Scorebook().refusal({ type: 'RecordPlay', turn: 1, notation: 'K' }).code).toBe('game/not_started');
  });

  test('its view and summary → nothing but the teams', () => {
    const { state } = new Scorebook();
    expect(GameView.parse(viewFor(state, 'spectator'))).toMatchObject({
      status: 'scheduled',
      turn: 0,
      situation: null,
    });
    expect(GameSummary.parse(summaryOf(state))).toMatchObject({ status: 'scheduled', inning: 0 });
    expect([whoDecides(state), legalCommandTypes(state, 'home')]).toEqual([['scorekeeper'], ['SetLineup']]);
  });
});

describe('a state', () => {
  test('kept before there were dice games → the same state, of a scored one', () => {
    const { state } = after('S8', 'D7.1-3');
    const { dice, ...old } = state;
    expect(dice).toBeNull();
    expect(upcastState(old as GameState)).toEqual(state);
    expect(upcastState(state)).toBe(state);
  });

  test('kept when a turn was credited once at most → the same state, that counts it', () => {
    const { state } = newDiceGame({ clock: { kind: 'perTurn', turnMs: 40_000 } });
    const { dice } = state;
    const clock = dice?.clock;
    if (dice == null || clock == null) throw new Error('the game has no clock');
    const { credits: _credits, ...before } = clock;
    const kept = (isCredited: boolean) =>
      ({ ...state, dice: { ...dice, clock: { ...before, isCredited } } }) as unknown as GameState;
    expect(upcastState(kept(false))).toEqual(state);
    expect(upcastState(kept(true))).toEqual({ ...state, dice: { ...dice, clock: { ...clock, credits: 1 } } });
  });
});

describe('a live game', () => {
  test('decisions in a scored game → refused', () => {
    const book = after('S8');
    const rejection = book.refusal({ type: 'AddWord', word: 'luck' });
    expect(rejection).toMatchObject({ code: 'command/not_allowed', details: { command: 'AddWord' } });
  });

  test('its view → names, bases, count', () => {
    const book = after('S8', 'D7.1-3');
    book.give({ type: 'RecordPitches', turn: 3, count: { balls: 2, strikes: 0 } });
    expect(GameView.parse(viewFor(book.state, 'home'))).toMatchObject({
      status: 'live',
      turn: 3,
      situation: {
        bases: [null, { id: 'a2', name: 'A2' }, { id: 'a1', name: 'A1' }],
        batter: { id: 'a3' },
        pitcher: { id: 'h1' },
        count: { balls: 2, strikes: 0 },
      },
    });
  });

  test('what everybody asks of a state', () => {
    const { started } = after('S8', 'D7.1-3', 'K');
    expect([basesOccupied(started), baseOutState(started), runnerOn(started, 3)?.id]).toEqual([6, 19, 'a1']);
    expect(currentCatcher(started)?.id).toBe('h2');
  });

  test('setting a lineup or starting again → refused', () => {
    expect(after().refusal({ type: 'StartGame' }).code).toBe('game/already_started');
    const again = { type: 'SetLineup', side: 'home', lineup: lineup('h') } as const;
    expect(after().refusal(again, 'home').code).toBe('game/already_started');
  });

  test('suspended → only resumed or called', () => {
    const book = after('S8');
    expect(book.refusal({ type: 'ResumeGame' }).code).toBe('command/not_allowed');
    book.give({ type: 'SuspendGame' });
    expect(book.refusal({ type: 'RecordPlay', turn: 2, notation: 'K' }).code).toBe('game/suspended');
    expect(legalCommandTypes(book.state, 'scorekeeper')).toEqual([
      'ResumeGame',
      'EndGame',
      'SetEarnedRuns',
      'UndoPlay',
      'CorrectPlay',
    ]);
    book.give({ type: 'ResumeGame' });
    expect(book.bases).toBe('a1 - -');
    book.give({ type: 'SuspendGame' });
    book.give({ type: 'EndGame', reason: 'called' });
    expect(viewFor(book.state, 'home').endReason).toBe('called');
    expect(legalCommandTypes(book.state, 'scorekeeper')).toEqual(['SetEarnedRuns', 'UndoPlay', 'CorrectPlay']);
  });

  test('managers of a scored game → nothing to command', () => {
    expect([legalCommandTypes(after().state, 'home'), legalCommands(after().state, 'home')]).toEqual([[], []]);
  });
});

describe('adjustments', () => {
  const switchHitter = (): Scorebook => {
    const away = lineup('a');
    away.order[0] = { player: player('a1', { bats: 'B' }), position: 1 };
    const home = lineup('h');
    home.order[0] = { player: player('h1', { throws: 'R' }), position: 1 };
    return newGame({ away, home });
  };

  test('a switch hitter → bats from the side opposite the pitcher’s arm', () => {
    expect(switchHitter().play('K')).toMatchObject({ batterHand: 'L', pitcherHand: 'R' });
  });

  test('… unless the scorekeeper names his side', () => {
    const book = switchHitter();
    book.give({
      type: 'RecordAdjustment',
      adjustment: { kind: 'battingHand', player: 'a1' as PlayerId, hand: 'R' },
    });
    expect(book.play('K').batterHand).toBe('R');
  });

  test('an arm named by the scorekeeper → for this plate appearance', () => {
    const book = switchHitter();
    book.give({
      type: 'RecordAdjustment',
      adjustment: { kind: 'pitchingHand', player: 'h1' as PlayerId, hand: 'L' },
    });
    expect(book.play('K')).toMatchObject({ batterHand: 'R', pitcherHand: 'L' });
    expect(book.play('K').pitcherHand).toBe('R');
  });

  test('the hand of one who is not there → refused', () => {
    const adjustment = { kind: 'battingHand', player: 'a2' as PlayerId, hand: 'R' } as const;
    expect(after().refusal({ type: 'RecordAdjustment', adjustment }).message).toBe('a2 is not at bat; a1 is.');
  });

  test('batting out of turn → the named slot bats, and the order goes on from it', () => {
    const book = after();
    const adjustment = { kind: 'battingOutOfTurn', side: 'away', battingOrderSlot: 4 } as const;
    book.give({ type: 'RecordAdjustment', adjustment });
    expect([book.play('S8').batter, book.play('K').batter]).toEqual(['a4', 'a5']);
    const home = { ...adjustment, side: 'home' } as const;
    expect(book.refusal({ type: 'RecordAdjustment', adjustment: home }).code).toBe('adjustment/invalid');
    expect(book.refusal({ type: 'RecordAdjustment', adjustment }).message).toBe('A4 is on base.');
  });

  test('another pitcher is held responsible → the run is his', () => {
    const book = newGame({ hasHitter: true });
    book.play('T7');
    book.substitute('home', 'hb1', [0, 1]);
    const pitcher = 'hb1' as PlayerId;
    book.give({ type: 'RecordAdjustment', adjustment: { kind: 'responsiblePitcher', pitcher, base: 3 } });
    expect(book.started.bases[2]?.pitcher).toBe('hb1');
    const empty = { kind: 'responsiblePitcher', pitcher, base: 1 } as const;
    expect(book.refusal({ type: 'RecordAdjustment', adjustment: empty }).message).toBe('Base 1 is empty.');
  });
});

describe('the automatic runner (7.01(b), 2020)', () => {
  const tenth = (): Scorebook => {
    const book = newGame({ ruleset: { innings: 1, automaticRunner: { fromInning: 2, base: 2 } } });
    book.side(2);
    return book;
  };
  const place = (id: string, base = 2) =>
    ({ type: 'RecordAdjustment', adjustment: { kind: 'automaticRunner', player: id as PlayerId, base } }) as const;

  test('stands on second, counts for left on base, and is the pitcher’s', () => {
    const book = tenth();
    book.give(place('a3'));
    expect([book.bases, book.started.bases[1]?.pitcher]).toEqual(['- a3 -', 'h1']);
    book.side();
    expect(book.lineScore.away).toMatchObject({ runs: 0, leftOnBase: 1 });
  });

  test('… also while the pitcher’s slot was hit for: then he is the last pitcher’s', () => {
    const book = newGame({ ruleset: { innings: 1, automaticRunner: { fromInning: 2, base: 2 } } });
    book.side();
    book.substitute('home', 'hb1', [1, 11]);
    book.side();
    book.give(place('a3'));
    expect(book.started.bases[1]?.pitcher).toBe('h1');
    book.substitute('home', 'hb2', [1, 1]);
    expect(book.play('S8.2-H').runners.map(({ base, pitcher }) => [base, pitcher])).toContainEqual([2, 'h1']);
  });

  test.each([
    ['before its inning', newGame({ ruleset: { automaticRunner: { fromInning: 10, base: 2 } } }), place('a3')],
    ['where no rule knows him', after(), place('a3')],
    ['on another base', tenth(), place('a3', 1)],
    ['one who does not bat', tenth(), place('ab1')],
  ])('%s → refused', (_what, book, command) => {
    expect(book.refusal(command).code).toBe('adjustment/invalid');
  });

  test('after the first play, or twice → refused', () => {
    const book = tenth();
    book.give(place('a3'));
    expect(book.refusal(place('a3')).code).toBe('adjustment/invalid');
    const late = tenth();
    late.play('K');
    expect(late.refusal(place('a3')).code).toBe('adjustment/invalid');
  });
});

describe('events', () => {
  test('replay → the state; a fold sees each event beside the state before it', () => {
    const book = after('S8', 'D7.1-3', 'HR', 'K');
    expect(replay(book.events)).toEqual(book.state);
    const turns = fold(book.events, [] as number[], (seen, before, event) =>
      event.type === 'PlayRecorded' ? [...seen, before?.status === 'live' ? before.turn : -1] : seen,
    );
    expect(turns).toEqual([1, 2, 3, 4]);
  });

  test('survive JSON, fit their schema, and look the same to everybody in a scored game', () => {
    const book = after('S8', '64(1)3/GDP', 'W', 'POCS2(1361)');
    for (const event of book.events) {
      expect(GameEvent.parse(JSON.parse(JSON.stringify(event)))).toEqual(event);
      expect(projectEvent(event, 'spectator')).toEqual(event);
    }
    expect(JSON.parse(JSON.stringify(book.state))).toEqual(book.state);
  });

  test('a journal that is broken → a violation, not a state', () => {
    const book = after('S8');
    expect(() => replay([])).toThrow('violation');
    expect(() => replay(book.events.slice(1))).toThrow('violation');
    expect(() => replay([...book.events, ...book.events.slice(0, 1)])).toThrow('violation');
  });
});
