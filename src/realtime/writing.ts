/**
 * Writing to a socket that may not read: what waits for it is bounded.
 *
 * What is broadcast are hints, so a socket that lags is spared them: it sees the gap later, and asks. Answers are owed,
 * so a socket that asks on and on without reading what it is answered is cut off: it comes back, and asks for what it
 * missed, which costs less than keeping it all.
 */
import type { Socket } from 'socket.io';
import type { Clock } from '../cluster/ports';

export type Connection = Socket['conn'];

/** Packets and characters that may wait for one socket before it is spared hints. */
const HINTS_WAITING_MAX = { packets: 512, chars: 1_048_576 };
/** And before it is cut off. */
const WAITING_MAX = { packets: 4096, chars: 8_388_608 };
/** So few are not worth adding up. */
const FEW_PACKETS = 16;

/** The part of engine.io's socket that says how much waits, and the way to drop it at once. */
interface ConnectionInternals {
  readonly writeBuffer: readonly { readonly data?: unknown }[];
  readonly transport: { readonly socket?: { terminate(): void } };
}

/** Sends one encoded packet that may be missed. False: it was not sent, as too much waits. */
export function writeHint(connection: Connection, text: string): boolean {
  if (exceeds(connection, HINTS_WAITING_MAX)) return false;
  connection.write(text);
  return true;
}

/** Whether so much waits for the socket that nothing more should be done for it. */
export function isChoked(connection: Connection): boolean {
  return exceeds(connection, WAITING_MAX);
}

/** Ends the connection at once, whatever waits for it or has come of it. */
export function cutOff(connection: Connection): void {
  const { transport } = connection as unknown as ConnectionInternals;
  connection.close(true);
  transport.socket?.terminate();
}

/** After it was closed, a connection may say goodbye for this long. */
const GOODBYE_MS = 2_000;

/** A closed connection whose other end does not say goodbye would stay for half a minute: it is ended. */
export function endWhenClosed(connection: Connection, clock: Pick<Clock, 'after'>): void {
  const { transport } = connection as unknown as ConnectionInternals;
  connection.on('close', () => clock.after(GOODBYE_MS, () => transport.socket?.terminate()));
}

function exceeds(connection: Connection, max: typeof WAITING_MAX): boolean {
  const { writeBuffer } = connection as unknown as ConnectionInternals;
  if (writeBuffer.length < FEW_PACKETS) return false;
  if (writeBuffer.length >= max.packets) return true;
  let chars = 0;
  for (const { data } of writeBuffer) {
    if (typeof data === 'string') chars += data.length;
  }
  return chars >= max.chars;
}
