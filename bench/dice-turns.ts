/**
 * What a dice game's commands cost the owner that decides them, on one core: a decision, the play of a turn with both
 * in, and the refusal of a stale one, which must be the cheapest of all.
 *
 *     node --import tsx bench/dice-turns.ts
 */
import { averageCardSet } from '../src/baseball/cards/average';
import { teamCards } from '../src/baseball/cards/team-cards';
import { decide, type DecideInput } from '../src/baseball/decide';
import { DICE_RULES } from '../src/baseball/dice-table';
import { initialState } from '../src/baseball/evolve';
import { replayOn } from '../src/baseball/replay';
import { RULESETS } from '../src/baseball/rulesets';
import { chooseLineup } from '../src/baseball/manager/lineup';
import { battingTeam, isStarted, otherSide, type GameState } from '../src/baseball/state';
import { STRAIGHT_AWAY } from '../src/baseball/manager/defense';
import { SWING } from '../src/baseball/manager/offense';
import { scheduleGame } from '../src/baseball/schedule';
import { cardSetIdOf } from '../src/cluster/card-set-id';
import { drawSeal, keyedDice } from '../src/cluster/keyed-dice';
import type { Command } from '../src/protocol/commands';
import type { GameId, LeagueId, UserId } from '../src/protocol/ids';
import type { Seat } from '../src/protocol/seat';

const GAMES = 300;
const STALE = 300_000;
const GAME = 'bench' as GameId;
const SETS = { away: averageCardSet('pd', 'AWY'), home: averageCardSet('pd', 'HOM') };
const CARDS = { away: teamCards(SETS.away), home: teamCards(SETS.home) };

function ask(state: GameState, seat: Seat, command: Command): ReturnType<typeof decide> {
  const { dice } = state;
  if (dice === null) throw new Error('a game without dice');
  const input: DecideInput = {
    seat,
    command,
    at: 0,
    user: 'bench' as UserId,
    table: { cards: CARDS, rules: DICE_RULES },
  };
  return decide(state, input, keyedDice({ gameId: GAME, secret: dice.facts.secret, words: dice.words }, dice.rolled));
}

function given(state: GameState, seat: Seat, command: Command): GameState {
  const decision = ask(state, seat, command);
  if (!decision.ok) throw new Error(decision.rejection.message);
  return replayOn(state, decision.events);
}

function startedGame(): GameState {
  const human = { kind: 'human' } as const;
  const scheduled = scheduleGame(
    {
      league: 'pd' as LeagueId,
      ruleset: 'pd',
      mode: 'dice',
      teams: { away: SETS.away.team, home: SETS.home.team },
      seats: {},
      dice: {
        cards: { away: cardSetIdOf(SETS.away), home: cardSetIdOf(SETS.home) },
        managers: { away: human, home: human },
        clock: { kind: 'none' },
      },
    },
    drawSeal,
  );
  if (!scheduled.ok) throw new Error(scheduled.rejection.message);
  const options = { ruleset: RULESETS.pd, opponentThrows: 'R', starter: null, unavailable: new Set<never>() } as const;
  let state: GameState = initialState(scheduled.event);
  for (const side of ['away', 'home'] as const) {
    state = given(state, side, { type: 'SetLineup', side, lineup: chooseLineup(CARDS[side], options) });
  }
  return given(given(state, 'away', { type: 'AddWord', word: 'bench' }), 'commissioner', { type: 'StartGame' });
}

interface Costs {
  turns: number;
  firstMs: number;
  playMs: number;
}

function playGame(start: GameState, costs: Costs): void {
  let state = start;
  while (isStarted(state) && state.status === 'live') {
    const { turn } = state;
    const batting = battingTeam(state);
    const began = performance.now();
    state = given(state, otherSide(batting), { type: 'SubmitDefense', turn, decision: STRAIGHT_AWAY });
    const first = performance.now();
    state = given(state, batting, { type: 'SubmitOffense', turn, decision: SWING });
    costs.firstMs += first - began;
    costs.playMs += performance.now() - first;
    costs.turns += 1;
  }
}

const warm: Costs = { turns: 0, firstMs: 0, playMs: 0 };
for (let i = 0; i < GAMES / 3; i++) playGame(startedGame(), warm);
const costs: Costs = { turns: 0, firstMs: 0, playMs: 0 };
for (let i = 0; i < GAMES; i++) playGame(startedGame(), costs);

const late = given(startedGame(), 'home', { type: 'SubmitDefense', turn: 1, decision: STRAIGHT_AWAY });
const stale: Command = { type: 'SubmitDefense', turn: 1, decision: STRAIGHT_AWAY };
const began = performance.now();
for (let i = 0; i < STALE; i++) if (ask(late, 'home', stale).ok) throw new Error('a second decision was accepted');
const staleMs = performance.now() - began;

const micros = (ms: number, count: number): string => `${((ms / count) * 1000).toFixed(2)} µs`;
console.log(`${GAMES} games, ${costs.turns} turns: decide and evolve, keyed dice, no journal`);
console.log(`  the first decision of a turn         ${micros(costs.firstMs, costs.turns)}`);
console.log(`  the second, with the play            ${micros(costs.playMs, costs.turns)}`);
console.log(`  a refused one (already in)           ${micros(staleMs, STALE)}`);
