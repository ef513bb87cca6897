/**
 * The leaders of a league, from its players' totals. Rates ask for enough of it (OBR 9.22): 3.1 plate appearances, or
 * one inning pitched, for each game that the team has completed.
 */
import type {
  BattingTotals,
  Leader,
  LeaderCategory,
  LeaderCategoryName,
  PitchingTotals,
  PlayerTotals,
} from '../../protocol/league';

const PLATE_APPEARANCES_PER_GAME = 3.1;
const OUTS_PER_INNING = 3;
const INNINGS_OF_EARNED_RUN_AVERAGE = 9;

/** 0 for nothing out of nothing. */
function share(part: number, whole: number): number {
  return whole === 0 ? 0 : part / whole;
}

export function battingAverage({ hits, atBats }: BattingTotals): number {
  return share(hits, atBats);
}

/** OBR 9.21(f) */
export function onBasePercentage({ hits, walks, hitByPitch, atBats, sacrificeFlies }: BattingTotals): number {
  return share(hits + walks + hitByPitch, atBats + walks + hitByPitch + sacrificeFlies);
}

export function sluggingPercentage({ hits, doubles, triples, homeRuns, atBats }: BattingTotals): number {
  return share(hits + doubles + 2 * triples + 3 * homeRuns, atBats);
}

/** Earned runs per nine innings; without an out they have no measure: infinite, or 0 when there were none either. */
export function earnedRunAverage({ earnedRuns, outs }: PitchingTotals): number {
  const runs = INNINGS_OF_EARNED_RUN_AVERAGE * OUTS_PER_INNING * earnedRuns;
  return outs === 0 && earnedRuns > 0 ? Infinity : share(runs, outs);
}

function walksAndHitsPerInning({ walks, hits, outs }: PitchingTotals): number {
  return outs === 0 && walks + hits > 0 ? Infinity : share(OUTS_PER_INNING * (walks + hits), outs);
}

interface Measure {
  readonly name: LeaderCategoryName;
  readonly side: LeaderCategory['side'];
  readonly of: (player: PlayerTotals) => number;
  /** A rate: who had too little of it does not count. */
  readonly isRate?: true;
  readonly lowestFirst?: true;
}

type Counted<T> = { [K in keyof T]: T[K] extends number ? K : never }[keyof T];

const batting = (name: LeaderCategoryName & Counted<BattingTotals>): Measure => ({
  name,
  side: 'batting',
  of: (player) => player.batting[name],
});

const pitching = (name: LeaderCategoryName & Counted<PitchingTotals>): Measure => ({
  name,
  side: 'pitching',
  of: (player) => player.pitching[name],
});

const battingRate = (name: LeaderCategoryName, rate: (totals: BattingTotals) => number): Measure => ({
  name,
  side: 'batting',
  of: (player) => rate(player.batting),
  isRate: true,
});

const pitchingRate = (name: LeaderCategoryName, rate: (totals: PitchingTotals) => number): Measure => ({
  name,
  side: 'pitching',
  of: (player) => rate(player.pitching),
  isRate: true,
  lowestFirst: true,
});

const MEASURES: readonly Measure[] = [
  battingRate('battingAverage', battingAverage),
  battingRate('onBasePercentage', onBasePercentage),
  battingRate('sluggingPercentage', sluggingPercentage),
  battingRate('onBasePlusSlugging', (totals) => onBasePercentage(totals) + sluggingPercentage(totals)),
  batting('hits'),
  batting('doubles'),
  batting('triples'),
  batting('homeRuns'),
  batting('runs'),
  batting('runsBattedIn'),
  batting('stolenBases'),
  batting('walks'),
  pitchingRate('earnedRunAverage', earnedRunAverage),
  pitchingRate('walksAndHitsPerInning', walksAndHitsPerInning),
  pitching('wins'),
  pitching('saves'),
  pitching('strikeouts'),
  { name: 'inningsPitched', side: 'pitching', of: (player) => player.pitching.outs / OUTS_PER_INNING },
];

export interface LeadersOptions {
  /** How many in each category. */
  readonly limit: number;
  /** How many games each team has completed. */
  readonly teamGames: ReadonlyMap<PlayerTotals['team'], number>;
}

function qualifies({ batting, pitching }: PlayerTotals, { side, isRate }: Measure, teamGames: number): boolean {
  const appearances = side === 'batting' ? batting.plateAppearances : pitching.games;
  if (appearances === 0 || isRate !== true) return appearances > 0;
  return side === 'batting'
    ? appearances >= PLATE_APPEARANCES_PER_GAME * teamGames
    : pitching.outs >= OUTS_PER_INNING * teamGames;
}

function leadersIn(players: readonly PlayerTotals[], measure: Measure, options: LeadersOptions): Leader[] {
  const { limit, teamGames } = options;
  const direction = measure.lowestFirst === true ? 1 : -1;
  return players
    .filter((totals) => qualifies(totals, measure, teamGames.get(totals.team) ?? 0))
    .map((totals): Leader => ({ player: totals.player, team: totals.team, value: measure.of(totals) }))
    .filter(({ value }) => measure.isRate === true || value > 0)
    .sort((a, b) => direction * (a.value - b.value) || (a.player.id < b.player.id ? -1 : 1))
    .slice(0, limit);
}

/** Each category with its leaders, best first. */
export function leadersOf(players: readonly PlayerTotals[], options: LeadersOptions): LeaderCategory[] {
  return MEASURES.map((measure) => ({
    name: measure.name,
    side: measure.side,
    leaders: leadersIn(players, measure, options),
  }));
}
