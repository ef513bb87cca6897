/** Substitutions (OBR 5.10) and the designated hitter (5.11). */
import { after, lineup, newGame, player } from './scorebook';
import { fielderAt } from '../../../src/baseball/state';

describe('substitutions', () => {
  test('a pinch hitter bats in the slot of the one he replaces, who is out', () => {
    const book = after();
    const [event] = book.substitute('away', 'ab1', [1, 11]);
    expect(event).toMatchObject({ replaced: 'a1', replacedPosition: 1, slot: 1, position: 11 });
    expect(book.play('S8').batter).toBe('ab1');
    expect(book.started.lineups.away.used.map((each) => each.id)).toEqual(['a1']);
    expect(book.started.lineups.away.bench.map((each) => each.id)).toEqual(['ab2', 'ab3', 'ab4']);
  });

  test('a player who has left → cannot return (5.10(d))', () => {
    const book = after();
    book.substitute('away', 'ab1', [1, 11]);
    expect(book.refusedSubstitution('away', 'a1', [1, 11])).toBe('A1 has left the game and cannot return.');
  });

  test('… but where the ruleset lets him', () => {
    const book = newGame({ ruleset: { reEntry: true }, away: { ...lineup('a'), bench: [] } });
    book.substitute('away', 'x1', [1, 11]);
    book.substitute('away', 'a1', [1, 11]);
    expect(book.play('K').batter).toBe('a1');
  });

  test('a pinch hitter for one who is not at bat → refused', () => {
    expect(after().refusedSubstitution('away', 'ab1', [5, 11])).toBe('Slot 5 is not at bat.');
    expect(after().refusedSubstitution('home', 'hb1', [1, 11])).toBe('Slot 1 is not at bat.');
  });

  test('a pinch runner takes the base of the one he replaces', () => {
    const book = after('D7');
    book.substitute('away', 'ab1', [1, 12]);
    expect(book.bases).toBe('- ab1 -');
  });

  test('a pinch runner for nobody on base → refused', () => {
    expect(after('D7').refusedSubstitution('away', 'ab1', [5, 12])).toBe('A5 is not on base.');
  });

  test('a stranger while the bench is known → refused', () => {
    expect(after().refusedSubstitution('away', 'zz', [1, 11])).toBe('ZZ is not on the bench.');
  });

  test('a player of the other team → refused', () => {
    expect(after().refusedSubstitution('away', 'h3', [1, 11])).toBe('H3 plays for the other team.');
  });

  test('a change of the slot → refused', () => {
    expect(after().refusedSubstitution('home', 'h3', [4, 4])).toBe('H3 bats in slot 3 and cannot change it.');
  });

  test('… but where the rules let players stand in for others → for that slot, and both go on', () => {
    const book = newGame({ ruleset: { reEntry: true } });
    book.play('W');
    book.substitute('away', 'a9', [1, 12]);
    expect(book.bases).toBe('a9 - -');
    book.side();
    book.substitute('away', 'a1', [1, 1]);
    book.side(2);
    expect([book.started.upNext.away, book.started.lineups.away.used]).toEqual([8, []]);
  });

  test('nothing changed → refused', () => {
    expect(after().refusedSubstitution('home', 'h3', [3, 3])).toBe('H3 is there already.');
  });

  test('two fielders change places: two commands, no play in between', () => {
    const book = after();
    book.substitute('home', 'h7', [7, 9]);
    expect(book.refusedPlay('K')).toBe('play/invalid: lineup: Nobody has position 7.');
    book.substitute('home', 'h9', [9, 7]);
    expect(book.play('K').outsMade).toBe(1);
    expect(fielderAt(book.started.lineups.home, 7)?.id).toBe('h9');
  });

  test('a double switch → the pitcher bats in another slot', () => {
    const book = after();
    book.substitute('home', 'hb1', [9, 1]);
    book.substitute('home', 'hb2', [1, 9]);
    expect(book.play('K').pitcher).toBe('hb1');
    expect(book.started.lineups.home.used.map((each) => each.id)).toEqual(['h9', 'h1']);
  });

  test('more players than the roster limit → refused', () => {
    const book = newGame({
      ruleset: { rosterMax: 10 },
      away: { ...lineup('a'), bench: [] },
      home: { ...lineup('h'), bench: [] },
    });
    book.substitute('away', 'x1', [1, 11]);
    expect(book.refusedSubstitution('away', 'x2', [1, 11])).toBe('At most 10 players may be used.');
  });
});

