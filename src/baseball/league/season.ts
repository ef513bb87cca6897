/**
 * A season played by the computer: the teams' cards in, game after game out, each with its result and what every player
 * did. The same seed gives the same season, whoever plays it.
 */
import type { GameEvent } from '../../protocol/events';
import type { GameId } from '../../protocol/ids';
import type { GameResult, PlayerTotals } from '../../protocol/league';
import type { Ruleset } from '../../protocol/ruleset';
import type { BySide } from '../../protocol/side';
import { assert } from '../assert';
import { boxScore } from '../box-score/box-score';
import type { TeamCards } from '../cards/team-cards';
import { COMPUTERS, playOut, type PlayOutTable } from '../play-out';
import { seededDice } from '../seeded-dice';
import { startSimulated } from '../simulated-game';
import { fixturesOf, type Fixture } from './schedule';
import { resultOf, totalsOf } from './totals';
import { noteOutings, PitcherUsage } from './usage';

export interface SeasonPlan {
  /** Two or more. */
  readonly teams: readonly TeamCards[];
  readonly games: number;
  readonly ruleset: Ruleset;
  readonly seed: number;
  readonly resolve: PlayOutTable['resolve'];
}

export interface SeasonGame {
  readonly fixture: Fixture;
  readonly result: GameResult;
  readonly totals: readonly PlayerTotals[];
  readonly events: readonly GameEvent[];
}

/** Seeds of games that follow each other lie far apart. */
const SEED_STEP = 1_000_003;

/** Plays the season, a game at a time. */
export function* playSeason(plan: SeasonPlan): Generator<SeasonGame> {
  const usages = plan.teams.map((cards) => new PitcherUsage(cards));
  let number = 0;
  for (const fixture of fixturesOf(plan.teams.length, plan.games)) {
    number += 1;
    const usage = { away: at(usages, fixture.away), home: at(usages, fixture.home) };
    const events = playFixture(plan, { fixture, usage, seed: plan.seed * SEED_STEP + number });
    noteOutings(events, usage, fixture.day);
    const result = resultOf(`game-${number}` as GameId, events);
    assert(result !== null, 'a game without an end');
    yield { fixture, result, totals: totalsOf(boxScore(events)), events };
  }
}

function at<T>(all: readonly T[], i: number): T {
  const each = all[i];
  assert(each !== undefined, 'a fixture of a team that is not there');
  return each;
}

interface Today {
  readonly fixture: Fixture;
  readonly usage: BySide<PitcherUsage>;
  readonly seed: number;
}

function playFixture({ teams, ruleset, resolve }: SeasonPlan, { fixture, usage, seed }: Today): GameEvent[] {
  const { day, away, home } = fixture;
  const cards = { away: at(teams, away), home: at(teams, home) };
  const unavailable = { away: usage.away.unavailable(day), home: usage.home.unavailable(day) };
  const { state, events } = startSimulated({ cards, ruleset, seed, unavailable });
  playOut(state, { cards, dice: seededDice(seed), resolve, managers: COMPUTERS }, (event) => events.push(event));
  return events;
}
