/**
 * The cards of a season: from what players did to what they can do (`regression.ts`), a card set a team.
 *
 * A player stands on one team's set, that for which he played last, with all of his season: nobody meets himself, and
 * the sets are the teams as the season left them. What they met, and where, is taken out of their rates
 * (`season-fit.ts`). Managers, bunts, leads, catchers' arms and what pitchers do to runners are the league's average.
 */
import type { CardKind, CardSet, Park } from '../../protocol/cards';
import type { PlayerId, TeamId } from '../../protocol/ids';
import { assert } from '../assert';
import { ADVANCE_STEP, ARM_STEP } from '../resolution/charts';
import {
  AVERAGE_BUNTING,
  AVERAGE_CATCHING,
  AVERAGE_PARK,
  AVERAGE_RUNNING,
  AVERAGE_TENDENCIES,
  averageRatings,
  times,
} from './average';
import { LEAGUE_RATES, PITCHERS_BATTING, ROLE_FACTORS, ratesBy, type ChartRates, type Side2 } from './league-2019';
import { makeCardSet, sideOf, type PitchingProfile, type PlayerProfile, type RatesByHand } from './make-card';
import { asOf2019, regressed, seasonMean, type Of } from './regression';
import { addCounts, noPlate, type PlayerCounts, type SeasonCounts, type SeasonTeam } from './season-counts';
import { fieldingMeans, fieldingRatings, type FieldingMeans } from './season-fielding';
import { fitSeason, type SeasonFit } from './season-fit';
import { seasonLegs, type SeasonLegs } from './season-legs';
import type { Company } from './season-met';

/** A card set's limits (`protocol/cards.ts`). */
const PLAYERS_MIN = 9;
const PLAYERS_MAX = 60;
/** A pitcher who comes to bat so often hits like a batter, not like pitchers. */
const BATS_LIKE_A_BATTER = 100;
/** A batter who faces fewer was only lent to the mound. */
const PITCHES_LIKE_A_PITCHER = 40;
/** Wild pitches a batter faced, 2019. */
const WILD_PITCHES = 0.0098;
/** Passed balls an out behind the plate, 2019. */
const PASSED_BALLS = 0.0024;
/** Steals that succeed, 2019. */
const STEALS_SAFE = 0.733;
/** What a card's average number of attempts comes to, counted as `SeasonCounts` does. */
const USUAL_ATTEMPTS = 0.077;
/** Chances to steal after which a season's attempts are half its own. */
const HALF_OWN_ATTEMPTS = 500;
/** Batters of a usual outing, and how many usual ones his own are mixed with. */
const USUAL_START = { batters: 22, outings: 3 };
const USUAL_RELIEF = { batters: 4.5, outings: 5 };
/** What a pitcher of usual outings has on his card: he can go further than he mostly does. */
const USUAL_ENDURANCE = { starter: 26, reliever: 8 };

export interface SeasonCards {
  readonly sets: readonly CardSet[];
  /** Teams of whom the files know too few players for a card set. */
  readonly leftOut: readonly { readonly team: SeasonTeam; readonly players: number }[];
}

type MeanRates = Record<Side2, Record<Side2, ChartRates>>;

/** What everybody's card is made from. */
interface Season {
  readonly rates: MeanRates;
  readonly fit: SeasonFit;
  readonly fielding: FieldingMeans;
  readonly attempts: number;
  readonly legs: SeasonLegs;
}

export function cardsOfSeason(kind: CardKind, season: number, counts: SeasonCounts): SeasonCards {
  const rates = ratesOf(counts);
  const made: Season = {
    rates,
    fit: fitOf(counts, rates),
    fielding: fieldingMeans(counts),
    attempts: attemptsOf(counts),
    legs: seasonLegs(counts.legs),
  };
  const sets: CardSet[] = [];
  const leftOut: SeasonCards['leftOut'][number][] = [];
  for (const [team, players] of rostersOf(counts)) {
    if (players.length < PLAYERS_MIN || !players.some(isPitcher) || !players.some(catches)) {
      leftOut.push({ team, players: players.length });
      continue;
    }
    const profiles = players.slice(0, PLAYERS_MAX).map((player) => profileOf(player, made));
    const park = parkOf(team, made.fit);
    const { id, name } = team;
    sets.push(
      makeCardSet(kind, { team: { id, name }, season, park, tendencies: AVERAGE_TENDENCIES, players: profiles }),
    );
  }
  return { sets, leftOut };
}

/** Each team's players, most seen there first: those who played for it last. */
function rostersOf({ teams, players }: SeasonCounts): [SeasonTeam, PlayerCounts[]][] {
  return [...teams.values()]
    .sort((a, b) => (a.id < b.id ? -1 : 1))
    .map((team) => {
      const seen = [...team.seen].sort((a, b) => b[1] - a[1]).flatMap(([id]) => players.get(id) ?? []);
      return [team, seen.filter(({ last }) => last?.team === team.id)];
    });
}

