/**
 * The games of the files once more, from the cards that were made of them: the same pairs on the same grounds under the
 * same rules, with the same nine, in the same order, behind the same starters. What follows is the computer's, which
 * has whom the team used around that day, and must rest its pitchers.
 */
import { assert } from '../../src/baseball/assert';
import type { TeamCards } from '../../src/baseball/cards/team-cards';
import { DICE_RULES } from '../../src/baseball/dice-table';
import { noteOutings, PitcherUsage } from '../../src/baseball/league/usage';
import { known, scoutingOf } from '../../src/baseball/manager/scouting';
import { COMPUTERS, playOut } from '../../src/baseball/play-out';
import { seededDice } from '../../src/baseball/seeded-dice';
import { startWithLineups } from '../../src/baseball/simulated-game';
import { SIDES } from '../../src/baseball/state';
import type { GameEvent } from '../../src/protocol/events';
import type { PlayerId, TeamId } from '../../src/protocol/ids';
import type { Lineup, Player } from '../../src/protocol/lineup';
import type { BySide, Score, Side } from '../../src/protocol/side';
import type { RealGame } from './real-game';

export interface Rerun {
  readonly game: RealGame;
  readonly events: readonly GameEvent[];
  readonly runs: Score;
}

export interface RerunPlan {
  /** Those that can be (`canBeRerun`). */
  readonly games: readonly RealGame[];
  /** Each team's cards: of everybody whom its games need, those who were traded away too. */
  readonly cards: ReadonlyMap<TeamId, TeamCards>;
  /** How often each game is played. */
  readonly times: number;
  readonly seed: number;
}

/** A team's players of a day are those whom it used so many days before and after. */
const ROSTER_DAYS = 5;
const SEED_STEP = 1_000_003;

/** Both teams, and all who began, have cards. */
export function canBeRerun({ teams, lineups }: RealGame, cards: RerunPlan['cards']): boolean {
  return SIDES.every((side) => {
    const { order, pitcher } = lineups[side];
    const players = cards.get(teams[side])?.players;
    const began = [...order.map(({ player }) => player), ...(pitcher === undefined ? [] : [pitcher])];
    return players !== undefined && began.every(({ id }) => players.has(id));
  });
}

/** Plays all games in the order of their days, then all again. */
export function* rerun({ games, cards, times, seed }: RerunPlan): Generator<Rerun> {
  const inOrder = [...games].sort((a, b) => a.day - b.day);
  const rosters = inOrder.map((game) => rostersOf(game, inOrder));
  let number = seed * SEED_STEP;
  for (let time = 0; time < times; time++) {
    const usage = new Map([...cards].map(([team, of]) => [team, new PitcherUsage(of)]));
    for (const [i, game] of inOrder.entries()) {
      number += 1;
      yield played({
        game,
        cards: of(cards, game),
        usage: of(usage, game),
        roster: rosters[i] ?? NOBODY,
        seed: number,
      });
    }
  }
}

const NOBODY: BySide<ReadonlySet<PlayerId>> = { away: new Set(), home: new Set() };

function of<T>(byTeam: ReadonlyMap<TeamId, T>, { teams }: RealGame): BySide<T> {
  const [away, home] = [byTeam.get(teams.away), byTeam.get(teams.home)];
  assert(away !== undefined && home !== undefined, 'a game of a team without cards');
  return { away, home };
}

/** Whom each side used around the day of the game. */
function rostersOf({ day, teams }: RealGame, games: readonly RealGame[]): BySide<ReadonlySet<PlayerId>> {
  const rosterOf = (team: TeamId): Set<PlayerId> => {
    const near = games.filter((other) => Math.abs(other.day - day) <= ROSTER_DAYS);
    const ids = near.flatMap((other) =>
      SIDES.flatMap((side) => (other.teams[side] === team ? [...other.appeared[side]] : [])),
    );
    return new Set(ids);
  };
  return { away: rosterOf(teams.away), home: rosterOf(teams.home) };
}

interface Today {
  readonly game: RealGame;
  readonly cards: BySide<TeamCards>;
  readonly usage: BySide<PitcherUsage>;
  readonly roster: BySide<ReadonlySet<PlayerId>>;
  readonly seed: number;
}

function played(today: Today): Rerun {
  const { game, cards, usage, seed } = today;
  const lineups = { away: lineupOf(today, 'away'), home: lineupOf(today, 'home') };
  const { state, events } = startWithLineups({ cards, ruleset: game.ruleset, seed }, lineups);
  const table = { cards, dice: seededDice(seed), resolve: DICE_RULES.resolve, managers: COMPUTERS };
  const { score } = playOut(state, table, (event) => events.push(event));
  noteOutings(events, usage, game.day);
  return { game, events, runs: score };
}

/** The real nine and their pitcher as their cards name them; on the bench who else was there and is rested. */
function lineupOf({ game, cards, usage, roster }: Today, side: Side): Lineup {
  const { order, pitcher } = game.lineups[side];
  const scouting = scoutingOf(cards[side]);
  const carded = ({ id }: Player): Player => known(scouting, id).player;
  const unavailable = usage[side].unavailable(game.day);
  const playing = new Set([...order.map(({ player }) => player.id), ...(pitcher === undefined ? [] : [pitcher.id])]);
  const bench = scouting.all
    .map(({ player }) => player)
    .filter(({ id }) => roster[side].has(id) && !playing.has(id) && !unavailable.has(id));
  return {
    order: order.map(({ player, position }) => ({ player: carded(player), position })),
    ...(pitcher === undefined ? {} : { pitcher: carded(pitcher) }),
    bench: bench.slice(0, game.ruleset.rosterMax - playing.size),
  };
}
