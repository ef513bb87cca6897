/**
 * The cards of a season: from what players did to what they can do (`regression.ts`), a card set a team.
 *
 * A player stands on one team's set, that which saw most of him, so that nobody meets himself. Parks, managers, bunts,
 * outfielders' arms, advances and what pitchers do to runners are the league's average; batters' rates hold the parks
 * that they played in.
 */
import type { CardKind, CardSet } from '../../protocol/cards';
import type { PlayerId } from '../../protocol/ids';
import {
  AVERAGE_BUNTING,
  AVERAGE_CATCHING,
  AVERAGE_PARK,
  AVERAGE_RUNNING,
  AVERAGE_TENDENCIES,
  averageRatings,
  timesRole,
} from './average';
import { LEAGUE_RATES, PITCHERS_BATTING, type ChartRates, type Side2 } from './league-2019';
import { makeCardSet, sideOf, type PitchingProfile, type PlayerProfile, type RatesByHand } from './make-card';
import { asOf2019, regressed, seasonMean } from './regression';
import { noPlate, type PlateCounts, type PlayerCounts, type SeasonCounts, type SeasonTeam } from './season-counts';
import { fieldingMeans, fieldingRatings, type FieldingMeans } from './season-fielding';

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
/** Batters of a usual outing, and how many usual ones his own are mixed with. */
const USUAL_START = { batters: 26, outings: 3 };
const USUAL_RELIEF = { batters: 4.5, outings: 5 };
/** What a reliever of usual outings has on his card: he can go further than he mostly does. */
const USUAL_RELIEVER_ENDURANCE = 8;

export interface SeasonCards {
  readonly sets: readonly CardSet[];
  /** Teams of whom the files know too few players for a card set. */
  readonly leftOut: readonly { readonly team: SeasonTeam; readonly players: number }[];
}

interface Means {
  readonly rates: Record<Side2, Record<Side2, ChartRates>>;
  readonly fielding: FieldingMeans;
}

export function cardsOfSeason(kind: CardKind, season: number, counts: SeasonCounts): SeasonCards {
  const means: Means = { rates: ratesOf(counts), fielding: fieldingMeans(counts) };
  const sets: CardSet[] = [];
  const leftOut: SeasonCards['leftOut'][number][] = [];
  for (const [team, players] of rostersOf(counts)) {
    if (players.length < PLAYERS_MIN || !players.some(isPitcher)) {
      leftOut.push({ team, players: players.length });
      continue;
    }
    const profiles = players.slice(0, PLAYERS_MAX).map((player) => profileOf(player, means));
    const park = { ...AVERAGE_PARK, name: `${team.name} Park`.slice(0, 80) };
    const { id, name } = team;
    sets.push(
      makeCardSet(kind, { team: { id, name }, season, park, tendencies: AVERAGE_TENDENCIES, players: profiles }),
    );
  }
  return { sets, leftOut };
}

/** Each team's players, most seen first. */
function rostersOf({ teams, players }: SeasonCounts): [SeasonTeam, PlayerCounts[]][] {
  const home = new Map<PlayerId, { team: SeasonTeam; times: number }>();
  for (const team of teams.values()) {
    for (const [id, times] of team.seen) if (times > (home.get(id)?.times ?? -1)) home.set(id, { team, times });
  }
  return [...teams.values()]
    .sort((a, b) => (a.id < b.id ? -1 : 1))
    .map((team) => {
      const own = [...team.seen].filter(([id]) => home.get(id)?.team === team).sort((a, b) => b[1] - a[1]);
      return [team, own.flatMap(([id]) => players.get(id) ?? [])];
    });
}

export const battersFaced = ({ pitching }: PlayerCounts): number => pitching.L.PA + pitching.R.PA;
export const plateAppearances = ({ batting }: PlayerCounts): number => batting.L.PA + batting.R.PA;

function isPitcher(player: PlayerCounts): boolean {
  const faced = battersFaced(player);
  return faced > plateAppearances(player) || faced >= PITCHES_LIKE_A_PITCHER;
}

const isBatter = (player: PlayerCounts): boolean =>
  !isPitcher(player) || plateAppearances(player) >= BATS_LIKE_A_BATTER;

/** Whose hands no roster tells is taken for a right-hander. */
function cardPlayer({ id, name, bats, throws }: PlayerCounts): PlayerProfile['player'] {
  return { id, name, bats: bats ?? 'R', throws: throws === 'L' ? 'L' : 'R' };
}