export const battersFaced = ({ pitching }: PlayerCounts): number => pitching.L.PA + pitching.R.PA;
export const plateAppearances = ({ batting }: PlayerCounts): number => batting.L.PA + batting.R.PA;

function isPitcher(player: PlayerCounts): boolean {
  const faced = battersFaced(player);
  return faced > plateAppearances(player) || faced >= PITCHES_LIKE_A_PITCHER;
}

const CATCHER = 2;
const catches = ({ fielding }: PlayerCounts): boolean => fielding.has(CATCHER);

const isBatter = (player: PlayerCounts): boolean =>
  !isPitcher(player) || plateAppearances(player) >= BATS_LIKE_A_BATTER;

/** Whose hands no roster tells is taken for a right-hander. */
function cardPlayer({ id, name, bats, throws }: PlayerCounts): PlayerProfile['player'] {
  return { id, name, bats: bats ?? 'R', throws: throws === 'L' ? 'L' : 'R' };
}

/** Of whom nobody saw anything. */
const NOBODYS = '' as TeamId;

/** Who hits like a pitcher reads his own card: the pitchers whom he meets have no part in it. */
function fitOf({ players, meetings }: SeasonCounts, rates: MeanRates): SeasonFit {
  const batters = new Set([...players.values()].filter(isBatter).map(({ id }) => id));
  const companyOf = (of: Of, id: PlayerId): Company => {
    const counts = players.get(id);
    assert(counts !== undefined, 'a plate appearance of nobody');
    const mean = of === 'batting' ? battersMean(cardPlayer(counts), rates) : pitchersMean(cardPlayer(counts), rates);
    if (of === 'batting') return { mean, drawnTo: mean };
    // A reliever's season shows him fresh, a starter's fresh and tired.
    const factors = roleOf(counts) === 'reliever' ? ROLE_FACTORS.reliever : WHOLE_STARTS;
    return { mean, drawnTo: { L: times(mean.L, factors), R: times(mean.R, factors) } };
  };
  const met = meetings.filter(({ batter }) => batters.has(batter));
  const teamOf = (id: PlayerId): TeamId => players.get(id)?.last?.team ?? NOBODYS;
  return fitSeason({ meetings: met, means: rates, companyOf, teamOf });
}

const battersMean = (player: PlayerProfile['player'], rates: MeanRates): RatesByHand => ({
  L: rates[sideOf(player, 'L')].L,
  R: rates[sideOf(player, 'R')].R,
});

/** The share of the plate appearances of 2019 in which a reliever pitched. */
const RELIEF_SHARE = 0.42;

/** What starters give up in whole outings, against the league's mean: what relievers leave of it. */
const WHOLE_STARTS = ratesBy((name) => (1 - RELIEF_SHARE * ROLE_FACTORS.reliever[name]) / (1 - RELIEF_SHARE));
/** What a card wants, a starter while he is fresh, against his whole outings. */
const FRESH_STARTS = ratesBy((name) => ROLE_FACTORS.starter[name] / WHOLE_STARTS[name]);

const pitchersMean = ({ throws }: PlayerProfile['player'], { L, R }: MeanRates): RatesByHand => ({
  L: L[throws],
  R: R[throws],
});

const roleOf = ({ outings: { starts, reliefs } }: PlayerCounts): 'starter' | 'reliever' =>
  starts >= reliefs ? 'starter' : 'reliever';

function parkOf({ id, name }: SeasonTeam, { parks }: SeasonFit): Park {
  const { homeRun, single } = parks.get(id) ?? AVERAGE_PARK;
  const whole = (numbers: Readonly<Record<Side2, number>>): Park['single'] => ({
    L: Math.round(numbers.L),
    R: Math.round(numbers.R),
  });
  return { name: `${name} Park`.slice(0, 80), homeRun: whole(homeRun), single: whole(single) };
}

function ratesOf({ players }: SeasonCounts): MeanRates {
  const sums = { L: { L: noPlate(), R: noPlate() }, R: { L: noPlate(), R: noPlate() } };
  for (const player of players.values()) {
    if (!isBatter(player)) continue;
    for (const arm of ['L', 'R'] as const) addCounts(sums[sideOf(cardPlayer(player), arm)][arm], player.batting[arm]);
  }
  const of = (side: Side2, arm: Side2): ChartRates => seasonMean(sums[side][arm], side, arm);
  return { L: { L: of('L', 'L'), R: of('L', 'R') }, R: { L: of('R', 'L'), R: of('R', 'R') } };
}

