/**
 * Teams that never were: cards for a league without a season behind it, the same for a seed everywhere.
 *
 * Players differ as real ones do. Each rate is drawn around the league's mean with the spread of *talent* among the
 * regulars of 2019 (what was seen less what chance adds), and the draws hang together as the real rates do: who
 * strikes out hits fewer singles, who hits home runs walks more. Fielding, legs and arms spread around the average.
 */
import type { CardKind, CardSet } from '../../protocol/cards';
import type { PlayerId, TeamId } from '../../protocol/ids';
import type { Hand } from '../../protocol/lineup';
import type { Dice } from '../dice';
import { seededDice } from '../seeded-dice';
import { averageFielder, averagePitching, averageRatings, AVERAGE_CATCHING } from './average';
import { LEAGUE_RATES, PITCHERS_BATTING, type ChartRates, type Side2 } from './league-2019';
import { makeCardSet, sideOf, type PlayerProfile } from './make-card';
import { FIRST_NAMES, LAST_NAMES, TOWNS } from './names';

type Talent = Readonly<Record<'K' | 'BB' | 'HBP' | '1B' | '2B' | '3B' | 'HR' | 'G', number>>;

/** Standard deviations of talent, and the means they belong to (batters of 200 and more plate appearances, 2019). */
export const BATTING_SPREAD: Talent = {
  K: 0.0584,
  BB: 0.0269,
  HBP: 0.0084,
  '1B': 0.024,
  '2B': 0.0067,
  '3B': 0.0026,
  HR: 0.0134,
  G: 0.057,
};
/** The same of pitchers who faced 200 and more batters. */
export const PITCHING_SPREAD: Talent = {
  K: 0.0559,
  BB: 0.0217,
  HBP: 0.0042,
  '1B': 0.0176,
  '2B': 0.0064,
  '3B': 0.0007,
  HR: 0.0072,
  G: 0.0712,
};

/** A draw from the standard normal distribution, out of twelve throws of a thousand-sided die. */
function normal(dice: Dice): number {
  let sum = 0;
  for (let i = 0; i < 12; i++) sum += (dice.next(1000) - 0.5) / 1000;
  return sum - 6;
}

type Draws = Readonly<Record<keyof Talent, number>>;

/**
 * How the talents hang together: each is drawn after those it depends on. That walkers hit fewer singles (−0.5) follows
 * from the spreads of on-base and batting averages beside those of walks and hits.
 */
function battingDraws(dice: Dice): Draws {
  const own = (): number => normal(dice);
  const K = own();
  const HR = 0.22 * K + 0.975 * own();
  const BB = 0.12 * K + 0.27 * HR + 0.95 * own();
  const single = -0.44 * K - 0.22 * HR - 0.36 * BB + 0.695 * own();
  return {
    K,
    HR,
    BB,
    '1B': single,
    HBP: own(),
    '2B': own(),
    '3B': -0.21 * HR + 0.978 * own(),
    G: -0.5 * HR + 0.866 * own(),
  };
}

function pitchingDraws(dice: Dice): Draws {
  const own = (): number => normal(dice);
  const K = own();
  const HR = -0.2 * K + 0.98 * own();
  const BB = 0.04 * K - 0.16 * HR + 0.986 * own();
  const single = -0.54 * K - 0.18 * HR + 0.82 * own();
  return {
    K,
    HR,
    BB,
    '1B': single,
    HBP: own(),
    '2B': 0.16 * HR + 0.987 * own(),
    '3B': own(),
    G: -0.3 * HR + 0.95 * own(),
  };
}

/**
 * What is left over in the mean, as a part of each rate, because managers play their better batters and pitchers more,
 * and because nobody draws less than a tenth of the mean: half of it is taken off either side.
 */
const USE: Readonly<Record<Exclude<keyof Talent, 'G'>, number>> = {
  K: -0.018,
  BB: -0.017,
  HBP: -0.11,
  '1B': 0.004,
  '2B': -0.019,
  '3B': -0.05,
  HR: -0.033,
};

