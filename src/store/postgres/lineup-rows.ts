/**
 * Who plays now, as changes to the rows of `lineups`.
 *
 * A batch's events are folded to the last occupant of each slot that they touch, so that two statements write the
 * whole batch: one that takes rows away, one that writes the occupants. What events say without saying it: a lineup
 * that is set empties a slot 0 that it does not name; a player who takes a slot leaves the one he had; and when a
 * batter takes the mound, nobody stands in slot 0 any more.
 */
import type { JournalEntry } from '../../protocol/envelope';
import type { LineupSet, PlayerSubstituted } from '../../protocol/events';
import type { GameId, PlayerId } from '../../protocol/ids';
import type { Player } from '../../protocol/lineup';
import type { Side } from '../../protocol/side';
import type { Row } from './recordset';

export const LINEUP_COLUMNS = {
  game_id: 'text',
  side: 'text',
  slot: 'smallint',
  position: 'smallint',
  player_id: 'text',
  player_name: 'text',
  entered_seq: 'integer',
} as const;

/** With a player: he leaves every slot of his side but this one. Without: the slot is emptied. */
export const LEFT_COLUMNS = { game_id: 'text', side: 'text', slot: 'smallint', player_id: 'text' } as const;

export interface LineupChanges {
  readonly taken: readonly Row<typeof LINEUP_COLUMNS>[];
  readonly left: readonly Row<typeof LEFT_COLUMNS>[];
}

interface Occupant {
  readonly player: Player;
  readonly position: number;
  readonly seq: number;
}

/** What the batch says of one side of one game. */
interface SideChanges {
  readonly gameId: GameId;
  readonly side: Side;
  /** The last occupant of each slot that it touches; null: nobody. */
  readonly slots: Map<number, Occupant | null>;
  /** The last slot of each player who came in or moved. */
  readonly moves: Map<PlayerId, number>;
}

const PITCHER_SLOT = 0;
const PITCHER_POSITION = 1;

export function lineupChanges(entries: readonly JournalEntry[]): LineupChanges {
  const sides = new Map<string, SideChanges>();
  for (const entry of entries) {
    for (const event of entry.events) {
      if (event.type !== 'LineupSet' && event.type !== 'PlayerSubstituted') continue;
      const key = `${entry.gameId} ${event.side}`;
      const changes = sides.get(key) ?? newChanges(entry.gameId, event.side);
      sides.set(key, changes);
      if (event.type === 'LineupSet') setLineup(changes, event, entry.seq);
      else substitute(changes, event, entry.seq);
    }
  }
  return { taken: [...sides.values()].flatMap(takenRows), left: [...sides.values()].flatMap(leftRows) };
}

function newChanges(gameId: GameId, side: Side): SideChanges {
  return { gameId, side, slots: new Map(), moves: new Map() };
}

function setLineup(changes: SideChanges, { lineup }: LineupSet, seq: number): void {
  const { slots } = changes;
  const { pitcher } = lineup;
  slots.set(PITCHER_SLOT, pitcher === undefined ? null : { player: pitcher, position: PITCHER_POSITION, seq });
  lineup.order.forEach((starter, index) => {
    slots.set(index + 1, { player: starter.player, position: starter.position, seq });
  });
  changes.moves.clear();
}

function substitute({ slots, moves }: SideChanges, event: PlayerSubstituted, seq: number): void {
  for (const [slot, occupant] of slots) {
    if (occupant?.player.id === event.player.id) slots.set(slot, null);
  }
  if (event.slot !== PITCHER_SLOT && event.position === PITCHER_POSITION) slots.set(PITCHER_SLOT, null);
  slots.set(event.slot, { player: event.player, position: event.position, seq });
  moves.set(event.player.id, event.slot);
}

function takenRows({ gameId, side, slots }: SideChanges): Row<typeof LINEUP_COLUMNS>[] {
  return [...slots].flatMap(([slot, occupant]) => {
    if (occupant === null) return [];
    const { player, position, seq } = occupant;
    const who = { player_id: player.id, player_name: player.name };
    return [{ game_id: gameId, side, slot, position, ...who, entered_seq: seq }];
  });
}

function leftRows({ gameId, side, slots, moves }: SideChanges): Row<typeof LEFT_COLUMNS>[] {
  const emptied = [...slots].filter(([, occupant]) => occupant === null).map(([slot]) => ({ slot, player_id: null }));
  const moved = [...moves].map(([player, slot]) => ({ slot, player_id: player }));
  return [...emptied, ...moved].map((row) => ({ game_id: gameId, side, ...row }));
}
