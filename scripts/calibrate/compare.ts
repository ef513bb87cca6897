/**
 * A simulated season beside the real one: every figure with the tolerance that it is held to.
 *
 * A rate may be off by 2 % of itself, a rare one (below 0.5 % a plate appearance) by 10 %; where so many plate
 * appearances cannot show as much, by three standard errors. Figures that the computer's habits decide (steals,
 * sacrifices, intentional walks, pitchers) are held to what is asked of the computer: 15 %.
 */
import { BASE_STATES, FACTS, HANDS, RATES, type Rate } from './facts';
import type { Season } from './season';
import { cellOf, type PlayTally, type Rates } from './tally';

export interface Row {
  readonly section: string;
  readonly name: string;
  readonly real: number;
  readonly simulated: number;
  /** How far off it may be; null: shown, not held to anything. */
  readonly allowed: number | null;
  /** Digits behind the point. */
  readonly digits: number;
}

export function isOff({ real, simulated, allowed }: Row): boolean {
  return allowed !== null && !(Math.abs(simulated - real) <= allowed);
}

/** By how much the allowance of every figure is widened: 1, and more for a run of few games. */
export interface Allowance {
  readonly widened: number;
}

const RELATIVE = 0.02;
const RARE = 0.005;
const RARE_RELATIVE = 0.1;
/** There is one in 104 plate appearances: three standard errors of 20,000 games. */
const WILD_RELATIVE = 0.025;
const BY_HABIT = 0.15;
const HABITS: readonly Rate[] = ['IBB', 'SH'];
const STANDARD_ERRORS = 3;

/** Three standard errors of a share of so many. */
function chanceError(share: number, count: number): number {
  return STANDARD_ERRORS * Math.sqrt((share * (1 - share)) / count);
}

function allowedOf(rate: Rate, real: number, count: number): number {
  const relative = HABITS.includes(rate) ? BY_HABIT : real < RARE ? RARE_RELATIVE : RELATIVE;
  return Math.max(real * relative, chanceError(real, count));
}

type RealRates = Readonly<Record<Rate, number>>;

interface Beside {
  readonly section: string;
  readonly rates: Rates;
  readonly real: RealRates;
}

function rateRows({ section, rates, real }: Beside, names: readonly Rate[]): Row[] {
  return names.map((rate) => ({
    section,
    name: rate,
    real: real[rate],
    simulated: rates.of(rate),
    allowed: allowedOf(rate, real[rate], rates.plateAppearances),
    digits: 5,
  }));
}

const shown = (rows: readonly Row[]): Row[] => rows.map((row) => ({ ...row, allowed: null }));

/** What the cards say outright; outs and errors with men on follow from the situations. */
const SPLIT: readonly Rate[] = ['K', 'HBP', '1B', '2B', '3B', 'HR'];

/** Walks that were not ordered. */
function walks({ section, rates, real }: Beside): Row {
  const unintentional = real.BB - real.IBB;
  const simulated = rates.of('BB') - rates.of('IBB');
  const allowed = allowedOf('BB', unintentional, rates.plateAppearances);
  return { section, name: 'BB without IBB', real: unintentional, simulated, allowed, digits: 5 };
}

function plateAppearances({ all, nonPitchers, pitchersBatting, byHands }: PlayTally, isPd: boolean): Row[] {
  const real = FACTS.perPlateAppearance;
  const splits = HANDS.flatMap((hands) => {
    const beside = { section: `Platoon, ${hands}`, rates: byHands[hands], real: FACTS.platoon[hands] };
    return [...rateRows(beside, SPLIT), walks(beside)];
  });
  const of = (section: string, rates: Rates, figures: RealRates): Row[] =>
    rateRows({ section, rates, real: figures }, RATES);
  return [
    ...of('Per plate appearance', all, real.all),
    ...shown(of('Batters who do not pitch', nonPitchers, real.nonPitchers)),
    ...shown(of('Pitchers at bat', pitchersBatting, real.pitchersBatting)),
    ...(isPd ? splits : shown(splits)),
  ];
}

