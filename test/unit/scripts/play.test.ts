/** `npm run play`: the choices by number, the scoreboard, and the plays in words. */
import { choicesFor } from '../../../scripts/play/choices';
import { scoreboard } from '../../../scripts/play/scoreboard';
import { wordsOf } from '../../../scripts/play/words';
import { lineScore } from '../../../src/baseball/line-score';
import { viewFor } from '../../../src/baseball/view';
import type { PlayerId } from '../../../src/protocol/ids';
import { COMPUTER, newDiceGame, type DiceBook } from '../baseball/dice-book';

const NOTHING = { decide: [], substitute: [], run: [], field: [] };

const labels = (book: DiceBook, side: 'away' | 'home'): string[] =>
  choicesFor(viewFor(book.state, side), side).decide.map(({ label }) => label);

describe('choices', () => {
  test('whatever the bases: each choice is accepted, and none is there twice', () => {
    // A single, a walk, a single: the bases fill up.
    const book = newDiceGame({ rolls: [3, 2, 3, 1, 1] });
    for (let turn = 1; turn <= 5; turn += 1) {
      for (const side of ['home', 'away'] as const) {
        const { decide } = choicesFor(viewFor(book.state, side), side);
        expect(decide.length).toBeGreaterThan(3);
        expect(new Set(decide.map(({ command }) => JSON.stringify(command))).size).toBe(decide.length);
        for (const { command } of decide) expect(book.ask(side, command)).toMatchObject({ ok: true });
        const [usual] = decide;
        if (usual === undefined) throw new Error('nothing to choose');
        book.give(side, usual.command);
      }
    }
  });

  test('a runner on first → held, the infield at double-play depth, and he may steal', () => {
    const book = newDiceGame({ rolls: [3] });
    book.roll(3);
    const [usual] = choicesFor(viewFor(book.state, 'home'), 'home').decide;
    expect(usual?.command).toMatchObject({ decision: { hold: [1], infieldDepth: 'doublePlay' } });
    expect(labels(book, 'away')).toEqual(expect.arrayContaining(['Swing away', 'Steal second', 'Hit and run']));
    expect(labels(book, 'away')).not.toContain('Squeeze');
  });

  test('what is decided already, or is over → nothing to choose', () => {
    const book = newDiceGame();
    book.defend();
    expect(choicesFor(viewFor(book.state, 'home'), 'home')).toEqual(NOTHING);
    book.give('home', { type: 'Resign' });
    expect(choicesFor(viewFor(book.state, 'away'), 'away')).toEqual(NOTHING);
  });

  test('the bench → pinch hitters for the batting side, relievers for the other, each accepted', () => {
    const book = newDiceGame();
    for (const side of ['away', 'home'] as const) {
      const { substitute } = choicesFor(viewFor(book.state, side), side);
      expect(substitute.length).toBeGreaterThan(0);
      for (const { command } of substitute) expect(book.ask(side, command)).toMatchObject({ ok: true });
    }
  });
});

describe('changes by name', () => {
  test('a runner on base → whoever sits on the bench may run for him, each accepted', () => {
    const book = newDiceGame();
    book.roll(3);
    const { run } = choicesFor(viewFor(book.state, 'away'), 'away');
    expect(run.map(({ label }) => label)).toEqual(['Run for A1, on first']);
    for (const { command } of run[0]?.choices ?? []) expect(book.ask('away', command)).toMatchObject({ ok: true });
    expect(run[0]?.choices.length).toBeGreaterThan(0);
    expect(choicesFor(viewFor(book.state, 'home'), 'home').run).toEqual([]);
  });

  test('each fielder but the pitcher → another from the bench in his place, each accepted', () => {
    const book = newDiceGame();
    const { field } = choicesFor(viewFor(book.state, 'home'), 'home');
    expect(field.map(({ label }) => label.split(', at ')[1])).toEqual([
      'catcher',
      'first',
      'second',
      'third',
      'short',
      'left',
      'center',
      'right',
    ]);
    const commands = field.flatMap(({ choices }) => choices.map(({ command }) => command));
    for (const command of commands) expect(book.ask('home', command)).toMatchObject({ ok: true });
    expect(choicesFor(viewFor(book.state, 'away'), 'away').field).toEqual([]);
  });

  test('a steal → alone, or with a batter who helps', () => {
    const book = newDiceGame();
    book.roll(3);
    expect(labels(book, 'away').filter((label) => label.startsWith('Steal second'))).toHaveLength(3);
  });

  test('a game that was paused → it may go on', () => {
    const book = newDiceGame({ lobby: { access: 'open' }, managers: { home: COMPUTER } });
    book.give('away', { type: 'OfferPause' });
    const { decide } = choicesFor(viewFor(book.state, 'away'), 'away');
    expect(decide).toEqual([{ label: 'Go on', command: { type: 'ResumeGame' } }]);
    for (const { command } of decide) expect(book.ask('away', command)).toMatchObject({ ok: true });
  });
});

