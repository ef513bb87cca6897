/**
 * The league's average, as a team: every batter hits like the league of 2019 from his side, every pitcher pitches like
 * its starters or its relievers, every fielder, runner and catcher is average. Sides and arms come in the league's mix.
 *
 * It is what the engine is calibrated with, and what other cards are measured against.
 */
import type { PlayerId, TeamId } from '../../protocol/ids';
import type { CardKind, CardSet, ManagerTendencies, Park } from '../../protocol/cards';
import type { Hand } from '../../protocol/lineup';
import { ERRORS, LEAGUE_RATES, PITCHERS_BATTING, ROLE_FACTORS, type ChartRates, type Side2 } from './league-2019';
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

export const AVERAGE_RUNNING: PlayerProfile['running'] = { attempts: 6, lead: 12, steal: 17, advance: 10 };
export const AVERAGE_BUNTING: PlayerProfile['bunting'] = { bunt: 13, hitAndRun: 15 };
export const AVERAGE_CATCHING = { passedBall: 9 };

/** The average of a role, by the batter's side. */
export function averagePitching(role: 'starter' | 'reliever', arm: Side2): Record<Side2, ChartRates> {
  return { L: timesRole(LEAGUE_RATES.L[arm], role), R: timesRole(LEAGUE_RATES.R[arm], role) };
}

function timesRole(rates: ChartRates, role: 'starter' | 'reliever'): ChartRates {
  const factors = ROLE_FACTORS[role];
  const of = (name: keyof ChartRates): number => rates[name] * factors[name];
  return {
    K: of('K'),
    BB: of('BB'),
    HBP: of('HBP'),
    CI: of('CI'),
    '1B': of('1B'),
    '2B': of('2B'),
    '3B': of('3B'),
    HR: of('HR'),
    G: of('G'),
    F: of('F'),
    L: of('L'),
    P: of('P'),
  };
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

/** The league's rates from the side that he takes against each arm. */
export function averageBatting(bats: Hand): Record<Side2, ChartRates> {
  const player = { bats } as PlayerProfile['player'];
  return { L: LEAGUE_RATES[sideOf(player, 'L')].L, R: LEAGUE_RATES[sideOf(player, 'R')].R };
}

interface Post {
  readonly name: string;
  readonly bats: Hand;
  readonly positions: readonly number[];
}

/** The nine who start, then the bench. */
const POSTS: readonly Post[] = [
  { name: 'Shortstop', bats: 'B', positions: [6] },
  { name: 'Center Field', bats: 'L', positions: [8] },
  { name: 'Right Field', bats: 'R', positions: [9] },
  { name: 'First Base', bats: 'L', positions: [3] },
  { name: 'Left Field', bats: 'L', positions: [7] },
  { name: 'Third Base', bats: 'R', positions: [5] },
  { name: 'Designated Hitter', bats: 'R', positions: [] },
  { name: 'Second Base', bats: 'R', positions: [4] },
  { name: 'Catcher', bats: 'R', positions: [2] },
  { name: 'Second Catcher', bats: 'R', positions: [2] },
  { name: 'Infielder', bats: 'B', positions: [4, 5, 6] },
  { name: 'Outfielder', bats: 'L', positions: [7, 8, 9] },
  { name: 'Utility', bats: 'R', positions: [3, 5, 7, 9] },
];

const ARMS: readonly Side2[] = ['R', 'L', 'R', 'R', 'R', 'L', 'R'];

function batter(team: string, { name, bats, positions }: Post, i: number): PlayerProfile {
  return {
    player: {
      id: `${team}-b${i + 1}` as PlayerId,
      name: `Average ${name}`,
      bats,
      throws: bats === 'L' ? 'L' : 'R',
    },
    batting: averageBatting(bats),
    readsOwnCard: false,
    pitching: null,
    fielding: positions.map(averageFielder),
    catching: positions.includes(2) ? AVERAGE_CATCHING : null,
    running: AVERAGE_RUNNING,
    bunting: AVERAGE_BUNTING,
  };
}

function pitcher(team: string, role: 'starter' | 'reliever', i: number): PlayerProfile {
  const arm = ARMS[i % ARMS.length] ?? 'R';
  const id = `${team}-${role === 'starter' ? 's' : 'r'}${i + 1}` as PlayerId;
  return {
    player: { id, name: `Average ${role === 'starter' ? 'Starter' : 'Reliever'} ${i + 1}`, bats: arm, throws: arm },
    batting: { L: PITCHERS_BATTING, R: PITCHERS_BATTING },
    readsOwnCard: true,
    pitching: { rates: averagePitching(role, arm), ratings: averageRatings(role, arm) },
    fielding: [averageFielder(1)],
    catching: null,
    running: { attempts: 0, lead: 6, steal: 10, advance: 7 },
    bunting: { bunt: 14, hitAndRun: 10 },
  };
}

/** The average team of 2019; `id` sets two of them apart. */
export function averageCardSet(kind: CardKind, id = 'AVG'): CardSet {
  const team = id.toLowerCase();
  return makeCardSet(kind, {
    team: { id: id as TeamId, name: `Average ${id}` },
    season: 2019,
    park: AVERAGE_PARK,
    tendencies: AVERAGE_TENDENCIES,
    players: [
      ...POSTS.map((post, i) => batter(team, post, i)),
      ...ARMS.map((_, i) => pitcher(team, 'starter', i)),
      ...ARMS.map((_, i) => pitcher(team, 'reliever', i)),
    ],
  });
}
