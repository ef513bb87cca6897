/**
 * What a card amounts to: a player's rates in average company (an average card opposite, average fielders, an average
 * park, no orders). For managers who compare players; reckoned once a card and kept with it.
 */
import type { PlayerCard } from '../../protocol/cards';
import { chancesIn, compileCard, EMERGENCY_PITCHER, type Charts, type PrintedResult } from './charts';
import { LEAGUE_RATES, SHARE_AGAINST_RIGHT, SHARE_OF_RIGHT, type ChartRates, type Side2 } from './league-2019';
import { sideOf } from './make-card';
import { CHECK_DOUBLES, PLACED_HITS, SHARED } from './results';

/** Chances per plate appearance, without intentional walks and bunts. */
export interface CardRates {
  readonly K: number;
  readonly BB: number;
  readonly HBP: number;
  readonly '1B': number;
  readonly '2B': number;
  readonly '3B': number;
  readonly HR: number;
  /** Grounders, as a share of the balls in play. */
  readonly groundBalls: number;
  /** Weighted on-base average (Tango's weights of 2019); the league's is .325 without pitchers at bat. */
  readonly woba: number;
}

type Counted = Record<'K' | 'BB' | 'HBP' | '1B' | '2B' | '3B' | 'HR' | 'grounders' | 'inPlay', number>;

const none = (): Counted => ({ K: 0, BB: 0, HBP: 0, '1B': 0, '2B': 0, '3B': 0, HR: 0, grounders: 0, inPlay: 0 });

/** A result in average company, weighed into the counts. */
function count(counted: Counted, { is }: PrintedResult, chance: number): void {
  switch (is.kind) {
    case 'K':
    case 'BB':
      counted[is.kind] += chance;
      return;
    case 'HBP':
      counted.HBP += chance * HIT_NOT_MITT;
      return;
    case 'EDGE':
    case 'CLUTCH': {
      const shared = SHARED.find(({ word }) => word === is.kind)?.is ?? {};
      for (const name of ['K', 'BB', 'HBP', '1B', '2B', '3B'] as const) counted[name] += chance * (shared[name] ?? 0);
      if (is.kind === 'CLUTCH') counted.inPlay += chance * (1 - (shared.K ?? 0));
      return;
    }
    case 'CI':
      return;
    case 'groundRule':
      counted['2B'] += chance;
      counted.inPlay += chance;
      return;
    case 'ball': {
      counted.inPlay += chance;
      if (is.trajectory === 'G') counted.grounders += chance;
      if (!is.isCheck) return;
      const doubles = CHECK_DOUBLES[is.trajectory] / 20;
      counted['2B'] += chance * doubles;
      counted['1B'] += chance * (PLACED_HITS[is.trajectory] / 20 - doubles);
      return;
    }
    default:
      counted.inPlay += chance;
      if (is.trajectory === 'G') counted.grounders += chance;
      counted[is.kind] += is.isCheck ? chance / 2 : chance;
  }
}

/** The rest are interferences of the catcher. */
const HIT_NOT_MITT = 0.97;

function countedIn(codes: Uint32Array): Counted {
  const counted = none();
  for (const [result, chance] of chancesIn(codes, 0)) count(counted, result, chance);
  return counted;
}

/** A league-average card opposite. */
function countedOf(rates: ChartRates): Counted {
  const { K, BB, HBP, HR } = rates;
  const inPlay = 1 - K - BB - HBP - rates.CI;
  return {
    K,
    BB,
    HBP,
    HR,
    '1B': rates['1B'],
    '2B': rates['2B'],
    '3B': rates['3B'],
    grounders: inPlay * rates.G,
    inPlay,
  };
}

/** Weighted on-base average by Tango's weights of 2019, from chances per plate appearance or from counts. */
export function wobaOf(rates: Readonly<Record<'BB' | 'HBP' | '1B' | '2B' | '3B' | 'HR', number>>): number {
  return (
    0.69 * rates.BB +
    0.719 * rates.HBP +
    0.87 * rates['1B'] +
    1.217 * rates['2B'] +
    1.529 * rates['3B'] +
    1.94 * rates.HR
  );
}

function together(mine: Counted, theirs: Counted, myShare: number): CardRates {
  const of = (name: keyof Counted): number => mine[name] * myShare + theirs[name] * (1 - myShare);
  const rates = {
    K: of('K'),
    BB: of('BB'),
    HBP: of('HBP'),
    '1B': of('1B'),
    '2B': of('2B'),
    '3B': of('3B'),
    HR: of('HR'),
  };
  return { ...rates, groundBalls: of('grounders') / of('inPlay'), woba: wobaOf(rates) };
}

function mixedSides(of: (hand: Side2) => Counted, shareOfRight: number): Counted {
  const right = of('R');
  const left = of('L');
  const mixed = none();
  for (const name of Object.keys(mixed) as (keyof Counted)[]) {
    mixed[name] = right[name] * shareOfRight + left[name] * (1 - shareOfRight);
  }
  return mixed;
}

interface Known {
  readonly batting: Record<Side2, CardRates>;
  readonly pitching: Record<Side2, CardRates>;
}

const known = new WeakMap<PlayerCard, Known>();

function batting(card: PlayerCard, charts: Charts, arm: Side2): CardRates {
  const side = sideOf(card.player, arm);
  const { own, power } = card.batting;
  const isSba = 'chart' in card.batting;
  const league = (against: Side2): Counted => countedOf(LEAGUE_RATES[sideOf(card.player, against)][against]);
  // An sba pitcher's card knows no sides: the average one opposite is the mix of what he meets.
  const theirs = isSba ? mixedSides(league, SHARE_AGAINST_RIGHT[side]) : league(arm);
  theirs.HR *= power / 20;
  return together(countedIn(charts.batting[arm]), theirs, own ? 1 : 0.5);
}

function pitching({ player }: PlayerCard, charts: Charts, side: Side2): CardRates {
  const isSba = charts.batting.L === charts.batting.R;
  const league = (of: Side2): Counted => countedOf(LEAGUE_RATES[of][player.throws]);
  const theirs = isSba ? mixedSides(league, SHARE_OF_RIGHT[player.throws]) : league(side);
  const codes = charts.pitching === null ? EMERGENCY_PITCHER[isSba ? 'sba' : 'pd'][side] : charts.pitching[side];
  return together(countedIn(codes), theirs, 0.5);
}

function ratesOf(card: PlayerCard): Known {
  const before = known.get(card);
  if (before !== undefined) return before;
  const charts = compileCard(card);
  const rates: Known = {
    batting: { L: batting(card, charts, 'L'), R: batting(card, charts, 'R') },
    pitching: { L: pitching(card, charts, 'L'), R: pitching(card, charts, 'R') },
  };
  known.set(card, rates);
  return rates;
}

/** What he hits against a pitcher of this arm. */
export function battingRates(card: PlayerCard, arm: Side2): CardRates {
  return ratesOf(card).batting[arm];
}

/** What he gives up, while fresh, to a batter of this side; of a player who does not pitch: as if he had to. */
export function pitchingRates(card: PlayerCard, side: Side2): CardRates {
  return ratesOf(card).pitching[side];
}