describe('a position that a pinch hitter left open', () => {
  const inField = (designatedHitter: boolean): DiceBook => {
    const book = newDiceGame({ ruleset: { designatedHitter } });
    for (let out = 0; out < 3; out += 1) {
      const [hitter] = choicesFor(viewFor(book.state, 'away'), 'away').substitute;
      if (hitter === undefined) throw new Error('nobody on the bench');
      book.give('away', hitter.command);
      book.roll(1);
    }
    return book;
  };

  test.each([true, false])(
    'designated hitter %s → somebody for it, each accepted, until the side can decide',
    (has) => {
      const book = inField(has);
      let filled = 0;
      for (; labels(book, 'away')[0] !== 'As usual'; filled += 1) {
        const { decide } = choicesFor(viewFor(book.state, 'away'), 'away');
        for (const { command } of decide) expect(book.ask('away', command)).toMatchObject({ ok: true });
        const [first] = decide;
        if (first === undefined) throw new Error('nothing to choose');
        book.give('away', first.command);
      }
      expect(filled).toBe(has ? 2 : 3);
      expect(book.roll(1)).toMatchObject({ kind: 'strikeout' });
    },
  );

  test('→ the pinch hitter first, then the bench', () => {
    const [stays, comes] = labels(inField(true), 'away');
    expect(stays).toMatch(/^AB\d stays in, at /);
    expect(comes).toMatch(/^AB\d for AB\d, at /);
  });
});

describe('what is shown', () => {
  test('the scoreboard → score, inning, outs, and a runner where he stands', () => {
    const book = newDiceGame();
    book.roll(3, 1);
    const text = scoreboard(viewFor(book.state, 'home'), lineScore(book.events));
    expect(text).toMatch(/1 +2 .* 9 +R +H +E\nAway +0 +0 +1 +0\nHome +0 +0 +0\n▲ inning 1 {3}outs ●○○/);
    expect(text).toContain('◆');
    expect(text.split('\n').every((line) => line.length <= 60)).toBe(true);
  });

  test('a game that went into extra innings → the last nine of them; no last turn at bat needed → x', () => {
    const book = newDiceGame();
    const view = { ...viewFor(book.state, 'home'), status: 'final' as const };
    const line = (runsByInning: (number | null)[]) => ({ runsByInning, runs: 3, hits: 7, errors: 0, leftOnBase: 4 });
    const away = line([2, 0, 0, 0, 0, 0, 0, 0, 0, 1]);
    const text = scoreboard(view, { away, home: line([0, 0, 0, 0, 0, 0, 0, 0, 3, null]) });
    expect(text).toMatch(
      /^ +2 +3 +4 +5 +6 +7 +8 +9 +10 +R +H +E\nAway( +0){8} +1 +3 +7 +0\nHome( +0){7} +3 +x +3 +7 +0/,
    );
  });

  test('a play → who did what, who scored, and the dice', () => {
    const book = newDiceGame();
    book.roll(3);
    const play = book.roll(3);
    const words = wordsOf(play, (id) => id.toUpperCase());
    expect(words).toBe('A2 singles to center; A1 to second.\n      (test 3: S8)');
  });

  test('an event that tells a watcher nothing → no words', () => {
    expect(wordsOf({ type: 'GameStarted' }, (id) => id)).toBeNull();
    const replaced = wordsOf(
      {
        type: 'PlayerSubstituted',
        side: 'away',
        player: { id: 'p1' as PlayerId, name: 'Ida Pine' },
        slot: 3,
        position: 11,
        replaced: 'p0' as PlayerId,
      },
      () => 'Otto Ash',
    );
    expect(replaced).toBe('Now pinch hitter: Ida Pine, for Otto Ash.');
  });
});
