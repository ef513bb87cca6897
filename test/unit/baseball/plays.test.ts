/** Plays judged: who ends where, who is driven in, who is charged. Sections are of the Official Baseball Rules. */
import { after, battedIn, newGame, outcome } from './scorebook';

describe('two attempts of one runner', () => {
  test('out, and then safe on an error → the out stands, and the inning is over', () => {
    const book = after('W', 'W', 'W', 'K', 'K');
    const play = book.play('POCS2(134);POSB2(E8/TH)');
    expect([play.outsMade, play.runners.find(({ base }) => base === 1)?.to]).toEqual([1, 0]);
  });
});

describe('implied advances', () => {
  test('a walk with runners on first and second → both are forced on (5.05(b)(1))', () => {
    const book = after('W', 'W', 'W');
    expect(book.bases).toBe('a3 a2 a1');
  });

  test('a walk with the bases full → a run, driven in (9.04(a)(2))', () => {
    const book = after('W', 'W', 'W');
    const walk = book.play('W');
    expect([book.score, battedIn(walk), book.bases]).toEqual(['1:0', 1, 'a4 a3 a2']);
  });

  test('a walk with first base empty → nobody is forced', () => {
    const book = after('D7', 'W');
    expect(book.bases).toBe('a2 a1 -');
  });

  test('a single with a runner on first of whom nothing is said → he makes room', () => {
    expect(after('S8', 'S7').bases).toBe('a2 a1 -');
  });

  test('a home run → everybody scores, all driven in', () => {
    const book = after('S8', 'S7');
    const homer = book.play('HR/F78');
    expect([book.score, battedIn(homer), book.bases]).toEqual(['3:0', 3, '- - -']);
  });

  test('a double with a runner on first and one on third → they make room without a run too many', () => {
    const book = after('T9', 'W', 'D8.3-H');
    expect([book.score, book.bases]).toEqual(['1:0', '- a3 a2']);
  });

  test('a steal → the others stay where they are', () => {
    expect(after('T9', 'W', 'SB2').bases).toBe('- a2 a1');
  });
});

describe('runs batted in (9.04)', () => {
  const battedInBy = (before: string[], notation: string): number => battedIn(after(...before).play(notation));

  test.each([
    ['a single', ['D7'], 'S8.2-H', 1],
    ['a sacrifice fly', ['T7'], '8/F8/SF.3-H', 1],
    ['a fielder’s choice', ['T7'], 'FC6.3-H', 1],
    ['a ground-ball double play → none (9.04(b)(1))', ['T7', 'W'], '64(1)3/GDP.3-H', 0],
    ['a force-out that is no double play', ['T7', 'W'], '64(1)/FO.3-H', 1],
    ['an error, runner on third, none out (9.04(a)(3))', ['T7'], 'E6.3-H', 1],
    ['an error, runner on second → none', ['D7'], 'E6.2-H', 0],
    ['an error, runner on third, two out → none', ['K', 'K', 'T7'], 'E6.3-H', 0],
    ['a single and an error behind it → none', ['W'], 'S9.1-H(E9)', 0],
    ['the runner ahead of the error', ['D7', 'W'], 'S9.2-H;1-3(E9)', 1],
    ['a throw home that is dropped, the runner safe all the same', ['D7'], 'S9.2-H(9E2)', 1],
    ['a throw home that would have been in time, dropped → none', ['D7'], 'S9.2XH(9E2)', 0],
    ['a wild pitch → none', ['T7'], 'WP.3-H', 0],
    ['a strikeout with a wild pitch → none', ['T7'], 'K+WP.3-H;B-1', 0],
    ['no run batted in, said outright', ['T7'], '63.3-H(NR)', 0],
    ['a run batted in, said outright', ['K', 'K', 'T7'], 'E6.3-H(RBI)', 1],
    ['a batter hit with the bases full', ['W', 'W', 'W'], 'HP', 1],
    ['interference with the bases full', ['W', 'W', 'W'], 'C/E2', 1],
    ['a walk and a wild pitch → none', ['D7', 'W'], 'W+WP.2-H;1-3', 0],
  ])('%s', (_what, before, notation, expected) => {
    expect(battedInBy(before, notation)).toBe(expected);
  });
});

describe('runs', () => {
  test('(UR) and (TUR) → unearned, and unearned to the team', () => {
    const event = after('D7', 'W').play('S9.2-H(UR);1-H(TUR)');
    expect([outcome(event, 2).run, outcome(event, 1).run]).toEqual(['unearned', 'teamUnearned']);
  });

  test('a run that is not marked → earned', () => {
    expect(outcome(after('T7').play('8/SF.3-H'), 3).run).toBe('earned');
  });

  test('an unearned run marked in the steal, as older records do', () => {
    expect(outcome(after('T7').play('SBH(UR)'), 3)).toMatchObject({ to: 4, run: 'unearned', stolenBase: true });
  });
});

