/** What a viewer may see of an entry: the events made for his eyes, and nothing of how they are stored. */
import { projectEvent } from '../baseball/view';
import type { GameUpdate, JournalEntry } from '../protocol/envelope';
import type { Viewer } from '../protocol/seat';

export function updateFor(entry: JournalEntry, viewer: Viewer): GameUpdate {
  return {
    gameId: entry.gameId,
    seq: entry.seq,
    epoch: entry.epoch,
    commandId: entry.commandId,
    actor: entry.actor,
    at: entry.at,
    events: entry.events.map((event) => projectEvent(event, viewer)),
  };
}
