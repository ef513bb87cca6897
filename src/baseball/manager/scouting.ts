/**
 * What a manager knows of a team from its cards: figures he can compare, worked out once per set of cards.
 *
 * Batting and pitching are told as wOBA (weights of 2019), fielding as what it saves on the same scale: so many points
 * of wOBA would make up for it over a game. Kept beside the cards for as long as they live.
 */
import type { ManagerTendencies, PlayerCard } from '../../protocol/cards';
import type { PlayerId } from '../../protocol/ids';
import type { Player } from '../../protocol/lineup';
import { assert } from '../assert';
import { battingRates, pitchingRates, type CardRates } from '../cards/rates';
import type { TeamCards } from '../cards/team-cards';
import { sideAgainst } from '../hands';

export type Arm = 'L' | 'R';

export interface Scouted {
  readonly card: PlayerCard;
  readonly player: Player;
  /** What he hits against an arm: wOBA against the average pitcher. */
  readonly versus: Readonly<Record<Arm, number>>;
  /** How often he gets on base, both arms together. */
  readonly onBase: number;
  /** What batters of a side hit against him; of a player who does not pitch, far too much. */
  readonly allowed: Readonly<Record<Arm, number>>;
  readonly pitches: boolean;
  /** By position 2–9: what his glove is worth there, in wOBA. */
  readonly fielding: readonly number[];
}

export interface TeamScouting {
  readonly players: ReadonlyMap<PlayerId, Scouted>;
  readonly tendencies: ManagerTendencies;
  /** Who relieves, the best first. */
  readonly relievers: readonly Scouted[];
  /** Who starts, the best first. */
  readonly starters: readonly Scouted[];
  /** Everybody who does not pitch. */
  readonly hitters: readonly Scouted[];
  /** Everybody, as a bench names them: hitters, relievers, and starters last, who are there for a game without end. */
  readonly all: readonly Scouted[];
}

/** The average of 2019, pitchers' batting left out. */
export const LEAGUE_WOBA = 0.325;
/** Two of three pitchers are right-handed (0.7225 of the plate appearances of 2019), three of five batters bat right. */
const RIGHT_ARMS = 0.72;
const RIGHT_SIDES = 0.58;

/** How many balls a game that are hard to reach go to each position; what one step of range is worth follows. */
const CHANCES = [0, 0.3, 0.3, 0.7, 1.3, 1, 1.4, 0.8, 1.1, 0.8];
/** Runs between a ball that is reached and one that is not; a step of range is one of 20 numbers. */
const RUNS_A_STEP = 0.75 / 20;
const RUNS_AN_ERROR = 0.0075;
/** One point of wOBA over a batter's four trips is worth so many runs. */
const RUNS_A_POINT = 4.2 / 1.2;
const AVERAGE_RANGE = 3;
const AVERAGE_ERROR = 6;
/** Off his card: range 5 and error 25, and he is out of place besides. */
const OUT_OF_PLACE = { range: 5, error: 25, arm: -2 };
const CATCHERS_ARM = 0.004;
const OUT_OF_PLACE_COST = 0.03;
/** Whoever never caught does not begin with it, however well he hits, while somebody is there who can. */
const NEVER_CAUGHT_COST = 0.2;

function gloveAt(card: PlayerCard, position: number): number {
  const rated = card.fielding.find((rating) => rating.position === position);
  const { range, error, arm } = rated ?? OUT_OF_PLACE;
  const chances = CHANCES[position] ?? 0;
  const runs = chances * (RUNS_A_STEP * (AVERAGE_RANGE - range) + RUNS_AN_ERROR * (AVERAGE_ERROR - error));
  const throws = position === 2 ? arm * CATCHERS_ARM : 0;
  if (rated !== undefined) return runs / RUNS_A_POINT + throws;
  return runs / RUNS_A_POINT + throws - (position === 2 ? NEVER_CAUGHT_COST : OUT_OF_PLACE_COST);
}

function scouted(card: PlayerCard): Scouted {
  const { id, name, bats, throws } = card.player;
  return {
    card,
    player: { id, name, bats, throws },
    versus: { L: battingRates(card, 'L').woba, R: battingRates(card, 'R').woba },
    onBase: onBaseOf(battingRates(card, 'L')) * (1 - RIGHT_ARMS) + onBaseOf(battingRates(card, 'R')) * RIGHT_ARMS,
    allowed: {
      L: pitchingRates(card, 'L').woba,
      R: pitchingRates(card, 'R').woba,
    },
    pitches: card.pitching !== null,
    fielding: CHANCES.map((_, position) => (position < 2 ? 0 : gloveAt(card, position))),
  };
}

function onBaseOf(rates: CardRates): number {
  return rates.BB + rates.HBP + rates['1B'] + rates['2B'] + rates['3B'] + rates.HR;
}

/** What a pitcher allows to the league's batters. */
export function allowedToAll({ allowed }: Scouted): number {
  return allowed.L * (1 - RIGHT_SIDES) + allowed.R * RIGHT_SIDES;
}

/** What a batter hits against the league's pitchers. */
export function againstAll({ versus }: Scouted): number {
  return versus.L * (1 - RIGHT_ARMS) + versus.R * RIGHT_ARMS;
}

const byAllowed = (a: Scouted, b: Scouted): number => allowedToAll(a) - allowedToAll(b);

function scout(cards: TeamCards): TeamScouting {
  const all = [...cards.players.values()].map(scouted);
  return {
    players: new Map(all.map((each) => [each.player.id, each])),
    tendencies: cards.tendencies,
    relievers: all.filter(({ card }) => relieves(card)).sort(byAllowed),
    starters: all
      .filter(({ card }) => card.pitching !== null && card.pitching.endurance.starter !== null)
      .sort(byAllowed),
    hitters: all.filter(({ pitches }) => !pitches),
    all: all.sort((a, b) => benchRank(a) - benchRank(b) || byAllowed(a, b)),
  };
}

function benchRank({ pitches, card }: Scouted): number {
  if (!pitches) return 0;
  return relieves(card) ? 1 : 2;
}

/** Whether he is of the bullpen: who can do both is a starter. */
function relieves({ pitching }: PlayerCard): boolean {
  return pitching !== null && pitching.endurance.reliever !== null && pitching.endurance.starter === null;
}

const KNOWN = new WeakMap<TeamCards, TeamScouting>();

export function scoutingOf(cards: TeamCards): TeamScouting {
  const known = KNOWN.get(cards);
  if (known !== undefined) return known;
  const made = scout(cards);
  KNOWN.set(cards, made);
  return made;
}

export function known(scouting: TeamScouting, id: PlayerId): Scouted {
  const player = scouting.players.get(id);
  assert(player !== undefined, 'a player without a card');
  return player;
}

/** What a batter may be expected to hit against a pitcher. */
export function matchup(batter: Scouted, pitcher: Scouted): number {
  const arm = pitcher.card.player.throws;
  const versus = arm === 'L' ? batter.versus.L : batter.versus.R;
  if (batter.card.batting.own) return versus;
  const isLeft = sideAgainst(batter.card.player.bats, arm) === 'L';
  return versus + (isLeft ? pitcher.allowed.L : pitcher.allowed.R) - LEAGUE_WOBA;
}
