/** The proof of a game's dice: what holds, what does not, and how rolls spread. */
import { spreadOf } from '../../../src/protocol/dice-spread';
import { isProven, proveDice } from '../../../src/cluster/dice-proof';
import { rollOf } from '../../../src/cluster/keyed-dice';
import type { DiceRoll } from '../../../src/protocol/dice';
import type { GameEvent, PlayRecorded } from '../../../src/protocol/events';
import { projectEvent } from '../../../src/baseball/view';
import { CANARY, diceGame } from '../../support/dice-game';
import { gameIdOf, scheduledGame } from '../../support/game-commands';

const GAME = gameIdOf('proof-1');
const KEY = { gameId: GAME, secret: CANARY, words: { away: 'hocus', home: '' } };

function play(turn: number, rolls: DiceRoll[]): GameEvent {
  return { type: 'PlayRecorded', turn, dice: { rolls, lines: [] } } as unknown as PlayRecorded;
}

const roll = (n: number, faces = 6): DiceRoll => ({ faces, value: rollOf(KEY, n, faces), for: 'row' });

/** A game of two plays and five rolls, as a spectator has it. */
function game(change: { secret?: string; third?: DiceRoll; rolls?: number } = {}): GameEvent[] {
  const { secret = CANARY, third = roll(3, 20), rolls = 5 } = change;
  const events: GameEvent[] = [
    diceGame(),
    { type: 'WordAdded', side: 'away', word: 'hocus' },
    play(1, [roll(1), roll(2)]),
    play(2, [third, roll(4), roll(5)]),
    { type: 'SecretRevealed', secret, rolls },
  ];
  return events.map((event) => projectEvent(event, 'spectator'));
}

describe('a proof', () => {
  test('every roll follows → it holds', () => {
    const proof = proveDice(GAME, game());
    expect(proof).toMatchObject({ isCommitted: true, isComplete: true, secret: CANARY, words: { away: 'hocus' } });
    expect(proof?.rolls.map(({ n, turn, holds }) => [n, turn, holds])).toEqual([
      [1, 1, true],
      [2, 1, true],
      [3, 2, true],
      [4, 2, true],
      [5, 2, true],
    ]);
    expect(proof !== null && isProven(proof)).toBe(true);
  });

  test.each<[string, Parameters<typeof game>[0]]>([
    ['a roll that was changed', { third: { ...roll(3, 20), value: (rollOf(KEY, 3, 20) % 20) + 1 } }],
    ['another secret than was committed to', { secret: 'ab'.repeat(32) }],
    ['a roll too few', { rolls: 6 }],
  ])('%s → it does not hold', (_, change) => {
    const proof = proveDice(GAME, game(change));
    expect(proof !== null && isProven(proof)).toBe(false);
  });

  test('a game under way → the rolls, and no secret', () => {
    const proof = proveDice(GAME, game().slice(0, -1));
    expect(proof).toMatchObject({ secret: null, isCommitted: null, isComplete: null });
    expect(JSON.stringify(proof)).not.toContain(CANARY);
  });

  test('a corrected play → its rolls count once', () => {
    const [first, word, one, two, end] = game();
    if (!first || !word || !one || !two || !end) throw new Error('a game of five events');
    const corrected: GameEvent[] = [
      first,
      word,
      one,
      two,
      { type: 'HistoryRevised', reason: 'correction', turn: 1 },
      one,
      two,
      end,
    ];
    expect(proveDice(GAME, corrected)).toMatchObject({ isComplete: true });
  });

  test('a scored game → none', () => {
    expect(proveDice(GAME, [scheduledGame()])).toBeNull();
  });
});

describe('the spread of rolls', () => {
  const rolls = (counts: readonly number[]): DiceRoll[] =>
    counts.flatMap((count, i) =>
      Array.from({ length: count }, () => ({ faces: counts.length, value: i + 1, for: 'x' })),
    );

  // Chances by the tables: chi-square 11.07 with 5 degrees is 0.05, 3.841 with 1 is 0.05, 0.455 with 1 is 0.5.
  test.each<[readonly number[], number, number]>([
    [[10, 10, 10, 10, 10, 10], 0, 1],
    [[60, 40], 4, 0.0455],
    [[50, 60, 40, 50, 70, 30], 20, 0.00125],
    [[25, 17, 15, 23, 24, 16], 5, 0.4159],
  ])('%j → chi-square %f, chance %f', (counts, chiSquare, p) => {
    const [spread] = spreadOf(rolls(counts));
    expect(spread?.chiSquare).toBeCloseTo(chiSquare, 6);
    expect(spread?.p).toBeCloseTo(p, 4);
  });

  test('too few rolls a face → no chance is named', () => {
    expect(spreadOf(rolls([3, 4, 5]))).toMatchObject([{ faces: 3, rolls: 12, p: null }]);
  });
});
