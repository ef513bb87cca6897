/**
 * Which events of a game still count.
 *
 * Nothing in a journal is ever deleted. A `HistoryRevised` says that the play of a turn, and everything recorded after
 * it, stopped counting; what counts in their place follows it in the same entry. Whoever adds up plays (scores,
 * statistics, tables, a client) asks here first. Types alone are needed of the schemas, so that the engine may use it.
 */
import type { GameEvent } from './events';

/**
 * How many events one command may cause. A correction of the first play tells the whole game again: the longest one on
 * record, of 33 innings, would have some 600 events; a thousand of them are half a megabyte.
 */
export const ENTRY_EVENTS_MAX = 1000;

/** What counts of a list in which each item holds one event. @throws when a revision names a play that is not there */
function effective<T>(items: Iterable<T>, eventOf: (item: T) => GameEvent): T[] {
  const counting: T[] = [];
  for (const item of items) {
    const event = eventOf(item);
    if (event.type === 'HistoryRevised') counting.length = playOfTurn(counting, event.turn, eventOf);
    else counting.push(item);
  }
  return counting;
}

function playOfTurn<T>(items: readonly T[], turn: number, eventOf: (item: T) => GameEvent): number {
  const at = items.findLastIndex((item) => {
    const event = eventOf(item);
    return event.type === 'PlayRecorded' && event.turn === turn;
  });
  if (at < 0) throw new Error(`violation: turn ${turn} was revised, and no play of it is recorded`);
  return at;
}

/** The events that count, from all events of a game from its first on. Replaying them gives the state of the game. */
export function effectiveEvents(events: Iterable<GameEvent>): GameEvent[] {
  return effective(events, (event) => event);
}

/** A game's entries from the first on, each with those of its events that count; without those of which none does. */
export function effectiveEntries<E extends { readonly events: readonly GameEvent[] }>(entries: readonly E[]): E[] {
  const items = entries.flatMap((entry) => entry.events.map((event) => ({ entry, event })));
  const byEntry = new Map<E, GameEvent[]>();
  for (const { entry, event } of effective(items, (item) => item.event)) {
    const events = byEntry.get(entry);
    if (events === undefined) byEntry.set(entry, [event]);
    else events.push(event);
  }
  return [...byEntry].map(([entry, events]) => ({ ...entry, events }));
}