describe('the designated hitter (5.11)', () => {
  const hitterGame = (): ReturnType<typeof newGame> => newGame({ hasHitter: true });

  test('a relief pitcher takes slot 0', () => {
    const book = hitterGame();
    book.substitute('home', 'hb1', [0, 1]);
    expect(book.play('K').pitcher).toBe('hb1');
  });

  test('slot 0 is for the pitcher alone', () => {
    expect(hitterGame().refusedSubstitution('home', 'hb1', [0, 3])).toContain('Slot 0 is the pitcher');
    expect(after().refusedSubstitution('home', 'hb1', [0, 1])).toBe('The pitcher bats: there is no slot 0.');
  });

  test('another slot cannot have a designated hitter', () => {
    expect(hitterGame().refusedSubstitution('away', 'ab1', [4, 10])).toContain(
      'Only the slot of the designated hitter',
    );
  });

  test('a pinch hitter for him is the designated hitter when the half-inning is over', () => {
    const book = hitterGame();
    book.substitute('away', 'ab1', [1, 11]);
    book.side();
    expect(book.started.lineups.away.order[0]).toMatchObject({ id: 'ab1', position: 10 });
  });

  test('who is the designated hitter by rule may be recorded as that', () => {
    const book = hitterGame();
    book.substitute('away', 'ab1', [1, 11]);
    book.side(2);
    book.substitute('away', 'ab1', [1, 10]);
    expect(book.started.lineups.away.order[0]).toMatchObject({ id: 'ab1', position: 10 });
  });

  test('he takes the field (5.11(a)(5)) → the pitcher must bat in the slot of the fielder who left', () => {
    const book = hitterGame();
    book.substitute('home', 'h1', [1, 3]);
    book.substitute('home', 'hp', [3, 1]);
    expect(book.play('K').pitcher).toBe('hp');
    expect(book.started.lineups.home).toMatchObject({ pitcher: null, designatedHitterSlot: 0 });
    expect(book.started.lineups.home.used.map((each) => each.id)).toEqual(['h3']);
  });

  test('a pitcher enters the order and the old one goes to the field in the same break → he has not left', () => {
    const book = hitterGame();
    book.substitute('home', 'hb1', [9, 1]);
    book.substitute('home', 'hp', [3, 9]);
    book.substitute('home', 'hb2', [1, 3]);
    book.play('K');
    const { used, pitcher } = book.started.lineups.home;
    expect([pitcher, used.map((each) => each.id).sort()]).toEqual([null, ['h1', 'h3', 'h9']]);
  });

  test('… and without a place of his own he is out with the next play', () => {
    const book = hitterGame();
    book.substitute('home', 'hb1', [9, 1]);
    book.substitute('home', 'hb2', [1, 9]);
    book.play('K');
    expect(book.started.lineups.home.used.map((each) => each.id).sort()).toEqual(['h1', 'h9', 'hp']);
    expect(book.refusedSubstitution('home', 'hp', [3, 4])).toBe('HP has left the game and cannot return.');
  });

  test('the pitcher who is his own hitter leaves the mound → he still bats', () => {
    const own = { ...lineup('h', true), pitcher: player('h1') };
    const book = newGame({ ruleset: { pitcherMayBeDesignatedHitter: true }, away: lineup('a', true), home: own });
    book.substitute('home', 'hb1', [0, 1]);
    book.side();
    expect(book.play('K').batter).toBe('h1');
  });
});

describe('the minimum of batters (5.10(g), 2020 ed.)', () => {
  const strict = (): ReturnType<typeof newGame> => newGame({ hasHitter: true, ruleset: { pitcherMinBatters: 3 } });

  test('a pitcher who has faced fewer → stays', () => {
    const book = strict();
    book.play('W', 'W');
    expect(book.refusedSubstitution('home', 'hb1', [0, 1])).toBe('HP must face 1 more, or end the half-inning.');
  });

  test('… unless he is hurt', () => {
    const book = strict();
    const command = { type: 'RecordSubstitution', side: 'home', battingOrderSlot: 0, position: 1 } as const;
    expect(book.give({ ...command, player: player('hb1'), injury: true })).toHaveLength(1);
  });

  test('a pitcher who has faced them → may go', () => {
    const book = strict();
    book.play('W', 'W', 'W');
    expect(book.substitute('home', 'hb1', [0, 1])).toHaveLength(1);
  });

  test('a pitcher who ended the half-inning → may go', () => {
    const book = strict();
    book.play('W', 'W', 'W');
    book.substitute('home', 'hb1', [0, 1]);
    book.play('1(B)16(2)63(1)/LTP');
    book.side();
    expect(book.substitute('home', 'hb2', [0, 1])).toHaveLength(1);
  });
});
