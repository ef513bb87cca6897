/** How tired a pitcher is: times through the order, endurance, and days of rest that he lacks. */
import { fatigueLevel, type Mound } from '../../../src/baseball/resolution/fatigue';
import type { PlayerCard } from '../../../src/protocol/cards';
import type { PlayerId } from '../../../src/protocol/ids';
import { resolveTurn } from '../../../src/baseball/resolution/resolve';
import { seededDice } from '../../../src/baseball/seeded-dice';
import { situation } from './table-top';

const pitching = { endurance: { starter: 24, reliever: 6 } } as unknown as PlayerCard['pitching'];
const level = (battersFaced: number, more: Partial<Mound> = {}): number =>
  fatigueLevel(pitching, { battersFaced, isStarter: true, missingRestDays: 0, ...more });

test('fatigue: a starter → his times through the order, then tired, then spent', () => {
  expect([0, 8, 9, 17, 18, 23, 24, 28, 29, 40].map((faced) => level(faced))).toEqual([0, 0, 1, 1, 2, 2, 3, 3, 4, 4]);
});

test('fatigue: a reliever → fresh until he is tired', () => {
  expect([0, 5, 6, 10, 11].map((faced) => level(faced, { isStarter: false }))).toEqual([0, 0, 3, 3, 4]);
});

test('fatigue: each day of rest that he lacks → one more, to no more than spent', () => {
  expect([0, 1, 2, 9].map((missingRestDays) => level(9, { missingRestDays }))).toEqual([1, 2, 3, 4]);
});

test('fatigue: who is not meant to pitch → tired soon', () => {
  const mound = { isStarter: false, missingRestDays: 0 };
  expect([3, 4].map((battersFaced) => fatigueLevel(null, { battersFaced, ...mound }))).toEqual([0, 3]);
});

test('a pitcher without his rest → the same dice bring more hits, his opponent’s side apart', () => {
  const at = situation({ slot: 5 });
  const { dice, lineups } = at.state;
  const pitcher = lineups.home.pitcher?.id;
  if (dice === null || pitcher === undefined) throw new Error('nobody pitches');
  const hits = (missingRestDays: Readonly<Record<string, Record<PlayerId, number>>>): number => {
    const facts = { ...dice.facts, missingRestDays: { away: {}, home: {}, ...missingRestDays } };
    const tired = { ...at, state: { ...at.state, dice: { ...dice, facts } } };
    const turns = Array.from({ length: 2000 }, (_, seed) => resolveTurn(tired, seededDice(seed + 1)));
    return turns.filter(({ play }) => ['single', 'double', 'triple', 'homeRun'].includes(play.kind)).length;
  };
  const rested = hits({});
  expect(hits({ home: { [pitcher]: 4 } })).toBeGreaterThan(rested + 30);
  expect(hits({ away: { [pitcher]: 4 } })).toBe(rested);
});
