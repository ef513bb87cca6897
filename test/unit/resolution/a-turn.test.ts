/** Single turns with given dice: which line of which card they hit, and how the words tell it. */
import { explain } from '../../../src/baseball/resolution/explain';
import { resolveTurn } from '../../../src/baseball/resolution/resolve';
import { writeNotation } from '../../../src/baseball/notation/write';
import type { TeamCards } from '../../../src/baseball/cards/team-cards';
import { teamCards } from '../../../src/baseball/cards/team-cards';
import { averageCardSet } from '../../../src/baseball/cards/average';
import { PdBatterChart, PdPitcherChart, type CardSet } from '../../../src/protocol/cards';
import { fixedDice, situation, type Setting } from './table-top';

type PdCardSet = Extract<CardSet, { kind: 'pd' }>;

const ROWS = [2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12];
const column = (cell: string): Record<string, string> => Object.fromEntries(ROWS.map((row) => [String(row), cell]));

/** Made once: computing the average cards takes longer than all turns here together. */
const [AWAY, HOME] = ['AWY', 'HOM'].map((id) => averageCardSet('pd', id)) as [PdCardSet, PdCardSet];

/** The team, on all of whose cards every cell is this one. */
function everywhere(set: PdCardSet, cell: string): TeamCards {
  const batter = PdBatterChart.parse({ 1: column(cell), 2: column(cell), 3: column(cell) });
  const pitcher = PdPitcherChart.parse({ 4: column(cell), 5: column(cell), 6: column(cell) });
  const players = set.players.map((card) => ({
    ...card,
    batting: { ...card.batting, vsL: batter, vsR: batter },
    pitching: card.pitching === null ? null : { ...card.pitching, vsL: pitcher, vsR: pitcher },
  }));
  return teamCards({ ...set, players });
}

/** A turn in which all cards say one thing; every die must be used up. */
function played(cell: string, setting: Setting, dice: readonly number[]): { notation: string; words: string } {
  const cards = { away: everywhere(AWAY, cell), home: everywhere(HOME, cell) };
  const fixed = fixedDice(dice);
  const { play, dice: record } = resolveTurn(situation({ ...setting, cards }), fixed);
  expect(fixed.left()).toBe(0);
  return { notation: writeNotation(play), words: explain(record) };
}

