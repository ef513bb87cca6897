/**
 * From what a player can do to his card, of either kind.
 *
 * A profile states his true rates against average opponents. Half of his plate appearances are read from the other
 * card, so his own must say twice as much as he differs from the league (`ownHalf`).
 */
import type { CardKind, CardPlayer, CardSet, PdPlayerCard, PlayerCard, SbaPlayerCard } from '../../protocol/cards';
import { LEAGUE_RATES, ratesBy, SHARE_AGAINST_RIGHT, SHARE_OF_RIGHT, type ChartRates, type Side2 } from './league-2019';
import { packPdBatter, packPdPitcher, packSbaBatter, packSbaPitcher, type Carry } from './packing';
import { chancesOf, ownHalf, withTiring } from './results';

/** Rates by hand: a batter's by the pitcher's arm, a pitcher's by the batter's side. */
export type RatesByHand = Readonly<Record<Side2, ChartRates>>;

export interface PitchingProfile {
  /** What he gives up while he is fresh, to average batters of either side. */
  readonly rates: RatesByHand;
  readonly ratings: Omit<NonNullable<SbaPlayerCard['pitching']>, 'chart'>;
}

export interface PlayerProfile {
  readonly player: CardPlayer;
  /** What he does against average pitching of either arm. */
  readonly batting: RatesByHand;
  /** He hits so badly that every plate appearance is read from his own card. */
  readonly readsOwnCard: boolean;
  readonly pitching: PitchingProfile | null;
  readonly fielding: PlayerCard['fielding'];
  readonly catching: PlayerCard['catching'];
  readonly running: PlayerCard['running'];
  readonly bunting: PlayerCard['bunting'];
}

/** What is carried from card to card, by the kind of face; one for a team. */
export type Carries = Map<string, Carry>;

export function newCarries(): Carries {
  return new Map();
}

function carryOf(carries: Carries, face: string): Carry {
  const carry = carries.get(face) ?? new Map<string, number>();
  carries.set(face, carry);
  return carry;
}

/** The side from which he bats against an arm. */
export function sideOf({ bats }: CardPlayer, arm: Side2): Side2 {
  if (bats === 'B') return arm === 'L' ? 'R' : 'L';
  return bats;
}

function mixed(a: ChartRates, b: ChartRates, shareOfA: number): ChartRates {
  return ratesBy((name) => a[name] * shareOfA + b[name] * (1 - shareOfA));
}

/** His own half against an arm; the whole of it when every roll falls on his card. */
function battingHalf({ player, batting, readsOwnCard }: PlayerProfile, arm: Side2): ChartRates {
  return readsOwnCard ? batting[arm] : ownHalf(batting[arm], LEAGUE_RATES[sideOf(player, arm)][arm]);
}

/** Home runs that the opponents' cards would give him beyond his own rate are taken back by his power. */
function powerOf({ player, batting, readsOwnCard }: PlayerProfile): number {
  if (readsOwnCard) return 20;
  const share = SHARE_AGAINST_RIGHT[player.bats === 'B' ? 'L' : player.bats];
  const wanted = batting.R.HR * share + batting.L.HR * (1 - share);
  const theirs =
    (LEAGUE_RATES[sideOf(player, 'R')].R.HR * share + LEAGUE_RATES[sideOf(player, 'L')].L.HR * (1 - share)) / 2;
  return Math.min(20, Math.round((20 * wanted) / theirs));
}

function pitchingHalf({ player }: PlayerProfile, { rates }: PitchingProfile, side: Side2): ChartRates {
  return ownHalf(rates[side], LEAGUE_RATES[side][player.throws]);
}

function pdCard(profile: PlayerProfile, carries: Carries): PdPlayerCard {
  const { player, fielding, catching, running, bunting, pitching } = profile;
  const group = profile.readsOwnCard ? 'own' : 'batter';
  const face = (arm: Side2): PdPlayerCard['batting']['vsL'] => {
    const side = sideOf(player, arm);
    return packPdBatter(chancesOf(battingHalf(profile, arm), side), carryOf(carries, group));
  };
  const pitcherFace = (of: PitchingProfile, side: Side2): NonNullable<PdPlayerCard['pitching']>['vsL'] => {
    const isStarter = of.ratings.endurance.starter !== null;
    const chances = withTiring(chancesOf(pitchingHalf(profile, of, side), side), isStarter);
    const role = isStarter ? 'starter' : 'reliever';
    return packPdPitcher(chances, carryOf(carries, role));
  };
  const pitchingCard = (of: PitchingProfile): PdPlayerCard['pitching'] => {
    const { endurance, hold, wildPitch, balk, pickoff } = of.ratings;
    return { endurance, hold, wildPitch, balk, pickoff, vsL: pitcherFace(of, 'L'), vsR: pitcherFace(of, 'R') };
  };
  return {
    player,
    fielding,
    catching,
    running,
    bunting,
    batting: { own: profile.readsOwnCard, power: powerOf(profile), vsL: face('L'), vsR: face('R') },
    pitching: pitching === null ? null : pitchingCard(pitching),
  };
}

/** The one chart of an `sba` card: both faces, as often as each is met. */
function sbaCard(profile: PlayerProfile, carries: Carries): SbaPlayerCard {
  const { player, fielding, catching, running, bunting, pitching } = profile;
  const side = sideOf(player, 'R');
  const batting = mixed(battingHalf(profile, 'R'), battingHalf(profile, 'L'), SHARE_AGAINST_RIGHT[side]);
  const group = profile.readsOwnCard ? 'own' : 'batter';
  const chart = packSbaBatter(chancesOf(batting, side), carryOf(carries, group));
  const pitchingCard = (of: PitchingProfile): SbaPlayerCard['pitching'] => {
    const { endurance, hold, wildPitch, balk, pickoff } = of.ratings;
    const rates = mixed(pitchingHalf(profile, of, 'R'), pitchingHalf(profile, of, 'L'), SHARE_OF_RIGHT[player.throws]);
    const isStarter = endurance.starter !== null;
    const chances = withTiring(chancesOf(rates, player.throws), isStarter);
    const pitcherChart = packSbaPitcher(chances, carryOf(carries, isStarter ? 'starter' : 'reliever'));
    return { endurance, hold, wildPitch, balk, pickoff, chart: pitcherChart };
  };
  return {
    player,
    fielding,
    catching,
    running,
    bunting,
    batting: { own: profile.readsOwnCard, power: powerOf(profile), chart },
    pitching: pitching === null ? null : pitchingCard(pitching),
  };
}

export type TeamProfile = Pick<CardSet, 'team' | 'season' | 'park' | 'tendencies'> & {
  readonly players: readonly PlayerProfile[];
};

/** A team's card set of a kind. */
export function makeCardSet(kind: CardKind, { players, ...team }: TeamProfile): CardSet {
  const carries = newCarries();
  return kind === 'pd'
    ? { v: 1, kind, ...team, players: players.map((profile) => pdCard(profile, carries)) }
    : { v: 1, kind, ...team, players: players.map((profile) => sbaCard(profile, carries)) };
}
