/**
 * Whole dice games, the computer on both sides, one after the other on one core: lineups, changes, decisions, rolls,
 * judgement, state. Stock teams and seeded dice; nothing is journaled. Answers its parent in one message.
 */
import { stockCardSet } from '../../src/baseball/cards/stock';
import { teamCards, type TeamCards } from '../../src/baseball/cards/team-cards';
import { DICE_RULES } from '../../src/baseball/dice-table';
import { fixturesOf } from '../../src/baseball/league/schedule';
import { COMPUTERS, playOut } from '../../src/baseball/play-out';
import { rulesetNamed } from '../../src/baseball/rulesets';
import { seededDice } from '../../src/baseball/seeded-dice';
import { startSimulated } from '../../src/baseball/simulated-game';
import type { CardKind } from '../../src/protocol/cards';
import type { BySide } from '../../src/protocol/side';

export interface DicePlan {
  readonly league: CardKind;
  /** Games that are played before the measured ones, so that the code is warm. */
  readonly warmUp: number;
  readonly games: number;
}

export interface DiceReport {
  readonly games: number;
  readonly turns: number;
  /** Processor time of this process, collecting garbage included. */
  readonly cpuMs: number;
}

const TEAMS = 30;
const EVERYBODY: ReadonlySet<never> = new Set();

function main({ league, warmUp, games }: DicePlan): void {
  const teams = Array.from({ length: TEAMS }, (_, i) => teamCards(stockCardSet(league, i)));
  playMany(teams, league, warmUp);
  const before = process.cpuUsage();
  const turns = playMany(teams, league, games);
  const { user, system } = process.cpuUsage(before);
  const report: DiceReport = { games, turns, cpuMs: (user + system) / 1000 };
  process.send?.(report, () => process.exit(0));
}

/** @returns how many turns the games had */
function playMany(teams: readonly TeamCards[], league: CardKind, games: number): number {
  const ruleset = rulesetNamed(league);
  const unavailable = { away: EVERYBODY, home: EVERYBODY };
  let turns = 0;
  let seed = 0;
  for (const { away, home } of fixturesOf(teams.length, games)) {
    seed += 1;
    const cards = { away: teams[away], home: teams[home] } as BySide<TeamCards>;
    const { state } = startSimulated({ cards, ruleset, seed, unavailable });
    const table = { cards, dice: seededDice(seed), resolve: DICE_RULES.resolve, managers: COMPUTERS };
    turns += playOut(state, table).turn - 1;
  }
  return turns;
}

process.once('message', main);
