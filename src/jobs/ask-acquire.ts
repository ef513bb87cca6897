/**
 * Asking a node to acquire a game whose entries wait for an owner. A hint: one that is lost is given again by the next
 * sweep, and the node that hears it looks for itself whether the game needs anybody.
 */
import { AskToAcquire } from '../protocol/jobs';

/** The Redis channel; every node hears it. */
export const ASK_ACQUIRE_CHANNEL = 'dg:ask-acquire';

/** An ioredis client, of which only this much is needed. */
export interface Publisher {
  publish(channel: string, message: string): Promise<number>;
}

export interface Subscriber {
  subscribe(channel: string): Promise<unknown>;
  on(event: 'message', listener: (channel: string, message: string) => void): unknown;
}

export async function askToAcquire(publisher: Publisher, ask: AskToAcquire): Promise<void> {
  await publisher.publish(ASK_ACQUIRE_CHANNEL, JSON.stringify(ask));
}

/** Hears every ask, whomever it is for. Text that is no ask is passed over. */
export async function hearAsks(subscriber: Subscriber, heard: (ask: AskToAcquire) => void): Promise<void> {
  subscriber.on('message', (channel, message) => {
    if (channel !== ASK_ACQUIRE_CHANNEL) return;
    const ask = parseAsk(message);
    if (ask !== undefined) heard(ask);
  });
  await subscriber.subscribe(ASK_ACQUIRE_CHANNEL);
}

function parseAsk(message: string): AskToAcquire | undefined {
  try {
    return AskToAcquire.safeParse(JSON.parse(message)).data;
  } catch {
    return undefined;
  }
}
