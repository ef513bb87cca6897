/** Winning, losing and saving pitcher (OBR 9.17, 9.19, 2019 ed.). */
import type { PitchingDecisions } from '../../../src/protocol/box-score';
import type { GameEvent } from '../../../src/protocol/events';
import { boxScore } from '../../../src/baseball/box-score/box-score';
import { newGame, type Scorebook } from '../baseball/scorebook';

/** Plays so many half-innings of three strikeouts each, but for what `script` has in front of them. */
function play(book: Scorebook, halves: number, script: Readonly<Record<number, () => void>> = {}): Scorebook {
  for (let half = 1; half <= halves; half++) {
    script[half]?.();
    while (book.state.status === 'live' && halvesPlayed(book) < half) book.play('K');
  }
  return book;
}

function halvesPlayed(book: Scorebook): number {
  return book.events.filter((event) => event.type === 'HalfInningEnded').length;
}

function decisions(book: Scorebook, events: readonly GameEvent[] = book.events): PitchingDecisions {
  return boxScore(events).decisions;
}

describe('9.17: winner and loser', () => {
  test('the pitcher of the moment when the lead was taken for good, and who is charged with that run', () => {
    const book = newGame();
    play(book, 18, { 11: () => book.play('HR') });
    expect(decisions(book)).toEqual({ win: 'a1', loss: 'h1', save: null });
  });

  test('a tie makes a new contest', () => {
    const book = newGame();
    play(book, 18, {
      1: () => book.play('HR'),
      14: () => {
        book.substitute('away', 'ab1', [1, 1]);
        book.play('HR');
      },
      15: () => book.play('HR'),
    });
    expect(decisions(book)).toEqual({ win: 'ab1', loss: 'h1', save: null });
  });

  test('he was hit for in the half-inning in which his team took the lead → still his', () => {
    const book = newGame();
    play(book, 18, {
      13: () => {
        book.substitute('away', 'ab1', [1, 11]);
        book.play('HR');
      },
      14: () => {
        book.substitute('away', 'ab1', [1, 7]);
        book.substitute('away', 'ab2', [7, 1]);
      },
    });
    expect(decisions(book)).toEqual({ win: 'a1', loss: 'h1', save: 'ab2' });
  });

  test('9.17(b): a starter with less than five innings cannot win; the most effective reliever does', () => {
    const book = newGame();
    play(book, 18, {
      1: () => book.play('HR', 'HR', 'HR'),
      10: () => book.substitute('away', 'ab1', [1, 1]),
      12: () => {
        book.substitute('away', 'ab2', [1, 1]);
      },
      18: () => {
        book.substitute('away', 'ab3', [1, 1]);
        book.play('HR');
      },
    });
    expect(decisions(book)).toEqual({ win: 'ab2', loss: 'h1', save: 'ab3' });
  });

  test('9.17(b): four innings are enough when his team was in the field for five', () => {
    const book = newGame();
    play(book, 10, { 1: () => book.play('HR'), 10: () => book.substitute('away', 'ab1', [1, 1]) });
    book.give({ type: 'EndGame', reason: 'called' });
    expect(decisions(book)).toEqual({ win: 'a1', loss: 'h1', save: 'ab1' });
  });

  test('9.17(c): brief and bad → the reliever after him wins', () => {
    const book = newGame();
    play(book, 18, {
      12: () => {
        book.play('K', 'K', 'W', 'W.1-2');
        book.substitute('away', 'ab1', [1, 1]);
        book.play('D7.2-H;1-H');
      },
      13: () => book.play('HR', 'HR', 'HR'),
      14: () => book.substitute('away', 'ab2', [1, 1]),
    });
    expect(decisions(book)).toEqual({ win: 'ab2', loss: 'h1', save: null });
  });

  test('the loser is who is charged with the run, not who gave it up', () => {
    const book = newGame();
    play(book, 18, {
      17: () => {
        book.play('W');
        book.substitute('home', 'hb1', [1, 1]);
        book.play('HR.1-H');
      },
    });
    expect(decisions(book)).toEqual({ win: 'a1', loss: 'h1', save: null });
  });

  test('a tie, or a game that goes on → nobody', () => {
    const book = newGame();
    play(book, 10);
    expect(decisions(book)).toEqual({ win: null, loss: null, save: null });
    book.give({ type: 'EndGame', reason: 'called' });
    expect(decisions(book)).toEqual({ win: null, loss: null, save: null });
  });

  test('9.03(e): forfeited to the team that was behind → nobody', () => {
    const book = newGame();
    play(book, 12, { 1: () => book.play('HR') });
    book.give({ type: 'EndGame', reason: 'forfeitedToHome' });
    expect(decisions(book)).toEqual({ win: null, loss: null, save: null });
  });
});

describe('9.19: the save', () => {
  /** The visitors lead by `runs`; ab1 comes in at half-inning `half`, after the home team's `plays`. */
  function saved(runs: number, half: number, ...plays: string[]): string | null {
    const book = newGame();
    play(book, 18, {
      1: () => {
        for (let run = 0; run < runs; run++) book.play('HR');
      },
      [half]: () => {
        if (plays.length > 0) book.play(...plays);
        book.substitute('away', 'ab1', [1, 1]);
      },
    });
    return decisions(book).save;
  }

  test('an inning with a lead of three → saved; of four → not', () => {
    expect(saved(3, 18)).toBe('ab1');
    expect(saved(4, 18)).toBeNull();
  });

  test('the tying run on deck, whatever the score → saved', () => {
    expect(saved(4, 18, 'S8', 'S8.1-2', 'K', 'K')).toBe('ab1');
    expect(saved(5, 18, 'S8', 'S8.1-2', 'K', 'K')).toBeNull();
  });

  test('three innings → saved by any lead', () => {
    expect(saved(9, 14)).toBe('ab1');
  });
});

test('the official scorer’s word outranks the rule, where the game’s info has it', () => {
  const book = newGame();
  play(book, 18, { 1: () => book.play('HR'), 18: () => book.substitute('away', 'ab1', [1, 1]) });
  const [first, ...rest] = book.events;
  if (first?.type !== 'GameScheduled') throw new Error('no game');
  const named = (info: Record<string, string>): PitchingDecisions => decisions(book, [{ ...first, info }, ...rest]);
  expect(named({})).toEqual({ win: 'a1', loss: 'h1', save: 'ab1' });
  expect(named({ wp: 'ab1', save: '' })).toEqual({ win: 'ab1', loss: 'h1', save: null });
});
