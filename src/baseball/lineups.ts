/**
 * The arithmetic of lineups: what a set lineup and a substitution make of a team. It judges nothing.
 *
 * Two players may hold one position for the moment between the records of a double switch; whoever takes a position
 * last has it, and the other waits with position 0 for his own record.
 */
import type { PlayerSubstituted } from '../protocol/events';
import type { PlayerId } from '../protocol/ids';
import type { Lineup, Player } from '../protocol/lineup';
import type { Ruleset } from '../protocol/ruleset';
import { assert } from './assert';
import { inLineup, lineupDraftOf, type LineupPlayerState, type TeamLineupState } from './state';

function inGame(player: Player, slot: number, position: number): LineupPlayerState {
  return { id: player.id, name: player.name, bats: player.bats ?? null, throws: player.throws ?? null, slot, position };
}

function outOfGame(player: LineupPlayerState): Player {
  return {
    id: player.id,
    name: player.name,
    ...(player.bats === null ? {} : { bats: player.bats }),
    ...(player.throws === null ? {} : { throws: player.throws }),
  };
}

function startingPitcher(lineup: Lineup): PlayerId {
  const pitcher = lineup.pitcher ?? lineup.order.find((starter) => starter.position === 1)?.player;
  assert(pitcher !== undefined, 'a lineup without a pitcher');
  return pitcher.id;
}

/** The starting nine (or ten) of a lineup. */
export function lineupState(lineup: Lineup, ruleset: Ruleset): TeamLineupState {
  const order = lineup.order.map((starter, i) => inGame(starter.player, i + 1, starter.position));
  return {
    order,
    pitcher: lineup.pitcher === undefined ? null : inGame(lineup.pitcher, 0, 1),
    designatedHitterSlot: order.find((player) => player.position === 10)?.slot ?? 0,
    bench: lineup.bench,
    used: [],
    lastPitcher: startingPitcher(lineup),
    battersOwed: ruleset.pitcherMinBatters,
  };
}

/** True when the event takes the designated hitter out of the game: the pitcher bats for himself from now on. */
function endsDesignatedHitter(lineup: TeamLineupState, event: PlayerSubstituted): boolean {
  if (lineup.pitcher === null || event.slot === 0) return false;
  if (event.position === 1) return true;
  return lineup.pitcher.id === event.player.id && lineup.order[event.slot - 1]?.id !== event.player.id;
}

/** Slot 0 after the designated hitter is gone: the pitcher of so far waits there for a record of his own. */
function pitcherWithoutHitter(lineup: TeamLineupState, event: PlayerSubstituted): LineupPlayerState | null {
  if (lineup.pitcher === null || lineup.pitcher.id === event.player.id) return null;
  return at(lineup.pitcher, 0);
}

/** The player, at another position. */
function at({ id, name, bats, throws, slot }: LineupPlayerState, position: number): LineupPlayerState {
  return { id, name, bats, throws, slot, position };
}

/** The team after a substitution or a change of position. */
export function substituted(lineup: TeamLineupState, event: PlayerSubstituted, ruleset: Ruleset): TeamLineupState {
  const { slot, position, player } = event;
  const vacated = position >= 1 && position <= 9 ? position : -1;
  const taken = inGame(player, slot, position);
  const loses = endsDesignatedHitter(lineup, event);
  const next = lineupDraftOf(lineup);
  next.order = lineup.order.map((other) => {
    if (other.slot === slot) return taken;
    return other.position === vacated ? at(other, 0) : other;
  });
  next.pitcher = slot === 0 ? taken : loses ? pitcherWithoutHitter(lineup, event) : lineup.pitcher;
  if (loses) next.designatedHitterSlot = 0;
  next.bench = lineup.bench.filter((other) => other.id !== player.id);
  if (position === 1) {
    next.lastPitcher = player.id;
    next.battersOwed = ruleset.pitcherMinBatters;
  }
  const used = lineup.used.filter((other) => other.id !== player.id);
  for (const before of lineup.order) if (inLineup(next, before.id) === null) used.push(outOfGame(before));
  if (lineup.pitcher !== null && inLineup(next, lineup.pitcher.id) === null) used.push(outOfGame(lineup.pitcher));
  next.used = used;
  return next;
}

/** Whoever pinch-hit or pinch-ran for the designated hitter is the designated hitter once the half-inning is over. */
export function settleDesignatedHitter(lineup: TeamLineupState): TeamLineupState {
  const player = lineup.order[lineup.designatedHitterSlot - 1];
  if (player === undefined || player.position <= 10) return lineup;
  const next = lineupDraftOf(lineup);
  next.order = lineup.order.map((other) => (other === player ? at(other, 10) : other));
  return next;
}

/** A pitcher who still waits in slot 0 when play goes on has left the game. */
export function settlePitcher(lineup: TeamLineupState): TeamLineupState {
  if (lineup.pitcher === null || lineup.pitcher.position !== 0) return lineup;
  const next = lineupDraftOf(lineup);
  next.pitcher = null;
  next.used = [...lineup.used, outOfGame(lineup.pitcher)];
  return next;
}

export function withBattersOwed(lineup: TeamLineupState, battersOwed: number): TeamLineupState {
  const next = lineupDraftOf(lineup);
  next.battersOwed = battersOwed;
  return next;
}
