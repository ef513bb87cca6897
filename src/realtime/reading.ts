/** Not listening to a socket for a while: what it says meanwhile is dropped unread. Pings are still answered. */
import type { Clock } from '../cluster/ports';
import { turnDeaf } from './parser';

/**
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