const bucketName = (i: number, last: number): string => (i === last ? `${i} and more` : String(i));

/** Shares of a distribution, each within one point of a hundred. */
function distribution(section: string, real: readonly number[], counts: Float64Array): Row[] {
  const total = counts.reduce((sum, count) => sum + count, 0);
  return real.map((share, i) => ({
    section,
    name: bucketName(i, real.length - 1),
    real: share,
    simulated: (counts[i] ?? 0) / total,
    allowed: 0.01,
    digits: 4,
  }));
}

function runs({ games, plays }: Season): Row[] {
  const section = 'Runs per team and game';
  const real = FACTS.runsPerTeamGame;
  const halves = plays.halfRuns.reduce((sum, count) => sum + count, 0);
  const row = (name: string, figures: readonly [number, number], allowed: number | null): Row => ({
    section,
    name,
    real: figures[0],
    simulated: figures[1],
    allowed,
    digits: 3,
  });
  return [
    row('mean', [real.mean, games.mean(games.runs)], real.mean * RELATIVE),
    row('standard deviation', [real.sd, games.runsSpread], real.sd * 0.05),
    row('away', [real.away, games.runsBySide.away / games.count], null),
    row('home', [real.home, games.runsBySide.home / games.count], null),
    row('per half-inning', [FACTS.runsPerHalfInning.mean, plays.halfRunsSum / halves], real.mean * 0.02 * 0.111),
    ...distribution('Runs of a team in a game', real.distribution, games.byRuns),
    ...distribution('Runs of a half-inning', FACTS.runsPerHalfInning.distribution, plays.halfRuns),
  ];
}

function situations(plays: PlayTally): Row[] {
  const cells = BASE_STATES.flatMap((base) => [0, 1, 2].map((outs) => ({ base, outs, cell: cellOf(base, outs) })));
  const expectancy = cells.map(({ base, outs, cell }) => ({
    section: 'Runs expected (RE24)',
    name: `${base} ${outs} out`,
    real: FACTS.runExpectancy[base][outs] ?? 0,
    simulated: (plays.expectedRuns[cell] ?? 0) / (plays.expectedCount[cell] ?? 1),
    allowed: 0.05,
    digits: 3,
  }));
  const frequency = cells.map(({ base, outs, cell }) => ({
    section: 'Plate appearances by bases and outs',
    name: `${base} ${outs} out`,
    real: FACTS.baseOut[base][outs] ?? 0,
    simulated: (plays.baseOut[cell] ?? 0) / plays.all.plateAppearances,
    allowed: 0.006,
    digits: 4,
  }));
  return [...expectancy, ...frequency];
}

const ADVANCES = [
  ['1B', 'B', ['out', '1', '2']],
  ['1B', 'r1', ['out', '2', '3']],
  ['1B', 'r2', ['out', '3', 'H']],
  ['2B', 'B', ['out', '2', '3']],
  ['2B', 'r1', ['out', '3', 'H']],
  ['2B', 'r2', ['H']],
] as const;
const DESTINATIONS = ['out', '1', '2', '3', 'H'] as const;

/** Where runners end on hits, each within two points of a hundred. */
function advances({ advances: simulated }: PlayTally): Row[] {
  return ADVANCES.flatMap(([hit, runner, destinations]) => {
    const counts = simulated[hit][runner];
    const total = counts.reduce((sum, count) => sum + count, 0);
    return destinations.map((to) => ({
      section: 'Advances on hits',
      name: `${hit}, ${runner === 'B' ? 'batter' : `from ${runner.slice(1)}`}, ${to}`,
      real: FACTS.advances[hit][runner][to],
      simulated: (counts[DESTINATIONS.indexOf(to)] ?? 0) / total,
      allowed: 0.02,
      digits: 3,
    }));
  });
}

