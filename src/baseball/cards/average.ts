/**
 * The league's average, as a team: its batters hit like the league of 2019 from their sides, its pitchers pitch like
 * the league's starters and relievers, every fielder, runner and catcher is average. Sides and arms come in the
 * league's mix. The regulars and the starters differ among themselves as real ones do, around the mean: orders,
 * relief and the spread of the scores depend on that.
 *
 * It is what the engine is calibrated with, and what other cards are measured against.
 */
import type { PlayerId, TeamId } from '../../protocol/ids';
import type { CardKind, CardSet, ManagerTendencies, Park } from '../../protocol/cards';
import type { Hand } from '../../protocol/lineup';
import {
  ERRORS,
  LEAGUE_RATES,
  PITCHERS_BATTING,
  ratesBy,
  ROLE_FACTORS,
  type ChartRates,
  type Side2,
} from './league-2019';
import { makeCardSet, sideOf, type PitchingProfile, type PlayerProfile } from './make-card';

export const AVERAGE_PARK: Park = {
  name: 'Average Park',
  homeRun: { L: 10, R: 10 },
  single: { L: 10, R: 10 },
};

/** The league's habit in everything. */
export const AVERAGE_TENDENCIES: ManagerTendencies = {
  steal: 5,
  bunt: 5,
  hitAndRun: 5,
  intentionalWalk: 5,
  infieldIn: 5,
  pinchHit: 5,
  hook: 5,
  platoon: 5,
};

export const AVERAGE_RUNNING: PlayerProfile['running'] = { attempts: 6, lead: 12, steal: 18, advance: 10 };
export const AVERAGE_BUNTING: PlayerProfile['bunting'] = { bunt: 13, hitAndRun: 15 };
export const AVERAGE_CATCHING = { passedBall: 8 };

/** The average of a role, by the batter's side. */
export function averagePitching(role: 'starter' | 'reliever', arm: Side2): Record<Side2, ChartRates> {
  return { L: timesRole(LEAGUE_RATES.L[arm], role), R: timesRole(LEAGUE_RATES.R[arm], role) };
}

function pitchingOf(role: 'starter' | 'reliever', arm: Side2, quality: number): Record<Side2, ChartRates> {
  const { L, R } = averagePitching(role, arm);
  return { L: withQuality(L, quality, PITCHING_SLOPES), R: withQuality(R, quality, PITCHING_SLOPES) };
}

/** The rates of a fresh pitcher of a role, where the league's mean is this. */
export function timesRole(rates: ChartRates, role: 'starter' | 'reliever'): ChartRates {
  return times(rates, ROLE_FACTORS[role]);
}

export function times(rates: ChartRates, factors: ChartRates): ChartRates {
  return ratesBy((name) => rates[name] * factors[name]);
}

export function averageRatings(role: 'starter' | 'reliever', arm: Side2): PitchingProfile['ratings'] {
  const isStarter = role === 'starter';
  return {
    endurance: { starter: isStarter ? 26 : null, reliever: isStarter ? null : 8, restDays: isStarter ? 4 : 0 },
    hold: arm === 'L' ? 2 : 0,
    wildPitch: 44,
    balk: 4,
    pickoff: 8,
  };
}

export function averageFielder(position: number): PlayerProfile['fielding'][number] {
  return { position, range: 3, error: ERRORS[position] ?? 0, arm: 0 };
}

/** What one standard deviation of talent makes of each rate, as a part of it. */
type Slopes = Readonly<Partial<Record<keyof ChartRates, number>>>;
const BATTING_SLOPES: Slopes = { K: -0.08, BB: 0.12, HBP: 0.02, '1B': 0.05, '2B': 0.08, '3B': 0.05, HR: 0.22 };
/** What is left over in the mean because managers use their better players, and the fitting arm, more. */
const USE: Readonly<Record<CardKind, Slopes>> = {
  pd: { K: -0.004, BB: 0.004, HBP: 0.002, '1B': 0.003, '2B': -0.011, '3B': -0.03, HR: 0 },
  sba: { K: 0, BB: -0.007, HBP: 0.004, '1B': 0.002, '2B': -0.009, '3B': 0, HR: -0.009 },
};
/** The same by the sides of batter and pitcher. */
const USE_BY_HANDS: Readonly<Record<Side2, Readonly<Record<Side2, Slopes>>>> = {
  R: { R: { BB: 0.009, '1B': 0.006 }, L: { K: 0.008, BB: -0.014, '2B': 0.005, HR: -0.01 } },
  L: {
    R: { K: -0.008, BB: 0.004, '1B': 0.002, '2B': 0.013 },
    L: { BB: -0.034, HBP: -0.03, '1B': 0.015, HR: -0.012 },
  },
};
const PITCHING_SLOPES: Slopes = { K: 0.23, BB: -0.18, HBP: -0.05, '1B': -0.07, '2B': -0.1, '3B': -0.1, HR: -0.14 };

function withQuality(rates: ChartRates, quality: number, slopes: Slopes): ChartRates {
  const of = (name: keyof ChartRates): number => rates[name] * Math.max(0.2, 1 + quality * (slopes[name] ?? 0));
  return {
    ...rates,
    K: of('K'),
    BB: of('BB'),
    HBP: of('HBP'),
    '1B': of('1B'),
    '2B': of('2B'),
    '3B': of('3B'),
    HR: of('HR'),
  };
}

/** What a batter of this quality does from the side that he takes against each arm. */
function battingOf(kind: CardKind, bats: Hand, quality: number): Record<Side2, ChartRates> {
  const player = { bats } as PlayerProfile['player'];
  const against = (arm: Side2): ChartRates => {
    const side = sideOf(player, arm);
    const mean = withQuality(withQuality(LEAGUE_RATES[side][arm], 1, USE[kind]), 1, USE_BY_HANDS[side][arm]);
    return withQuality(mean, quality, BATTING_SLOPES);
  };
  return { L: against('L'), R: against('R') };
}

