/**
 * Who is at a game now, over all nodes.
 *
 * Each node with viewers of a game tells the others its *part* over the game's channel, when that changes; a node that
 * has its first viewer asks for theirs. What a node last said holds until it says otherwise or has not been heard for a
 * while. Changes are gathered for a moment, so that a full house does not tell itself of every single guest.
 * Presence is a courtesy: nothing is decided by it.
 */
import type { Clock, Timer } from '../cluster/ports';
import type { GameId } from '../protocol/ids';
import type { Presence } from '../protocol/socket';
import type { Audience, PresencePart } from './audience';
import type { Feed, NodeMessage } from './feed';
import { encodeEvent } from './parser';

/** How long changes are gathered. */
const GATHER_MS = 100;
const ALIVE_EVERY_MS = 5000;
/** Parts of a node that was not heard for this long are dropped. */
const SILENT_MS = 16_000;

export interface PresenceDeps {
  readonly clock: Pick<Clock, 'after' | 'every' | 'monotonic'>;
  readonly feed: Pick<Feed, 'tellHere' | 'tellNodes'>;
  readonly audience: Audience;
  /** Tells all nodes that this one lives. */
  readonly sayAlive: () => void;
}

interface PartMessage {
  readonly part: PresencePart;
  /** Whether the sender wants the others' parts. */
  readonly ask: boolean;
}

export class PresenceHub {
  private readonly parts = new Map<GameId, Map<string, PresencePart>>();
  private readonly heardAt = new Map<string, number>();
  /** Games to tell of: true when this node's own part changed. */
  private readonly changed = new Map<GameId, boolean>();
  private readonly known = new Set<GameId>();
  private gathering: Timer | undefined;
  private readonly beat: Timer;

  constructor(private readonly deps: PresenceDeps) {
    this.beat = deps.clock.every(ALIVE_EVERY_MS, () => {
      deps.sayAlive();
      this.dropSilent();
    });
  }

  /** This node's audience of a game changed. */
  audienceChanged(gameId: GameId): void {
    this.gather(gameId, true);
  }

  /** Another node told its part. */
  receive(message: NodeMessage): void {
    const { part, ask } = JSON.parse(message.body) as PartMessage;
    this.heard(message.sender);
    if (!this.deps.audience.has(message.gameId)) {
      return;
    }
    const parts = this.parts.get(message.gameId) ?? new Map<string, PresencePart>();
    parts.set(message.sender, part);
    this.parts.set(message.gameId, parts);
    this.gather(message.gameId, ask);
  }

  heard(sender: string): void {
    this.heardAt.set(sender, this.deps.clock.monotonic());
  }

  /** The subscriptions were interrupted: whatever was said meanwhile is asked for again. */
  askAgain(): void {
    this.known.clear();
    for (const gameId of this.deps.audience.all()) {
      this.gather(gameId, true);
    }
  }

  close(): void {
    this.beat.cancel();
    this.gathering?.cancel();
  }

  private gather(gameId: GameId, isOwn: boolean): void {
    this.changed.set(gameId, isOwn || (this.changed.get(gameId) ?? false));
    this.gathering ??= this.deps.clock.after(GATHER_MS, () => {
      this.gathering = undefined;
      const changed = [...this.changed];
      this.changed.clear();
      changed.forEach(([id, own]) => this.tell(id, own));
    });
  }

  private tell(gameId: GameId, isOwn: boolean): void {
    const { audience, feed } = this.deps;
    const part = audience.partOf(gameId);
    const isHere = audience.has(gameId);
    if (isOwn) {
      const message: PartMessage = { part, ask: isHere && !this.known.has(gameId) };
      feed.tellNodes(gameId, JSON.stringify(message));
    }
    if (!isHere) {
      this.parts.delete(gameId);
      this.known.delete(gameId);
      return;
    }
    this.known.add(gameId);
    const text = encodeEvent('presence', this.presenceOf(gameId, part));
    feed.tellHere({ gameId, seq: undefined, except: undefined, variants: [{ viewers: undefined, text }] });
  }

  private presenceOf(gameId: GameId, own: PresencePart): Presence {
    const all = [own, ...(this.parts.get(gameId)?.values() ?? [])];
    const seats = new Map(all.flatMap((part) => part.seats).map((held) => [`${held.seat} ${held.user}`, held]));
    return {
      gameId,
      seats: [...seats.values()],
      spectators: all.reduce((sum, part) => sum + part.spectators, 0),
    };
  }

  private dropSilent(): void {
    const since = this.deps.clock.monotonic() - SILENT_MS;
    for (const [sender, at] of this.heardAt) {
      if (at < since) {
        this.heardAt.delete(sender);
        this.drop(sender);
      }
    }
  }

  private drop(sender: string): void {
    for (const [gameId, parts] of this.parts) {
      if (parts.delete(sender)) {
        this.gather(gameId, false);
      }
    }
  }
}