describe('outs and who made them (9.09, 9.10)', () => {
  test('a strikeout → the catcher’s putout', () => {
    expect(after().play('K')).toMatchObject({ outsMade: 1, putouts: [2], atBat: true });
  });

  test('a third strike, the batter out at first, and nobody said by whom → the catcher’s putout', () => {
    const play = after().play('K.BX1');
    expect([play.putouts, outcome(play, 0)]).toEqual([[2], { base: 0, id: 'a1', to: 0, play: '2' }]);
  });

  test('a dropped third strike thrown out at first → putout 3, assist 2', () => {
    expect(after().play('K23')).toMatchObject({ outsMade: 1, putouts: [3], assists: [2] });
    expect(after().play('K.BX1(23)')).toMatchObject({ outsMade: 1, putouts: [3], assists: [2] });
  });

  test('a dropped third strike, safe → no out', () => {
    const book = after();
    const event = book.play('K+PB.B-1');
    expect(event).toMatchObject({ outsMade: 0, passedBall: true, atBat: true });
    expect([event.putouts, book.bases]).toEqual([undefined, 'a1 - -']);
  });

  test('a throw that is dropped on a dropped third strike → an error, no putout', () => {
    const event = after().play('K.BX1(2E3)');
    expect(event).toMatchObject({ outsMade: 0, assists: [2], errors: [{ fielder: 3, kind: 'dropped' }] });
    expect(event.putouts).toBeUndefined();
  });

  test('6-4-3 → putouts 4 and 3, assists 6 and 4', () => {
    const event = after('S8').play('64(1)3/GDP/G6');
    expect(event).toMatchObject({ outsMade: 2, putouts: [4, 3], assists: [6, 4], groundedIntoDoublePlay: true });
  });

  test('a rundown → one assist each, however often he had the ball (9.10(a))', () => {
    const event = after('S8').play('POCS2(136136)');
    expect(event).toMatchObject({ putouts: [6], assists: [1, 3, 6] });
    expect(outcome(event, 1)).toMatchObject({ to: 0, caughtStealing: true, pickedOff: true, play: '136136' });
  });

  test('a muffed throw → the batter is safe, an assist and an error', () => {
    const book = after();
    expect(book.play('6E3')).toMatchObject({ kind: 'out', outsMade: 0, assists: [6], atBat: true });
    expect(book.bases).toBe('a1 - -');
  });

  test('fielders who are not known (99) → an out without credits', () => {
    const event = after().play('99');
    expect([event.outsMade, event.putouts, event.assists, event.fieldedBy]).toEqual([
      1,
      undefined,
      undefined,
      undefined,
    ]);
  });

  test('a triple play → three outs, and the half-inning is over', () => {
    const book = after('W', 'W');
    expect(book.play('1(B)16(2)63(1)/LTP')).toMatchObject({ outsMade: 3, triplePlay: true, putouts: [1, 6, 3] });
    expect(book.started).toMatchObject({ inning: 1, half: 'bottom', outs: 0 });
  });

  test('interference → an error, no time at bat, the error counted once', () => {
    const event = after().play('C/E2.B-1(E2)');
    expect(event).toMatchObject({ errors: [{ fielder: 2, kind: 'fielding' }], outsMade: 0 });
    expect([event.atBat, event.errors?.length]).toEqual([undefined, 1]);
  });

  test('an out on the bases that a later error does not undo', () => {
    const event = after().play('D7.BXH(832)(E8)');
    expect(event).toMatchObject({ outsMade: 1, putouts: [2], assists: [8, 3] });
    expect(outcome(event, 0)).toMatchObject({ to: 0, play: '832' });
  });

  test.each(['PO1(13).1X2(E4)', 'POCS2(136).1X3(E5)', '64(1)/FO.1X3(E9)'])(
    '%s: a runner who is out stays out, whatever is misplayed behind it',
    (notation) => {
      const book = after('W');
      expect(book.play(notation)).toMatchObject({ outsMade: 1, errors: [{}] });
      expect([book.started.outs, book.started.bases.filter((each) => each?.id === 'a1')]).toEqual([1, []]);
    },
  );

  test.each(['CS2(25).1-2', 'CS2(26).1-3', 'POCS2(134).1-2', 'PO1(13).1-1'])(
    '%s: old records say how far one came who was caught; he is out',
    (notation) => {
      const book = after('W');
      expect(book.play(notation)).toMatchObject({ outsMade: 1 });
      expect([book.started.outs, book.bases]).toEqual([1, '- - -']);
    },
  );

  test('a base stolen on a balk, as old records name it → the runner has it', () => {
    const book = after('D7');
    const event = book.play('BK.2-3(SB3)');
    expect([event.kind, outcome(event, 2)]).toMatchObject(['balk', { to: 3, stolenBase: true }]);
    expect(book.bases).toBe('- - a1');
  });

  test('a fielder whom nobody knows (U) → no assist', () => {
    expect(after().play('8U3')).toMatchObject({ outsMade: 1, assists: [8], putouts: [3] });
  });

  test('an out on the bases that an error undoes', () => {
    const book = after('D7');
    const event = book.play('S8.2XH(82E2)');
    expect([book.score, event.outsMade, battedIn(event)]).toEqual(['1:0', 0, 0]);
  });
});