interface Post {
  readonly name: string;
  readonly bats: Hand;
  readonly positions: readonly number[];
  /** In standard deviations of talent. */
  readonly quality: number;
}

/** The nine who start, then the bench. */
const POSTS: readonly Post[] = [
  { name: 'Shortstop', bats: 'B', positions: [6], quality: 0.1 },
  { name: 'Center Field', bats: 'L', positions: [8], quality: 0.4 },
  { name: 'Right Field', bats: 'R', positions: [9], quality: 0.8 },
  { name: 'First Base', bats: 'L', positions: [3], quality: 0.0 },
  { name: 'Left Field', bats: 'L', positions: [7], quality: -0.5 },
  { name: 'Third Base', bats: 'R', positions: [5], quality: 0.2 },
  { name: 'Designated Hitter', bats: 'R', positions: [], quality: 0.5 },
  { name: 'Second Base', bats: 'R', positions: [4], quality: -0.5 },
  { name: 'Catcher', bats: 'R', positions: [2], quality: -0.9 },
  { name: 'Second Catcher', bats: 'R', positions: [2], quality: -1.1 },
  { name: 'Infielder', bats: 'R', positions: [4, 5, 6], quality: -1.1 },
  { name: 'Outfielder', bats: 'R', positions: [8, 9], quality: -1.0 },
  { name: 'Pinch Hitter', bats: 'L', positions: [], quality: -0.85 },
];

const ARMS: readonly Side2[] = ['R', 'L', 'R', 'R', 'R', 'L', 'R'];
/** Starters differ as starters do, around the league's mean. */
const STARTER_QUALITY = [0, 0.9, 1.8, -1, 1, -0.9, -1.8];

/** How one team of the average league differs from the others; over the league it comes to nothing. */
interface Variation {
  /** Of all its batters, and of all its pitchers, in standard deviations of talent. */
  readonly bats: number;
  readonly arms: number;
  /** Numbers of the d20 that its park gives to home runs (half as many to singles). */
  readonly park: number;
}

const NO_VARIATION: Variation = { bats: 0, arms: 0, park: 0 };

/** Runs scored and allowed a game spread over teams with 0.55 and 0.60, over parks with about 0.5. */
const LEAGUE: readonly Variation[] = [
  { bats: 0.75, arms: 0.3, park: -2 },
  { bats: -0.75, arms: -0.3, park: 4 },
  { bats: 0.4, arms: -0.75, park: 2 },
  { bats: -0.4, arms: 0.75, park: -4 },
  { bats: 0.3, arms: 0.5, park: 0 },
  { bats: -0.3, arms: -0.5, park: 0 },
];

/** Of which team, and how much better than its post. */
interface Member {
  readonly kind: CardKind;
  readonly team: string;
  readonly more: number;
}

function batter({ kind, team, more }: Member, { name, bats, positions, quality }: Post, i: number): PlayerProfile {
  return {
    player: {
      id: `${team}-b${i + 1}` as PlayerId,
      name: `Average ${name}`,
      bats,
      throws: bats === 'L' ? 'L' : 'R',
    },
    batting: battingOf(kind, bats, quality + more),
    readsOwnCard: false,
    pitching: null,
    fielding: positions.map(averageFielder),
    catching: positions.includes(2) ? AVERAGE_CATCHING : null,
    running: AVERAGE_RUNNING,
    bunting: AVERAGE_BUNTING,
  };
}

function pitcher({ team, more }: Member, role: 'starter' | 'reliever', i: number): PlayerProfile {
  const arm = ARMS[i % ARMS.length] ?? 'R';
  const quality = more + (role === 'starter' ? (STARTER_QUALITY[i] ?? 0) : 0);
  const id = `${team}-${role === 'starter' ? 's' : 'r'}${i + 1}` as PlayerId;
  return {
    player: { id, name: `Average ${role === 'starter' ? 'Starter' : 'Reliever'} ${i + 1}`, bats: arm, throws: arm },
    batting: { L: PITCHERS_BATTING, R: PITCHERS_BATTING },
    readsOwnCard: true,
    pitching: { rates: pitchingOf(role, arm, quality), ratings: averageRatings(role, arm) },
    fielding: [averageFielder(1)],
    catching: null,
    running: { attempts: 0, lead: 6, steal: 10, advance: 7 },
    bunting: { bunt: 14, hitAndRun: 10 },
  };
}

/** The average team of 2019; `id` sets two of them apart. */
export function averageCardSet(kind: CardKind, id = 'AVG', variation = NO_VARIATION): CardSet {
  const team = id.toLowerCase();
  const bats = { kind, team, more: variation.bats };
  const arms = { kind, team, more: variation.arms };
  const homeRun = 10 + variation.park;
  const single = 10 + variation.park / 2;
  return makeCardSet(kind, {
    team: { id: id as TeamId, name: `Average ${id}` },
    season: 2019,
    park: { ...AVERAGE_PARK, homeRun: { L: homeRun, R: homeRun }, single: { L: single, R: single } },
    tendencies: AVERAGE_TENDENCIES,
    players: [
      ...POSTS.map((post, i) => batter(bats, post, i)),
      ...ARMS.map((_, i) => pitcher(arms, 'starter', i)),
      ...ARMS.map((_, i) => pitcher(arms, 'reliever', i)),
    ],
  });
}

/** A league of six teams that differ as teams do, and come to the average together. */
export function averageLeague(kind: CardKind): CardSet[] {
  return LEAGUE.map((variation, i) => averageCardSet(kind, `AV${i + 1}`, variation));
}
