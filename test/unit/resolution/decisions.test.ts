/**
 * What each decision is worth, as docs/cards.md has it: the same dice once with the order and once without, so that
 * nothing but the order tells.
 */
import type { Resolved } from '../../../src/baseball/resolution/resolve';
import { turns, type Setting } from './table-top';

const TURNS = 4000;

type Counted = (turn: Resolved) => boolean;

const is =
  (...kinds: readonly string[]): Counted =>
  ({ play }) =>
    kinds.includes(play.kind);
const hit = is('single', 'double', 'triple', 'homeRun');
const doublePlay: Counted = ({ play }) => play.modifiers?.includes('groundedIntoDoublePlay') === true;
const modified =
  (modifier: 'sacrificeFly' | 'sacrificeHit'): Counted =>
  ({ play }) =>
    play.modifiers?.includes(modifier) === true;
const scoresFromThird: Counted = ({ play }) =>
  play.advances?.some(({ from, to, out }) => from === 3 && to === 4 && out !== true) === true;
const outAtHome: Counted = ({ play }) =>
  play.advances?.some(({ from, to, out }) => from === 3 && to === 4 && out === true) === true;

/** How many in a hundred turns. */
function percent(setting: Setting, counted: Counted): number {
  return (100 * turns(setting, TURNS).filter(counted).length) / TURNS;
}

/** By how many in a hundred an order changes it. */
function change(setting: Setting, order: Setting, counted: Counted): number {
  const ordered = {
    ...setting,
    ...order,
    defense: { ...setting.defense, ...order.defense },
    offense: { ...setting.offense, ...order.offense },
  };
  return percent(ordered, counted) - percent(setting, counted);
}

/** The middle of the order: whoever bats fifth is nearest to the mean. */
const plain: Setting = { slot: 5, battersFaced: 9 };
const onFirst: Setting = { ...plain, on: [1] };
const onThird: Setting = { ...plain, on: [3], outs: 1 };

describe('the batter', () => {
  const order = (approach: 'contact' | 'power' | 'patient'): Setting => ({ offense: { approach } });

  test('patient → walks more and strikes out more, and hits less', () => {
    expect(change(plain, order('patient'), is('walk'))).toBeGreaterThan(2);
    expect(change(plain, order('patient'), is('strikeout'))).toBeGreaterThan(1.5);
    expect(change(plain, order('patient'), hit)).toBeLessThan(-1);
  });

  test('contact → strikes out less, hits fewer home runs and more grounders', () => {
    expect(change(plain, order('contact'), is('strikeout'))).toBeLessThan(-4);
    expect(change(plain, order('contact'), is('homeRun'))).toBeLessThan(-0.25);
    expect(change(plain, order('contact'), is('out'))).toBeGreaterThan(2);
  });

  test('power → more home runs, more strikeouts, fewer singles', () => {
    expect(change(plain, order('power'), is('homeRun'))).toBeGreaterThan(0.6);
    expect(change(plain, order('power'), is('strikeout'))).toBeGreaterThan(1.5);
    expect(change(plain, order('power'), is('single'))).toBeLessThan(-0.5);
  });
});

describe('the infield', () => {
  test('in → cuts off runs at the plate and lets more grounders through', () => {
    const order: Setting = { defense: { infieldDepth: 'in' } };
    expect(change(onThird, order, outAtHome)).toBeGreaterThan(2);
    expect(change(onThird, order, scoresFromThird)).toBeLessThan(-2);
    expect(change(onThird, order, hit)).toBeGreaterThan(0.2);
  });

  test('at double-play depth → more double plays, a few more hits', () => {
    const order: Setting = { defense: { infieldDepth: 'doublePlay' } };
    expect(change(onFirst, order, doublePlay)).toBeGreaterThan(1);
    expect(change(onFirst, order, hit)).toBeGreaterThan(0.1);
  });

  test('corners in → fewer good bunts, more hits past them', () => {
    const order: Setting = { defense: { infieldDepth: 'cornersIn' } };
    expect(change({ ...onFirst, offense: { bunt: 'sacrifice' } }, order, modified('sacrificeHit'))).toBeLessThan(-10);
    expect(change(onFirst, order, hit)).toBeGreaterThan(0.1);
  });

  test('shifted → a left-handed pull hitter loses hits, a right-handed one gains', () => {
    // The second batter bats left-handed, the third right-handed (or the other way round): the sum tells the order.
    const by = (slot: number): number => change({ slot, battersFaced: 9 }, { defense: { alignment: 'shift' } }, hit);
    const changes = [1, 2, 3, 4, 5, 6, 7, 8, 9].map(by);
    expect(Math.min(...changes)).toBeLessThan(-0.15);
    expect(Math.max(...changes)).toBeGreaterThan(0.15);
  });

  test('a runner held on first → steals less often, and opens a hole', () => {
    const held: Setting = { defense: { hold: [1] } };
    expect(change({ ...onFirst, offense: { steal: [1] } }, held, is('stolenBase'))).toBeLessThan(-5);
    const holes = [1, 2, 3, 4, 5, 6, 7, 8, 9].map((slot) => change({ ...onFirst, slot }, held, hit));
    expect(holes.reduce((sum, each) => sum + each, 0) / holes.length).toBeGreaterThan(0.1);
  });
});

