/**
 * Whether cards give players and teams their own numbers back: the real season beside the one that was played again
 * from its cards (`rerun.ts`). Nothing is passed on too little: a figure that chance alone could move past its bound is
 * said to be unproven.
 */
import { wobaOf } from '../../src/baseball/cards/rates';
import {
  addCounts,
  countGame,
  noPlate,
  noSeason,
  type PlateCounts,
  type PlayerCounts,
  type SeasonCounts,
} from '../../src/baseball/cards/season-counts';
import { SIDES } from '../../src/baseball/state';
import type { TeamId } from '../../src/protocol/ids';
import type { RealGame } from './real-game';
import type { Rerun } from './rerun';

/** Runs of the league may be off by so much of themselves. */
export const RUNS_BOUND = 0.05;
/** The batters' own wOBA and what the cards made of it must go together so closely (Pearson). */
export const WOBA_BOUND = 0.9;
/** So few batters prove nothing: with 20 of them an r of .9 may as well be one of .8. */
export const BATTERS_MIN = 20;

export type Verdict = 'passed' | 'missed' | 'unproven';

export interface RunsProof {
  readonly games: number;
  /** Per game. */
  readonly real: number;
  readonly simulated: number;
  /** Simulated less real, as a part of real. */
  readonly off: number;
  /** What chance alone moves `off` by: one standard error of so many games. */
  readonly error: number;
}

export interface Proof {
  readonly league: RunsProof & { readonly verdict: Verdict };
  readonly teams: readonly (RunsProof & { readonly team: TeamId })[];
  readonly batters: {
    readonly minPlateAppearances: number;
    readonly count: number;
    readonly r: number;
    readonly verdict: Verdict;
  };
  /** Per plate appearance, intentional walks and bunts left out. */
  readonly rates: readonly { readonly name: RateShown; readonly real: number; readonly simulated: number }[];
}

export const RATES_SHOWN = ['K', 'BB', 'HBP', '1B', '2B', '3B', 'HR'] as const;
export type RateShown = (typeof RATES_SHOWN)[number];

/** Runs of a team in its games: sums over the real ones, and over those played again. */
class Runs {
  games = 0;
  real = 0;
  realSquared = 0;
  reruns = 0;
  simulated = 0;

  addReal(runs: number): void {
    this.games += 1;
    this.real += runs;
    this.realSquared += runs * runs;
  }

  addRerun(runs: number): void {
    this.reruns += 1;
    this.simulated += runs;
  }

  /** @param spread the standard deviation of a team's runs in a game */
  proof(spread: number): RunsProof {
    const real = this.real / this.games;
    const simulated = this.simulated / this.reruns;
    const error = (spread / real) * Math.sqrt(1 / this.games + 1 / this.reruns);
    return { games: this.games, real, simulated, off: simulated / real - 1, error };
  }

  get spread(): number {
    return Math.sqrt(Math.max(0, this.realSquared / this.games - (this.real / this.games) ** 2));
  }
}

export class Prover {
  private readonly league = new Runs();
  private readonly teams = new Map<TeamId, Runs>();
  private readonly simulated = noSeason();

  /** @param games the real ones that are played again; at least one */
  constructor(games: readonly RealGame[]) {
    for (const { teams, runs } of games) {
      for (const side of SIDES) {
        this.league.addReal(runs[side]);
        this.teamOf(teams[side]).addReal(runs[side]);
      }
    }
  }

  private teamOf(id: TeamId): Runs {
    const runs = this.teams.get(id) ?? new Runs();
    this.teams.set(id, runs);
    return runs;
  }

  add({ game, events, runs }: Rerun): void {
    countGame(this.simulated, events);
    for (const side of SIDES) {
      this.league.addRerun(runs[side]);
      this.teamOf(game.teams[side]).addRerun(runs[side]);
    }
  }

  proof(real: SeasonCounts, minPlateAppearances: number): Proof {
    const { spread } = this.league;
    const league = this.league.proof(spread);
    const teams = [...this.teams].map(([team, runs]) => ({ team, ...runs.proof(spread) }));
    return {
      league: { ...league, verdict: runsVerdict(league) },
      teams: teams.sort((a, b) => b.games - a.games || (a.team < b.team ? -1 : 1)),
      batters: battersProof({ real, simulated: this.simulated }, minPlateAppearances),
      rates: ratesOf(real, this.simulated),
    };
  }
}

function runsVerdict({ off, error }: RunsProof): Verdict {
  if (error > RUNS_BOUND) return 'unproven';
  return Math.abs(off) <= RUNS_BOUND ? 'passed' : 'missed';
}

interface BothSeasons {
  readonly real: SeasonCounts;
  readonly simulated: SeasonCounts;
}

function battersProof({ real, simulated }: BothSeasons, minPlateAppearances: number): Proof['batters'] {
  const pairs: [number, number][] = [];
  for (const player of real.players.values()) {
    const own = battingOf(player);
    const again = simulated.players.get(player.id);
    if (own.PA < minPlateAppearances || again === undefined) continue;
    const counts = battingOf(again);
    if (counts.PA > 0) pairs.push([wobaOf(own) / own.PA, wobaOf(counts) / counts.PA]);
  }
  const r = correlation(pairs);
  const verdict = pairs.length < BATTERS_MIN ? 'unproven' : r >= WOBA_BOUND ? 'passed' : 'missed';
  return { minPlateAppearances, count: pairs.length, r, verdict };
}

function battingOf({ batting }: PlayerCounts): PlateCounts {
  return sumOf([batting.L, batting.R]);
}

function sumOf(all: readonly PlateCounts[]): PlateCounts {
  const sum = noPlate();
  for (const counts of all) addCounts(sum, counts);
  return sum;
}

/** Pearson's r; 0 where one of the two does not vary. */
export function correlation(pairs: readonly (readonly [number, number])[]): number {
  const mean = (i: 0 | 1): number => pairs.reduce((sum, pair) => sum + pair[i], 0) / pairs.length;
  const [meanX, meanY] = [mean(0), mean(1)];
  let [xy, xx, yy] = [0, 0, 0];
  for (const [x, y] of pairs) {
    xy += (x - meanX) * (y - meanY);
    xx += (x - meanX) ** 2;
    yy += (y - meanY) ** 2;
  }
  return xx * yy > 0 ? xy / Math.sqrt(xx * yy) : 0;
}

function ratesOf(real: SeasonCounts, simulated: SeasonCounts): Proof['rates'] {
  const [own, again] = [real, simulated].map(({ players }) => sumOf([...players.values()].map(battingOf)));
  if (own === undefined || again === undefined) return [];
  return RATES_SHOWN.map((name) => ({ name, real: own[name] / own.PA, simulated: again[name] / again.PA }));
}
