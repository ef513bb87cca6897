/**
 * Asking a node to see to a game: to acquire it, because its entries wait for an owner, or to have its clock looked at.
 * A hint: one that is lost is given again by the next sweep, and the node that hears it looks for itself.
 */
import { AskNode } from '../protocol/jobs';

/** The Redis channel; every node hears it. */
export const ASK_CHANNEL = 'dg:ask';

/** An ioredis client, of which only this much is needed. */
export interface Publisher {
  publish(channel: string, message: string): Promise<number>;
}

export interface Subscriber {
  subscribe(channel: string): Promise<unknown>;
  on(event: 'message', listener: (channel: string, message: string) => void): unknown;
}

export async function askNode(publisher: Publisher, ask: AskNode): Promise<void> {
  await publisher.publish(ASK_CHANNEL, JSON.stringify(ask));
}

/** Hears every ask, whomever it is for. Text that is no ask is passed over. */
export async function hearAsks(subscriber: Subscriber, heard: (ask: AskNode) => void): Promise<void> {
  subscriber.on('message', (channel, message) => {
    if (channel !== ASK_CHANNEL) return;
    const ask = parseAsk(message);
    if (ask !== undefined) heard(ask);
  });
  await subscriber.subscribe(ASK_CHANNEL);
}

function parseAsk(message: string): AskNode | undefined {
  try {
    return AskNode.safeParse(JSON.parse(message)).data;
  } catch {
    return undefined;
  }
}