describe('the outfield', () => {
  test('in → fewer sacrifice flies, more balls over its head', () => {
    const order: Setting = { defense: { outfieldDepth: 'in' } };
    expect(change(onThird, order, modified('sacrificeFly'))).toBeLessThan(-1.5);
    expect(change(plain, order, hit)).toBeGreaterThan(0.15);
  });

  test('deep → fewer balls over its head', () => {
    expect(change(plain, { defense: { outfieldDepth: 'deep' } }, is('double'))).toBeLessThan(0.01);
    expect(change(plain, { defense: { outfieldDepth: 'deep' } }, hit)).not.toBe(0);
  });
});

describe('the battery', () => {
  test('a pitch-out → catches the runner who goes, and costs a walk now and then when nobody does', () => {
    const order: Setting = { defense: { pitchOut: true } };
    const goes: Setting = { ...onFirst, defense: { hold: [1] }, offense: { steal: [1] } };
    expect(change(goes, order, is('stolenBase'))).toBeLessThan(-25);
    expect(change(onFirst, order, is('walk'))).toBeGreaterThan(3);
  });

  test('an intentional walk → a walk, without a die', () => {
    const [turn] = turns({ ...plain, defense: { intentionalWalk: true } }, 1);
    expect(turn).toMatchObject({ play: { kind: 'intentionalWalk' }, dice: { rolls: [], lines: [] } });
  });

  test('a tired pitcher → strikes out fewer, is hit harder', () => {
    const tired: Setting = { battersFaced: 28 };
    const fresh: Setting = { slot: 5, battersFaced: 0 };
    expect(change(fresh, { ...tired, slot: 5 }, is('strikeout'))).toBeLessThan(-2);
    expect(change(fresh, { ...tired, slot: 5 }, hit)).toBeGreaterThan(1.5);
  });
});

describe('runners and bunts', () => {
  test('hit-and-run → no grounder becomes a double play, and who misses is run out more often', () => {
    const order: Setting = { offense: { hitAndRun: true } };
    expect(percent({ ...onFirst, ...order }, doublePlay)).toBe(0);
    expect(percent({ ...onFirst, ...order }, is('strikeout'))).toBe(0);
    expect(percent({ ...onFirst, ...order }, is('caughtStealing', 'pickoff'))).toBeGreaterThan(5);
  });

  test('a sacrifice → six in ten are good', () => {
    const good = percent({ ...onFirst, offense: { bunt: 'sacrifice' } }, modified('sacrificeHit'));
    expect(good).toBeGreaterThan(55);
    expect(good).toBeLessThan(70);
  });

  test('a squeeze → scores six times in ten, and loses the runner two or three', () => {
    const squeeze: Setting = { ...onThird, offense: { bunt: 'squeeze' } };
    expect(percent(squeeze, scoresFromThird)).toBeGreaterThan(52);
    expect(percent(squeeze, outAtHome)).toBeGreaterThan(15);
  });

  test('caught stealing with less than two out → two times in five the batter struck out on the pitch', () => {
    const goes: Setting = { ...onFirst, defense: { hold: [1] }, offense: { steal: [1] } };
    const [caught, both] = [percent(goes, is('caughtStealing')), percent(goes, is('strikeout'))];
    expect(both / (caught + both)).toBeGreaterThan(0.35);
    expect(both / (caught + both)).toBeLessThan(0.45);
    expect(percent({ ...goes, outs: 2 }, is('strikeout'))).toBe(0);
  });

  test('steals → second three times in four, third a little oftener, home one in three', () => {
    const steal = (base: 1 | 2 | 3): number =>
      percent({ ...plain, on: [base], defense: { hold: [base] }, offense: { steal: [base] } }, is('stolenBase'));
    expect(steal(1)).toBeGreaterThan(68);
    expect(steal(1)).toBeLessThan(78);
    expect(steal(2)).toBeGreaterThan(steal(1));
    expect(steal(3)).toBeLessThan(45);
  });

  test('a steal of second with a man on third → the catcher looks at him first, so it is safer', () => {
    const both: Setting = { on: [1, 3] };
    expect(
      change({ ...onFirst, defense: { hold: [1] }, offense: { steal: [1] } }, both, is('stolenBase')),
    ).toBeGreaterThan(8);
  });

  test('the home edge → hosts walk more and strike out less than visitors', () => {
    expect(change(plain, { half: 'bottom' }, is('strikeout'))).toBeLessThan(-0.3);
    expect(change(plain, { half: 'bottom' }, is('walk'))).toBeGreaterThan(0.15);
  });
});
