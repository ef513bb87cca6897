/** Reading from a socket: not listening to it for a while, and keeping nothing of what it said. */
import type { Clock } from '../cluster/ports';
import { turnDeaf } from './parser';
import type { Connection } from './writing';

/** The part of ws's receiver that outlives a message: four bytes of the chunk which the message began in. */
interface ReceiverInternals {
  readonly transport: { readonly socket?: { readonly _receiver?: { _mask?: Buffer | undefined } } };
}

/**
 * Lets go of the chunk that a message came in, once it was read. ws keeps the last message's mask, a view of that chunk,
 * until the next message: up to 64 KB for each socket that has said something large, and garbage of the old generation
 * when it says the next.
 */
export function forgetChunks(connection: Connection): void {
  const { transport } = connection as unknown as ReceiverInternals;
  connection.on('packet', () => {
    const receiver = transport.socket?._receiver;
    if (receiver !== undefined) receiver._mask = undefined;
  });
}

/**
 * What a socket says while nobody listens is dropped unread. Pings are still answered.
 *
 * @param client socket.io's, of a connection
 * @returns has nothing heard from the connection for so many ms, or for longer when it was told so before
 */
export function deafnessOf(client: object, clock: Pick<Clock, 'after' | 'monotonic'>): (forMs: number) => void {
  let until = 0;
  let isDeaf = false;
  const listenAgain = (): void => {
    const leftMs = until - clock.monotonic();
    isDeaf = leftMs > 0;
    if (isDeaf) clock.after(leftMs, listenAgain);
    else turnDeaf(client, false);
  };
  return (forMs) => {
    until = Math.max(until, clock.monotonic() + forMs);
    if (isDeaf) return;
    isDeaf = true;
    turnDeaf(client, true);
    clock.after(forMs, listenAgain);
  };
}