/** The league's rates, moved by the draws; never less than a tenth of the mean. */
function moved(rates: ChartRates, spread: Talent, draws: Draws): ChartRates {
  const of = (name: Exclude<keyof Talent, 'G'>): number =>
    Math.max(rates[name] * 0.1, rates[name] * (1 + USE[name]) + spread[name] * draws[name]);
  const G = Math.max(0.15, Math.min(0.75, rates.G + spread.G * draws.G));
  const others = (1 - G) / (1 - rates.G);
  return {
    ...rates,
    K: of('K'),
    BB: of('BB'),
    HBP: of('HBP'),
    '1B': of('1B'),
    '2B': of('2B'),
    '3B': of('3B'),
    HR: of('HR'),
    G,
    F: rates.F * others,
    L: rates.L * others,
    P: rates.P * others,
  };
}

const within = (low: number, number: number, high: number): number => Math.max(low, Math.min(high, Math.round(number)));

const pick = <T>(dice: Dice, from: readonly T[], fallback: T): T => from[dice.next(from.length) - 1] ?? fallback;

/** Sides of batters and arms of pitchers in the league's shares. */
function handOf(dice: Dice, { L, B }: { L: number; B: number }): Hand {
  const roll = dice.next(1000);
  return roll <= L ? 'L' : roll <= L + B ? 'B' : 'R';
}

class NewTeam {
  private readonly names = new Set<string>();
  private count = 0;

  constructor(
    readonly id: string,
    readonly dice: Dice,
  ) {}

  person(bats: Hand, throws: Side2): PlayerProfile['player'] {
    let name = '';
    do name = `${pick(this.dice, FIRST_NAMES, 'Al')} ${pick(this.dice, LAST_NAMES, 'Smith')}`;
    while (this.names.has(name));
    this.names.add(name);
    this.count += 1;
    return { id: `${this.id.toLowerCase()}-${this.count}` as PlayerId, name, bats, throws };
  }
}

function running(dice: Dice): PlayerProfile['running'] {
  const speed = normal(dice);
  return {
    attempts: within(0, 6 * Math.exp(0.9 * speed + 0.3 * normal(dice) - 0.53), 40),
    lead: within(4, 12 + 2 * speed, 18),
    steal: within(9, 18 + 1.2 * speed + 0.6 * normal(dice), 20),
    advance: within(2, 10 + 2.6 * speed, 19),
  };
}

function fielding(dice: Dice, positions: readonly number[]): PlayerProfile['fielding'] {
  return positions.map((position, i) => {
    const { error } = averageFielder(position);
    const range = within(1, 3 + 0.8 * normal(dice) + (i > 0 ? 0.5 : 0), 5);
    const arm = position === 2 || position >= 7 ? within(-5, 1.8 * normal(dice), 5) : 0;
    return { position, range, error: within(1, error * (1 + 0.25 * normal(dice)), 40), arm };
  });
}

function batter(team: NewTeam, positions: readonly number[], quality: number): PlayerProfile {
  const { dice } = team;
  const isLeftAllowed = !positions.some((position) => position >= 2 && position <= 6 && position !== 3);
  const bats = handOf(dice, isLeftAllowed ? { L: 400, B: 110 } : { L: 250, B: 140 });
  const player = team.person(bats, isLeftAllowed && bats === 'L' && dice.next(2) === 1 ? 'L' : 'R');
  const drawn = battingDraws(dice);
  const draws = { ...drawn, HR: drawn.HR + quality, BB: drawn.BB + quality / 2, K: drawn.K - quality / 2 };
  const against = (arm: Side2): ChartRates => moved(LEAGUE_RATES[sideOf(player, arm)][arm], BATTING_SPREAD, draws);
  return {
    player,
    batting: { L: against('L'), R: against('R') },
    readsOwnCard: false,
    pitching: null,
    fielding: fielding(dice, positions),
    catching: positions.includes(2)
      ? { passedBall: within(2, AVERAGE_CATCHING.passedBall + 3 * normal(dice), 25) }
      : null,
    running: running(dice),
    bunting: { bunt: within(6, 13 + 2 * normal(dice), 19), hitAndRun: within(8, 15 + 2 * normal(dice), 19) },
  };
}

