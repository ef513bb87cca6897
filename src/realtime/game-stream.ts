/**
 * One socket's stream of one game's updates.
 *
 * It begins *held*: the socket is in the game's room, and what comes is kept until the catch-up that was read meanwhile
 * has been sent. Then it is *open*: what is above the last seq goes out, the rest is a double and does not. So a socket
 * sees rising seq, each at most once, whatever order the owner's answer and the broadcasts came in. What a node never
 * heard leaves a gap, which the client sees and asks for.
 */
import type { Viewer } from '../protocol/seat';

/** A catch-up that takes longer than this many updates leaves a gap for the client to ask for. */
const HELD_MAX = 256;

interface Held {
  readonly seq: number;
  readonly text: string;
}

export class GameStream {
  private held: Held[] | null = [];
  private lastSeq = 0;

  /** @param write sends one encoded packet to the socket */
  constructor(
    readonly viewer: Viewer,
    private readonly write: (text: string) => void,
  ) {}

  get isOpen(): boolean {
    return this.held === null;
  }

  /** An update was broadcast. */
  offer(seq: number, text: string): void {
    if (this.held !== null) {
      if (this.held.length < HELD_MAX) {
        this.held.push({ seq, text });
      }
      return;
    }
    if (seq > this.lastSeq) {
      this.lastSeq = seq;
      this.write(text);
    }
  }

  /** A message without a place in the order (a beacon, presence). Whoever is still held has no use for it. */
  tell(text: string): void {
    if (this.isOpen) {
      this.write(text);
    }
  }

  /** The socket was sent everything up to `seq`; what was held above it follows now. */
  caughtUp(seq: number): void {
    const held = this.held ?? [];
    this.held = null;
    this.lastSeq = Math.max(this.lastSeq, seq);
    held.sort((a, b) => a.seq - b.seq).forEach((update) => this.offer(update.seq, update.text));
  }
}
