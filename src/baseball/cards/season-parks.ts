/**
 * What a park adds. Its card has two numbers: home runs, and singles, which stand for its doubles and triples too, by
 * what they are worth. What the numbers cannot say stays with the players.
 */
import { HITS, type Side2 } from './league-2019';
import { PARK_SHARE } from './results';
import { fromOthers, noParts, Surplus, type Ground, type Parts } from './season-met';

const AVERAGE = 10;
/** Plate appearances until half of what a park shows is its own: parks differ in homers by 12 %, in singles by 4 %. */
const HALF_PARK = { '1B': 3800, '2B': 1400, '3B': 1700, HR: 1600 } as const;
/** What they are worth beside each other (wOBA). */
const WORTH = { '1B': 0.87, '2B': 1.217, '3B': 1.529 } as const;

export function newGround(): Ground {
  const numbers = { homeRun: { L: AVERAGE, R: AVERAGE }, single: { L: AVERAGE, R: AVERAGE } };
  return { met: [], numbers, parts: { L: noParts(), R: noParts() } };
}

export function fitGround(ground: Ground): void {
  const fitted = { L: sideOfGround(ground, 'L'), R: sideOfGround(ground, 'R') };
  ground.parts = { L: fitted.L.parts, R: fitted.R.parts };
  ground.numbers = {
    homeRun: { L: fitted.L.homeRun, R: fitted.R.homeRun },
    single: { L: fitted.L.single, R: fitted.R.single },
  };
}

interface SideOfGround {
  readonly parts: Parts;
  readonly homeRun: number;
  readonly single: number;
}

function sideOfGround({ met }: Ground, side: Side2): SideOfGround {
  const surplus = new Surplus();
  for (const each of met) {
    if (each.meeting.side === side) surplus.add(each, each.mean, (name) => fromOthers(each, name, 'ground'));
  }
  if (surplus.plateAppearances === 0) return { parts: noParts(), homeRun: AVERAGE, single: AVERAGE };
  const { expected } = surplus;
  const worth = (['1B', '2B', '3B'] as const).reduce(
    (sum, name) => sum + WORTH[name] * expected[name] * surplus.part(name, HALF_PARK[name]),
    0,
  );
  const homeRun = numberOf(surplus.part('HR', HALF_PARK.HR), PARK_SHARE.HR);
  const single = numberOf(worth / (WORTH['1B'] * expected['1B']), inTheAir(side));
  const parts = { ...noParts(), HR: partOf(homeRun, PARK_SHARE.HR), '1B': partOf(single, inTheAir(side)) };
  return { parts, homeRun, single };
}

/** The share of the singles over which the park has a say. */
function inTheAir(side: Side2): number {
  const all = Object.entries(HITS[side]['1B']);
  return PARK_SHARE['1B'] * all.reduce((sum, [where, share]) => (where.startsWith('G') ? sum : sum + share), 0);
}

const numberOf = (part: number, share: number): number =>
  Math.max(0, Math.min(2 * AVERAGE, AVERAGE * (1 + part / share)));
const partOf = (number: number, share: number): number => share * (number / AVERAGE - 1);