function pitcher(team: NewTeam, role: 'starter' | 'reliever'): PlayerProfile {
  const { dice } = team;
  const arm: Side2 = dice.next(1000) <= 278 ? 'L' : 'R';
  const player = team.person(arm, arm);
  const draws = pitchingDraws(dice);
  const mean = averagePitching(role, arm);
  const ratings = averageRatings(role, arm);
  const { starter, reliever } = ratings.endurance;
  return {
    player,
    batting: { L: PITCHERS_BATTING, R: PITCHERS_BATTING },
    readsOwnCard: true,
    pitching: {
      rates: { L: moved(mean.L, PITCHING_SPREAD, draws), R: moved(mean.R, PITCHING_SPREAD, draws) },
      ratings: {
        ...ratings,
        endurance: {
          starter: starter === null ? null : within(18, starter + 2 * normal(dice), 32),
          reliever: reliever === null ? null : within(4, reliever + 1.5 * normal(dice), 14),
          restDays: ratings.endurance.restDays,
        },
        hold: within(-4, ratings.hold + 1.5 * normal(dice), 6),
        wildPitch: within(15, ratings.wildPitch + 12 * normal(dice), 80),
        pickoff: within(1, ratings.pickoff + 3 * normal(dice), 18),
      },
    },
    fielding: fielding(dice, [1]),
    catching: null,
    running: { attempts: 0, lead: 6, steal: 10, advance: within(3, 7 + 2 * normal(dice), 14) },
    bunting: { bunt: within(8, 14 + 2 * normal(dice), 19), hitAndRun: 10 },
  };
}

/** Where the eight and the hitter without a glove play, then the bench. */
const POSTS = [[6, 4], [8, 7], [9, 7], [3], [7], [5, 3], [3, 7], [4, 6], [2]];
const BENCH = [[2], [4, 5, 6], [8, 7, 9], [3, 7, 9]];
/** Who sits on the bench sits there for a reason. */
const BENCH_QUALITY = -0.7;
const STARTERS = 5;
const RELIEVERS = 8;

/** In the mean of the teams: a habit grows as a power of it, so a mean of 5 would be more than the league's. */
const TENDENCY = 4.7;

/** A team of 26 that never was. */
export function stockCardSet(kind: CardKind, seed: number): CardSet {
  const dice = seededDice(seed);
  const id = `S${seed}`;
  const team = new NewTeam(id, dice);
  const town = pick(dice, TOWNS, 'Springfield');
  const tendency = (): number => within(1, TENDENCY + 1.5 * normal(dice), 9);
  const park = (spread: number): number => within(3, 10 + spread * normal(dice), 17);
  return makeCardSet(kind, {
    team: { id: id as TeamId, name: town },
    season: null,
    park: {
      name: `${town} Park`,
      homeRun: { L: park(2.2), R: park(2.2) },
      single: { L: park(1.4), R: park(1.4) },
    },
    tendencies: {
      steal: tendency(),
      bunt: tendency(),
      hitAndRun: tendency(),
      intentionalWalk: tendency(),
      infieldIn: tendency(),
      pinchHit: tendency(),
      hook: tendency(),
      platoon: tendency(),
    },
    players: [
      ...POSTS.map((positions) => batter(team, positions, 0)),
      ...BENCH.map((positions) => batter(team, positions, BENCH_QUALITY)),
      ...Array.from({ length: STARTERS }, () => pitcher(team, 'starter')),
      ...Array.from({ length: RELIEVERS }, () => pitcher(team, 'reliever')),
    ],
  });
}
