/** Games of the average league, the computer on both sides, counted as they go. */
import { averageLeague } from '../../src/baseball/cards/average';
import { teamCards, type TeamCards } from '../../src/baseball/cards/team-cards';
import { COMPUTERS, playOut } from '../../src/baseball/play-out';
import { resolveTurn } from '../../src/baseball/resolution/resolve';
import { rulesetNamed } from '../../src/baseball/rulesets';
import { seededDice } from '../../src/baseball/seeded-dice';
import { startSimulated } from '../../src/baseball/simulated-game';
import type { StartedState } from '../../src/baseball/state';
import type { CardKind } from '../../src/protocol/cards';
import type { GameEvent } from '../../src/protocol/events';
import type { PlayerId } from '../../src/protocol/ids';
import type { BySide, Side } from '../../src/protocol/side';
import { GameTally } from './game-tally';
import { PlayTally } from './tally';

export interface Season {
  readonly plays: PlayTally;
  readonly games: GameTally;
}

export interface SeasonPlan {
  readonly kind: CardKind;
  readonly games: number;
  readonly seed: number;
}

/** Every team plays every other, at home and away. */
const PAIRS = 30;
/** Games of one seed have seeds of their own, apart from those of the next. */
const SEEDS_APART = 1_000_003;

function pairOf(teams: readonly TeamCards[], game: number): BySide<TeamCards> {
  const home = game % teams.length;
  const others = teams.length - 1;
  const away = (home + 1 + (Math.floor(game / teams.length) % others)) % teams.length;
  const pair = { away: teams[away], home: teams[home] };
  if (pair.away === undefined || pair.home === undefined) throw new Error('a league without teams');
  return { away: pair.away, home: pair.home };
}

/**
 * All starters but the one whose turn it is. Each side's take their turns within as many rounds as there are starters,
 * in other orders, so that in the end all meet all.
 */
function resting({ players }: TeamCards, round: number, side: Side): Set<PlayerId> {
  const starters = [...players.values()].filter(({ pitching }) => (pitching?.endurance.starter ?? null) !== null);
  const count = starters.length;
  const turn = (side === 'away' ? round : round * 3 + Math.floor(round / count)) % count;
  return new Set(starters.filter((_, i) => i !== turn).map(({ player }) => player.id));
}

/** Plays the games one by one, every second round with a designated hitter, as in 2019; `onGame` hears of each. */
export function playSeason({ kind, games, seed }: SeasonPlan, onGame: (plays: number) => void): Season {
  const teams = averageLeague(kind).map(teamCards);
  const season = { plays: new PlayTally(), games: new GameTally() };
  for (let game = 0; game < games; game++) {
    const round = Math.floor(game / PAIRS);
    const cards = pairOf(teams, game);
    const unavailable = { away: resting(cards.away, round, 'away'), home: resting(cards.home, round, 'home') };
    const ruleset = { ...rulesetNamed('mlb-2019'), designatedHitter: round % 2 === 0 };
    const own = seed * SEEDS_APART + game;
    const { state } = startSimulated({ cards, ruleset, seed: own, unavailable });
    const events: [GameEvent, StartedState][] = [];
    const table = { cards, dice: seededDice(own), resolve: resolveTurn, managers: COMPUTERS };
    const end = playOut(state, table, (event, before) => events.push([event, before]));
    onGame(season.plays.game(events));
    season.games.game(state, events, end);
  }
  return season;
}