function profileOf(counts: PlayerCounts, season: Season): PlayerProfile {
  const player = cardPlayer(counts);
  const ownCard = !isBatter(counts);
  return {
    player,
    batting: ownCard
      ? regressed('batting', counts.batting, { L: PITCHERS_BATTING, R: PITCHERS_BATTING })
      : battingOf(player, season),
    readsOwnCard: ownCard,
    pitching: isPitcher(counts) ? pitchingOf(counts, player, season) : null,
    fielding: fieldingOf(counts, season),
    catching: catchingOf(counts),
    running: ownCard ? { attempts: 0, lead: 6, steal: 10, advance: 7 } : runningOf(counts, season),
    bunting: ownCard ? { bunt: 14, hitAndRun: 10 } : AVERAGE_BUNTING,
  };
}

function battingOf(player: PlayerProfile['player'], { rates, fit }: Season): RatesByHand {
  const mean = battersMean(player, rates);
  const own = fit.batting.get(player.id) ?? mean;
  const shown = (arm: Side2): ChartRates => asOf2019(own[arm], mean[arm], LEAGUE_RATES[sideOf(player, arm)][arm]);
  return { L: shown('L'), R: shown('R') };
}

function pitchingOf(counts: PlayerCounts, player: PlayerProfile['player'], { rates, fit }: Season): PitchingProfile {
  const { throws } = player;
  const { starts, battersInStarts, reliefs, battersInRelief } = counts.outings;
  const role = roleOf(counts);
  const mean = pitchersMean(player, rates);
  const own = fit.pitching.get(player.id) ?? mean;
  const shown = (side: Side2): ChartRates => {
    const fresh = role === 'starter' ? times(own[side], FRESH_STARTS) : own[side];
    return asOf2019(fresh, mean[side], LEAGUE_RATES[side][throws]);
  };
  const usual = averageRatings(role, throws);
  const perStart = mixed(battersInStarts, starts, USUAL_START);
  const perRelief = mixed(battersInRelief, reliefs, USUAL_RELIEF);
  const starterEndurance = (USUAL_ENDURANCE.starter * perStart) / USUAL_START.batters;
  const relieverEndurance = (USUAL_ENDURANCE.reliever * perRelief) / USUAL_RELIEF.batters;
  return {
    rates: { L: shown('L'), R: shown('R') },
    ratings: {
      ...usual,
      endurance: {
        starter: role === 'starter' ? within(12, starterEndurance, 36) : null,
        reliever: reliefs > 0 ? within(3, relieverEndurance, 16) : null,
        restDays: usual.endurance.restDays,
      },
      wildPitch: within(
        10,
        (usual.wildPitch * (counts.wildPitches + 4)) / (battersFaced(counts) * WILD_PITCHES + 4),
        80,
      ),
    },
  };
}

function catchingOf({ fielding, passedBalls }: PlayerCounts): PlayerProfile['catching'] {
  const outs = fielding.get(2)?.outs;
  if (outs === undefined) return null;
  return { passedBall: within(2, (AVERAGE_CATCHING.passedBall * (passedBalls + 3)) / (outs * PASSED_BALLS + 3), 25) };
}

function fieldingOf(counts: PlayerCounts, { fielding, legs }: Season): PlayerProfile['fielding'] {
  const arm = within(-5, 0 - (100 * (legs.outfielders.get(counts.id) ?? 0)) / ARM_STEP, 5);
  return fieldingRatings(counts, fielding).map((rating) => (rating.position >= 7 ? { ...rating, arm } : rating));
}

function runningOf({ id, running }: PlayerCounts, { attempts: mean, legs }: Season): PlayerProfile['running'] {
  const { chances, attempts, stolen, caught } = running;
  const safe = (stolen + 20 * STEALS_SAFE) / (stolen + caught + 20);
  const sent = (attempts + 30 * mean) / (chances + 30);
  return {
    ...AVERAGE_RUNNING,
    attempts: within(0, (AVERAGE_RUNNING.attempts * sent) / USUAL_ATTEMPTS, 40),
    steal: within(9, AVERAGE_RUNNING.steal + 20 * (safe - STEALS_SAFE), 20),
    advance: within(2, AVERAGE_RUNNING.advance + (100 * (legs.runners.get(id) ?? 0)) / ADVANCE_STEP, 19),
  };
}

/** Steals of second a plate appearance on first with second open; a season of few such is drawn to the usual. */
function attemptsOf({ players }: SeasonCounts): number {
  let [attempts, chances] = [USUAL_ATTEMPTS * HALF_OWN_ATTEMPTS, HALF_OWN_ATTEMPTS];
  for (const { running } of players.values()) {
    attempts += running.attempts;
    chances += running.chances;
  }
  return attempts / chances;
}

function mixed(
  batters: number,
  outings: number,
  usual: { readonly batters: number; readonly outings: number },
): number {
  return (batters + usual.batters * usual.outings) / (outings + usual.outings);
}

function within(low: number, number: number, high: number): number {
  return Math.max(low, Math.min(high, Math.round(number)));
}