describe('times at bat (9.02(a)(1))', () => {
  test.each([
    ['K', true],
    ['63', true],
    ['E6', true],
    ['FC6', true],
    ['W', undefined],
    ['IW', undefined],
    ['HP', undefined],
    ['C/E2', undefined],
    ['54/SH', undefined],
    ['8/SF', undefined],
  ])('%s', (notation, expected) => {
    const book = after('T7');
    expect(book.play(notation).atBat).toBe(expected);
  });

  test('a play on the bases → no plate appearance', () => {
    const book = after('S8');
    const event = book.play('WP.1-2');
    expect(event.runners.map((runner) => runner.base)).toEqual([1]);
    expect([event.batter, book.play('K').batter]).toEqual(['a2', 'a2']);
  });
});

describe('the pitcher responsible (9.16(g))', () => {
  /** A runner of hp’s on each base named; then hb1 comes in. */
  const relieved = (...notations: string[]): ReturnType<typeof newGame> => {
    const book = newGame({ hasHitter: true });
    book.play(...notations);
    book.substitute('home', 'hb1', [0, 1]);
    return book;
  };
  const pitchers = (book: ReturnType<typeof newGame>): string[] =>
    book.started.bases.map((runner) => runner?.pitcher ?? '-');

  test('a force-out of an inherited runner → the batter is the old pitcher’s', () => {
    const book = relieved('W');
    book.play('64(1)/FO');
    expect([book.bases, pitchers(book)]).toEqual(['a2 - -', ['hp', '-', '-']]);
  });

  test('a fielder’s choice at home → every runner behind takes the place of the one ahead', () => {
    const book = relieved('T9');
    book.play('W', 'FC5.3XH(52)');
    expect([book.bases, pitchers(book)]).toEqual(['a3 a2 -', ['hb1', 'hp', '-']]);
  });

  test('a caught fly and a runner doubled off → nothing shifts', () => {
    const book = relieved('W', 'W');
    book.play('8(B)84(2)/LDP', 'S7.1-2');
    expect(pitchers(book)).toEqual(['hb1', 'hp', '-']);
  });

  test('a runner caught stealing → nothing shifts', () => {
    const book = relieved('W');
    book.play('CS2(26)', 'W');
    expect(pitchers(book)).toEqual(['hb1', '-', '-']);
  });

  test('an inherited runner scores → charged to the pitcher who left him', () => {
    const book = relieved('T9');
    expect(outcome(book.play('S8.3-H'), 3)).toMatchObject({ to: 4, pitcher: 'hp' });
  });

  test('a pinch runner → the run stays with the pitcher who let the first one on', () => {
    const book = relieved('W');
    book.substitute('away', 'ab1', [1, 12]);
    expect([book.bases, pitchers(book)]).toEqual(['ab1 - -', ['hp', '-', '-']]);
  });
});

describe('a change in mid-count', () => {
  test('a pinch hitter with two strikes strikes out → the strikeout is the first batter’s (9.15(b))', () => {
    const book = after();
    book.give({ type: 'RecordPitches', turn: 1, count: { balls: 1, strikes: 2 } });
    book.substitute('away', 'ab1', [1, 11]);
    expect(book.play('K')).toMatchObject({ batter: 'ab1', chargedBatter: 'a1' });
  });

  test('… and does anything else → his own', () => {
    const book = after();
    book.give({ type: 'RecordPitches', turn: 1, count: { balls: 1, strikes: 2 } });
    book.substitute('away', 'ab1', [1, 11]);
    expect(book.play('S8').chargedBatter).toBeUndefined();
  });

  test.each([
    [2, 0, 'hp'],
    [2, 1, 'hp'],
    [3, 0, 'hp'],
    [3, 1, 'hp'],
    [3, 2, 'hp'],
    [1, 0, undefined],
    [2, 2, undefined],
    [0, 2, undefined],
  ])('a pitcher relieved at %i-%i, then a walk → charged to %s (9.16(h))', (balls, strikes, charged) => {
    const book = newGame({ hasHitter: true });
    book.give({ type: 'RecordPitches', turn: 1, count: { balls, strikes } });
    book.substitute('home', 'hb1', [0, 1]);
    expect(book.play('W').chargedPitcher).toBe(charged);
    expect(book.started.bases[0]?.pitcher).toBe(charged ?? 'hb1');
  });

  test('… then a hit → the new pitcher’s', () => {
    const book = newGame({ hasHitter: true });
    book.give({ type: 'RecordPitches', turn: 1, count: { balls: 3, strikes: 1 } });
    book.substitute('home', 'hb1', [0, 1]);
    expect(book.play('S8').chargedPitcher).toBeUndefined();
    expect(book.started.bases[0]?.pitcher).toBe('hb1');
  });

  test('the count ends with the plate appearance', () => {
    const book = after();
    book.give({ type: 'RecordPitches', turn: 1, count: { balls: 1, strikes: 2 } });
    book.play('S8');
    book.substitute('away', 'ab1', [2, 11]);
    expect(book.play('K').chargedBatter).toBeUndefined();
  });
});
