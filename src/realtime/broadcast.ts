/** The cluster's `Broadcast`: committed entries and heads, told to the viewers of a game. */
import type { Broadcast } from '../cluster/ports';
import type { GameUpdate, JournalEntry } from '../protocol/envelope';
import type { GameId } from '../protocol/ids';
import { Viewer } from '../protocol/seat';
import type { HeadBeacon } from '../protocol/socket';
import type { Feed, Variant } from './feed';
import { encodeEvent } from './parser';

/** What a viewer may see of an entry. An event in which nothing is hidden comes back as the same object. */
export type Projection = (entry: JournalEntry, viewer: Viewer) => GameUpdate;

export class FeedBroadcast implements Broadcast {
  constructor(
    private readonly feed: Pick<Feed, 'tell'>,
    private readonly project: Projection,
    private readonly onCommitted: () => void,
  ) {}

  committed(entry: JournalEntry, except: string | undefined): void {
    this.onCommitted();
    this.feed.tell({ gameId: entry.gameId, seq: entry.seq, except, variants: variantsOf(entry, this.project) });
  }

  head(gameId: GameId, seq: number, epoch: number): void {
    const beacon: HeadBeacon = { gameId, seq, epoch };
    const variants = [{ viewers: undefined, text: encodeEvent('head', beacon) }];
    this.feed.tell({ gameId, seq: undefined, except: undefined, variants });
  }
}

/** One variant where nothing is hidden from anybody (almost always); else one for each pair of eyes. */
function variantsOf(entry: JournalEntry, project: Projection): Variant[] {
  const updates = Viewer.options.map((viewer) => ({ viewer, update: project(entry, viewer) }));
  const isPlain = updates.every(({ update }) => isWhole(update, entry));
  return isPlain
    ? updates.slice(0, 1).map(({ update }) => ({ viewers: undefined, text: encodeEvent('update', update) }))
    : updates.map(({ viewer, update }) => ({ viewers: [viewer], text: encodeEvent('update', update) }));
}

function isWhole(update: GameUpdate, entry: JournalEntry): boolean {
  return (
    update.events.length === entry.events.length && update.events.every((event, index) => event === entry.events[index])
  );
}