interface Figure {
  readonly name: string;
  readonly real: number;
  readonly simulated: number;
  /** As a part of the real figure; null: shown only. */
  readonly relative: number | null;
}

function figures(section: string, all: readonly Figure[]): Row[] {
  return all.map(({ name, real, simulated, relative }) => {
    return { section, name, real, simulated, allowed: relative === null ? null : real * relative, digits: 4 };
  });
}

function onTheBases({ plays, games }: Season): Row[] {
  const real = FACTS.perTeamGame;
  const { totals, third, doublePlays } = plays;
  const each = (name: keyof typeof totals, of: number, relative: number | null): Figure => ({
    name,
    real: of,
    simulated: games.mean(totals[name]),
    relative,
  });
  const perDoublePlay = doublePlays.grounded / doublePlays.plateAppearances;
  const perFly = third.sacrificeFlies / third.plateAppearances;
  const scores = third.scores / third.plateAppearances;
  const { sacrificeFlies, scores: realScores } = FACTS.thirdBaseLessThanTwoOut;
  return figures('Per team and game', [
    each('SB', real.SB, BY_HABIT),
    each('CS', real.CS, BY_HABIT),
    each('GDP', real.GDP, RELATIVE),
    each('DP', real.DP_turned, RELATIVE),
    each('E', real.E, RELATIVE),
    each('WP', real.WP, WILD_RELATIVE),
    each('PB', real.PB, RARE_RELATIVE),
    each('BK', real.BK, RARE_RELATIVE),
    {
      name: 'GDP, runner on first, < 2 out',
      real: FACTS.groundIntoDoublePlay.perSituation,
      simulated: perDoublePlay,
      relative: 0.05,
    },
    { name: 'SF, runner on third, < 2 out', real: sacrificeFlies, simulated: perFly, relative: 0.05 },
    { name: 'he scores', real: realScores, simulated: scores, relative: 0.05 },
  ]);
}

function wholeGames({ games }: Season): Row[] {
  const { games: real, usage } = FACTS;
  const share = (name: string, figures2: readonly [number, number], allowed: number | null): Row => ({
    section: 'Games',
    name,
    real: figures2[0],
    simulated: figures2[1],
    allowed,
    digits: 4,
  });
  return [
    share('home wins', [real.homeWins, games.homeWins / games.count], 0.01),
    share('extra innings', [real.extraInnings, games.extraInnings / games.count], 0.015),
    share('walk-offs', [real.walkOffs, games.walkOffs / games.count], null),
    share('shut-outs of a team', [real.shutOuts, games.mean(games.shutOuts)], null),
    share('decided by one run', [real.oneRun, games.oneRun / games.count], null),
    ...figures('Pitchers and pinch hitters', [
      { name: 'pitchers', real: usage.pitchersPerTeamGame, simulated: games.mean(games.pitchers), relative: BY_HABIT },
      {
        name: 'starter, batters',
        real: usage.starterBatters,
        simulated: games.mean(games.starterBatters),
        relative: 0.1,
      },
      { name: 'starter, outs', real: usage.starterOuts, simulated: games.mean(games.starterOuts), relative: 0.1 },
      {
        name: 'reliever, batters',
        real: usage.relieverBatters,
        simulated: games.relieverBatters / games.relievers,
        relative: BY_HABIT,
      },
      {
        name: 'pinch hitters',
        real: usage.pinchHitters,
        simulated: games.mean(games.pinchHitters),
        relative: BY_HABIT,
      },
    ]),
  ];
}

/** All figures, real beside simulated. */
export function compared(season: Season, isPd: boolean, { widened }: Allowance = { widened: 1 }): Row[] {
  const rows = [
    ...plateAppearances(season.plays, isPd),
    ...runs(season),
    ...situations(season.plays),
    ...advances(season.plays),
    ...onTheBases(season),
    ...wholeGames(season),
  ];
  return rows.map((row) => ({ ...row, allowed: row.allowed === null ? null : row.allowed * widened }));
}