function ratesOf({ players }: SeasonCounts): Means['rates'] {
  const sums = { L: { L: noPlate(), R: noPlate() }, R: { L: noPlate(), R: noPlate() } };
  for (const player of players.values()) {
    if (!isBatter(player)) continue;
    for (const arm of ['L', 'R'] as const) addTo(sums[sideOf(cardPlayer(player), arm)][arm], player.batting[arm]);
  }
  const of = (side: Side2, arm: Side2): ChartRates => seasonMean(sums[side][arm], side, arm);
  return { L: { L: of('L', 'L'), R: of('L', 'R') }, R: { L: of('R', 'L'), R: of('R', 'R') } };
}

function addTo(sum: PlateCounts, counts: PlateCounts): void {
  for (const name of Object.keys(sum) as (keyof PlateCounts)[]) sum[name] += counts[name];
}

function profileOf(counts: PlayerCounts, means: Means): PlayerProfile {
  const player = cardPlayer(counts);
  const ownCard = !isBatter(counts);
  return {
    player,
    batting: ownCard
      ? regressed('batting', counts.batting, { L: PITCHERS_BATTING, R: PITCHERS_BATTING })
      : battingOf(counts, player, means),
    readsOwnCard: ownCard,
    pitching: isPitcher(counts) ? pitchingOf(counts, player, means) : null,
    fielding: fieldingRatings(counts, means.fielding),
    catching: catchingOf(counts),
    running: ownCard ? { attempts: 0, lead: 6, steal: 10, advance: 7 } : runningOf(counts),
    bunting: ownCard ? { bunt: 14, hitAndRun: 10 } : AVERAGE_BUNTING,
  };
}

function battingOf(counts: PlayerCounts, player: PlayerProfile['player'], { rates }: Means): RatesByHand {
  const mean = (arm: Side2): ChartRates => rates[sideOf(player, arm)][arm];
  const own = regressed('batting', counts.batting, { L: mean('L'), R: mean('R') });
  const shown = (arm: Side2): ChartRates => asOf2019(own[arm], mean(arm), LEAGUE_RATES[sideOf(player, arm)][arm]);
  return { L: shown('L'), R: shown('R') };
}

function pitchingOf(counts: PlayerCounts, player: PlayerProfile['player'], { rates }: Means): PitchingProfile {
  const { throws } = player;
  const { starts, battersInStarts, reliefs, battersInRelief } = counts.outings;
  const role = starts >= reliefs ? 'starter' : 'reliever';
  // What a reliever's season shows is a fresh reliever: only the mean that he is drawn to knows his role.
  const mean = (side: Side2): ChartRates =>
    role === 'reliever' ? timesRole(rates[side][throws], role) : rates[side][throws];
  const own = regressed('pitching', counts.pitching, { L: mean('L'), R: mean('R') });
  const shown = (side: Side2): ChartRates => {
    // His season shows a tired pitcher too; his card wants what he is while fresh.
    const fresh = role === 'starter' ? timesRole(own[side], role) : own[side];
    return asOf2019(fresh, rates[side][throws], LEAGUE_RATES[side][throws]);
  };
  const usual = averageRatings(role, throws);
  const perStart = mixed(battersInStarts, starts, USUAL_START);
  const perRelief = mixed(battersInRelief, reliefs, USUAL_RELIEF);
  const relieverEndurance = (USUAL_RELIEVER_ENDURANCE * perRelief) / USUAL_RELIEF.batters;
  return {
    rates: { L: shown('L'), R: shown('R') },
    ratings: {
      ...usual,
      endurance: {
        ...usual.endurance,
        starter: role === 'starter' ? within(12, perStart, 36) : null,
        reliever: reliefs > 0 ? within(3, relieverEndurance, 16) : null,
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

function runningOf({ running }: PlayerCounts): PlayerProfile['running'] {
  const { chances, attempts, stolen, caught } = running;
  const safe = (stolen + 20 * STEALS_SAFE) / (stolen + caught + 20);
  return {
    ...AVERAGE_RUNNING,
    attempts: within(0, (100 * (attempts + (30 * AVERAGE_RUNNING.attempts) / 100)) / (chances + 30), 40),
    steal: within(9, AVERAGE_RUNNING.steal + 20 * (safe - STEALS_SAFE), 20),
  };
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
