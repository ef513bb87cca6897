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

/**
 * One variant where nothing is hidden from anybody (almost always); else one for all who see the same. A spectator sees
 * the least: what is whole for him is whole for everybody.
 */
function variantsOf(entry: JournalEntry, project: Projection): Variant[] {
  const least = project(entry, 'spectator');
  if (isWhole(least, entry)) return [{ viewers: undefined, text: encodeEvent('update', least) }];
  const variants = new Map<string, Viewer[]>();
  for (const viewer of Viewer.options) {
    const text = encodeEvent('update', viewer === 'spectator' ? least : project(entry, viewer));
    variants.set(text, [...(variants.get(text) ?? []), viewer]);
  }
  return [...variants].map(([text, viewers]) => ({ viewers, text }));
}

function isWhole(update: GameUpdate, entry: JournalEntry): boolean {
  return (
    update.events.length === entry.events.length && update.events.every((event, index) => event === entry.events[index])
  );
}
