/** Writing to a socket that may not read: what waits for it is bounded, and one that is too slow is cut off. */
import type { Socket } from 'socket.io';

type Connection = Socket['conn'];

/** Packets that may wait for one socket; with it go at most this many times the largest update. */
const WAITING_MAX = 4096;

/** The part of engine.io's socket that says how much waits, and the way to drop it at once. */
interface ConnectionInternals {
  readonly writeBuffer: readonly unknown[];
  readonly transport: { readonly socket?: { terminate(): void } };
}

/**
 * Sends one encoded packet. A socket that lets too many wait is terminated: it comes back and asks for what it missed,
 * which costs less than keeping it all.
 */
export function writeTo(connection: Connection, text: string, onTooSlow: () => void): void {
  const { writeBuffer, transport } = connection as unknown as ConnectionInternals;
  if (writeBuffer.length < WAITING_MAX) {
    connection.write(text);
    return;
  }
  onTooSlow();
  transport.socket?.terminate();
}