describe('a turn', () => {
  test('column, row and split → the line of the card, in words', () => {
    expect(played('1-12 K, 13-20 BB', {}, [4, 5, 6, 7])).toEqual({
      notation: 'K',
      words: 'rolled 4–11 on the pitcher’s card, split 7: K',
    });
  });

  test('runners on → the battery’s die comes first', () => {
    expect(played('BB', { on: [1] }, [2, 3, 3, 4, 20, 4]).notation).toBe('W');
    expect(played('BB', { on: [1] }, [1, 10]).notation).toBe('WP.1-2');
  });

  test('first occupied → a walk is hit up to the number of the situation, else it is a walk', () => {
    // The number is 3 with first alone, 5 with third too; two out and more than first occupied: no die.
    expect(played('BB', { on: [1] }, [2, 3, 3, 4, 20, 3, 18, 90, 50]).notation).toBe('S8/L.1-2');
    expect(played('BB', { on: [1, 3] }, [2, 3, 3, 4, 20, 5, 18, 90, 50]).notation).toBe('S8/L.3-H;1-2');
    expect(played('BB', { on: [1, 3] }, [2, 3, 3, 4, 20, 6]).notation).toBe('W');
    expect(played('BB', { on: [1, 2], outs: 2 }, [2, 3, 3, 4, 20]).notation).toBe('W');
  });

  test('first open and a run near → a ball put in play is a walk on the first number', () => {
    const { notation, words } = played('F8', { on: [2], outs: 2 }, [20, 3, 3, 4, 20, 1]);
    expect(notation).toBe('W');
    expect(words).toContain('first open 1 against 1: BB');
    expect(played('F8', { on: [2], outs: 2 }, [20, 3, 3, 4, 20, 2]).notation).toBe('8/F');
    expect(played('F8', { on: [3], outs: 1 }, [20, 1, 3, 4, 1, 90]).notation).toBe('8/F');
  });

  test('a wild pitch → half as often with a man on third, a little oftener without', () => {
    // The card’s number is 44: 48 of the d100, or 22.
    expect(played('K', { on: [2] }, [1, 48]).notation).toBe('WP.2-3');
    expect(played('K', { on: [2, 3] }, [1, 22]).notation).toBe('WP.3-H;2-3');
    expect(played('K', { on: [2, 3] }, [1, 23]).notation).toBe('PB.3-H;2-3');
  });

  test('single with a runner on first → he goes for third, and the batter looks behind', () => {
    const { notation, words } = played('1B-L8', { on: [1] }, [20, 1, 3, 4, 7, 12, 50]);
    expect(notation).toBe('S8/L.1-3');
    expect(words).toContain('third on the single 12 against 26: safe');
  });

  test('a ball that must be made a play on → range, then hands', () => {
    expect(played('G6?', {}, [1, 3, 4, 1, 6, 50]).notation).toBe('S7/G');
    expect(played('G6?', {}, [1, 3, 4, 1, 7, 16]).notation).toBe('63/G');
    expect(played('G6?', {}, [1, 3, 4, 1, 7, 15]).notation).toBe('E6/G');
    expect(played('G6?', {}, [1, 3, 4, 1, 7, 5]).notation).toBe('E6/G/TH.B-2');
  });

  test('runner on first, one out, grounder to short → one die for two outs', () => {
    expect(played('G6', { on: [1], outs: 1 }, [20, 1, 3, 4, 1, 20]).notation).toBe('64(1)3/GDP/G');
    expect(played('G6', { on: [1], outs: 1 }, [20, 1, 3, 4, 1, 100]).notation).toBe('FC6/G.1-2;B-1');
  });

  test('a fly to center with a runner on third → sacrifice fly up to his number', () => {
    expect(played('F8', { on: [3], outs: 1 }, [20, 1, 3, 4, 1, 40]).notation).toBe('8/SF/F.3-H');
    expect(played('F8', { on: [3], outs: 1 }, [20, 1, 3, 4, 1, 90]).notation).toBe('8/F');
    expect(played('F8', { on: [3], outs: 1 }, [20, 1, 3, 4, 1, 100]).notation).toBe('8/DP/F.3XH(82)');
  });

  test('the winning run scores → nobody behind it does, and the hit counts as far as he had to run', () => {
    const ninth: Setting = { on: [2, 3], outs: 1, inning: 9, half: 'bottom', score: { away: 3, home: 3 } };
    expect(played('2B-L7', ninth, [20, 1, 3, 4, 1, 50]).notation).toBe('S7/L.3-H;2-3');
  });

  test('the home edge → a visitor strikes out, a host rolls', () => {
    expect(played('EDGE', { half: 'top' }, [1, 3, 4, 1]).notation).toBe('K');
    expect(played('EDGE', { half: 'bottom' }, [1, 3, 4, 1, 5]).notation).toBe('W');
  });

  test('a pitcher as tired as the card says → the other result', () => {
    const cell = 'K (2: 1B-L8)';
    expect(played(cell, { battersFaced: 9 }, [5, 3, 4, 1]).notation).toBe('K');
    expect(played(cell, { battersFaced: 18 }, [5, 3, 4, 1, 50]).notation).toBe('S8/L');
  });

  test('the park has a say → a home run up to its number, else a fly', () => {
    expect(played('HR-F7?', {}, [1, 3, 4, 1, 10]).notation).toBe('HR7/F');
    expect(played('HR-F7?', {}, [1, 3, 4, 1, 11]).notation).toBe('7/F');
  });
});
