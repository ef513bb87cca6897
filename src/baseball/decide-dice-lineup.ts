/**
 * Lineups, the start, and substitutions of a dice game.
 *
 * Everybody who plays has a card, and is whom his card says: name and hands are taken from there, not from what was
 * sent. A side that names no bench has all its other cards on it.
 */
import type { RecordSubstitution, SetLineup } from '../protocol/commands';
import type { Lineup, LineupRule, Player, Starter } from '../protocol/lineup';
import type { BySide, Side } from '../protocol/side';
import type { TeamCards } from './cards/team-cards';
import { decideLineup, decideStart, namedIn, type Named } from './decide-lineup';
import { decideSubstitution } from './decide-substitution';
import { openTurn, type DiceTable } from './decide-turn';
import { refused, type Decision } from './decision';
import { diceOf } from './evolve-dice';
import { SIDES, type LiveState, type ScheduledState, type TeamLineupState } from './state';
import { Telling } from './telling';

/** Somebody without a card, and in which field he is named; undefined when all have one. */
function withoutCard(lineup: Lineup, { players }: TeamCards): Named | undefined {
  return namedIn(lineup).find(({ player }) => !players.has(player.id));
}

/** The lineup with everybody as his card has him. */
function asOnCards({ order, pitcher, bench }: Lineup, { players }: TeamCards): Lineup {
  const known = (player: Player): Player => players.get(player.id)?.player ?? player;
  const starters = order.map(({ player, position }): Starter => ({ player: known(player), position }));
  return { order: starters, bench: bench.map(known), ...(pitcher === undefined ? {} : { pitcher: known(pitcher) }) };
}

/** The lineup with a bench: the other cards of the set, in its order, as far as a roster may be long. */
export function withBench(lineup: Lineup, { players }: TeamCards, rosterMax: number): Lineup {
  if (lineup.bench.length > 0) return lineup;
  const starting = new Set(lineup.order.map(({ player }) => player.id));
  if (lineup.pitcher !== undefined) starting.add(lineup.pitcher.id);
  const others = [...players.values()].flatMap(({ player }) => (starting.has(player.id) ? [] : [player]));
  return { ...lineup, bench: others.slice(0, Math.max(rosterMax - starting.size, 0)) };
}

export function decideDiceLineup(state: ScheduledState, command: SetLineup, cards: BySide<TeamCards>): Decision {
  const { side, lineup } = command;
  const missing = withoutCard(lineup, cards[side]);
  if (missing !== undefined) {
    const { field, player } = missing;
    const message = `${player.id} has no card in the ${side} team's set.`;
    const rule: LineupRule = 'noCard';
    return refused('lineup/invalid', message, { side, field, rule, player: player.id });
  }
  const known = withBench(asOnCards(lineup, cards[side]), cards[side], state.ruleset.rosterMax);
  return decideLineup(state, { ...command, lineup: known });
}

/** The start; a side that the computer manages hands in its lineup now, if nobody did. */
export function decideDiceStart(state: ScheduledState, table: DiceTable): Decision {
  const isComputers = (side: Side): boolean => diceOf(state).facts.managers[side].kind === 'computer';
  const missing = SIDES.some((side) => state.lineups[side] === null && !isComputers(side));
  if (missing) return decideStart(state, { type: 'StartGame' });
  const telling = new Telling(state);
  startGame(telling, table, isComputers);
  return { ok: true, events: telling.events };
}

/** Tells the start and the first turn. @param fills the sides for which the computer names a lineup if they have none */
export function startGame(telling: Telling, table: DiceTable, fills: (side: Side) => boolean): void {
  for (const side of SIDES) {
    const { state } = telling;
    if (state.status !== 'scheduled' || state.lineups[side] !== null || !fills(side)) continue;
    const lineup = table.rules.computerLineup(state, table.cards, side);
    const decision = decideDiceLineup(state, { type: 'SetLineup', side, lineup }, table.cards);
    if (!decision.ok) throw new Error(`violation: the computer's lineup: ${decision.rejection.message}`);
    telling.tell(...decision.events);
  }
  telling.tell({ type: 'GameStarted' });
  openTurn(telling, table, 'play');
}

/** Somebody of the side's own, as its lineup knows him. */
function ownPlayer({ order, pitcher, bench, used }: TeamLineupState, id: string): Player | undefined {
  const inGame = [...order, ...(pitcher === null ? [] : [pitcher])].find((player) => player.id === id);
  if (inGame === undefined) return [...bench, ...used].find((player) => player.id === id);
  const { name, bats, throws } = inGame;
  return { id: inGame.id, name, ...(bats === null ? {} : { bats }), ...(throws === null ? {} : { throws }) };
}

/** What becomes of a manager's substitution, but for the turn that it opens. */
export function judgeDiceSubstitution(state: LiveState, side: Side, command: RecordSubstitution): Decision {
  const details = { side, slot: command.battingOrderSlot, position: command.position, player: command.player.id };
  if (command.side !== undefined && command.side !== side) {
    return refused('seat/wrong_seat', 'A manager substitutes for his own side only.', details);
  }
  if (command.injury === true) {
    return refused('substitution/invalid', 'Nobody is hurt or sent off in a dice game.', details);
  }
  const player = ownPlayer(state.lineups[side], command.player.id);
  if (player === undefined) {
    return refused('substitution/invalid', `${command.player.id} is not on the bench of the ${side} team.`, details);
  }
  return decideSubstitution(state, { ...command, side, player });
}

/** A substitution; what was decided for the turn is withdrawn, and the next one opens. */
export function decideDiceSubstitution(
  state: LiveState,
  { side, command }: { readonly side: Side; readonly command: RecordSubstitution },
  table: DiceTable,
): Decision {
  const decision = judgeDiceSubstitution(state, side, command);
  if (!decision.ok) return decision;
  const telling = new Telling(state);
  telling.tell(...decision.events);
  openTurn(telling, table, side);
  return { ok: true, events: telling.events };
}
