/** Earned runs reconstructed by rule (OBR 9.16, 2019 ed.), case by case. */
import { reconstructRuns } from '../../../src/baseball/earned-runs';
import { newGame, player, type Scorebook } from '../baseball/scorebook';

/** The runs of a game so far: "e" earned, "u" unearned, "t" earned against the pitcher and not against his team. */
function kinds(book: Scorebook): string {
  return reconstructRuns(book.events)
    .map(({ kind }) => kind.charAt(0))
    .join('');
}

/** The runs of the first half-inning, with these plays. */
function after(...notations: string[]): string {
  const book = newGame();
  book.play(...notations);
  return kinds(book);
}

/** Earned runs by pitcher. */
function charged(book: Scorebook): Record<string, number> {
  const earned: Record<string, number> = {};
  for (const { pitcher, kind } of reconstructRuns(book.events)) {
    earned[pitcher] = (earned[pitcher] ?? 0) + (kind === 'unearned' ? 0 : 1);
  }
  return earned;
}

describe('9.16(a): what earns a run', () => {
  test('hits, walks, hit batsmen, sacrifices, steals, balks and wild pitches', () => {
    expect(after('S8', 'W.1-2', 'S9.2-H;1-3', '8/SF.3-H')).toBe('ee');
    expect(after('HP', 'SB2', 'BK.2-3', 'WP.3-H')).toBe('e');
    expect(after('D7', '34/SH.2-3', '63/G.3-H')).toBe('e');
  });

  test('a wild pitch on the third strike → the batter is on base by the pitcher’s fault', () => {
    expect(after('K+WP.B-1', 'HR.1-H')).toBe('ee');
    expect(after('K+PB.B-1', 'HR.1-H')).toBe('ue');
  });

  test('comment, example 1: the third out missed → nothing after it is earned', () => {
    expect(after('8', '7', 'E6/G', 'HR.1-H', 'HR', 'K')).toBe('uuu');
  });

  test('comment, example 2: a wild pitch brings him home → earned', () => {
    expect(after('8', 'T9', 'WP.3-H', '7', '7')).toBe('e');
  });

  test('comment, example 4: interference is no out that was missed', () => {
    expect(after('8', '7', 'C/E2', 'HR.1-H', 'K')).toBe('ue');
  });
});

describe('9.16(b), (c): runners who should not be there', () => {
  test('prolonged by a muffed foul fly → his run is not earned, and he was an out', () => {
    expect(after('FLE3', 'S8', 'HR.1-H')).toBe('ue');
    expect(after('8', '7', 'FLE3', 'HR')).toBe('u');
    expect(after('FLE3', 'K', '8', 'HR')).toBe('e');
  });

  test('reached on an error → his run is not earned, those behind him are', () => {
    expect(after('E6/G', 'HR.1-H')).toBe('ue');
  });

  test('should have been caught stealing → out, if the throw had been held', () => {
    expect(after('S8', 'CS2(2E4)', 'S8.2-H')).toBe('u');
    expect(after('8', 'S8', 'CS2(2E4)', '8', 'HR.2-H')).toBe('uu');
  });

  test('should have been out on the bases → out', () => {
    expect(after('S8.BX2(8E4)', 'S8.2-H')).toBe('u');
  });

  test('a force on one who should not be there → who takes his place should not be there either', () => {
    expect(after('E6/G', '64(1)/FO/G', 'T8.1-H')).toBe('u');
    expect(after('S8', '64(1)/FO/G', 'T8.1-H')).toBe('e');
  });

  test('an error on a force play → the runner should be out, not the batter', () => {
    expect(after('S8', 'E4/FO/G.1-2', 'HR.2-H;1-H')).toBe('uee');
  });
});

describe('9.16(d), (f): runners who were helped on', () => {
  test('helped on by an error, and nothing brings him home after it → not earned', () => {
    expect(after('S8.B-3(E8)', 'WP.3-H', 'K', 'K', 'K')).toBe('u');
    expect(after('S8', 'SB2.1-3(E2/TH)', '63/G.3-H', 'K', 'K')).toBe('u');
  });

  test('helped on by a passed ball, and home on a hit that would have brought him anyway → earned', () => {
    expect(after('S8', 'PB.1-2', 'HR.2-H')).toBe('ee');
    expect(after('D8', 'PB.2-3', 'S8.3-H')).toBe('e');
    expect(after('S8', 'PB.1-2', 'D5.2-H', 'K', 'K', 'K')).toBe('u');
  });

  test('home by an error, and a later play would have brought him → earned in the end', () => {
    const book = newGame();
    book.play('T8', 'PB.3-H');
    expect(kinds(book)).toBe('u');
    book.play('S8', 'K', 'K', 'K');
    expect(kinds(book)).toBe('e');
  });

  test('a wild pick-off throw moves everybody → no base of it counts', () => {
    expect(after('D8', 'W', 'PO2(E1).2-3;1-2', '8/SF.3-H', 'K', 'K')).toBe('u');
  });

  test('a run that the batter drove in while he was safe on an error → earned', () => {
    expect(after('T8', 'E4/G.3-H', 'K', 'K', 'K')).toBe('e');
    expect(after('T8', 'E4/G.3-H(NR)', 'K', 'K', 'K')).toBe('u');
  });
});

describe('9.16(g)–(i): relief', () => {
  test('a chance missed before he came in helps the starter, and not him', () => {
    const book = newGame();
    book.play('8', '7', 'E6/G');
    book.substitute('home', 'hb1', [1, 1]);
    book.play('HR.1-H', 'HR', 'K');
    expect(kinds(book)).toBe('utt');
    expect(charged(book)).toEqual({ h1: 0, hb1: 2 });
  });

  test('a chance missed after he came in helps both', () => {
    const book = newGame();
    book.play('8', '7', 'S8');
    book.substitute('home', 'hb1', [1, 1]);
    book.play('E6/G.1-2', 'HR.2-H;1-H', 'K');
    expect(kinds(book)).toBe('uuu');
  });

  test('the next half-inning begins anew', () => {
    const book = newGame();
    book.play('8', '7', 'E6/G', 'K');
    book.play('HR');
    expect(kinds(book)).toBe('e');
  });
});

test('an automatic runner: his run is not earned, and he was no out that was missed', () => {
  const book = newGame({ ruleset: { innings: 1, automaticRunner: { fromInning: 2, base: 2 } } });
  book.side(2);
  book.give({
    type: 'RecordAdjustment',
    adjustment: { kind: 'automaticRunner', player: player('a3').id, base: 2 },
  });
  book.play('K', 'K', 'S8.2-H', 'HR.1-H', 'K');
  expect(kinds(book)).toBe('uee');
});
