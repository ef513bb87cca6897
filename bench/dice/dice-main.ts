/**
 * Whole dice games, the computer on both sides, one after the other on one core: lineups, changes, decisions, rolls,
 * judgement, state. Stock teams and seeded dice; nothing is journaled. Then the computer's part of a turn by itself, one
 * side after the other, each with its own processor time. Answers its parent in one message.
 */
import { stockCardSet } from '../../src/baseball/cards/stock';
import { teamCards, type TeamCards } from '../../src/baseball/cards/team-cards';
import { computerEvents } from '../../src/baseball/computer-turn';
import { DICE_RULES } from '../../src/baseball/dice-table';
import { fixturesOf } from '../../src/baseball/league/schedule';
import { COMPUTERS, playOut } from '../../src/baseball/play-out';
import { rulesetNamed } from '../../src/baseball/rulesets';
import { seededDice } from '../../src/baseball/seeded-dice';
import { startSimulated } from '../../src/baseball/simulated-game';
import type { StartedState } from '../../src/baseball/state';
import type { CardKind } from '../../src/protocol/cards';
import type { BySide } from '../../src/protocol/side';

export interface DicePlan {
  readonly league: CardKind;
  /** Games that are played before the measured ones, so that the code is warm. */
  readonly warmUp: number;
  readonly games: number;
  /** Of these games every turn is decided once more, to be timed. */
  readonly decided: number;
}

export interface DiceReport {
  readonly games: number;
  readonly turns: number;
  /** Processor time of this process, collecting garbage included. */
  readonly cpuMs: number;
  /** What one side's changes and decision in a turn take at most, collecting garbage included. */
  readonly decisionUs: { readonly count: number; readonly p50: number; readonly p99: number; readonly max: number };
}

const TEAMS = 30;
const EVERYBODY: ReadonlySet<never> = new Set();

function main({ league, warmUp, games, decided }: DicePlan): void {
  const teams = Array.from({ length: TEAMS }, (_, i) => teamCards(stockCardSet(league, i)));
  playMany({ teams, league, games: warmUp });
  const before = process.cpuUsage();
  const turns = playMany({ teams, league, games });
  const { user, system } = process.cpuUsage(before);
  const decisionUs = decisionTimes({ teams, league, games: decided });
  const report: DiceReport = { games, turns, cpuMs: (user + system) / 1000, decisionUs };
  process.send?.(report, () => process.exit(0));
}

interface League {
  readonly teams: readonly TeamCards[];
  readonly league: CardKind;
  readonly games: number;
}

/** Hears of each turn as it opens. */
type OnTurn = (state: StartedState, cards: BySide<TeamCards>) => void;

/** @returns how many turns the games had */
function playMany({ teams, league, games }: League, onTurn?: OnTurn): number {
  const ruleset = rulesetNamed(league);
  const unavailable = { away: EVERYBODY, home: EVERYBODY };
  let turns = 0;
  let seed = 0;
  for (const { away, home } of fixturesOf(teams.length, games)) {
    seed += 1;
    const cards = { away: teams[away], home: teams[home] } as BySide<TeamCards>;
    const { state } = startSimulated({ cards, ruleset, seed, unavailable });
    const table = { cards, dice: seededDice(seed), resolve: DICE_RULES.resolve, managers: COMPUTERS };
    let opened = 0;
    const end = playOut(state, table, (_, before) => {
      if (before.turn > opened) onTurn?.(before, cards);
      opened = before.turn;
    });
    turns += end.turn - 1;
  }
  return turns;
}

function decisionTimes(league: League): DiceReport['decisionUs'] {
  const times: number[] = [];
  playMany(league, (state, cards) => {
    if (state.status !== 'live') return;
    for (const side of ['away', 'home'] as const) {
      const before = process.cpuUsage();
      const began = performance.now();
      computerEvents(state, cards, [side]);
      const wallUs = (performance.now() - began) * 1000;
      const { user, system } = process.cpuUsage(before);
      // The compiler's threads are in the one, whoever else has the core in the other: the decision is at most the less.
      times.push(Math.min(user + system, wallUs));
    }
  });
  times.sort((a, b) => a - b);
  const at = (share: number): number => times[Math.min(times.length - 1, Math.floor(share * times.length))] ?? 0;
  return { count: times.length, p50: at(0.5), p99: at(0.99), max: at(1) };
}

process.once('message', main);
